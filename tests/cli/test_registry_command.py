"""`verifier registry`: lists become dated snapshots, conflicts are shown, and likeness never decides."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from verifier.cli.registry import command
from verifier.errors import BadValue, UnreadableFile
from verifier.retrieval import snapshot

HEAD = "刊名,国内统一刊号,ISSN,主办单位,刊期,状态,曾用名\n"
LIST = HEAD + (
    "虚构学报（自然科学版）,CN 21-4999/N,9000-0005,虚构大学；某会,双月刊,在刊,旧虚构学报（1980—1998-12，CN 21-4998/N）\n"
    "虚构机电,21-4997/TH,,某会,月刊,停刊(2019-12),\n"
)


@pytest.fixture
def run(tmp_path: Path):  # type: ignore[no-untyped-def]
    def call(*words: str) -> Result:
        return CliRunner().invoke(command, [*words, "--data", str(tmp_path / "data")], standalone_mode=False)

    return call


def file(folder: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def stored(folder: Path, day: str) -> list[dict[str, object]]:
    text = (folder / "data" / "registry" / f"{day}.jsonl").read_text("utf-8")
    head, *rows = (json.loads(line) for line in text.splitlines())
    assert head == {"format": "registry/1"}
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_any_usual_encoding_becomes_a_snapshot(tmp_path: Path, run, encoding: str) -> None:  # type: ignore[no-untyped-def]
    done = run("import", file(tmp_path, LIST, encoding=encoding), "--as-of", "2021-08-30")
    assert done.exception is None
    first, second = stored(tmp_path, "2021-08-30")
    assert (first["title"], first["cn"], first["issn"], first["sponsors"]) == (
        "虚构学报（自然科学版）", "21-4999/N", "9000-0005", ["虚构大学", "某会"],
    )  # fmt: skip
    former = {"title": "旧虚构学报", "from": "1980", "until": "1998-12", "cn": "21-4998/N", "issn": None}
    assert first["former"] == [former]
    assert (second["status"], second["until"], second["issn"]) == ("stopped", "2019-12", None)


def test_a_workbook_and_json_lines_say_the_same(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    rows = [line.split(",") for line in LIST.splitlines()]
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet = book.add_worksheet()
    for place, cells in enumerate([["某年期刊名录"], *rows]):
        sheet.write_row(place, 0, cells)
    book.close()
    lines = "".join(json.dumps(dict(zip(rows[0], cells, strict=True)), ensure_ascii=False) + "\n" for cells in rows[1:])
    assert run("import", str(tmp_path / "list.xlsx"), "--as-of", "2020-01-01").exception is None
    assert run("import", file(tmp_path, lines, "list.jsonl"), "--as-of", "2020-01-02").exception is None
    assert stored(tmp_path, "2020-01-01") == stored(tmp_path, "2020-01-02")


def test_what_is_odd_is_shown_and_nothing_is_repaired(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    odd = HEAD + (
        "虚构甲刊,21-49O1/TH,9000-0001,,,,\n,21-4902/TH,,,,,\n虚构乙刊,21(Q)第1001号,,,,,\n"
        "虚构丙刊,21-4903/TH,9000-0005,,,,虚构丁刊\n虚构丁刊,21-4904/TH,9000-0005,,,,\n虚构丁刊(下半月),21-4904/TH,,,,,\n"
    )  # fmt: skip
    done = run("import", file(tmp_path, odd), "--as-of", "2021-08-30")
    assert "疑为21-4901/TH" in done.output
    assert "校验不符" in done.output
    assert ":3: 没有刊名" in done.output
    for words in ("同一CN号下有几个刊名: 1", "同一ISSN用于几个CN号: 1", "曾用名是另一刊的现名: 1", "未收入 1 行"):
        assert words in done.output
    rows = stored(tmp_path, "2021-08-30")
    assert rows[0]["cn"] == "21-49O1/TH"
    assert [one["registered"] for one in rows[:2]] == [True, False]
    assert len({one["id"] for one in rows}) == len(rows) == 5


def test_a_list_without_conflicts_shows_none(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    output = run("import", file(tmp_path, LIST), "--as-of", "2021-08-30").output
    assert "同一" not in output
    assert "校验" not in output


def test_a_second_snapshot_says_what_changed(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    run("import", file(tmp_path, LIST), "--as-of", "2020-01-01")
    later = LIST.replace("虚构机电,", "虚构机电与智能,").replace("双月刊", "月刊") + "虚构新刊,21-4990/T,,,,,\n"
    output = run("import", file(tmp_path, later), "--as-of", "2021-01-01").output
    assert "刊名变更 《虚构机电与智能》 虚构机电 → 虚构机电与智能" in output
    assert "刊期变更 《虚构学报（自然科学版）》 双月刊 → 月刊" in output
    assert "新增 《虚构新刊》" in output
    told = run("history", "21-4997").output
    assert ("2020-01-01" in told, "2021-01-01" in told, "虚构机电与智能" in told) == (True, True, True)


def test_a_snapshot_of_a_day_is_replaced_only_when_asked(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    words = ("import", file(tmp_path, LIST), "--as-of", "2020-01-01")
    assert run(*words).exception is None
    assert isinstance(run(*words).exception, BadValue)
    assert run(*words, "--replace").exception is None


def test_a_journal_is_found_by_the_name_of_the_papers_day_and_never_by_likeness(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    run("import", file(tmp_path, LIST), "--as-of", "2021-08-30")
    old = run("find", "旧虚构学报", "--on", "1990")
    assert (old.return_value, "21-4998/N" in old.output) == (0, True)
    for text in ("虚构学报:自然科学版", "CN21-4999", "9000-0005", "21-4999/X"):
        assert run("find", text).return_value == 0
    near = run("find", "虚构机械")
    assert near.return_value == 1
    assert "不说明未登记" in near.output
    told = json.loads(run("find", "虚构机电", "--json").output)
    assert (told["as_of"], told["finding"]["state"]) == ("2021-08-30", "found")


def test_a_folder_of_snapshots_stands_for_its_newest(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    run("import", file(tmp_path, LIST), "--as-of", "2020-01-01")
    run("import", file(tmp_path, LIST + "虚构新刊,21-4990/T,,,,,\n"), "--as-of", "2021-01-01")
    folder = tmp_path / "data" / "registry"
    assert [len(snapshot.load(path)) for path in (folder, *snapshot.dated(folder).values())] == [3, 2, 3]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("甲,乙\n1,2\n", BadValue),
        ("", BadValue),
        ("刊名\n虚构\n", BadValue),
        ('{"刊名": \n', BadValue),
        (HEAD + ",,,,,,\n", BadValue),
    ],
    ids=["no head", "empty", "a title alone", "broken json", "no row"],
)
def test_a_list_that_cannot_be_used_says_what_to_do(tmp_path: Path, run, text: str, error: type[Exception]) -> None:  # type: ignore[no-untyped-def]
    done = run("import", file(tmp_path, text), "--as-of", "2021-08-30")
    assert isinstance(done.exception, error)
    assert not list((tmp_path / "data").glob("registry/*.jsonl"))


def test_a_missing_file_and_a_missing_snapshot_say_so(run) -> None:  # type: ignore[no-untyped-def]
    assert isinstance(run("import", "none.csv").exception, UnreadableFile)
    assert isinstance(run("find", "虚构学报").exception, UnreadableFile)


def test_ten_thousand_titles_are_imported_in_seconds(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    rows = "".join(f"虚构第{n}学报,21-{n % 9000 + 1000:04d}/T,,某会,月刊,在刊,旧刊{n}\n" for n in range(10_000))
    begin = time.perf_counter()
    assert run("import", file(tmp_path, HEAD + rows), "--as-of", "2021-08-30").exception is None
    assert time.perf_counter() - begin < 20
