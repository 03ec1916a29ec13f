"""Asks reach their spider once, and nobody waits for a spider that is gone."""

from __future__ import annotations

import asyncio

import pytest

from spiders.mailbox import Closed, Mailbox
from tests.retrieval import tiny_source as tiny
from verifier.model import Answer, Ask, Page, Reply, State


def found(ask: Ask) -> Reply:
    """Return some reply."""
    return Reply(page=Page(ask=ask), answer=Answer(state=State.FOUND))


def test_the_same_ask_twice_is_one_letter_and_both_get_the_reply() -> None:
    async def story() -> None:
        mailbox, ask = Mailbox(), tiny.ask("search", "甲")
        waiting = [asyncio.create_task(mailbox.ask(ask)) for _ in range(2)]
        await asyncio.sleep(0)
        mailbox.finish()
        letters = [letter async for letter in mailbox.letters()]
        assert letters == [ask]
        mailbox.reply(ask, found(ask))
        assert await asyncio.gather(*waiting) == [found(ask)] * 2

    asyncio.run(story())


def test_whoever_waits_for_a_spider_that_is_gone_is_told() -> None:
    async def story() -> None:
        mailbox, ask = Mailbox(), tiny.ask("search", "甲")
        waiting = asyncio.create_task(mailbox.ask(ask))
        await asyncio.sleep(0)
        mailbox.close()
        with pytest.raises(Closed):
            await waiting
        with pytest.raises(Closed):
            await mailbox.ask(tiny.ask("search", "乙"))

    asyncio.run(story())


def test_an_accident_goes_to_whoever_asked() -> None:
    async def story() -> None:
        mailbox, ask = Mailbox(), tiny.ask("search", "甲")
        waiting = asyncio.create_task(mailbox.ask(ask))
        await asyncio.sleep(0)
        mailbox.fail(ask, RuntimeError("accident"))
        with pytest.raises(RuntimeError, match="accident"):
            await waiting

    asyncio.run(story())
