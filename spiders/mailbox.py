"""Where asks wait for their source's spider, and replies for whoever asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from verifier.model import Ask, Reply

Letter = tuple[Ask, "asyncio.Future[Reply]"]


class Closed(Exception):
    """The spider is gone; what it did not carry stays unasked."""


class Mailbox:
    """One source's asks, in order of arrival; the same ask twice at a time is one letter."""

    def __init__(self) -> None:
        """Start empty and open."""
        self._letters: asyncio.Queue[Letter | None] = asyncio.Queue()
        self._waiting: dict[tuple[str, ...], asyncio.Future[Reply]] = {}
        self._closed = False

    async def ask(self, ask: Ask) -> Reply:
        """Hand in an ask and wait for its reply. Raises Closed when the spider is gone."""
        if self._closed:
            raise Closed
        future = self._waiting.get(ask.key)
        if future is None:
            future = self._waiting[ask.key] = asyncio.get_running_loop().create_future()
            self._letters.put_nowait((ask, future))
        return await asyncio.shield(future)

    async def letters(self) -> AsyncIterator[Ask]:
        """Yield the asks to the spider until the mailbox is finished; answer each by `reply`."""
        while (letter := await self._letters.get()) is not None:
            yield letter[0]

    def reply(self, ask: Ask, reply: Reply) -> None:
        """Answer an ask."""
        future = self._waiting.pop(ask.key)
        if not future.done():
            future.set_result(reply)

    def fail(self, ask: Ask, error: Exception) -> None:
        """Hand an accident to whoever asked."""
        future = self._waiting.pop(ask.key)
        if not future.done():
            future.set_exception(error)
            future.exception()  # seen: it may be that nobody waits any more

    def finish(self) -> None:
        """Say that no more asks will come."""
        self._letters.put_nowait(None)

    def close(self) -> None:
        """Turn away whoever still waits: the spider has stopped."""
        self._closed = True
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(Closed())
                future.exception()  # seen: it may be that nobody waits any more
        self._waiting.clear()
