"""Nothing that opens a session reaches the disk: tokens and cookies are blacked out before anything is kept."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit, urlunsplit

BLACK = "REDACTED"
SECRET_HEADERS = frozenset(
    {"cookie", "set-cookie", "authorization", "proxy-authorization", "x-app-key", "x-api-key", "api-key"}
)
SECRET_FIELDS = frozenset(
    {"token", "access_token", "sign", "ticket", "session", "sid", "ident", "captchaid", "api_key", "apikey", "key_id", "password"}
)
SHORTEST = 6
"""A shorter value is no secret (a page number, a mode), and blacking it out everywhere would spoil the address."""


def secrets(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values worth blacking out in every form they may take in a URL or form, the longest first."""
    forms = {form for value in values if len(value) >= SHORTEST for form in (value, quote(value, safe=""), quote_plus(value))}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def text(value: str, known: tuple[str, ...]) -> str:
    """Return a text without the known secrets.

    >>> text("a=1&v=abcdef%3D", secrets(["abcdef="]))
    'a=1&v=REDACTED'
    """
    for secret in known:
        value = value.replace(secret, BLACK)
    return value


def url(address: str, known: tuple[str, ...] = ()) -> str:
    """Return an address without known secrets and without the values of fields that are secret by their name.

    >>> url("http://h/verify/home?captchaType=blockPuzzle&ident=4711")
    'http://h/verify/home?captchaType=blockPuzzle&ident=REDACTED'
    """
    clean = text(address, known)
    try:
        parts = urlsplit(clean)
    except ValueError:
        return BLACK  # no address: what it holds cannot be told apart
    fields = parse_qsl(parts.query, keep_blank_values=True)
    if not any(name.lower() in SECRET_FIELDS for name, _ in fields):
        return clean
    kept = [(name, BLACK if name.lower() in SECRET_FIELDS else value) for name, value in fields]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def headers(pairs: Iterable[tuple[str, str]], known: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Return headers with cookies and keys blacked out, cookie names kept, and addresses cleaned."""
    return tuple((name, _header(name.lower(), value, known)) for name, value in pairs)


def body(content: bytes, known: tuple[str, ...]) -> bytes:
    """Return a request's body without the known secrets."""
    for secret in known:
        content = content.replace(secret.encode(), BLACK.encode())
    return content


def _header(name: str, value: str, known: tuple[str, ...]) -> str:
    if name == "set-cookie":
        return f"{value.partition('=')[0]}={BLACK}"
    if name == "cookie":
        return "; ".join(f"{part.partition('=')[0].strip()}={BLACK}" for part in value.split(";"))
    if name in SECRET_HEADERS:
        return BLACK
    return url(value, known) if name in ("location", "referer") else text(value, known)
