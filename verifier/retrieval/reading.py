"""From a page to an answer: the source reads what came; what did not come gets its answer here, never "not found"."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from verifier.model import Answer, Page, Reply, State
from verifier.sources import corpus

REMEMBERED = 512
"""Parsed pages kept in memory: a contents page answers for every paper of its issue."""
AGAIN = timedelta(minutes=10)
"""How long a page that was incomplete or not understood is not asked again by the same run."""
FAILURES: Mapping[str, tuple[State, str]] = {
    "timeout": (State.UNREACHABLE, "来源在限定时间内没有应答（timeout）"),
    "reset": (State.UNREACHABLE, "连接中断（reset）"),
    "dns": (State.UNREACHABLE, "域名无法解析（dns）"),
    "refused": (State.UNREACHABLE, "来源拒绝连接（refused）"),
    "worn_out": (State.UNREACHABLE, "来源连续多次没有应答，本次暂不再试"),
    "too_large": (State.INCOMPLETE, "网页超过大小上限，未读（too_large）"),
    "truncated": (State.INCOMPLETE, "网页在传输中被截断，未读（truncated）"),
    "robots": (State.SKIPPED, "未检索（该来源的 robots.txt 不允许程序访问）"),
    "no_robots": (State.UNREACHABLE, "未检索（未能取得该来源的 robots.txt）"),
    "spent": (State.SKIPPED, "未检索（该来源当日检索次数已用完）"),
    "unconfigured": (State.SKIPPED, "未检索（未配置该来源的地址）"),
    "missing": (State.SKIPPED, "未检索（缓存中没有）"),
    "not_held": (State.SKIPPED, "本地语料库中没有，不说明什么"),
}
_LOG = logging.getLogger(__name__)
_UNREAD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, AssertionError)
"""What a parser may stumble over in a page that it was not written for."""


class Source(Protocol):
    """The part of a source that reads pages."""

    @property
    def NAME(self) -> str: ...  # noqa: N802

    @property
    def VERSION(self) -> str: ...  # noqa: N802

    def read(self, page: Page, /) -> Answer:
        """Read a page."""


def parser_of(source: Source) -> str:
    """Return the parser's name and version, as evidence names it."""
    return f"{source.NAME}/{source.VERSION}"


def read(source: Source, page: Page) -> Answer:
    """Return what a source reads from a page that came; a page it cannot make sense of has another layout."""
    if page.failure is not None:
        return failed(page.failure)
    try:
        return corpus.read(page) if corpus.is_asked(page.ask) else source.read(page)
    except _UNREAD:
        _LOG.exception("parser %s could not read %s", parser_of(source), page.evidence)
        return Answer(state=State.LAYOUT_CHANGED, note="解析程序未能读懂该页，须人工查看")


def failed(failure: str) -> Answer:
    """Return the answer of a page that did not come, by the word for why."""
    state, note = FAILURES.get(failure, (State.UNREACHABLE, f"未能取得网页（{failure}）"))
    return Answer(state=state, note=note)


class Memory:
    """What one run remembers: the last parsed pages, and the pages that were incomplete or not understood.

    A contents page is parsed once however many papers it answers for, and is not asked again at once when it was no answer.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._lock = Lock()
        self._answers: OrderedDict[Any, Answer] = OrderedDict()
        self._failures: OrderedDict[Any, tuple[datetime, Reply]] = OrderedDict()

    def get(self, name: tuple[str, str]) -> Answer | None:
        """Return what was read from a piece of evidence by a parser, None when it is not remembered."""
        with self._lock:
            return self._answers.get(name)

    def put(self, name: tuple[str, str], answer: Answer) -> None:
        """Remember what was read."""
        with self._lock:
            _keep(self._answers, name, answer)

    def failure(self, name: tuple[str, tuple[str, ...]], at: datetime) -> Reply | None:
        """Return the reply of a source to a key that was no answer a moment ago, None when there is none."""
        with self._lock:
            since, reply = self._failures.get(name, (None, None))
            return reply if since is not None and at - since < AGAIN else None

    def fail(self, name: tuple[str, tuple[str, ...]], reply: Reply, at: datetime) -> None:
        """Remember a reply that was no answer."""
        with self._lock:
            _keep(self._failures, name, (at, reply))


def _keep(kept: OrderedDict[Any, Any], name: Any, value: Any) -> None:
    kept[name] = value
    kept.move_to_end(name)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
