"""Every saved page reads as its expected answer, and a site without a saved page fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from verifier.model import Answer, Ask, Page, Step, plain
from verifier.settings import STUB_HOSTS
from verifier.sources import BY_NAME, UNASKED

SITES = Path(__file__).parents[2] / "fixtures" / "sites"
SOURCES = Path(__file__).parents[2] / "verifier" / "sources"
CASES = sorted(path for path in SITES.glob("*/expected/*.json"))


def page_of(case: Path) -> tuple[Page, dict[str, Any]]:
    """Return a saved page as a driver would hand it over, and what is expected of it."""
    expected = json.loads(case.read_text("utf-8"))
    source = BY_NAME[case.parent.parent.name]
    ask = source.ask(msgspec.convert(expected["step"], Step))
    if "shape" in expected:
        ask = msgspec.structs.replace(ask, key=(ask.key[0], expected["shape"], *ask.key[2:]))
    body = (case.parent.parent / "pages" / expected["page"]).read_bytes()
    page = Page(
        ask=ask,
        status=expected.get("status", 200),
        url=expected.get("url", f"http://127.0.0.1/{ask.path}"),
        headers=tuple((name, value) for name, value in expected.get("headers", {}).items()),
        body=body,
        fetched="2021-08-01T10:00:00+08:00",
    )
    return page, expected


def brief(answer: Answer) -> dict[str, Any]:
    """Return an answer without its empty fields; follow-up asks by their keys alone."""
    told = _pruned({**plain(answer), "more": [list(ask.key) for ask in answer.more]})
    assert isinstance(told, dict)
    return told


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _pruned(one) for key, one in value.items() if one not in (None, "", [], ())}
    return [_pruned(one) for one in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.parent.name}/{case.stem}")
def test_a_saved_page_reads_as_expected(case: Path) -> None:
    page, expected = page_of(case)
    assert brief(BY_NAME[page.ask.source].read(page)) == expected["answer"]


@pytest.mark.parametrize("source", BY_NAME.values(), ids=lambda source: source.NAME)
def test_every_source_has_saved_pages_and_every_page_is_expected(source: Any) -> None:
    pages = {path.name for path in (SITES / source.NAME / "pages").iterdir()}
    read = {json.loads(path.read_text("utf-8"))["page"] for path in (SITES / source.NAME / "expected").iterdir()}
    assert pages
    assert pages <= read


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.parent.name}/{case.stem}")
def test_no_key_and_no_record_of_a_saved_page_holds_a_session_token(case: Path) -> None:
    page, _ = page_of(case)
    answer = BY_NAME[page.ask.source].read(page)
    asks: tuple[Ask, ...] = (page.ask, *answer.more, *page.ask.prelude)
    said = json.dumps([plain(answer.records), plain(answer.journals), [ask.key for ask in asks]], ensure_ascii=False)
    assert "SeCrEt" not in said
    assert "SeSsIoN" not in said
    assert all(value not in said for _, value in answer.tokens if len(value) > 3)


def test_every_host_of_the_stub_sites_is_asked_by_a_source_or_said_to_be_asked_by_none() -> None:
    program = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.py") if path.name != "__init__.py")
    asked = {role for role in STUB_HOSTS if f'"{role}"' in program} | {role for role in STUB_HOSTS if role in BY_NAME}
    assert set(STUB_HOSTS) - asked == UNASKED
