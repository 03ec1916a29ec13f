"""Coming in and going out: login, password, language, the link of an invitation, and the home page of each role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from verifier.portal import events
from verifier.portal.access import act, refusal
from verifier.portal.home import cards
from verifier.portal.language import ENGLISH, later, say
from verifier.portal.models import Invitation
from verifier.portal.permissions import PUBLIC

BOTH = ("GET", "HEAD", "POST")


class Login(AuthenticationForm):
    """User name and password; what is wrong is not told apart."""

    error_messages = {
        "invalid_login": later(
            "用户名或口令不对。连续五次不对将锁定15分钟。",
            "User name or password is wrong. Five failures lock the account for 15 minutes.",
        ),
        "inactive": later("该账号已停用，请与系统管理员联系。", "This account is closed. Ask the administrator."),
    }

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["username"].label = later("用户名", "User name")
        self.fields["password"].label = later("口令", "Password")


class NewPassword(forms.Form):
    """A password, twice."""

    first = forms.CharField(label=later("新口令（至少10位，不能全是数字）", "New password (10 or more, not digits only)"),
                            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))  # fmt: skip
    again = forms.CharField(
        label=later("再填一次", "Once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, account: Any, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.account = account

    def clean(self) -> dict[str, Any]:
        """Demand two equal and good ones."""
        found: dict[str, Any] = super().clean()
        if found.get("first") != found.get("again"):
            self.add_error("again", say("两次填写的口令不同，请重填。", "The two differ; type them again."))
        elif found.get("first"):
            try:
                password_validation.validate_password(found["first"], self.account)
            except forms.ValidationError as error:
                self.add_error("first", error)
        return found


@sensitive_post_parameters()
@act(PUBLIC, methods=BOTH)
def login(request: HttpRequest) -> HttpResponse:
    """Log in."""
    if request.user.is_authenticated:
        return redirect("home")
    form = Login(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = form.get_user()
        with transaction.atomic():
            auth.login(request, account)
            events.record(account, "logged_in", f"account:{account.pk}")
        return HttpResponseRedirect(_next(request))
    return render(request, "portal/login.html", {"form": form, "next": request.GET.get("next", "")})


def _next(request: HttpRequest) -> str:
    """Return where to go on: only within the portal."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return _readable(wanted) if wanted and safe else "/"


def _readable(address: str) -> str:
    """Return an address, or the nearest page above it where it only takes what is sent: the answer to a form cannot be opened again."""
    path, _, query = address.partition("?")
    tail = f"?{query}" if query else ""
    while path not in ("", "/"):
        try:
            view = resolve(path).func
        except Resolver404:
            view = None
        if "GET" in getattr(view, "methods", ()):
            return path + tail
        path, tail = (path.rstrip("/").rpartition("/")[0] + "/" if not path.endswith("/") else path.rstrip("/")), ""
    return "/"


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *_: Any) -> HttpResponse:  # noqa: ARG001 - the signature of axes
    """Return the page for too many failures."""
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    return refusal(
        request,
        say(f"登录失败次数过多，已暂停登录。请在 {minutes} 分钟后再试，或请系统管理员重置口令。",
            f"Too many failed logins. Wait {minutes} minutes, or ask the administrator for a new password."),
        429,
    )  # fmt: skip


@act("self.use", methods=("POST",))
def logout(request: HttpRequest) -> HttpResponse:
    """Log out; the session is gone from the server."""
    with transaction.atomic():
        events.record(request.user, "logged_out", f"account:{request.user.pk}")
        auth.logout(request)
    return redirect("login")


@sensitive_post_parameters()
@act("self.use", methods=BOTH)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    form = PasswordChangeForm(request.user, data=request.POST or None)
    form.fields["old_password"].label = say("现口令", "Present password")
    form.fields["new_password1"].label = say(
        "新口令（至少10位，不能全是数字）", "New password (10 or more, not digits only)"
    )
    form.fields["new_password2"].label = say("再填一次", "Once more")
    for field in form.fields.values():
        field.help_text = ""
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            account = form.save(commit=False)
            account.must_change_password = False
            account.save()
            events.record(account, "password_changed", f"account:{account.pk}")
        auth.update_session_auth_hash(request, account)
        messages.success(request, say("口令已更改。", "The password is changed."))
        return redirect("home")
    return render(request, "portal/password.html", {"form": form, "forced": request.user.must_change_password})


@act(PUBLIC, methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages."""
    chosen = ENGLISH if request.POST.get("to") == ENGLISH else "zh-hans"
    if request.user.is_authenticated:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    else:
        request.session["language"] = chosen
    return HttpResponseRedirect(_next(request))


@sensitive_post_parameters()
@act(PUBLIC, methods=BOTH)
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password by a link that works once."""
    invitation = Invitation.standing(token)
    if invitation is None:
        return refusal(
            request,
            say(
                "该链接已用过、已过期或有误。请向系统管理员索取新的链接。",
                "This link was used, has expired or is wrong. Ask the administrator for a new one.",
            ),
            410,
        )
    form = NewPassword(invitation.account, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            used = Invitation.objects.filter(pk=invitation.pk, used=None).update(used=timezone.now())
            if used:
                account = invitation.account
                account.set_password(form.cleaned_data["first"])
                account.must_change_password = False
                account.save()
                events.record(account, "password_set_by_link", f"account:{account.pk}")
        messages.success(request, say("口令已设好，请登录。", "The password is set. Please log in."))
        return redirect("login")
    return render(request, "portal/invited.html", {"form": form, "account": invitation.account})


@act("self.use")
def home(request: HttpRequest) -> HttpResponse:
    """Show each role what waits for it."""
    if request.user.must_change_password:
        return redirect("password")
    return render(request, "portal/home.html", {"cards": cards(request.user)})
