"""The ladder against running stubs: what is found where, what a silence means, and what is never asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sources.conftest import Ask
from tests.sources.driving import Driver
from tests.sources.small_catalogue import NOWHERE, question
from verifier.model import Lookup, State, Trace
from verifier.sources import BY_NAME, SOURCES, ladder, rungs
from verifier.stub import Stub

DATABASES = ("cnki", "wanfang", "vip")


def steps(lookup: Lookup) -> list[str]:
    """Return the kinds of the steps that were asked, details left out."""
    return [f"{trace.step.kind}:{trace.step.field}" for trace in lookup.trail if trace.step.kind != "detail"]


def last(lookup: Lookup) -> Trace:
    """Return the last rung."""
    return lookup.trail[-1]


def test_a_paper_is_found_in_its_issue_without_a_single_search(ask: Ask) -> None:
    found = ask(question())
    for name in DATABASES:
        assert found[name].state is State.FOUND
        assert "search" not in " ".join(steps(found[name]))
        assert found[name].contents[0].complete
        assert {record.title for record in found[name].contents[0].records} >= {"虚构夹具刚度对加工精度的影响分析"}
    assert found["nppa"].journals[0].cn == "21-4321/TH"
    assert found["crossref"].state is State.SKIPPED


def test_one_detail_page_fills_clc_and_date_and_the_next_source_is_left_alone_once_both_are_known(ask: Ask) -> None:
    found = ask(question())
    record = next(one for one in found["cnki"].records if one.title == question().title)
    assert record.clc == ("TH16",)
    assert record.volume == "43"
    asked = [name for name in DATABASES if any(trace.step.kind == "detail" for trace in found[name].trail)]
    assert asked == ["cnki", "vip"]  # CNKI's page shows no date of publication
    assert any(one.published == "2021-06-20" for one in found["vip"].records)


def test_every_statement_carries_evidence_that_is_listed(ask: Ask) -> None:
    found = ask(question())
    for name in DATABASES:
        lookup = found[name]
        listed = {entry.id for entry in lookup.evidence}
        carried: list[Any] = [*lookup.records, *lookup.journals, *lookup.issues, *lookup.contents]
        assert carried
        assert all(one.evidence and set(one.evidence) <= listed for one in carried)
        assert all(trace.evidence in listed for trace in lookup.trail)
        assert all(len(entry.sha256) == 64 and entry.parser.startswith(f"{name}/") and entry.query for entry in lookup.evidence)


def test_no_address_in_the_evidence_holds_a_token(ask: Ask) -> None:
    found = ask(question())
    for lookup in found.values():
        for entry in lookup.evidence:
            assert "yearIssue=" not in entry.url
            assert "p=" not in entry.url.partition("?")[2].replace("kw=", "").split("&")[0][:2]
            assert "{{" not in entry.url


def test_a_paper_that_nobody_holds_is_not_found_in_the_words_of_each_database(ask: Ask) -> None:
    found = ask(question(**NOWHERE))
    for name in DATABASES:
        assert found[name].state is State.NOT_FOUND
        assert found[name].control
        assert found[name].reach == "covered"
        zeros = [trace for trace in found[name].trail if trace.state is State.NOT_FOUND]
        assert zeros
        assert all(trace.words for trace in zeros)
        asked = steps(found[name])
        assert asked.index("search:author_journal") < asked.index("search:control")
        assert [trace.state for trace in found[name].trail][-1] is State.FOUND


def test_a_contents_page_that_stopped_half_way_says_nothing_and_the_searches_answer(ask: Ask) -> None:
    found = ask(question(**{**NOWHERE, "issue": "6"}))
    assert State.INCOMPLETE in {trace.state for trace in found["cnki"].trail if trace.step.kind == "contents"}
    assert not found["cnki"].contents[0].complete
    assert "search:author_journal" in steps(found["cnki"])
    assert found["cnki"].state is State.NOT_FOUND
    assert "目次不完整" in found["cnki"].note
    innocent = ask(question(title="虚构轴承的两处发表", authors=("仇远",), issue="6", pages="1-5"))
    assert innocent["cnki"].state is State.FOUND


@pytest.mark.parametrize(("claimed", "codes"), [
    ("增刊1", {"cnki": "S1", "wanfang": "z1", "vip": "S1"}),
    ("4-5", {"cnki": "Z1", "wanfang": "4", "vip": "Z1"}),
])  # fmt: skip
def test_a_supplement_or_combined_issue_is_looked_up_as_each_source_codes_it(ask: Ask, claimed: str, codes: dict[str, str]) -> None:
    title, authors, pages = {
        "增刊1": ("虚构刀具磨损的在线监测系统设计", ("郗子衿",), "1-4"),
        "4-5": ("虚构丝杠温升的试验研究", ("仇远", "明知远"), "5-9"),
    }[claimed]
    found = ask(question(title=title, authors=authors, issue=claimed, pages=pages))
    for name, code in codes.items():
        assert found[name].state is State.FOUND
        assert found[name].contents[0].issue == code


def test_the_witnesses_of_a_supplement_speak_each_for_itself(ask: Ask) -> None:
    found = ask(question(title="虚构刀具磨损的在线监测系统设计", authors=("郗子衿",), issue="增刊1", pages="1-4"))
    said = {pair for name in DATABASES for record in found[name].records for pair in record.witnesses}
    assert {("cnki_filename", "S1"), ("wanfang_id", "z1"), ("vip_isSuppl", "true")} <= said
    regular = ask(question())
    assert not [pair for name in DATABASES for record in regular[name].records for pair in record.witnesses]


def test_an_issue_that_is_not_in_the_list_is_noted_and_the_paper_is_still_searched(ask: Ask) -> None:
    found = ask(question(issue="13", pages="200-201"))
    assert found["vip"].state is State.FOUND
    assert "刊期表中没有第13期" in found["vip"].note
    assert "search:title" in steps(found["vip"])


def test_a_paper_under_the_former_name_is_found_through_the_registry(ask: Ask) -> None:
    found = ask(question(title="虚构导轨爬行的应用分析", authors=("明知远",), journal="虚构机械", year="2008", issue="2", pages="30-33"))
    assert found["nppa"].state is State.FOUND
    assert all(found[name].state is State.FOUND and found[name].contents for name in DATABASES)


def test_enrichment_gives_the_numbers_and_the_name_of_that_year(ask: Ask) -> None:
    asked = question(journal="虚构机械", year="2008")
    known = ladder.enrich(asked, ask(asked)["nppa"])
    assert (known.cn, known.issn, known.names[0]) == ("21-3999/TH", "2999-0900", "虚构机械")
    today = ladder.enrich(question(), ask(question())["nppa"])
    assert (today.cn, today.names[0]) == ("21-4321/TH", "虚构机械学报")


def test_an_unregistered_edition_is_not_found_though_its_stem_is_shown(ask: Ask) -> None:
    found = ask(question(journal="虚构机械学报·理论版"))["nppa"]
    assert found.state is State.NOT_FOUND
    assert {one.title for one in found.journals} == {"虚构机械学报", "虚构机械学报（英文版）"}
    twin = ask(question(journal="虚构机械学报·英文版"))["nppa"]
    assert twin.state is State.FOUND


def test_a_number_of_another_journal_makes_the_registry_ambiguous(ask: Ask) -> None:
    assert ask(question(journal="并无此刊", cn="21-4321/TH"))["nppa"].state is State.AMBIGUOUS
    assert ask(question(journal="并无此刊", cn="21-9999/TH"))["nppa"].state is State.NOT_FOUND


def test_an_edition_does_not_enrich_its_sister(ask: Ask) -> None:
    found = ask(question())
    assert len(found["nppa"].journals) == 2
    assert ladder.enrich(question(), found["nppa"]).cn == "21-4321/TH"
    unclear = question(journal="虚构机械学报（理论版）")
    assert ladder.enrich(unclear, found["nppa"]) == unclear


def test_a_paper_in_one_database_only_is_found_there_and_not_found_elsewhere(ask: Ask) -> None:
    found = ask(question(title="虚构齿轮啮合的独见", authors=("郗子衿",), year="2020", issue="2", pages="40-44"))
    assert [found[name].state for name in DATABASES] == [State.FOUND, State.NOT_FOUND, State.NOT_FOUND]


def test_a_journal_that_a_database_does_not_cover_puts_its_silence_outside(ask: Ask) -> None:
    found = ask(question(**NOWHERE, journal="虚构晚报"))
    assert found["vip"].state is State.NOT_FOUND
    assert found["vip"].reach == "outside"


def test_another_title_by_one_character_is_no_hit_but_is_kept_for_the_judges(ask: Ask) -> None:
    found = ask(question(title="虚构机床主轴热误差的补偿技木研究", pages=None, issue=None))
    assert found["wanfang"].state is State.NOT_FOUND
    assert any(record.title == question().title for record in found["wanfang"].records)


def test_a_namesake_title_by_other_people_is_ambiguous_and_never_found(ask: Ask) -> None:
    found = ask(question(authors=("查无人",), pages=None, issue=None))
    assert all(found[name].state is State.AMBIGUOUS for name in DATABASES)


def test_a_paper_ahead_of_print_and_its_later_issue_are_two_records_of_which_the_issue_counts(ask: Ask) -> None:
    told = {"title": "虚构滑台先行发布的一篇", "authors": ("仇远",), "year": "2017", "pages": None}
    found = ask(question(**told, issue=None))["cnki"]
    assert {record.dbcode for record in found.records} == {"CAPJ", "CJFD"}
    ahead = next(record for record in found.records if record.dbcode == "CAPJ")
    assert (ahead.issue, ahead.published, ahead.online_first) == (None, None, "2017-03-01")
    printed = ask(question(**told, issue="5"))["cnki"]
    assert [record.issue for record in printed.contents[0].records] == ["05"]
    assert printed.contents[0].records[0].pages == "61-67"


def test_an_unregistered_serial_is_not_found_in_the_registry_and_found_in_the_databases(ask: Ask) -> None:
    found = ask(question(title="虚构辑刊里的一篇技术文章", authors=("仇远",), journal="虚构辑刊", year="2020", issue="1", pages="7-9"))
    assert found["nppa"].state is State.NOT_FOUND
    assert last(found["nppa"]).words
    record = next(one for one in found["cnki"].records if one.title.startswith("虚构辑刊"))
    assert record.dbcode == "CCJD"


def test_proceedings_are_searched_and_not_asked_of_contents_or_the_registry(ask: Ask) -> None:
    collected = {"type": "C", "journal": "虚构机械年会论文集", "year": "2020", "issue": None, "pages": "7-9"}
    found = ask(question(title="虚构机械年会上的报告", authors=("仇远",), **collected))
    assert found["nppa"].state is State.SKIPPED
    assert found["cnki"].state is State.FOUND
    assert found["cnki"].records[0].dbcode == "CPFD"
    assert all(kind.startswith("search") for kind in steps(found["cnki"]))


@pytest.mark.parametrize("kind", ["M", "P", "S", "CP", "R"])
def test_books_patents_and_standards_are_not_asked_of_journal_databases(ask: Ask, driver: Driver, kind: str) -> None:
    found = ask(question(type=kind))
    assert {lookup.state for lookup in found.values()} == {State.SKIPPED}
    assert all(lookup.note for lookup in found.values())
    assert not driver.log


OPEN = ("crossref", "openalex", "doaj", "issn", "nstl")


def test_an_item_of_the_rest_without_a_serial_is_not_asked_of_journal_databases(ask: Ask, driver: Driver) -> None:
    found = ask(question(type="Z", journal=None))
    assert {lookup.state for lookup in found.values()} == {State.SKIPPED}
    assert "未载刊名" in found["cnki"].note
    assert not driver.log
    assert ask(question(type="Z"))["cnki"].state is State.FOUND


def test_a_foreign_output_is_asked_of_the_registry_and_the_open_indexes_and_its_retraction_is_seen(ask: Ask, driver: Driver) -> None:
    asked = question(title="An invented study of spindle errors", authors=("Nobody",), journal="Invented Letters", year="2020",
                     issue="2", pages="17-20", doi="10.99999/inv.2020.17", foreign=True)  # fmt: skip
    found = ask(asked)
    assert found["crossref"].state is State.FOUND
    assert all(found[name].records[0].retracted for name in ("crossref", "openalex"))
    assert {role.split(".")[0] for role, _, _ in driver.log} == {*OPEN, "nppa"} - {"issn"}
    assert all(found[name].state is State.SKIPPED and "外文" in found[name].note for name in (*DATABASES, "nppa"))


def test_a_latin_title_in_a_registered_serial_is_domestic_after_all(ask: Ask, driver: Driver) -> None:
    found = ask(question(title="Invented slides", authors=("Nobody",), journal="Invented Machinery", year="2020", issue="1",
                         pages="1-4", foreign=True))  # fmt: skip
    assert found["nppa"].state is State.FOUND
    assert found["cnki"].state is State.FOUND
    assert found["crossref"].state is State.SKIPPED


def test_a_registry_out_of_order_does_not_claim_that_a_foreign_serial_is_unregistered(catalogue: Path) -> None:
    with Stub(catalogue, faults=["nppa:server_error:search"]) as base:
        lookup = Driver(base).drive(ladder.walk(question(journal="Invented Letters", foreign=True)))[0]
    assert lookup.state is State.SKIPPED
    assert "未能查询" in lookup.note


def test_a_foreign_doi_of_another_agency_is_not_found_with_the_words_of_the_interface(ask: Ask) -> None:
    found = ask(question(title="Another study nobody wrote", authors=("Nobody",), journal="Invented Letters", doi="10.16000/x", foreign=True))
    assert found["crossref"].state is State.NOT_FOUND
    assert found["crossref"].trail[0].words == "Resource not found."


FOREIGN: dict[str, Any] = {"title": "A second study that all indexes hold", "authors": ("Nobody",), "journal": "Invented Letters",
                           "year": "2021", "issue": "4", "pages": "31-39", "foreign": True}  # fmt: skip


UNWRITTEN: dict[str, Any] = {**FOREIGN, "title": "A work that nobody wrote at all", "authors": ("Querido, Q",), "pages": "90-95"}


@pytest.mark.parametrize("doi", ["10.99999/inv.2021.31", None], ids=["by DOI", "by title"])
def test_every_open_index_shows_a_foreign_paper_in_the_same_words(ask: Ask, doi: str | None) -> None:
    found = ask(question(**FOREIGN, doi=doi, issn="2999-2008"))
    for name in OPEN:
        assert found[name].state is State.FOUND, (name, found[name].note)
    for record in (found[name].records[0] for name in OPEN if name != "issn"):
        assert (record.title, record.journal, record.year) == (FOREIGN["title"], "Invented Letters", "2021")
        assert (record.issue, record.pages, record.issn, record.doi) == ("4", "31-39", "2999-2008", "10.99999/inv.2021.31")
        assert [author.name for author in record.authors or ()] == ["Nobody"]
        assert not record.retracted
    assert found["issn"].journals[0].title == "Invented Letters"


def test_a_foreign_paper_that_no_index_holds_is_not_found_in_the_words_of_each(ask: Ask) -> None:
    found = ask(question(**UNWRITTEN, issn="2999-9997"))
    for name in OPEN:
        assert found[name].state is State.NOT_FOUND
        assert last(found[name]).words


def test_an_issn_of_another_serial_is_for_a_person_and_a_shortened_title_is_not(ask: Ask) -> None:
    other = ask(question(**{**FOREIGN, "journal": "Letters of Elsewhere"}, issn="2999-2008"))["issn"]
    assert other.state is State.AMBIGUOUS
    assert "Invented Letters" in other.note
    assert ask(question(**{**FOREIGN, "journal": "Inv. Lett."}, issn="2999-2008"))["issn"].state is State.FOUND


def test_a_doi_of_a_chinese_agency_puts_crossrefs_silence_outside_and_says_whose_it_is(ask: Ask) -> None:
    found = ask(question(**UNWRITTEN, doi="10.16000/j.cnki.xujg.2019.02.009"))["crossref"]
    assert (found.state, found.reach) == (State.NOT_FOUND, "outside")
    assert "ISTIC" in found.note
    unknown = ask(question(**UNWRITTEN, doi="10.16000/never.given.out"))["crossref"]
    assert (unknown.state, unknown.reach) == (State.NOT_FOUND, "unknown")
    assert "DOI does not exist" in unknown.note


def test_an_agency_that_does_not_answer_decides_nothing(catalogue: Path) -> None:
    asked = question(**UNWRITTEN, doi="10.16000/x")
    with Stub(catalogue, faults=["crossref:server_error:detail:after=1"]) as base:
        found = Driver(base).drive(ladder.climb(BY_NAME["crossref"], asked))
    assert (found.state, found.reach) == (State.NOT_FOUND, "unknown")
    assert "未能查明" in found.note
    with Stub(catalogue, faults=["crossref:api_limit:detail:after=1"]) as base:
        limited = Driver(base).drive(ladder.climb(BY_NAME["crossref"], asked))
    assert limited.state is State.RATE_LIMITED


def test_no_open_index_is_asked_of_a_chinese_paper(ask: Ask, driver: Driver) -> None:
    found = ask(question(doi="10.16000/j.cnki.xujg.2021.03.002", issn="2999-1001"))
    assert all(found[name].state is State.SKIPPED and found[name].note for name in OPEN)
    assert not {role.split(".")[0] for role, _, _ in driver.log} & set(OPEN)


def test_a_second_paper_of_the_same_issue_costs_no_contents_request(ask: Ask, driver: Driver) -> None:
    ask(question())
    before = len(driver.log)
    ask(question(title="虚构夹具刚度对加工精度的影响分析", authors=("仇远",), pages="19-24+11"))
    again = {path.rsplit("/", 1)[-1] for _, path, _ in driver.log[before:]}
    assert again <= {"detail.aspx", "search", "index", "Advance"}


def test_every_source_says_why_it_is_skipped_without_a_title() -> None:
    for source in SOURCES:
        if source.KIND != "registry":
            assert ladder.refusal(source, question(title=None))


@pytest.mark.parametrize("title", ["", "x", "——", "A" * 3000, "{{kns.open}}", "题名:\"；作者", "\x00虚构"])
def test_no_title_breaks_the_ladder(ask: Ask, title: str) -> None:
    found = ask(question(title=title, issue=None, pages=None))
    assert set(found) == {source.NAME for source in SOURCES}
    assert all(lookup.state is not State.FOUND for name, lookup in found.items() if name != "nppa")


def test_pieces_spoil_one_half_at_most_for_one_wrong_character() -> None:
    title = "虚构机床主轴热误差的补偿技术研究"
    head, tail = rungs.pieces(title, 24)
    assert head + tail == title


def test_questions_of_any_shape_are_refused_or_asked(ask: Ask) -> None:
    odd: list[dict[str, Any]] = [{"authors": ()}, {"year": "二〇二一"}, {"journal": None}, {"issue": "?"}, {"pages": "x"}, {"type": None}]
    for more in odd:
        found = ask(question(**more))
        assert found["cnki"].state is State.FOUND


@pytest.mark.parametrize(
    ("key", "title", "pages"), [("wanfang", "虚构蜗轮只在万方", "50-53"), ("vip", "虚构凸轮只在维普", "60-63")]
)
def test_the_detail_of_a_paper_in_one_database_only_comes_from_there(ask: Ask, key: str, title: str, pages: str) -> None:
    found = ask(question(title=title, authors=("仇远",), year="2019", issue="1", pages=pages))
    assert found[key].contents
    record = next(one for one in found[key].records if one.title == title)
    assert record.clc == ("TH16",)
    assert record.published == "2019-06-20"
    assert [trace.step.kind for trace in found[key].trail][-1] == "detail"


def test_every_ask_fits_a_driver(driver: Driver, ask: Ask) -> None:
    ask(question(**NOWHERE))
    assert len({key for _, _, key in driver.log}) > 10
    for role, _, key in driver.log:
        assert role.split(".")[0] == key[0]
        assert "{{" not in "".join(key)


def test_another_paper_on_the_claimed_pages_is_no_hit_and_stands_in_the_contents(ask: Ask) -> None:
    found = ask(question(title="冒名顶替的一篇论文", authors=("查无人",)))
    for name in DATABASES:
        assert found[name].state is State.NOT_FOUND
        assert any(record.pages == "12-18" for record in found[name].contents[0].records)


def test_a_title_misquoted_by_its_own_author_is_found_by_its_place(ask: Ask) -> None:
    found = ask(question(title="虚构主轴热变形补偿之研究"))
    assert all(found[name].state is State.FOUND for name in DATABASES)


def test_a_name_that_a_source_cannot_print_does_not_hide_the_paper(ask: Ask) -> None:
    found = ask(question(authors=("〓子衿",)))
    assert all(found[name].state is State.FOUND for name in DATABASES)
