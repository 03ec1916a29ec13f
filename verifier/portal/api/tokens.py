"""Tokens: who calls, how often, and the administrator's pages where they are made, shown once, and revoked."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from ninja.security import HttpBearer

from verifier.portal import events
from verifier.portal.access import act
from verifier.portal.api.problems import Wrong
from verifier.portal.language import later, say
from verifier.portal.limits import Window
from verifier.portal.models import Account, ApiToken
from verifier.portal.models.people import hashed

PAGE = 50
CALLS, STRANGERS = Window(120), Window(30)
TOUCHED = timedelta(minutes=1)


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`; the call acts as the token's account, in the token's unit."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token if it stands and was not used too often. Raises Wrong (429)."""
        found = standing(token)
        wait = (
            CALLS.wait(str(found.pk), found.per_minute)
            if found
            else STRANGERS.wait(str(request.META.get("REMOTE_ADDR", "")))
        )
        if wait > 0:
            seconds = str(int(wait) + 1)
            zh, en = f"调用过于频繁，请 {seconds} 秒后再试。", f"Too many calls; try again in {seconds} seconds."
            raise Wrong(429, "too_many", zh, en, headers={"Retry-After": seconds})
        if found is not None and (found.used is None or timezone.now() - found.used > TOUCHED):
            ApiToken.objects.filter(pk=found.pk).update(used=timezone.now())
        return found


def standing(token: str) -> ApiToken | None:
    """Return a token that may be used: neither revoked nor run out, its account in use and still of its unit."""
    rows = ApiToken.objects.select_related("account__unit", "unit").filter(token=hashed(token), revoked=None)
    found = rows.filter(Q(expires=None) | Q(expires__gt=timezone.now())).first()
    if (
        found is None
        or not found.account.is_active
        or found.account.unit_id != found.unit_id
        or not found.unit.is_active
    ):
        return None
    return found


def make(account: Account, by: Account, name: str, per_minute: int, days: int | None) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which is shown once and kept as a hash."""
    secret = secrets.token_urlsafe(32)
    until = timezone.now() + timedelta(days=days) if days else None
    with transaction.atomic():
        made = ApiToken.objects.create(
            unit=account.unit,
            account=account,
            name=name,
            token=hashed(secret),
            start=secret[:6],
            per_minute=per_minute,
            expires=until,
        )
        after = {
            "unit": made.unit_id,
            "account": account.username,
            "name": name,
            "per_minute": per_minute,
            "expires": str(until or ""),
        }
        events.record(by, "token_made", f"token:{made.pk}", after=after)
    return made, secret


class TokenForm(forms.Form):
    """A token."""

    account = forms.ModelChoiceField(
        Account.objects.none(), label=later("以哪个单位审核人的身份", "As which unit reviewer")
    )
    name = forms.CharField(label=later("用途", "For what"), max_length=100)
    per_minute = forms.IntegerField(
        label=later("每分钟次数上限", "Calls a minute"), min_value=1, max_value=6000, initial=120
    )
    days = forms.IntegerField(
        label=later("有效天数（留空则不限）", "Days (empty: no end)"),
        min_value=1,
        max_value=3660,
        required=False,
        initial=366,
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["account"].queryset = Account.objects.filter(
            role="reviewer", is_active=True, unit__isnull=False
        ).select_related("unit")
        self.fields["account"].label_from_instance = lambda one: f"{one.unit.name} · {one.name}（{one.username}）"


@act("token.manage")
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens."""
    rows = ApiToken.objects.select_related("unit", "account")
    return render(request, "portal/api/tokens.html", {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))})


@act("token.manage", methods=("GET", "HEAD", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made, secret = make(said["account"], request.user, said["name"], said["per_minute"], said["days"])
        return render(request, "portal/api/made.html", {"token": made, "secret": secret})
    return render(
        request,
        "portal/admin/form.html",
        {"form": form, "title": say("新建接口令牌", "New API token"), "back": "tokens"},
    )


@act("token.manage", ApiToken, methods=("POST",))
def revoke(request: HttpRequest, row: ApiToken) -> HttpResponse:
    """Revoke a token, for good."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=row.pk, revoked=None).update(revoked=timezone.now()):
            events.record(request.user, "token_revoked", f"token:{row.pk}", {"revoked": False}, {"revoked": True})
    messages.success(request, say("令牌已停用，立即失效。", "The token is revoked."))
    return redirect("tokens")
