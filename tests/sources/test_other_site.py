"""A stub that knows only the description of the sites is read without a change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sources import other_site
from tests.sources.driving import Driver
from verifier import sources
from verifier.model import Lookup, Question, State
from verifier.sources import ladder, named

DATABASES = ("cnki", "wanfang", "vip")


@pytest.fixture(scope="module")
def hosts() -> Iterator[dict[str, str]]:
    """Serve the other site."""
    with other_site.serving() as found:
        yield found


def look(hosts: dict[str, str], **more: object) -> dict[str, Lookup]:
    """Walk the ladder against it."""
    driver = Driver("http://127.0.0.1:9")
    driver.hosts = hosts
    known = {"id": "q", "type": "J", "title": "他山主轴轴承预紧力的在线辨识", "authors": ("甘砚", "欧阳知远"), "journal": other_site.NAME,
             "year": "2020", "issue": "3", "pages": "1-7,30"}  # fmt: skip
    asked = Question(**{**known, **more})  # type: ignore[arg-type]
    return {lookup.source: lookup for lookup in driver.drive(ladder.walk(asked, named(sources.asked(hosts))))}


def test_a_paper_is_found_in_its_issue_in_every_database(hosts: dict[str, str]) -> None:
    found = look(hosts)
    assert found["nppa"].journals[0].cn
    for name in DATABASES:
        lookup = found[name]
        assert lookup.state is State.FOUND, (name, lookup.note, [(one.step, one.state, one.note) for one in lookup.trail])
        assert [trace.step.kind for trace in lookup.trail if trace.step.kind == "search"] == []
        contents = lookup.contents[0]
        assert contents.complete
        assert [len(record.authors or ()) for record in contents.records] == [2, 1, 2]
        assert {record.pages for record in contents.records} == {"1-7+30", "8-13", "14-19"}
    record = next(one for one in found["cnki"].records if one.id == "TSJC202003001")
    assert (record.volume, record.clc) == ("12", ("TG502", "TH133"))
    assert any("TG502" in one.clc and one.cn == other_site.CN for one in found["vip"].records)


def test_the_same_paper_is_found_by_its_title_alone(hosts: dict[str, str]) -> None:
    found = look(hosts, journal=None, issue=None, pages=None)
    for name in DATABASES:
        assert found[name].state is State.FOUND, (name, found[name].note)
    assert [author.name for author in found["wanfang"].records[0].authors or ()] == ["甘砚", "欧阳知远"]
    vip = next(one for one in found["vip"].records if one.issue)
    assert (vip.year, vip.volume, vip.issue) == ("2020", "12", "3")


def test_subscripts_in_a_title_are_no_obstacle(hosts: dict[str, str]) -> None:
    found = look(hosts, title="他山导轨a向爬行的抑制", authors=("仇攸",), pages="14-19")
    assert all(found[name].state is State.FOUND for name in DATABASES)


def test_a_paper_that_is_nowhere_is_not_found_in_the_sites_words(hosts: dict[str, str]) -> None:
    found = look(hosts, title="无人写过之文章", authors=("查无人",), pages="90-95")
    for name in DATABASES:
        lookup = found[name]
        assert (lookup.state, lookup.control, lookup.reach) == (State.NOT_FOUND, True, "covered"), (name, lookup.note)
        assert all(trace.words for trace in lookup.trail if trace.state is State.NOT_FOUND)


def test_a_source_beside_the_standing_ones_is_asked_only_where_its_host_is_configured(hosts: dict[str, str]) -> None:
    found = look(hosts)["ncpssd"]
    assert (found.state, found.records[0].issue, found.records[0].issn) == (State.FOUND, "3", other_site.ISSN)
    assert [trace.step.field for trace in found.trail] == ["title"]
    nowhere = look(hosts, title="无人写过之文章", authors=("查无人",), pages="90-95")["ncpssd"]
    assert (nowhere.state, nowhere.control, nowhere.reach) == (State.NOT_FOUND, True, "unknown")
    assert "author_journal" not in {trace.step.field for trace in nowhere.trail}
    without = {role: url for role, url in hosts.items() if role != "ncpssd"}
    assert "ncpssd" not in look(without)
