"""What crosses the wire: a request as a site sees it, the response it gives, and the routes between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from verifier.stub.index import Asked
    from verifier.stub.sessions import Sessions

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `path` is what follows the site's prefix, `args` what the route's pattern named in it."""

    method: str
    prefix: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """A field of the form or else of the query, stripped; "" when absent."""
        return (self.form.get(name) or self.query.get(name) or "").strip()

    def number(self, name: str, default: int) -> int:
        """A field as a whole number between 0 and 100,000."""
        text = self.value(name)
        return min(int(text), 100_000) if text.isascii() and text.isdecimal() and len(text) < 9 else default


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; `delivery` names how the bytes go out: whole, reset, drip, or hang (nothing ever comes)."""

    body: bytes
    status: int = 200
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    delivery: str = "whole"


@dataclass(frozen=True, slots=True)
class Desk:
    """What a site's page is made from: the catalogue's index, the sessions, and the stub's clock in seconds."""

    index: Asked
    sessions: Sessions
    clock: Callable[[], float]


Answer = Callable[[Desk, Request], Response]


class Route(NamedTuple):
    """A page of a site; `on` is the word by which faults.toml names it, "" for pages that no fault touches."""

    method: str
    path: re.Pattern[str]
    on: str
    answer: Answer


class Host(NamedTuple):
    """One host of a site, mounted under a path prefix."""

    site: str
    prefix: str
    routes: tuple[Route, ...]


def route(method: str, pattern: str, on: str, answer: Answer) -> Route:
    """A route whose pattern must match the whole path, without regard to case."""
    return Route(method, re.compile(pattern, re.IGNORECASE), on, answer)


def html(text: str, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """An HTML answer in UTF-8."""
    return Response(text.encode(), status, HTML, headers)


def as_json(value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """A JSON answer in UTF-8."""
    return Response(msgspec.json.encode(value), status, JSON, headers)


def redirect(location: str, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """A 302 to a path of this server."""
    return Response(b"", 302, HTML, (("Location", location), *headers))


def cookie(name: str, value: str, path: str) -> tuple[str, str]:
    """A Set-Cookie header for one site's path."""
    return ("Set-Cookie", f"{name}={value}; Path={path}; HttpOnly")
