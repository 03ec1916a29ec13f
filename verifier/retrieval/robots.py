"""robots.txt: what a live site asks of programs is obeyed; a site that cannot be asked for its rules is not asked for more (RFC 9309)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from verifier.retrieval.wire import Incoming, Outgoing, unpack

LARGEST = 512 * 1024


class Robots:
    """The rules of every live host that this run has met."""

    def __init__(self, user_agent: str, *, loopback: bool = False) -> None:
        """Name the program; hosts on loopback are our own stubs and are asked only if `loopback` says so."""
        self._agent = user_agent
        self._loopback = loopback
        self._rules: dict[str, Any] = {}

    def unknown(self, url: str) -> Outgoing | None:
        """Return the request for the rules of an address, None when they are known or not needed."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host in self._rules or (not self._loopback and parts.hostname in ("127.0.0.1", "localhost", "::1")):
            return None
        headers = (("User-Agent", self._agent), ("Accept", "text/plain,*/*;q=0.5"))
        return Outgoing(method="GET", url=host + "/robots.txt", headers=headers)

    def learn(self, url: str, incoming: Incoming) -> bool:
        """Keep the rules that came (none for a 4xx), and say whether the host could tell them."""
        from protego import Protego  # late: only live hosts have rules; comes with Scrapy

        if incoming.failure is not None or incoming.status == 429 or not 200 <= incoming.status < 500:
            return False
        parts = urlsplit(url)
        body, cut = unpack(incoming.body[:LARGEST], incoming.header("Content-Encoding"), LARGEST)
        text = body.decode("utf-8", "replace") if incoming.status < 300 and cut is None else ""
        self._rules[f"{parts.scheme}://{parts.netloc}"] = Protego.parse(text)
        return True

    def allow(self, url: str) -> bool:
        """Say whether an address may be asked for, by the rules that are known."""
        parts = urlsplit(url)
        rules = self._rules.get(f"{parts.scheme}://{parts.netloc}")
        return rules is None or bool(rules.can_fetch(url, self._agent))
