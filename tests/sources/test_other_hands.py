"""A page in another dress reads the same: nothing found is lost, nothing turns into "not found"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.sources import other_hands
from tests.sources.test_pages import CASES, brief, page_of
from verifier.model import Page, State
from verifier.sources import BY_NAME

HTML = [case for case in CASES if page_of(case)[1]["page"].endswith(".html")]
DATA = (State.FOUND, State.NOT_FOUND, State.AMBIGUOUS)


def names(case: Path) -> str:
    return f"{case.parent.parent.name}/{case.stem}"


def dressed(page: Page, dress: Callable[[str], str]) -> Page:
    coding = "utf-8" if b"\xef\xbb" in page.body or _is_utf8(page.body) else "gb18030"
    return msgspec.structs.replace(page, body=dress(page.body.decode(coding)).encode(coding))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def told(page: Page) -> dict[str, Any]:
    answer = brief(BY_NAME[page.ask.source].read(page))
    return {key: value for key, value in answer.items() if key not in ("note", "words")}


@pytest.mark.parametrize("dress", other_hands.DRESSES, ids=lambda dress: dress.__name__)
@pytest.mark.parametrize("case", HTML, ids=names)
def test_a_page_in_another_dress_reads_the_same(case: Path, dress: Callable[[str], str]) -> None:
    page, _ = page_of(case)
    assert told(dressed(page, dress)) == told(page)


@pytest.mark.parametrize("case", HTML, ids=names)
def test_all_dresses_at_once_read_the_same(case: Path) -> None:
    page, _ = page_of(case)
    other = page
    for dress in other_hands.DRESSES:
        if dress is not other_hands.open_ends:
            other = dressed(other, dress)
    assert told(other)["state"] == told(page)["state"]


@pytest.mark.parametrize("coding", ["gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("case", [case for case in HTML if page_of(case)[1]["answer"]["state"] in DATA], ids=names)
def test_a_page_in_another_coding_reads_the_same(case: Path, coding: str) -> None:
    page, _ = page_of(case)
    text = page.body.decode("utf-8" if _is_utf8(page.body) else "gb18030")
    other = msgspec.structs.replace(page, headers=(("Content-Type", "text/html"),), body=text.encode(coding))
    assert told(other) == told(page)
