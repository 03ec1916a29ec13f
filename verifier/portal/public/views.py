"""The public page: is this certificate one that was issued, and does it stand? Without a login, counted, and slow for everybody alike."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from verifier.portal import permissions, walk
from verifier.portal.access import act
from verifier.portal.limits import Window
from verifier.portal.public import file, looking

FLOOR = 0.25
"""Seconds that every answer takes at least, so that the time says nothing of whether a number is known."""
CODES, FILES = Window(30), Window(6)


@act(permissions.PUBLIC)
def check(request: HttpRequest) -> HttpResponse:
    """Check a number, a short code or the text of a QR code."""
    text = request.GET.get("code", "")
    if not text.strip():
        return _page(request, {})
    if (wait := CODES.wait(_asker(request))) > 0:
        return _later(request, wait)
    began = time.monotonic()
    asked = looking.read(text)
    known = looking.look(asked) if asked.is_form else None
    time.sleep(max(0.0, FLOOR - (time.monotonic() - began)))
    return _page(request, {"code": text[: looking.LONGEST], "asked": asked, "known": known, "looked": True})


@act(permissions.PUBLIC, methods=("POST",))
def upload(request: HttpRequest) -> HttpResponse:
    """Check a certificate's file: unchanged, and standing?"""
    if (wait := FILES.wait(_asker(request))) > 0:
        return _later(request, wait)
    given = request.FILES.get("file")
    data = given.read(file.LARGEST + 1) if given else b""
    found = file.look(data, Path(walk.run().data))
    known = looking.look(looking.Asked(number=found.number)) if found.number else None
    return _page(request, {"file": found, "known": known, "looked": True})


def _asker(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _page(request: HttpRequest, words: dict[str, Any]) -> HttpResponse:
    return render(request, "portal/public/check.html", words)


def _later(request: HttpRequest, wait: float) -> HttpResponse:
    answer = render(request, "portal/public/check.html", {"wait": int(wait) + 1}, status=429)
    answer["Retry-After"] = str(int(wait) + 1)
    return answer
