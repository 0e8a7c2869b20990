"""Signing in and out, one's own password, and where each role begins."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.domain import clock
from baton.domain.accounts import services
from baton.domain.accounts.models import Role
from baton.domain.refusals import Refused
from baton.web.components.forms import Form

BEGINS = {Role.CLERK: "office:workbench", Role.LEADER: "viewer:board", Role.VIEWER: "viewer:board"}


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "登录名或密码不对。请核对后再试；忘了密码，请考核办同事在“账号”页重设；没有别的同事，在放数据的那台机器上运行 baton password 登录名。",
        "inactive": "这个账号已停用，请联系考核办。",
    }


class SignIn(LoginView):
    """登录"""

    template_name = "account/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出"""
    logout(request)
    return redirect("web:login")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Each role begins at its own page."""
    return redirect(BEGINS[Role(request.user.role)])


class PasswordForm(Form):
    old = forms.CharField(label="现在的密码", widget=forms.PasswordInput)
    new = forms.CharField(
        label="新密码", widget=forms.PasswordInput, help_text="至少 10 位，不要全是数字"
    )
    again = forms.CharField(label="再写一遍", widget=forms.PasswordInput)


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """改自己的密码"""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not request.user.check_password(given["old"]):
            form.add_error("old", "现在的密码不对。")
        elif given["new"] != given["again"]:
            form.add_error("again", "两次写的新密码不一样。")
        else:
            try:
                services.change_password(
                    person=request.user, password=given["new"], by=request.user, at=clock.now()
                )
            except Refused as refused:
                form.add_error("new", refused.sentence)
            else:
                update_session_auth_hash(request, request.user)
                messages.success(request, "密码已改。")
                return redirect("web:home")
    return render(request, "account/password.html", {"form": form})
