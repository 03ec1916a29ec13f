"""A site session per source: its cookies, its tokens, and which preludes have been gone through. Memory only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any, cast
from urllib.parse import quote, urlencode, urljoin, urlsplit
from urllib.request import Request

from verifier.model import Answer, Ask
from verifier.retrieval import redact
from verifier.retrieval.wire import Incoming, Outgoing

_BLANK = re.compile(r"\{\{([^{}]{1,400})\}\}")
MOST_TOKENS = 50_000
"""The oldest tokens go beyond this number: an ask that misses one goes through its prelude again."""
IDLE = timedelta(seconds=240)
"""A site forgets a session after some five idle minutes and answers it with a challenge: ours is forgotten a minute before."""
_PATH_SAFE = "/%:;,()@&=+$~!*'-._"


class Session:
    """What one source's site has handed out in this run."""

    def __init__(self, user_agent: str) -> None:
        """Start without cookies or tokens."""
        self._agent = user_agent
        self._jar = CookieJar()
        self._tokens: dict[str, str] = {}
        self._givers: dict[str, str] = {}
        self._opened: dict[tuple[str, ...], str] = {}
        self._used: dict[str, datetime] = {}

    def forget(self) -> None:
        """Drop everything, as the site has done."""
        self._jar.clear()
        self._tokens.clear()
        self._givers.clear()
        self._opened.clear()

    def use(self, role: str, at: datetime) -> None:
        """Note that a host is asked now; after a long idle time, what it handed out is forgotten first."""
        since = self._used.get(role)
        self._used[role] = at
        if since is None or at - since <= IDLE:
            return
        for name in [name for name, giver in self._givers.items() if giver == role]:
            del self._givers[name], self._tokens[name]
        self._opened = {key: giver for key, giver in self._opened.items() if giver != role}

    def learn(self, ask: Ask, answer: Answer) -> None:
        """Keep the tokens of an answer, and that this ask was gone through."""
        for name, value in answer.tokens:
            self._tokens.pop(name, None)
            self._tokens[name], self._givers[name] = value, ask.role
        for name in list(self._tokens)[: max(0, len(self._tokens) - MOST_TOKENS)]:
            del self._tokens[name], self._givers[name]
        self._opened[ask.key] = ask.role

    def knows(self, ask: Ask) -> bool:
        """Say whether an ask was gone through in this session."""
        return ask.key in self._opened

    def missing(self, ask: Ask) -> tuple[str, ...]:
        """Return the names of the tokens that an ask needs and the session does not have."""
        return tuple(sorted({name for name in _blanks(ask) if name not in self._tokens}))

    def secrets(self, ask: Ask) -> tuple[str, ...]:
        """Return every value that an ask's request may hold and that must not reach the disk, in all its forms."""
        tokens = [self._tokens.get(name, "") for name in _blanks(ask)]
        return redact.secrets([*tokens, *(cookie.value or "" for cookie in self._jar)])

    def dress(self, ask: Ask, base: str) -> Outgoing:
        """Return the request that an ask becomes below a host's base URL, tokens filled in, cookies on."""
        query, form = self._pairs(ask.query), self._pairs(ask.form)
        path = ask.path if ask.path.startswith("/") else "/" + ask.path
        url = base.rstrip("/") + quote(self._fill(path), safe=_PATH_SAFE)
        if query:
            url += ("&" if "?" in path else "?") + urlencode(query)
        body = urlencode(form).encode() if form else self._fill_bytes(ask.body or b"")
        headers = [(name, _one_line(self._fill(value))) for name, value in ask.headers]
        if form:
            headers.append(("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"))
        return self.with_cookies(Outgoing(method=ask.method, url=url, headers=self._standard(headers), body=body))

    def with_cookies(self, request: Outgoing) -> Outgoing:
        """Return a request that carries the cookies which its address may see."""
        carrier = Request(request.url)
        self._jar.add_cookie_header(carrier)
        cookie = carrier.get_header("Cookie")
        bare = tuple(pair for pair in request.headers if pair[0].lower() != "cookie")
        headers = (*bare, ("Cookie", cookie)) if cookie else bare
        return Outgoing(method=request.method, url=request.url, headers=headers, body=request.body)

    def keep_cookies(self, request: Outgoing, incoming: Incoming) -> None:
        """Take the cookies that an answer sets."""
        if incoming.header("Set-Cookie"):
            self._jar.extract_cookies(cast(Any, _Headers(incoming)), Request(request.url))

    def _standard(self, own: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        given = {name.lower() for name, _ in own}
        ours = (
            ("User-Agent", self._agent),
            ("Accept", "*/*"),
            ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5"),
            ("Accept-Encoding", "gzip, deflate"),
        )
        return (*(pair for pair in ours if pair[0].lower() not in given), *own)

    def _pairs(self, pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
        return [(name, self._fill(value)) for name, value in pairs]

    def _fill(self, value: str) -> str:
        return _BLANK.sub(lambda blank: self._tokens.get(blank[1], blank[0]), value) if "{{" in value else value

    def _fill_bytes(self, body: bytes) -> bytes:
        if b"{{" not in body:
            return body
        return self._fill(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def redirected(request: Outgoing, incoming: Incoming) -> Outgoing | None:
    """Return the request to which a redirect leads, None when the answer is none or its address is no address.

    301-303 turn into GET, as browsers do.
    """
    target = incoming.header("Location")
    if incoming.status not in (301, 302, 303, 307, 308) or not target:
        return None
    try:
        url = quote(urljoin(request.url, target), safe=_PATH_SAFE + "?#[]")
        urlsplit(url)
    except ValueError:
        return None
    if incoming.status in (307, 308):
        return Outgoing(method=request.method, url=url, headers=request.headers, body=request.body)
    headers = tuple(pair for pair in request.headers if pair[0].lower() not in ("content-type", "origin"))
    return Outgoing(method="GET", url=url, headers=headers)


def origin(url: str) -> tuple[str, str]:
    """Return scheme and host with port."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


class _Headers:
    """The two words by which a cookie jar asks an answer for its headers."""

    def __init__(self, incoming: Incoming) -> None:
        self._message = Message()
        for name, value in incoming.headers:
            if name.lower() == "set-cookie":
                self._message["Set-Cookie"] = value

    def info(self) -> Message:
        return self._message


def _one_line(value: str) -> str:
    clean = "".join(sign for sign in value if sign.isprintable())
    return clean if clean.isascii() else quote(clean, safe=_PATH_SAFE + "?#[] ")


def _blanks(ask: Ask) -> list[str]:
    texts = [ask.path, *(value for _, value in (*ask.query, *ask.form, *ask.headers))]
    texts.append((ask.body or b"").decode("utf-8", "replace"))
    return [name for text in texts if "{{" in text for name in _BLANK.findall(text)]
