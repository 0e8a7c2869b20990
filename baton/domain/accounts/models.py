"""People who may come in. The user model exists before the first migration."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    CLERK = "clerk", "考核办"
    LEADER = "leader", "领导"
    VIEWER = "viewer", "查阅"


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


def opaque() -> str:
    """An id that says nothing about its bearer, for records that are kept for ever."""
    return uuid.uuid4().hex


class Person(AbstractBaseUser):
    """A person with a local account. The log knows only `code`, so that the name stays erasable."""

    code = models.CharField(max_length=32, unique=True, default=opaque, editable=False)
    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=60, blank=True)
    role = models.CharField("身份", max_length=10, choices=Role.choices)
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    created_at = models.DateTimeField()

    objects = People()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="person_role"),
            models.CheckConstraint(condition=~models.Q(username=""), name="person_username"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_clerk(self) -> bool:
        return self.role == Role.CLERK
