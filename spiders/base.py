"""What all spiders share: they carry their source's asks one after another, by the exchange of the single look-up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError, ConnectionClosed, ConnectionLost

from spiders.mailbox import Mailbox
from verifier.model import Ask, Reply
from verifier.retrieval.exchange import Exchange
from verifier.retrieval.wire import Failure, Incoming, Send, Wait

FAILURES: dict[type[BaseException], Failure] = {
    DownloadTimeoutError: "timeout",
    DownloadConnectionRefusedError: "refused",
    CannotResolveHostError: "dns",
    DownloadCancelledError: "too_large",
    ResponseDataLossError: "truncated",
    IgnoreRequest: "robots",
    DownloadFailedError: "reset",
    ConnectError: "reset",
    ConnectionClosed: "reset",
    OSError: "reset",
}
"""Scrapy's and Twisted's ways to fail, in the words of the wire; a download is cancelled only for its size."""


class SourceSpider(Spider):
    """Carries the asks of one source. Without a mailbox (as by `scrapy crawl`) there is nothing to do."""

    def __init__(self, exchange: Exchange | None = None, mailbox: Mailbox | None = None, **kwargs: Any) -> None:
        """Take the run's exchange and this source's mailbox."""
        super().__init__(**kwargs)
        self.exchange = exchange
        self.mailbox = mailbox

    async def start(self) -> AsyncIterator[Any]:
        """Carry ask after ask until no more will come; nothing is scheduled, so nothing is yielded."""
        if self.mailbox is not None:
            async for ask in self.mailbox.letters():
                await self._answer(ask, self.mailbox)
        for nothing in tuple[Any, ...]():
            yield nothing

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Turn away whoever still waits for this source."""
        if self.mailbox is not None:
            self.mailbox.close()

    async def _answer(self, ask: Ask, mailbox: Mailbox) -> None:
        try:
            mailbox.reply(ask, await self.carry(ask))
        except Exception as error:  # noqa: BLE001 - a door: whoever asked gets the accident, the spider goes on
            mailbox.fail(ask, error)

    async def carry(self, ask: Ask) -> Reply:
        """Bring the reply to one ask."""
        assert self.exchange is not None
        carrying = self.exchange.carry(ask)
        came: Incoming | None = None
        while True:
            try:
                effect = carrying.send(came)
            except StopIteration as done:
                reply: Reply = done.value
                return reply
            came = await self.perform(effect)

    async def perform(self, effect: Send | Wait) -> Incoming | None:
        """Let time pass, or send a request by Scrapy's downloader."""
        if isinstance(effect, Wait):
            await asyncio.sleep(effect.seconds)
            return None
        engine = self.crawler.engine
        assert engine is not None
        try:
            return incoming(await engine.download_async(self.request(effect)))
        except tuple(FAILURES) as error:
            return Incoming(failure=named(error), detail=type(error).__name__)

    def request(self, effect: Send) -> Request:
        """Return Scrapy's request, in this source's slot and with this run's patience."""
        sent = effect.request
        return Request(
            sent.url,
            method=sent.method,
            headers=list(sent.headers),
            body=sent.body,
            callback=NO_CALLBACK,
            meta={"download_slot": self.name, "download_timeout": effect.timeout},
        )


def incoming(response: Response) -> Incoming:
    """Return what came in the words of the wire."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() for value in values
    )
    return Incoming(status=response.status, headers=headers, body=response.body)


def named(error: BaseException) -> Failure:
    """Return the word for a failure, by the first kind in FAILURES that it is of; a cut by reset is a reset."""
    reasons = getattr(error.__cause__, "reasons", ())
    if isinstance(error, ResponseDataLossError) and any(reason.check(ConnectionLost) for reason in reasons):
        return "reset"
    return next(word for kind, word in FAILURES.items() if isinstance(error, kind))
