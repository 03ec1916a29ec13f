"""What a corpus finds: exact keys exactly, titles with wrong characters, and never another paper as an exact one."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.dumps import alex, built, lines, work, write
from verifier.normalize.text import fold
from verifier.retrieval.corpus import keys, shapes, store
from verifier.retrieval.corpus.search import Corpus

CHINESE = [
    "虚构机床主轴热误差的补偿技术研究",
    "虚构夹具刚度对加工精度的影响分析",
    "虚构刀具磨损的在线监测系统设计",
    "虚构丝杠温升的试验研究",
    "虚构导轨爬行的应用分析",
]


def corpus(folder: Path, works: list[dict[str, object]], engine: str = "fts5", source: str = "crossref") -> Corpus:
    """Build a corpus and open it."""
    built(folder / "x", write(folder / "d.gz", lines(works)), engine=engine, source=source)
    return Corpus(folder / "x")


def titled(found: Corpus, title: str) -> list[str]:
    """Return the titles that a search shows."""
    return [shapes.title(hit.kept.raw) for hit in found.by_title(title)]


def test_titles_are_found_with_one_to_three_wrong_characters(engine: str, tmp_path: Path) -> None:
    dice = random.Random(3)
    signs = [chr(0x4E00 + 37 * place) for place in range(500)]
    titles = ["".join(dice.choices(signs, k=dice.randint(12, 24))) for _ in range(1500)]
    titles += [
        " ".join("".join(dice.choices("abcdeilmnorst", k=dice.randint(2, 9))) for _ in range(8)) for _ in range(1500)
    ]
    found = corpus(tmp_path, [work(f"10.9/{place}", title) for place, title in enumerate(titles)], engine)
    missed = 0
    for place in range(0, 3000, 11):
        spoiled = list(titles[place])
        for wrong in dice.sample(range(len(spoiled)), 1 + place % 3):
            spoiled[wrong] = "〇" if ord(spoiled[wrong]) > 0x3000 else "x"
        missed += titles[place] not in titled(found, "".join(spoiled))
    assert missed <= 2


def test_width_markup_and_capitals_do_not_matter(tmp_path: Path) -> None:
    found = corpus(
        tmp_path,
        [
            work(title="Capture of CO<sub>2</sub> &amp; H&lt;2 at １０ °C"),
            *(work(f"10.9/{one}", one) for one in CHINESE),
        ],
    )
    assert titled(found, "CAPTURE OF CO2 & H<2 AT 10 °C")[0].startswith("Capture")
    assert titled(found, "虚构　机床主轴热误差的补偿技术研究")[0] == CHINESE[0]


def test_a_title_that_is_not_there_is_shown_nothing_like_it(tmp_path: Path) -> None:
    found = corpus(tmp_path, [work(f"10.9/{place}", one) for place, one in enumerate(CHINESE)])
    assert all(hit.likeness < 60 for hit in found.by_title("全然无关的诗歌与散文赏析"))
    assert found.by_title("…… !?") == []


def test_a_doi_is_found_however_it_is_written_and_its_neighbour_is_not(tmp_path: Path) -> None:
    found = corpus(tmp_path, [work("10.99999/Inv.2021.A-7"), work("10.99999/inv.2021.a-70", "Another")])
    for spelling in ("10.99999/inv.2021.a-7", "https://doi.org/10.99999/INV.2021.A-7", "doi:10.99999/inv.2021.a?7"):
        assert [one.line for one in found.by_doi(spelling)] == [1]
    assert found.by_doi("10.99999/inv.2021.a") == []
    assert found.by_doi("") == []


@pytest.mark.parametrize(("place", "lines_found"), [
    (("Invented Letters", "2021", "4", "31"), [1]), (("2999-2008", "2021", "04", "031-35"), [1]), (("Invented Letters", "2020", "4", "31"), []),
    (("Invented Letters", "2021", "S4", "31"), []), (("Invented Letters", "2021", "4", "32"), []), (("Invented Lettres", "2021", "4", "31"), []),
])  # fmt: skip
def test_a_place_is_journal_or_issn_year_issue_and_first_page(
    place: tuple[str, ...], lines_found: list[int], tmp_path: Path
) -> None:
    found = corpus(tmp_path, [work(), work("10.9/2", "Another", page="40-44")])
    journal, year, issue, page = place
    asked = keys.places((journal,), (journal,) if journal[0].isdigit() else (), (year,), issue, None, page)
    assert [one.line for one in found.by_place(asked)] == lines_found


def test_openalex_is_found_by_all_its_numbers(tmp_path: Path) -> None:
    found = corpus(
        tmp_path,
        [
            alex(),
            alex("W2", "Another", None, biblio={"volume": "9", "issue": None, "first_page": "50", "last_page": "51"}),
        ],
        source="openalex",
    )
    assert [one.line for one in found.by_doi("10.99999/inv.2021.7")] == [1]
    assert [one.line for one in found.by_place(keys.places((), ("2999-2016",), ("2021",), "4", None, "31"))] == [1]
    assert [one.line for one in found.by_place(keys.places((), ("2999-2016",), ("2021",), None, "9", "50"))] == [2]


def test_two_keys_under_one_number_are_told_apart(tmp_path: Path) -> None:
    seen: dict[int, str] = {}
    for place in range(400_000):
        doi = f"10.99999/{random.Random(place).getrandbits(80):x}"
        other = seen.setdefault(keys.number(doi), doi)
        if other != doi:
            break
    assert other != doi
    found = corpus(tmp_path, [work(other, "The one"), work(doi, "The other")])
    assert [one.line for one in found.by_doi(other)] == [1]
    assert [one.line for one in found.by_doi(doi)] == [2]


def test_many_records_under_one_key_are_bounded(tmp_path: Path) -> None:
    found = corpus(tmp_path, [work("10.9/same", f"Correction {place}") for place in range(300)])
    assert 0 < len(found.by_doi("10.9/same")) <= store.MOST


def test_a_record_comes_back_byte_for_byte_from_every_block(tmp_path: Path) -> None:
    works = [
        work(f"10.9/{place}", f"{'长' * (place % 90)} title {place}", publisher="P" * (place % 700))
        for place in range(200)
    ]
    found = corpus(tmp_path, works)
    for place, given_ in enumerate(works):
        record = json.loads(found.store.get(place).raw)
        assert (record["DOI"], record["title"], record.get("publisher", "")) == (
            given_["DOI"],
            given_["title"],
            given_["publisher"],
        )


# ---------------------------------------------------------------- laws


@given(st.text(max_size=60))
def test_the_short_way_to_compare_a_title_is_the_long_way(title: str) -> None:
    plain = "".join(sign for sign in title if sign not in "<&")
    assert keys.words(plain) == fold(plain).casefold()


@given(st.text(alphabet="虚构机床主轴热误差", min_size=3, max_size=30), st.data())
def test_one_wrong_character_spoils_two_pairs_at_most(title: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(title) - 1))
    spoiled = title[:place] + "龘" + title[place + 1 :]
    assert len(set(keys.grams(title)) - set(keys.grams(spoiled))) <= 2


@given(st.text(max_size=80))
def test_grams_are_whole_tokens_of_either_engine(title: str) -> None:
    for gram in keys.grams(keys.words(title)):
        assert gram
        assert not set(gram) & set(' "\t\n\r')


@given(st.lists(st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31)), min_size=1, max_size=1200))
def test_runs_come_back_as_they_were_sorted(pairs: list[tuple[int, int]]) -> None:
    every = sorted({key << 32 | record for key, record in pairs})
    pages = list(store.pages(every))
    columns = [store._columns(first, packed) for first, packed in pages]
    assert [
        key << 32 | record for keys_, records in columns for key, record in zip(keys_, records, strict=True)
    ] == every


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_key_of_a_doi_agrees_with_the_rule_of_dois(one: str, other: str) -> None:
    from verifier.normalize import doi

    first, second = f"10.9999/{one}", f"10.9999/{other}"
    assert (keys.doi(first) == keys.doi(second)) == doi.same(first, second)
