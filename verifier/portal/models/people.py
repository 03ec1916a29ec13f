"""Who works here: the tree of units, the accounts with one role each, links that invite, and tokens of other programs."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from verifier.portal.language import later


class Role(models.TextChoices):
    """What an account is for. One account has one role; who has two offices has two accounts."""

    APPLICANT: Any = "applicant", later("申报人", "Applicant")
    REVIEWER: Any = "reviewer", later("单位审核人", "Unit reviewer")
    DEPARTMENT: Any = "department", later("主管部门", "Supervising department")
    COMMITTEE: Any = "committee", later("评委会审核人", "Committee auditor")
    ADMINISTRATOR: Any = "administrator", later("系统管理员", "Administrator")


class Unit(models.Model):
    """A unit, as named on its seal, or the department over it. `path` is `/1/7/`: the ids from the top down to itself."""

    name = models.CharField(max_length=200)
    code = models.CharField(
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]{6}$", later("单位代码须为6位数字或大写字母", "Six digits or capitals"))],
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    path = models.CharField(max_length=255, db_index=True, editable=False, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("path",)

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **words: Any) -> None:
        """Save, and keep the paths of this unit and of all below it true."""
        super().save(*args, **words)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            Unit.objects.filter(pk=self.pk).update(path=path)
            for child in self.below.all():
                child.save()


class Accounts(BaseUserManager):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """Make and save an account; without a password nobody can log in to it before its invitation is used."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person who logs in. `name` is shown to colleagues; events and logs know the `username` alone."""

    username = models.CharField(
        max_length=64,
        unique=True,
        validators=[
            RegexValidator(
                r"^[\w.@-]{2,64}$", later("用户名为2—64位字母、数字、汉字或 . @ - _", "2-64 letters, digits or . @ - _")
            )
        ],
    )
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=16, choices=Role.choices)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name", "role"]
    objects = Accounts()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def role_name(self) -> str:
        """The role in the language of the page."""
        return str(Role(self.role).label)


def hashed(token: str) -> str:
    """Return what is kept of a token; the token itself is shown once and never stored."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A link that works once: by it a person sets the password of an account, new or forgotten. No e-mail is sent."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    @classmethod
    def make(cls, account: Account, by: Account | None, days: int = 7) -> str:
        """Make one and return its token; earlier ones of the account stop working."""
        token = secrets.token_urlsafe(32)
        now = timezone.now()
        cls.objects.filter(account=account, used=None).update(expires=now)
        cls.objects.create(
            account=account, token=hashed(token), made_by=by, made=now, expires=now + timedelta(days=days)
        )
        return token

    @classmethod
    def standing(cls, token: str) -> Invitation | None:
        """Return the invitation of a token if it may still be used."""
        return (
            cls.objects.select_related("account")
            .filter(token=hashed(token), used=None, expires__gt=timezone.now())
            .first()
        )


class ApiToken(models.Model):
    """A unit's key to the JSON API; only its hash is kept, `start` is shown so that people can tell their tokens apart."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tokens")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    token = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=8)
    per_minute = models.PositiveIntegerField(default=120)
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(null=True, blank=True)
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made",)
