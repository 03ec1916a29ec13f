"""A driver of forty lines for the tests: cookies, tokens, preludes and redirects over requests, and nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import requests

from verifier.model import Ask, Page, Reply, State
from verifier.settings import stub_hosts
from verifier.sources import BY_NAME

_BLANK = re.compile(r"\{\{([^{}]+)\}\}")


class Driver:
    """Asks running stubs; remembers every request it made as (role, path, key)."""

    def __init__(self, base: str, timeout: float = 5.0) -> None:
        self.hosts = stub_hosts(base)
        self.timeout = timeout
        self.sessions: defaultdict[str, requests.Session] = defaultdict(requests.Session)
        self.tokens: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.opened: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.cache: dict[tuple[str, ...], Reply] = {}
        self.log: list[tuple[str, str, tuple[str, ...]]] = []

    def fetch(self, ask: Ask) -> Reply:
        """Answer an ask, going through its prelude first where needed, and once more when the session is stale."""
        if ask.key in self.cache:
            return self.cache[ask.key]
        missing = [name for name in self._blanks(ask) if name not in self.tokens[ask.source]]
        if missing or any(step.key not in self.opened[ask.source] for step in ask.prelude):
            self._go_through(ask)
        reply = self._get(ask)
        if reply.answer.state is State.SESSION_STALE:
            self._go_through(ask)
            reply = self._get(ask)
        if reply.answer.state in (State.FOUND, State.NOT_FOUND, State.AMBIGUOUS):
            self.cache[ask.key] = reply
        return reply

    def drive(self, walk: Any) -> Any:
        """Carry a ladder to its end."""
        try:
            ask = next(walk)
            while True:
                ask = walk.send(self.fetch(ask))
        except StopIteration as done:
            return done.value

    def _go_through(self, ask: Ask) -> None:
        for step in ask.prelude:
            self._get(step)

    def _get(self, ask: Ask) -> Reply:
        page = self._page(ask)
        answer = BY_NAME[ask.source].read(page)
        self.tokens[ask.source].update(answer.tokens)
        self.opened[ask.source].add(ask.key)
        return Reply(page=page, answer=answer)

    def _page(self, ask: Ask) -> Page:
        self.log.append((ask.role, ask.path, ask.key))
        fill = self.tokens[ask.source]

        def put(text: str) -> str:
            return _BLANK.sub(lambda found: fill.get(found[1], found[0]), text)

        stamp: dict[str, Any] = {"ask": ask, "fetched": "2021-08-01T10:00:00+08:00", "evidence": f"e{len(self.log)}"}
        try:
            came = self.sessions[ask.source].request(
                ask.method,
                self.hosts[ask.role] + ask.path,
                params=[(name, put(value)) for name, value in ask.query],
                data=[(name, put(value)) for name, value in ask.form] or ask.body,
                headers=dict(ask.headers),
                timeout=self.timeout,
            )
        except requests.exceptions.Timeout:
            return Page(**stamp, failure="timeout")
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            return Page(**stamp, failure="truncated")
        except requests.exceptions.ConnectionError:
            return Page(**stamp, failure="reset")
        headers = tuple((name, value) for name, value in came.headers.items() if name.lower() not in _DROPPED)
        return Page(**stamp, status=came.status_code, url=came.url, headers=headers, body=came.content)

    def _blanks(self, ask: Ask) -> list[str]:
        texts = [value for _, value in (*ask.query, *ask.form)]
        return [name for text in texts for name in _BLANK.findall(text)]


_DROPPED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
