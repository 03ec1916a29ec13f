"""A corpus in the walk: it is asked before the network, may only find, ends a climb only where it confirms, and never overrides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.dumps import alex, built, lines, work, write
from tests.sources.small_catalogue import ISSUES, JOURNALS, NOWHERE, PAPERS, question
from verifier.judging import grounds
from verifier.model import Author, Evidence, Lookup, Question, Record, SourceResult, State, Step, Trace
from verifier.retrieval.archive import Archive, archive_folder
from verifier.retrieval.cache import cache_folder, open_cache
from verifier.retrieval.corpus import shelf
from verifier.retrieval.crawl import crawl
from verifier.retrieval.lookup import Driver, OfflineDriver, look_up
from verifier.retrieval.rederive import ArchiveDriver, OfItem, Refusals
from verifier.retrieval.wire import now
from verifier.settings import Settings, stub_hosts
from verifier.sources import corpus, ladder
from verifier.sources.corpus import confirms
from verifier.stub import Stub

FOREIGN: dict[str, Any] = {
    "type": "J", "title": "A second study that all indexes hold", "authors": ("Nobody",), "journal": "Invented Letters", "year": "2021",
    "issue": "4", "pages": "31-39", "doi": "10.99999/inv.2021.31", "foreign": True,
}  # fmt: skip
REFWORKS = (
    "RT Journal Article\r\nSR 1\r\nA1 郗子衿;明知远;\r\nT1 虚构机床主轴热误差的补偿技术研究\r\nJF 虚构机械学报\r\nYR 2021\r\nIS 03\r\n"
    "vo 43\r\nOP 12-18\r\nSN 2999-1001\r\nCN 21-4321/TH\r\nLA 中文;\r\nDS CNKI\r\n"
)


def foreign(**more: Any) -> Question:
    """Return the question of a foreign paper."""
    return Question(**{"id": "f", **FOREIGN, **more})


def same(**more: Any) -> dict[str, Any]:
    """Return Crossref's work of that paper."""
    return work(FOREIGN["doi"], FOREIGN["title"], author=[{"family": "Nobody"}], **more)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Name a data folder and no host: whoever is asked over the network is not configured."""
    return Settings(data=str(tmp_path / "data"), realm="demo-corpus")


def hold(settings: Settings, works: list[Any], source: str = "crossref", name: str = "held") -> None:
    """Build a corpus in a run's data folder."""
    folder = shelf.folder(settings) / name
    export = source not in ("crossref", "openalex")
    path = Path(settings.data).parent / f"{name}.txt"
    write(path, works[0] if export else lines(works), packed=False)
    built(folder, path, source=source, licence="虚构大学与该库的合同" if export else "")


def ask(settings: Settings, asked: Question) -> dict[str, Lookup]:
    """Look up one question."""
    with (
        open_cache(cache_folder(settings)) as cache, Archive(archive_folder(settings)) as archive, Driver(settings, cache, archive) as driver,
    ):  # fmt: skip
        return {lookup.source: lookup for lookup in look_up(asked, driver)}


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small catalogue."""
    folder = tmp_path_factory.mktemp("catalogue")
    for name, rows in (("journals", JOURNALS), ("papers", PAPERS), ("issues", ISSUES)):
        (folder / f"{name}.jsonl").write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8"
        )
    with Stub(folder) as base:
        yield base


def online(settings: Settings, stub: str) -> Settings:
    """Return settings whose hosts are the stub."""
    return Settings(data=settings.data, realm=settings.realm, hosts=stub_hosts(stub))


# ---------------------------------------------------------------- it answers before the network


def test_a_record_that_agrees_answers_before_any_request_and_says_where_it_stands(settings: Settings) -> None:
    hold(settings, [work(), same()])
    found = ask(settings, foreign())["crossref"]
    assert found.state is State.FOUND
    assert [trace.step.field for trace in found.trail] == ["brought"]
    assert found.records[0].doi == FOREIGN["doi"]
    for part in ("本地语料库 held", "2024-04-30", "held.txt 第2条", "SHA-256", "其后的撤稿、更正未见"):
        assert part in found.note
    piece = found.evidence[0]
    assert (piece.role, piece.demo, piece.parser) == ("corpus", True, "crossref/1")
    assert found.records[0].evidence == (piece.id,)
    with Archive(archive_folder(settings)) as archive:
        stored = json.loads(archive.read(piece.id).body)
    row = next(row for row in stored["held"] if row["line"] == 2)
    assert row["record"]["DOI"] == FOREIGN["doi"]
    assert len(row["sha256"]) == 64


def test_openalex_answers_from_its_own_dump_and_no_other_source_does(settings: Settings) -> None:
    hold(
        settings,
        [
            alex(
                "W9",
                FOREIGN["title"],
                f"https://doi.org/{FOREIGN['doi']}",
                authorships=[{"raw_author_name": "Nobody"}],
            )
        ],
        "openalex",
    )
    found = ask(settings, foreign())
    assert found["openalex"].state is State.FOUND
    assert found["crossref"].state is not State.FOUND


def test_a_licensed_export_answers_its_database_and_names_the_licence(settings: Settings) -> None:
    hold(settings, [REFWORKS.encode()], "cnki")
    found = ask(settings, question())
    assert found["cnki"].state is State.FOUND
    assert "授权：虚构大学与该库的合同" in found["cnki"].note
    assert found["cnki"].records[0].id.startswith("brought-")
    assert found["wanfang"].state is not State.FOUND


def test_a_chinese_output_is_not_answered_by_an_open_dump(settings: Settings) -> None:
    hold(settings, [work("10.9/x", question().title or "")])
    assert ask(settings, question())["crossref"] == Lookup(
        source="crossref",
        state=State.SKIPPED,
        note=ladder.trail.skipped("crossref", "中文成果，不在Crossref检索：那里没有不能说明什么").note,
    )


def test_a_real_run_is_not_answered_by_a_demonstrations_corpus(settings: Settings) -> None:
    hold(settings, [same()])
    assert ask(Settings(data=settings.data), foreign())["crossref"].state is not State.FOUND


def test_a_corpus_that_is_not_whole_answers_nothing(settings: Settings) -> None:
    from verifier.retrieval.corpus import store

    hold(settings, [same()])
    opened = store.Store(shelf.folder(settings) / "held", writes=True)
    store.put(opened.rows, [("state", "building")])
    opened.close()
    assert ask(settings, foreign())["crossref"].state is not State.FOUND


# ---------------------------------------------------------------- it may only find


def test_what_a_corpus_lacks_leaves_no_trace_at_all(settings: Settings, stub: str) -> None:
    without = ask(
        Settings(data=settings.data + "-bare", realm=settings.realm, hosts=stub_hosts(stub)), question(**NOWHERE)
    )
    hold(settings, [same()])
    hold(settings, [REFWORKS.encode()], "cnki", "licensed")
    found = ask(online(settings, stub), question(**NOWHERE))
    for source in ("cnki", "wanfang", "crossref"):
        assert found[source].state is without[source].state
        assert found[source].note == without[source].note
        assert [trace.step for trace in found[source].trail] == [trace.step for trace in without[source].trail]


def test_silence_without_a_network_is_never_a_zero(settings: Settings) -> None:
    hold(settings, [work(page="1-9")])
    found = ask(settings, foreign(title="Nobody ever wrote this study", doi="10.99999/none"))["crossref"]
    assert found.state is State.SKIPPED
    assert "brought" not in {trace.step.field for trace in found.trail}


# ---------------------------------------------------------------- it ends a climb only where it confirms


RECORD = Record(
    source="crossref", id="1", title=FOREIGN["title"], authors=(Author(name="Nobody"),), journal="Invented Letters", year="2021", volume="9", issue="4",
    pages="31-39", doi=FOREIGN["doi"],
)  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [{}, {"issue": None}, {"pages": None}, {"doi": None}, {"volume": "09"}, {"journal": "Inv. Lett."}, {"pages": "31"}],
)
def test_a_record_confirms_what_it_does_not_contradict(more: dict[str, Any]) -> None:
    from msgspec.structs import replace

    assert confirms(foreign(volume="9"), replace(RECORD, **more))


@pytest.mark.parametrize("more", [
    {"issue": "5"}, {"pages": "41-49"}, {"year": "2020"}, {"volume": "8"}, {"doi": "10.99999/inv.2021.32"}, {"journal": "Invented Notes"},
    {"authors": (Author(name="Somebody, B"),)}, {"title": "A second study that some indexes hold"}, {"retracted": True},
    {"doi": None, "journal": None}, {"authors": None, "issue": None},
])  # fmt: skip
def test_a_record_that_differs_in_anything_confirms_nothing(more: dict[str, Any]) -> None:
    from msgspec.structs import replace

    assert not confirms(foreign(volume="9"), replace(RECORD, **more))


def test_where_a_record_differs_the_live_source_is_asked_and_its_word_stands(settings: Settings, stub: str) -> None:
    hold(settings, [same(issue="5", page="99-100")])
    found = ask(online(settings, stub), foreign())["crossref"]
    assert found.state is State.FOUND
    assert [trace.step.field for trace in found.trail] == ["doi"]
    assert (found.records[0].issue, found.records[0].pages) == ("4", "31-39")
    assert "语料库" not in found.note


def test_a_live_zero_stands_and_the_record_is_named_beside_it(settings: Settings, stub: str) -> None:
    gone = foreign(title="A study that only the dump holds", doi="10.99999/inv.2021.77", pages="77-79")
    hold(
        settings,
        [work("10.99999/inv.2021.77", gone.title or "", author=[{"family": "Nobody"}], page="78-79")],
    )
    found = ask(online(settings, stub), gone)["crossref"]
    assert found.state is State.NOT_FOUND
    assert found.records == ()
    assert "与检索结果不一致，须人工核对" in found.note
    assert found.trail[-1].step.field == "brought"


def test_where_the_live_source_does_not_answer_a_record_that_differs_is_shown_and_proves_nothing(
    settings: Settings,
) -> None:
    hold(settings, [same(issue="5")])
    found = ask(settings, foreign())["crossref"]
    assert found.state is State.FOUND
    assert found.records[0].issue == "5"
    assert {trace.step.field for trace in found.trail if trace.evidence} == {grounds.BROUGHT}


def test_a_record_only_like_the_paper_leaves_the_failure_its_name(settings: Settings) -> None:
    hold(
        settings,
        [
            work(
                "10.9/like",
                "A second study that no indexes hold",
                author=[{"family": "Nobody"}],
                page="1-2",
            )
        ],
    )
    found = ask(settings, foreign(doi=None))["crossref"]
    assert found.state is State.SKIPPED
    assert [record.doi for record in found.records] == ["10.9/like"]


def test_a_live_answer_in_the_cache_comes_before_the_corpus(settings: Settings, stub: str) -> None:
    assert ask(online(settings, stub), foreign())["crossref"].state is State.FOUND
    hold(settings, [same()])
    found = ask(online(settings, stub), foreign())["crossref"]
    assert [trace.step.field for trace in found.trail] == ["doi"]


def test_a_live_detail_page_comes_before_a_brought_record() -> None:
    listed = Record(source="cnki", id="1", title="题名", pages="12-18", clc=(), evidence=("E1",))
    page = Record(source="cnki", id="1", title="题名", pages="12-19", clc=("TH16",), evidence=("E2",))
    brought = Trace(step=Step(kind="search", field="brought"), state=State.FOUND, evidence="E1")
    searched = Trace(step=Step(kind="search", field="title"), state=State.FOUND, evidence="E1")
    live = Lookup(source="cnki", state=State.FOUND, records=(listed,), trail=(searched,))
    held = Lookup(source="cnki", state=State.FOUND, records=(listed,), trail=(brought,))
    assert ladder._merged(live, listed, page).pages == "12-18"
    assert ladder._merged(held, listed, page).pages == "12-19"
    assert ladder._merged(held, listed, page).evidence == ("E2", "E1")


# ---------------------------------------------------------------- every door, and again


def test_a_crawl_and_its_judges_see_what_a_single_look_up_sees(settings: Settings) -> None:
    hold(settings, [same(), work()])
    hold(settings, [REFWORKS.encode()], "cnki", "licensed")
    asked = [foreign(), question(), question(**NOWHERE)]
    crawl(asked, settings)
    with open_cache(cache_folder(settings)) as cache:
        driver = OfflineDriver(cache, settings, clock=lambda: now() + timedelta(hours=1))
        judged = [look_up(one, driver) for one in asked]
    single = [tuple(ask(settings, one).values()) for one in asked]
    assert [
        [(one.source, one.state, one.records, one.note) for one in several if one.records] for several in judged
    ] == [[(one.source, one.state, one.records, one.note) for one in several if one.records] for several in single]


def test_a_replay_from_the_archive_alone_sees_the_same(settings: Settings) -> None:
    hold(settings, [same()])
    found = ask(settings, foreign())
    pieces: list[Evidence] = [piece for lookup in found.values() for piece in lookup.evidence]
    said = {
        name: SourceResult(state=one.state, at=max((trace.at for trace in one.trail), default=""))
        for name, one in found.items()
    }
    for path in shelf.folder(settings).iterdir():
        (path / "corpus.sqlite3").unlink()
    with Archive(archive_folder(settings)) as archive:
        driver = ArchiveDriver(archive, [piece.id for piece in pieces], Refusals(archive.refusals()))
        again = {one.source: one for one in look_up(foreign(), OfItem(driver, said))}
    assert again["crossref"] == found["crossref"]


def test_a_damaged_page_of_a_corpus_is_another_layout_and_never_a_zero() -> None:
    from verifier.model import Page

    asked = corpus.ask("crossref", "x@2024.1", foreign())
    for body in (
        b"",
        b"[]",
        b'{"held": []}',
        b'{"held": [{"record": 5}]}',
        b'{"held": [{"record": {"DOI": "10.9/x"}}]}',
        b"\xff",
    ):
        assert corpus.read(Page(ask=asked, status=200, body=body)).state is State.LAYOUT_CHANGED


def test_the_whole_program_uses_a_corpus_and_prints_where_a_result_stands(run: Any, tmp_path: Path) -> None:
    (tmp_path / "me.toml").write_text('name = "郗子衿"\nunits = ["虚构大学"]\nseries = "engineering"\nspecialty = "机械制造"\nlevel = "副高级"\n'
                                     '[qualification]\ntitle = "工程师"\nobtained = "2016-12-30"\n', "utf-8")  # fmt: skip
    (tmp_path / "list.txt").write_text(
        f"[1] Nobody. {FOREIGN['title']}[J]. Invented Letters, 2021(4): 31-39. DOI:{FOREIGN['doi']}.\n", "utf-8"
    )
    (tmp_path / "offline.toml").write_text("offline = true\n")
    write(tmp_path / "dump.gz", lines([same()]))
    given = ("--data", str(tmp_path / "data"))
    assert (
        run(
            "corpus", "build", "dump.gz", "--source", "crossref", "--date", "2024-04-30", "--name", "open", *given
        ).returncode
        == 0
    )
    done = run("check", "list.txt", "--applicant", "me.toml", "--settings", "offline.toml", "--out", "out", *given)
    assert done.returncode in (1, 3), done.stderr
    report = json.loads(next((tmp_path / "out").glob("*.json")).read_text("utf-8"))
    assert report["items"][0]["lookups"]["crossref"]["state"] == "found"
    assert "本地语料库 open" in report["items"][0]["lookups"]["crossref"]["note"]


def test_a_corpus_whose_engine_is_not_installed_stops_the_run_before_anything_is_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from verifier.errors import BadValue
    from verifier.retrieval.corpus import store

    hold(settings, [same()])
    opened = store.Store(shelf.folder(settings) / "held", writes=True)
    store.put(opened.rows, [("engine", "tantivy")])
    opened.close()
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(BadValue, match=r"\[corpus\]"):
        ask(settings, foreign())
