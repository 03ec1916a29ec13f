"""Damaged pages: nothing raises, nothing is read that the page did not hold, and damage never becomes a zero."""

from __future__ import annotations

import random
import re
import time

import pytest
from msgspec.structs import replace

from tests.sources.test_pages import CASES, page_of
from verifier.model import Answer, Page, State
from verifier.sources import BY_NAME
from verifier.sources.decoding import decode

WHOLE = [case for case in CASES if not page_of(case)[1].get("status") and page_of(case)[1]["answer"]["state"] == "found"]
ZEROS = [case for case in CASES if page_of(case)[1]["answer"]["state"] == "not_found"]


def name(case: object) -> str:
    """Name a case by site and page."""
    return "/".join(str(case).rsplit("/", 3)[-3::2])


def read(page: Page) -> Answer:
    """Read a page by its source."""
    return BY_NAME[page.ask.source].read(page)


def facts(answer: Answer) -> set[tuple[object, ...]]:
    """Return what an answer states of papers: id, title, pages, issue, names."""
    records = [*answer.records, *(answer.contents.records if answer.contents else ())]
    return {
        (one.id, one.title, one.pages, one.issue, tuple(author.name for author in one.authors or ())) for one in records
    }


@pytest.mark.parametrize("case", WHOLE, ids=name)
def test_a_cut_page_states_no_record_that_the_whole_page_does_not_and_is_no_zero(case: object) -> None:
    page, _ = page_of(case)  # type: ignore[arg-type]
    whole = facts(read(page))
    for end in range(0, len(page.body), max(1, len(page.body) // 400)):
        answer = read(replace(page, body=page.body[:end]))
        assert facts(answer) <= whole, page.body[:end][-60:]
        assert answer.state is not State.NOT_FOUND
        if answer.contents is not None and answer.state is State.FOUND:
            assert not answer.contents.complete or facts(answer) == whole


@pytest.mark.parametrize("case", WHOLE, ids=name)
def test_renamed_classes_ids_and_elements_never_make_a_zero_or_another_record(case: object) -> None:
    page, _ = page_of(case)  # type: ignore[arg-type]
    whole, chance = facts(read(page)), random.Random(7)
    names = sorted(set(re.findall(rb'(?:class|id|name)="([\w -]+)"|<(wf-[\w-]+|h[1-6]|span|dd|dt|td|dl|li|th)\b', page.body)))
    for pair in names:
        word = pair[0] or pair[1]
        if re.search(rb"\d{4}", word):
            continue  # an id of a record, not a name of the layout
        spoiled = re.sub(rb"(?<![\w-])" + re.escape(word) + rb"(?![\w-])", word + b"x" + str(chance.randint(0, 9)).encode(), page.body)
        answer = read(replace(page, body=spoiled))
        assert answer.state is not State.NOT_FOUND, word
        assert {fact[:2] for fact in facts(answer)} <= {fact[:2] for fact in whole}, word


@pytest.mark.parametrize("case", CASES, ids=name)
def test_flipped_bytes_raise_nothing(case: object) -> None:
    page, expected = page_of(case)  # type: ignore[arg-type]
    chance = random.Random(11)
    for _ in range(120):
        body = bytearray(page.body)
        for _ in range(chance.randint(1, 12)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        answer = read(replace(page, body=bytes(body)))
        if answer.state is State.NOT_FOUND:
            assert answer.words
            assert expected["answer"]["state"] == "not_found"


@pytest.mark.parametrize("case", [case for case in WHOLE if "search.json" not in case.name], ids=name)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_another_encoding_is_decoded_or_not_read_but_never_misread_as_zero(case: object, encoding: str) -> None:
    page, _ = page_of(case)  # type: ignore[arg-type]
    body = decode(page).text.encode(encoding)
    whole, answer = read(page), read(replace(page, body=body, headers=(("Content-Type", "text/html; charset=utf-8"),)))
    assert answer.state is not State.NOT_FOUND
    assert facts(answer) == facts(whole)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_page_of_any_other_kind_raises_nothing_and_is_no_zero_unless_it_says_so(case: object) -> None:
    page, _ = page_of(case)  # type: ignore[arg-type]
    for other in WHOLE:
        answer = read(replace(page, body=page_of(other)[0].body))
        assert answer.state is not State.NOT_FOUND, other
        if page.ask.source != page_of(other)[0].ask.source:
            assert not facts(answer), other


HOSTILE = {
    "empty": b"",
    "blank": b" \n\t ",
    "zero bytes": b"\0" * 5000,
    "angles": b"<" * 300_000,
    "open tags": b"<div>" * 100_000,
    "open scripts": b"<script>" * 60_000,
    "comments": b"<!--" * 60_000,
    "brackets": b"[" * 300_000,
    "braces": b'{"a":' * 100_000,
    "quotes": b'window.__NUXT__=(function(a){return {' + b'"' * 200_000,
    "parameters": b"window.__NUXT__=(function(" + b"a," * 100_000,
    "deep nuxt": b"window.__NUXT__=(function(a){return " + b"[" * 100_000,
    "devalue loop": b'<script id="__NUXT_DATA__">[[0,0,0,0,0,0,0,0]]</script>',
    "frames": b"\0\xff\xff\xff\xff" * 1000,
    "varints": b"\0\0\0\1\0" + b"\xff" * 256,
    "digits": b"9" * 300_000,
    "retry": b"<title>" + b"a" * 300_000,
    "heads": b"<head" * 60_000,
    "labels": "曾用刊名：".encode() * 30_000,
    "surrogates": rb'{"total":1,"value":[{"Title":"\ud800","Id":"\udfff"}]}',
    "endless number": b'{"total":' + b"9" * 5000 + b',"value":[]}',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_bytes_are_refused_in_bounded_time(body: bytes) -> None:
    for case in CASES:
        page, _ = page_of(case)
        start = time.perf_counter()
        answer = read(replace(page, body=body, status=200, url="http://127.0.0.1/"))
        assert time.perf_counter() - start < 3
        assert answer.state is not State.NOT_FOUND


@pytest.mark.parametrize("status", [0, 204, 301, 302, 400, 401, 403, 404, 408, 412, 429, 500, 503, 522])
@pytest.mark.parametrize("case", WHOLE, ids=name)
def test_no_status_but_success_gives_a_record_or_a_zero(case: object, status: int) -> None:
    page, _ = page_of(case)  # type: ignore[arg-type]
    for body in (page.body, b"", b"<html><body>404</body></html>"):
        answer = read(replace(page, status=status, body=body))
        assert not facts(answer)
        assert answer.state not in (State.FOUND, State.NOT_FOUND)


@pytest.mark.parametrize("failure", ["timeout", "reset", "dns", "refused", "too_large", "truncated", "circuit", "missing", "robots", "new"])
def test_a_page_that_did_not_come_is_never_read(failure: str) -> None:
    for case in CASES:
        page, _ = page_of(case)
        answer = read(replace(page, failure=failure))
        assert answer.state not in (State.FOUND, State.NOT_FOUND, State.AMBIGUOUS)
        assert answer.note


@pytest.mark.parametrize("case", [case for case in WHOLE if ".json" not in page_of(case)[1]["page"]], ids=name)
@pytest.mark.parametrize("encoding", ["big5hkscs", "shift_jis"])
def test_an_encoding_of_another_country_is_refused_and_never_read_as_rare_characters(case: object, encoding: str) -> None:
    page, _ = page_of(case)  # type: ignore[arg-type]
    try:
        body = page.body.decode("utf-8").encode(encoding, "xmlcharrefreplace")
    except UnicodeDecodeError:
        return  # frames, and a page that is GBK itself
    answer = read(replace(page, body=body))
    assert answer.state is not State.NOT_FOUND
    assert {fact[:2] for fact in facts(answer)} <= {fact[:2] for fact in facts(read(page))}


@pytest.mark.parametrize("seed", range(6))
def test_cuts_names_and_codings_spoiled_at_random_invent_nothing(seed: int) -> None:
    chance = random.Random(seed)
    for case in WHOLE:
        page, _ = page_of(case)
        titles = {fact[:2] for fact in facts(read(page))}
        for _ in range(20):
            spoiled = replace(page, body=damage(page.body, chance))
            answer = read(spoiled)
            assert answer.state is not State.NOT_FOUND
            assert {fact[:2] for fact in facts(answer)} <= titles, spoiled.body[:80]


def damage(body: bytes, chance: random.Random) -> bytes:
    """Return a body with a name of its layout changed, another coding, a cut, or all of these."""
    names = sorted(one for one in set(re.findall(rb'(?:class|id)="([A-Za-z][\w-]{1,30})"', body)) if not re.search(rb"\d{4}", one))
    for one in chance.sample(names, min(len(names), chance.randint(0, 2))):
        body = re.sub(rb"(?<![\w-])" + re.escape(one) + rb"(?![\w-])", one + b"-v2", body)
    if chance.random() < 0.3:
        try:
            body = body.decode("utf-8").encode(chance.choice(["gb18030", "utf-16", "big5hkscs"]), "xmlcharrefreplace")
        except UnicodeDecodeError:
            return body
    return body[: chance.randrange(1, len(body))] if chance.random() < 0.5 else body
