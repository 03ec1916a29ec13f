"""Dumps are taken in whole, in flat memory, each record once, and what cannot be read is named with file and line."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run
from tests.corpus.dumps import alex, built, lines, work, write
from verifier.errors import BadValue, UnreadableFile
from verifier.retrieval.corpus import lines as reading
from verifier.retrieval.corpus import store
from verifier.retrieval.corpus.lines import Opened
from verifier.retrieval.corpus.search import Corpus
from verifier.retrieval.corpus.store import Store

REFWORKS = (ROOT / "fixtures" / "exports" / "cnki-refworks.txt").read_bytes()


def kept(folder: Path) -> list[tuple[str, int, Any]]:
    """Return every record of a corpus with its file and line."""
    opened = Store(folder)
    every = [opened.get(number) for number in range(opened.total())]
    opened.close()
    return [(one.file, one.line, json.loads(one.raw)) for one in every]


def wrong(folder: Path) -> list[tuple[str, int]]:
    """Return file and line of what was not read."""
    opened = Store(folder)
    found = [(file, line) for file, line, *_ in opened.wrongs()]
    opened.close()
    return found


def many(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Return works that differ in number and title."""
    return [
        work(f"10.99999/inv.{place}", f"Invented study number {place} of {place * 7919 % 9973} things")
        for place in range(first, first + count)
    ]


# ---------------------------------------------------------------- shapes of dumps


def test_json_lines_a_document_a_tar_and_a_folder_give_the_same_records(tmp_path: Path) -> None:
    works = many(40)
    write(tmp_path / "a" / "0.jsonl.gz", lines(works[:25]))
    write(tmp_path / "a" / "updated_date=2024-01-02" / "part_000.gz", lines(works[25:]))
    write(tmp_path / "b" / "0.json.gz", json.dumps({"items": works[:25]}).encode())
    write(tmp_path / "b" / "1.json", json.dumps({"items": works[25:]}, indent=1).encode(), packed=False)
    with tarfile.open(tmp_path / "all.tar", "w") as tar:
        for path in sorted((tmp_path / "b").iterdir()):
            tar.add(path, f"dump/{path.name}")
    several = [built(tmp_path / name, tmp_path / given) for name, given in (("x", "a"), ("y", "b"), ("z", "all.tar"))]
    assert [one.records for one in several] == [40, 40, 40]
    first, second, third = (kept(tmp_path / name) for name in "xyz")
    assert [one[2] for one in first] == [one[2] for one in second] == [one[2] for one in third]
    assert [one[:2] for one in first[24:26]] == [("0.jsonl.gz", 25), ("updated_date=2024-01-02/part_000.gz", 1)]
    assert [one[:2] for one in third[24:26]] == [("all.tar!dump/0.json.gz", 25), ("all.tar!dump/1.json", 1)]


def test_only_what_is_ever_read_is_kept_and_as_it_stands(tmp_path: Path) -> None:
    given = work(
        title="虚构的 <i>α</i> 题名 \u2028", **{"update-to": [{"DOI": "10.9/x", "type": "retraction", "updated": {}}]}
    )
    write(tmp_path / "d.gz", lines([given]))
    built(tmp_path / "x", tmp_path / "d.gz")
    record = kept(tmp_path / "x")[0][2]
    assert record["title"] == given["title"]
    assert record["update-to"] == [{"DOI": "10.9/x", "type": "retraction"}]
    assert "reference" not in record
    assert "score" not in record


def test_members_of_gzip_laid_end_to_end_are_one_file(tmp_path: Path) -> None:
    works = many(6)
    (tmp_path / "d.gz").write_bytes(gzip.compress(lines(works[:3])) + gzip.compress(lines(works[3:])))
    assert built(tmp_path / "x", tmp_path / "d.gz").records == 6


def test_a_manifest_and_a_readme_of_a_dump_are_no_records(tmp_path: Path) -> None:
    write(tmp_path / "d" / "part_000.gz", lines([alex()]))
    (tmp_path / "d" / "manifest").write_text("{}")
    (tmp_path / "d" / "README.md").write_text("x")
    assert built(tmp_path / "x", tmp_path / "d", source="openalex").records == 1
    assert wrong(tmp_path / "x") == []


@pytest.mark.parametrize(
    "name",
    ["cnki-refworks.txt", "cnki-endnote.txt", "cnki-noteexpress.net", "vip.xml", "wanfang.bib", "cnki-custom.txt"],
)
def test_exports_of_every_format_are_read_as_hand_ins_are(name: str, tmp_path: Path) -> None:
    path = ROOT / "fixtures" / "exports" / name
    expected = json.loads((ROOT / "fixtures" / "exports" / f"{name}.expected.json").read_text("utf-8"))
    found = built(tmp_path / "x", path, source=name.split("-")[0].split(".")[0], licence="虚构大学图书馆与该库的合同")
    entries = expected["entries"] if isinstance(expected, dict) else expected
    assert found.records == len(entries) > 0
    assert [record["title"] for _, _, record in kept(tmp_path / "x")] == [entry["title"] for entry in entries]


def test_an_export_of_a_database_needs_a_licence_and_an_open_dump_does_not(tmp_path: Path) -> None:
    path = write(tmp_path / "知网.txt", REFWORKS, packed=False)
    with pytest.raises(BadValue, match="授权"):
        built(tmp_path / "x", path, source="cnki", licence=" ")
    assert built(tmp_path / "x", path, source="cnki", licence="合同").licence == "合同"


@pytest.mark.parametrize("more", [{"source": "nowhere"}, {"source": "nppa", "licence": "x"}, {"engine": "grep"}])
def test_what_cannot_be_a_corpus_is_refused(more: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(BadValue):
        built(tmp_path / "x", write(tmp_path / "d.gz", lines([work()])), **more)


# ---------------------------------------------------------------- hostile and damaged files


DEEP = b'{"DOI":"10.9/d","title":["t"],"x":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
BAD = [
    b"",
    b"no json",
    b'{"DOI": "10.9/x"}',
    b'{"title": ["t"]}',
    DEEP,
    b"\xff\xfe",
    b'{"DOI":5,"title":["t"]}',
    b"x" * (reading.LONGEST_LINE + 10),
]


def test_bad_lines_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    works = many(len(BAD))
    mixed = [one for pair in zip(BAD, works, strict=True) for one in pair]
    write(tmp_path / "d" / "0.gz", lines(mixed))
    found = built(tmp_path / "x", tmp_path / "d")
    assert [line for _, line, _ in kept(tmp_path / "x")] == [2 * place for place in range(1, len(BAD) + 1)]
    assert wrong(tmp_path / "x") == [
        ("0.gz", 2 * place + 1) for place in range(1, len(BAD))
    ]  # an empty line is nothing
    assert found.state == "whole"


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_file_that_was_cut_gives_its_whole_lines_and_says_so(cut: float, tmp_path: Path) -> None:
    whole = gzip.compress(lines(many(4000)))
    (tmp_path / "a.gz").write_bytes(whole[: int(len(whole) * cut)])
    write(tmp_path / "b.gz", lines(many(3, 9000)))
    found = built(tmp_path / "x", tmp_path / "a.gz", tmp_path / "b.gz")
    assert 3 < found.records < 4003
    opened = Store(tmp_path / "x")
    told = list(opened.wrongs())
    assert [one[0] for one in told][-1] == "a.gz"
    assert "中断" in told[-1][2]


def test_a_damaged_stretch_of_gzip_is_named(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(lines(many(4000))))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\x00" * 40
    (tmp_path / "a.gz").write_bytes(bytes(packed))
    write(tmp_path / "b.gz", lines(many(3, 9000)))
    assert built(tmp_path / "x", tmp_path / "a.gz", tmp_path / "b.gz").records >= 3
    assert wrong(tmp_path / "x")


BOUNDED = """
import resource, sys
from pathlib import Path
from tests.corpus.dumps import built
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = built(Path(sys.argv[1]), Path(sys.argv[2]), commit=2000)
print(found.records, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_bomb_is_left_in_bounded_memory_and_the_next_file_goes_on(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    for name, filling in (
        ("a", b"\x00" * (1 << 20)),
        ("b", b"\n" * (1 << 20)),
        ("c", b'{"items":[[[[[[[[[' * (1 << 16)),
    ):
        with gzip.open(tmp_path / "d" / f"{name}.gz", "wb", 6) as out:
            for _ in range(60):
                out.write(filling)
    write(tmp_path / "d" / "z.gz", lines(many(3)))
    ran = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(tmp_path / "x"), str(tmp_path / "d")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    records, grown = map(int, ran.stdout.split())
    assert records == 3
    assert {file for file, _ in wrong(tmp_path / "x")} == {"a.gz", "b.gz", "c.gz"}
    assert grown < 300 * 1024  # KB


def test_memory_does_not_grow_with_the_dump(tmp_path: Path) -> None:
    grown = []
    for count in (4_000, 24_000):
        write(tmp_path / f"{count}.gz", lines(many(count)))
        words = [sys.executable, "-c", BOUNDED, str(tmp_path / f"x{count}"), str(tmp_path / f"{count}.gz")]
        ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=100)
        grown.append(int(ran.stdout.split()[1]))
    assert grown[1] < grown[0] + 40 * 1024


def test_a_line_is_whole_wherever_the_chunks_part(tmp_path: Path) -> None:
    path = write(
        tmp_path / "d", b"\n".join(b"%d" % number * (number % 17 * 50_007) for number in range(1, 61)), packed=False
    )
    with path.open("rb") as stream:
        found = list(Opened(stream).pieces())
    written = dict(enumerate(path.read_bytes().split(b"\n"), 1))
    assert dict(found) == {number: line for number, line in written.items() if line}
    assert len(found) == 57


# ---------------------------------------------------------------- going on


def test_the_same_build_again_takes_nothing_twice_and_a_new_file_is_added(tmp_path: Path) -> None:
    write(tmp_path / "d" / "0.gz", lines(many(30)))
    first = built(tmp_path / "x", tmp_path / "d")
    assert built(tmp_path / "x", tmp_path / "d") == first
    write(tmp_path / "d" / "1.gz", lines(many(5, 100)))
    more = built(tmp_path / "x", tmp_path / "d")
    assert more.records == 35
    assert more.digest != first.digest


def test_a_file_that_changed_since_is_refused_with_its_name(tmp_path: Path) -> None:
    write(tmp_path / "d" / "0.gz", lines(many(30)))
    built(tmp_path / "x", tmp_path / "d")
    write(tmp_path / "d" / "0.gz", lines(many(31)))
    with pytest.raises(UnreadableFile, match=r"0\.gz"):
        built(tmp_path / "x", tmp_path / "d")


def test_a_corpus_goes_on_only_as_what_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "d.gz", lines([work()]))
    built(tmp_path / "x", path)
    with pytest.raises(BadValue, match="source"):
        built(tmp_path / "x", path, source="openalex")


def test_a_corpus_of_another_format_is_refused(tmp_path: Path) -> None:
    built(tmp_path / "x", write(tmp_path / "d.gz", lines([work()])))
    opened = Store(tmp_path / "x", writes=True)
    store.put(opened.rows, [("schema", "99")])
    opened.close()
    with pytest.raises(UnreadableFile, match="99"):
        Store(tmp_path / "x")


def commits_of(folder: Path) -> int:
    """Return how many commits a corpus holds while another process builds it."""
    try:
        opened = Store(folder)
        found = opened.rows.execute("SELECT value FROM meta WHERE key = 'turns'").fetchone()
        opened.close()
    except (UnreadableFile, sqlite3.OperationalError):
        return 0
    return int(found[0]) if found else 0


CHILD = """
import sys
from pathlib import Path
from tests.corpus.dumps import built
built(Path(sys.argv[1]), Path(sys.argv[2]), engine=sys.argv[3], commit=700)
"""


def test_a_build_killed_again_and_again_loses_nothing_and_takes_nothing_twice(engine: str, tmp_path: Path) -> None:
    bad = [b"no json", b'{"title": []}']
    for place in range(4):
        write(tmp_path / "d" / f"{place}.gz", lines([*many(2500, place * 2500), *bad]))
    words = [sys.executable, "-c", CHILD, str(tmp_path / "killed"), str(tmp_path / "d"), engine]
    kills = 0
    for commits in (
        1,
        3,
        4,
        8,
        11,
        13,
    ):  # killed as soon as so many commits are on the disk, wherever the build is then
        child = subprocess.Popen(words, cwd=ROOT)
        while child.poll() is None and commits_of(tmp_path / "killed") < commits:
            time.sleep(0.001)
        kills += child.poll() is None
        child.kill()
        child.wait()
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == 0
    assert kills >= 2
    whole, killed = built(tmp_path / "whole", tmp_path / "d", engine=engine), Corpus(tmp_path / "killed")
    assert killed.manifest.records == whole.records == 10_000
    assert kept(tmp_path / "killed") == kept(tmp_path / "whole")
    assert wrong(tmp_path / "killed") == wrong(tmp_path / "whole")
    other = Corpus(tmp_path / "whole")
    for gram in ("inve·", "·nted", "stud·", "7919", "·mber"):
        assert killed.titles.frequency(gram) == other.titles.frequency(gram)
    for number in range(0, 10_000, 397):
        record = killed.store.get(number)
        assert [one.number for one in killed.by_doi(f"10.99999/inv.{number}")] == [number]
        assert killed.by_title(json.loads(record.raw)["title"][0])[0].kept.number == number


def test_two_builds_of_one_corpus_do_not_meet(tmp_path: Path) -> None:
    from verifier.errors import StorageError
    from verifier.retrieval.corpus import build

    path = write(tmp_path / "d.gz", lines([work()]))
    built(tmp_path / "x", path)
    with build.alone(tmp_path / "x"), pytest.raises(StorageError, match="建立中"):
        built(tmp_path / "x", path)


# ---------------------------------------------------------------- the command


def test_the_command_builds_names_bad_lines_searches_and_tells_the_state(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "dump" / "0001.json.gz", lines([*many(5), b"no json", work()]))
    given = ("--name", "crossref-2024", "--data", str(tmp_path / "data"))
    made = run("corpus", "build", "dump", "--source", "crossref", "--date", "2024-04-30", *given)
    assert made.returncode == 1, made.stderr
    assert "0001.json.gz:6:" in made.stderr
    assert "6 条，未读 1 处" in made.stdout
    found = run("corpus", "search", "A stady of spindle error in invented machines", "--data", str(tmp_path / "data"))
    assert found.returncode == 0
    assert "crossref-2024 2024-04-30 0001.json.gz:7" in found.stdout.splitlines()[1]
    for words in (
        ("--doi", "https://doi.org/10.99999/INV.2021.7"),
        ("--journal", "2999-2008", "--year", "2021", "--issue", "4", "--page", "31"),
    ):
        exact = run("corpus", "search", *words, "--json", "--data", str(tmp_path / "data"))
        assert [(row["line"], row["likeness"]) for row in map(json.loads, exact.stdout.splitlines())][-1] == (7, 100.0)
    missing = run("corpus", "search", "--doi", "10.1/none", "--data", str(tmp_path / "data"))
    assert missing.returncode == 1
    assert "不说明没有" in missing.stderr
    told = run("corpus", "status", "--all", "--data", str(tmp_path / "data"))
    assert "完整" in told.stdout
    assert "0001.json.gz:6:" in told.stderr


def test_a_dump_with_nothing_in_it_and_a_path_that_is_not_there_are_said(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "d.gz", b"no json\n")
    given = ("--source", "crossref", "--date", "2024-04-30", "--name", "x", "--data", str(tmp_path / "data"))
    for path, said in (("d.gz", "没有读到任何记录"), ("nowhere", "文件不存在")):
        ran = run("corpus", "build", path, *given)
        assert ran.returncode == 2
        assert said in ran.stderr
