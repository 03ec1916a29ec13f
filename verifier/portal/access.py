"""The gate of every view: `@act("application.read", Application)` names its act, and nothing is shown before the table has agreed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from verifier.errors import InputError, VerifierError
from verifier.portal import permissions
from verifier.portal.language import say, told

View = Callable[..., HttpResponse]


class Refused(Exception):
    """Something that the table allows, but not now or not so; the sentence says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def act(
    name: str, model: type[Model] | None = None, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[View], View]:
    """Declare the act of a view; with a model the row named by `pk` in the address is fetched, checked and handed over.

    The view gets (request, row, **rest) or (request, **rest). A page that asks for no account declares `permissions.PUBLIC`.
    """
    if name != permissions.PUBLIC:
        permissions.table()[name]  # a name that is not in the table stops the program

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
            if request.method not in methods:
                return not_so(request, methods)
            try:
                if name == permissions.PUBLIC:
                    return view(request, *args, **words)
                return _checked(view, request, name, model, words)
            except Refused as refused:
                return refusal(request, say(refused.zh, refused.en))
            except VerifierError as error:  # every one of them says what to do next
                return refusal(request, told(error), 400 if isinstance(error, InputError) else 500)

        guarded.act = name  # type: ignore[attr-defined]  # the tests enumerate it
        guarded.model = model  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        return guarded

    return wrap


def _checked(
    view: View, request: HttpRequest, name: str, model: type[Model] | None, words: dict[str, Any]
) -> HttpResponse:
    account = request.user
    if not account.is_authenticated:
        return _to_login(request)
    if account.must_change_password and name != "self.use":
        return HttpResponse(status=302, headers={"Location": reverse("password")})
    row = get_object_or_404(model, pk=words.pop("pk")) if model else None
    verdict = permissions.may(account, name, row)
    if not verdict.allowed:
        return refusal(request, verdict.why)
    return view(request, row, **words) if row is not None else view(request, **words)


def _to_login(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("login")})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("home"))


def refusal(request: HttpRequest, why: str, status: int = 403) -> HttpResponse:
    """Return the page of a refusal, with its reason in plain words."""
    return render(request, "portal/refused.html", {"why": why, "status": status}, status=status)


def not_so(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """Return the page for an address that only takes what a form sends, or only shows: what was typed or reloaded, not pressed."""
    page = refusal(
        request,
        say("这个地址不能这样打开，没有任何改动。请从首页进入，用页面上的按钮办理。",
            "This address cannot be opened like that; nothing was changed. Start from the home page and use its buttons."),
        405,
    )  # fmt: skip
    page["Allow"] = ", ".join(methods)
    return page


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Return the page for a form that was not ours, or too old."""
    return refusal(
        request,
        say("页面停留过久或已重新登录，本次提交没有生效。请返回上一页，刷新后再提交。",
            "The page was open too long, or you logged in again; nothing was changed. Go back, reload and send again."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Return the page for an address that leads nowhere."""
    return refusal(
        request,
        say(
            "没有这个页面，或内容已被删除。请从首页进入。",
            "There is no such page, or it was deleted. Start from the home page.",
        ),
        404,
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Return the page for an error of ours."""
    return refusal(
        request,
        say(
            "系统出错，本次操作没有完成。请稍后重试；仍然出错的，请告知系统管理员出错的时间。",
            "Something failed; nothing was completed. Try again, or tell the administrator the time.",
        ),
        500,
    )
