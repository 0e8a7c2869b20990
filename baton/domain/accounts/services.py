"""Accounts: made by `baton init` or by a clerk, never with a ready-made password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from baton.domain.accounts import policies, queries
from baton.domain.accounts.models import Person, Role
from baton.domain.audit import services as audit
from baton.domain.refusals import Refused


@dataclass(frozen=True)
class Machine:
    """Whoever sits at the machine itself and may read its database: nobody with an account."""

    code: str = queries.MACHINE


MACHINE = Machine()


@transaction.atomic
def found(*, username: str, name: str, password: str, at: datetime) -> Person:
    """第一个账号: make the first clerk; Refused when there is one already."""
    if Person.objects.exists():
        raise Refused("已经有账号了。请用现有账号登录，在“账号”页添加。")
    person = _made(username, name, "", Role.CLERK, password, at)
    audit.record("account.founded", by=person, on=f"person:{person.code}", at=at, rows=[person])
    return person


@transaction.atomic
def add(
    *, username: str, name: str, title: str = "", role: str, password: str, by: Person, at: datetime
) -> Person:
    """添加账号: another clerk, or a reader; the new person changes the password on first sign-in."""
    policies.check_clerk(by)
    person = _made(username, name, title, Role(role), password, at, must_change=True)
    audit.record(
        "account.added", by=by, on=f"person:{person.code}", at=at, role=role, rows=[person]
    )
    return person


@transaction.atomic
def change_password(*, person: Person, password: str, by: Person, at: datetime) -> None:
    """改密码: one's own, or a forgotten one set anew by a clerk, which also opens a name that was locked."""
    if by.pk != person.pk:
        policies.check_clerk(by)
    _check_password(password, person)
    person.set_password(password)
    person.must_change_password = by.pk != person.pk
    person.save(update_fields=["password", "must_change_password"])
    _unlock(person)
    audit.record(
        "account.password_changed", by=by, on=f"person:{person.code}", at=at, rows=[person]
    )


@transaction.atomic
def reset_password(
    *, username: str, password: str, must_change: bool, by: Machine = MACHINE, at: datetime
) -> Person:
    """在本机重设密码: without an account, for an office whose only clerk forgot it; opens a name that was locked."""
    person = Person.objects.filter(username__iexact=username.strip()).first()
    if person is None:
        raise Refused(f"没有登录名“{username}”。" + _whom())
    if not person.is_active:
        raise Refused(f"“{username}”已经停用，不能再登录，没有改。")
    _check_password(password, person)
    person.set_password(password)
    person.must_change_password = must_change
    person.save(update_fields=["password", "must_change_password"])
    _unlock(person)
    audit.record("account.password_reset", by=by, on=f"person:{person.code}", at=at, rows=[person])
    return person


def _whom() -> str:
    names = list(Person.objects.filter(is_active=True).values_list("username", flat=True))
    return f"现有：{'、'.join(sorted(names))}。" if names else "还没有账号，请先运行 baton init。"


def _unlock(person: Person) -> None:
    """Wrong passwords that were counted against this name are forgotten."""
    AccessAttempt.objects.filter(username__iexact=person.username).delete()


@transaction.atomic
def close(*, person: Person, by: Person, at: datetime) -> None:
    """停用账号: the person can no longer sign in; what they did stays."""
    policies.check_clerk(by)
    if person.pk == by.pk:
        raise Refused("不能停用自己的账号。请让另一位同事来做。")
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record("account.closed", by=by, on=f"person:{person.code}", at=at, rows=[person])


def _made(
    username: str,
    name: str,
    title: str,
    role: Role,
    password: str,
    at: datetime,
    must_change: bool = False,
) -> Person:
    username, name = username.strip(), name.strip()
    if not username or not name:
        raise Refused("登录名和姓名都要填。")
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused(f"登录名“{username}”已经有人用了，请换一个。")
    person = Person(
        username=username, name=name, title=title.strip(), role=role, created_at=at, must_change_password=must_change
    )  # fmt: skip
    _check_password(password, person)
    person.set_password(password)
    person.save()
    return person


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
