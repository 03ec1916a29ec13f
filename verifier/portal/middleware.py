"""What happens around every page: its language, how long a session may rest, and that nothing of it is kept by caches."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)
TOUCH = 60
"""Seconds between two writes of a session that is in use: its idle time counts from the last one."""


def logged(following: Next) -> Next:
    """Log each page by its route, with status and time: no address, no account, nothing that was typed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = following(request)
        route = request.resolver_match.route if request.resolver_match else "-"
        told = {"method": request.method, "route": route, "status": response.status_code}
        log.info("page", extra={**told, "seconds": round(time.monotonic() - began, 4)})
        return response

    return middleware


def language(following: Next) -> Next:
    """Speak the language of the account, or what an unknown visitor chose."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.user.language if request.user.is_authenticated else request.session.get("language", "zh-hans")
        with translation.override(chosen if chosen in ("zh-hans", "en") else "zh-hans"):
            request.LANGUAGE_CODE = translation.get_language()
            return following(request)

    return middleware


def presence(following: Next) -> Next:
    """Let a session in use live on; one that rests longer than SESSION_COOKIE_AGE is over."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and time.time() - request.session.get("seen", 0) > TOUCH:
            request.session["seen"] = int(time.time())
        return following(request)

    return middleware


def private(following: Next) -> Next:
    """Tell browsers and proxies to keep nothing, and to grant a page no device."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = following(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
