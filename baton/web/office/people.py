"""账号: clerks and readers; no ready-made password is ever kept."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from baton.domain import clock
from baton.domain.accounts import queries, services
from baton.domain.accounts.models import Person, Role
from baton.domain.refusals import Refused
from baton.web.components.forms import Form


class PersonForm(Form):
    """A new account; its bearer changes the password at the first sign-in."""

    name = forms.CharField(label="姓名", max_length=60)
    title = forms.CharField(label="职务", max_length=60, required=False)
    role = forms.ChoiceField(
        label="身份", choices=Role.choices, help_text="领导和查阅只看得到已发布的"
    )
    username = forms.CharField(label="登录名", max_length=60)
    password = forms.CharField(
        label="初始密码", widget=forms.PasswordInput, help_text="至少 10 位；本人第一次登录必须改"
    )


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """账号"""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.add(**form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"已添加{person.name}（{person.get_role_display()}）。")
            return redirect("office:people")
    return render(
        request,
        "office/people.html",
        {"section": "roster", "form": form, "people": queries.people()},
    )


@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """重设密码"""
    person = get_object_or_404(Person, pk=pk)
    services.change_password(
        person=person, password=request.POST.get("password", ""), by=request.user, at=clock.now()
    )
    messages.success(request, f"{person.name}的密码已重设，下次登录须改。")
    return redirect("office:people")


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """停用账号"""
    person = get_object_or_404(Person, pk=pk)
    services.close(person=person, by=request.user, at=clock.now())
    messages.success(request, f"{person.name}的账号已停用。")
    return redirect("office:people")
