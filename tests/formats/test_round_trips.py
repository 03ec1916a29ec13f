"""What we write is read with the same content, by our own readers and by the field's own libraries; likewise every sample we read."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier import formats
from verifier.formats import Export, bibtexout, cslout, risout
from verifier.formats.entry import Entry
from verifier.model import Citation
from verifier.normalize.names import key
from verifier.readers import composed

WRITERS = {"RIS": risout.write, "BibTeX": bibtexout.write, "CSL-JSON": cslout.write}
FIELDS = ("title", "container", "year", "volume", "issue", "doi")


def export(text: str) -> Export:
    found = formats.read(text.encode())
    assert found is not None
    return found


def journal(**fields: object) -> Citation:
    entry = Entry(format="", line=1, type="J", **fields)  # type: ignore[arg-type]
    return composed.cite(entry, str(fields["year"]))


SAMPLE = (
    journal(
        title="钢包吹氩位置对均混时间的影响", authors=("甲小满", "乙立秋"), container="辽海机械", year="2018", volume="34", issue="5",
        pages="106-111", doi="10.5555/lhjx.2018.05.106", issn="9502-0748", cn="21-4001/TH",
    ),
    journal(
        title="Thermal misalignment of helical stages", authors=("Ashworth, P. L.", "Brandt, Karl"),
        container="International Letters on Drive Systems", year="2020", volume="8", issue="3", pages="145-156",
    ),
    journal(
        title="含{括号}与 50% 的题名 & 其他", authors=("丁霜降",), container="辽海理工大学学报(社会科学版)", year="2019", issue="S1", pages="12-15"
    ),
)  # fmt: skip


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_written_is_read_back_with_the_same_fields(form: str) -> None:
    found = export(WRITERS[form](SAMPLE))
    assert found.format == form
    assert not found.unread
    for written, read in zip(SAMPLE, found.entries, strict=True):
        for field in FIELDS:
            value = getattr(written, field)
            expected = value.replace("{", "").replace("}", "") if form == "BibTeX" and isinstance(value, str) else value
            got = getattr(read, field)
            assert (got.replace("{", "").replace("}", "") if form == "BibTeX" and got else got) == expected, field
        assert read.type == "J"
        assert [key(name) for name in read.authors] == [key(name) for name in written.authors]
        assert read.pages == written.pages


def test_rispy_reads_what_we_write() -> None:
    rows = rispy.loads(risout.write(SAMPLE))
    assert [row.get("title") or row.get("primary_title") for row in rows] == [one.title for one in SAMPLE]
    assert [str(row["year"])[:4] for row in rows] == [one.year for one in SAMPLE]
    assert [row["number"] for row in rows] == [one.issue for one in SAMPLE]


def test_bibtexparser_reads_what_we_write() -> None:
    library = bibtexparser.parse_string(bibtexout.write(SAMPLE))
    assert not library.failed_blocks
    assert [entry["year"] for entry in library.entries] == [one.year for one in SAMPLE]
    first = library.entries[0]
    assert first["journal" if "journal" in first.fields_dict else "journaltitle"] == SAMPLE[0].container


def test_csl_json_is_json_with_names_in_order() -> None:
    rows = json.loads(cslout.write(SAMPLE))
    assert [row["title"] for row in rows] == [one.title for one in SAMPLE]
    assert [len(row["author"]) for row in rows] == [len(one.authors) for one in SAMPLE]


NAMES = ("甲小满", "乙立秋", "欧阳处暑", "Brandt, Karl")
WORDS = st.text(alphabet="钢包吹氩位置影响abcXYZ 12（）-,.:&%#_", min_size=1, max_size=20).map(lambda text: " ".join(f"钢{text}".split()))


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, st.integers(1950, 2029), st.integers(1, 24), st.lists(st.sampled_from(NAMES), max_size=4))
def test_any_citation_survives_the_way_out_and_back(title: str, container: str, year: int, issue: int, authors: list[str]) -> None:
    one = journal(title=title, container=container, year=str(year), issue=str(issue), authors=tuple(authors), pages="1-5")
    for form, write in WRITERS.items():
        [read] = export(write([one])).entries
        assert (read.title, read.container, read.year, read.issue) == (title, container, str(year), str(issue)), form
        assert [key(name) for name in read.authors] == [key(name) for name in authors], form


@pytest.mark.parametrize("sample", sorted(Path("fixtures/exports").glob("*.txt")), ids=lambda path: path.name)
def test_every_sample_survives_as_ris(sample: Path) -> None:
    found = formats.read(sample.read_bytes())
    if found is None:
        return
    again = export(risout.write([composed.cite(entry, str(number)) for number, entry in enumerate(found.entries, 1)]))
    assert [entry.title for entry in again.entries] == [entry.title for entry in found.entries]
    assert [entry.year for entry in again.entries] == [entry.year for entry in found.entries]
