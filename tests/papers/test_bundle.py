"""The bundle is checked by a script that shares no code with the program: whole ones pass, and every alteration is named."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.papers.altering import altered
from tests.papers.small_office import Office, script
from tests.proof.reading import ROOT
from verifier.model import Report
from verifier.papers import bundle

SCRIPT = ROOT / "docs" / "verify_bundle.py"
check = script()


@pytest.fixture
def made(office: Office) -> tuple[Report, bytes]:
    """Return a report of eight outputs and its bundle."""
    report = office.take("ordinary")
    files = office.issue(report)
    return report, bundle.build(report, office.index(report), office.archive, {"certificate.pdf": files["certificate.pdf"]})


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def forged(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a bundle changed by somebody who also renews lengths and digests of every member."""
    whole = members(data)
    change(whole)
    package = json.loads(whole[bundle.PACKAGE])
    for one in package["resources"]:
        one["bytes"], one["hash"] = len(whole[one["path"]]), f"sha256:{hashlib.sha256(whole[one['path']]).hexdigest()}"
    whole[bundle.PACKAGE] = msgspec.json.encode(package, order="sorted")
    digest = hashlib.sha256(whole[bundle.PACKAGE]).hexdigest()
    whole[bundle.DIGEST] = msgspec.json.encode({"path": bundle.PACKAGE, "hash": f"sha256:{digest}"}, order="sorted")
    return bundle.zipped(whole.items())


def rewritten(report: bytes, change: Callable[[Any], None]) -> bytes:
    """Return report.json changed, with a content digest that holds again."""
    plain = json.loads(report)
    change(plain)
    plain["hash"] = ""
    bare = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return bare.replace(b'"hash":""', f'"hash":"{hashlib.sha256(bare).hexdigest()}"'.encode(), 1)


def test_the_script_uses_the_standard_library_alone() -> None:
    names = {
        alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert names <= set(sys.stdlib_module_names)
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8"))))


def test_a_whole_bundle_passes_and_prints_what_to_compare(made: tuple[Report, bytes], tmp_path: Path) -> None:
    report, data = made
    (tmp_path / "b.wacz").write_bytes(data)
    words = [sys.executable, "-I", "-S", str(SCRIPT), str(tmp_path / "b.wacz"), "--digest", report.hash[:16]]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "完好" in done.stdout
    assert report.hash in done.stdout


def test_the_same_report_gives_the_same_bundle(made: tuple[Report, bytes], office: Office) -> None:
    report, data = made
    files = office.issue(report)
    assert data == bundle.build(report, office.index(report), office.archive, {"certificate.pdf": files["certificate.pdf"]})


def test_no_altered_bundle_passes(made: tuple[Report, bytes]) -> None:
    _, data = made
    passed = []
    for name, changed in altered(data, 150, seed=7):
        try:
            check.check(changed)
        except (check.Misfit, KeyError, TypeError, AttributeError, IndexError, ValueError):
            continue
        passed.append(name)
    assert passed == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"head": "0" * 64}, "链头"),
        ({"digest": "0" * 16}, "内容摘要"),
        ({"number": "202621010000001E"}, "编号"),
    ],
)
def test_what_the_stamped_paper_prints_must_agree(made: tuple[Report, bytes], words: dict[str, str], says: str) -> None:
    with pytest.raises(check.Misfit, match=says):
        check.check(made[1], **words)


def change_capture(whole: dict[str, bytes]) -> None:
    whole[bundle.WARC] = whole[bundle.WARC][:100] + b"\x00" + whole[bundle.WARC][101:]


def drop_link(whole: dict[str, bytes]) -> None:
    lines = whole[bundle.CHAIN].splitlines(keepends=True)
    whole[bundle.CHAIN] = b"".join(lines[:3] + lines[4:])


def cut_chain(whole: dict[str, bytes]) -> None:
    whole[bundle.CHAIN] = b"".join(whole[bundle.CHAIN].splitlines(keepends=True)[:-1])


def change_time(whole: dict[str, bytes]) -> None:
    whole[bundle.CHAIN] = whole[bundle.CHAIN].replace(b"2026-03-01T09:02:07", b"2025-03-01T09:02:07", 1)


def change_page(whole: dict[str, bytes]) -> None:
    whole[bundle.REPORT] = whole[bundle.REPORT].replace(b"12-18", b"12-17", 1)


def change_paper(whole: dict[str, bytes]) -> None:
    whole["papers/certificate.pdf"] = b"%PDF-1.7\n%%EOF\n"


def resealed(change: Callable[[Any], None]) -> Callable[[dict[str, bytes]], None]:
    """Return a change of the report by somebody who also renews its digest, in the list of evidence too."""

    def made(whole: dict[str, bytes]) -> None:
        whole[bundle.REPORT] = rewritten(whole[bundle.REPORT], change)
        index = json.loads(whole[bundle.INDEX])
        index["report"] = json.loads(whole[bundle.REPORT])["hash"]
        index["pieces"] = [
            {**one, "evidence": kept}
            for one, kept in zip(index["pieces"], json.loads(whole[bundle.REPORT])["evidence"], strict=False)
        ]
        whole[bundle.INDEX] = msgspec.json.encode(index, order="sorted")

    return made


def invent_record(report: Any) -> None:
    report["items"][0]["lookups"]["cnki"]["record"] = "CJFD/LHJX2019030999"


def borrow_evidence(report: Any) -> None:
    lookups = report["items"][0]["lookups"]
    lookups["cnki"]["evidence"] = lookups["vip"]["evidence"]


def find_without_evidence(report: Any) -> None:
    report["items"][4]["lookups"]["cnki"].update(state="found", evidence=[])


def move_time(report: Any) -> None:
    report["evidence"][0]["at"] = "2025-01-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (change_capture, "字节与留痕不符"),
        (drop_link, "不相接"),
        (cut_chain, "链头|索引与留痕"),
        (change_time, "哈希值不符"),
        (change_page, "内容与其摘要不符"),
        (change_paper, "所附的核验结果"),
        (resealed(invent_record), "不载记录号"),
        (resealed(borrow_evidence), "不是 cnki 的网页"),
        (resealed(find_without_evidence), "没有证据"),
        (resealed(move_time), "at 与留痕不符"),
    ],
)
def test_a_forger_who_renews_the_digests_is_found_by_what_he_changed(
    made: tuple[Report, bytes], change: Callable[[dict[str, bytes]], None], says: str
) -> None:
    with pytest.raises(check.Misfit, match=says):
        check.check(forged(made[1], change))


def test_renewing_digests_without_a_change_forges_nothing(made: tuple[Report, bytes]) -> None:
    assert forged(made[1], lambda whole: None) == made[1]


def test_nobody_elses_searches_leave_the_house(office: Office) -> None:
    stranger = office.take("ordinary")
    report = office.take()
    office.take("forty")
    office.issue(report)
    data = bundle.build(report, office.index(report), office.archive)
    links = [json.loads(line) for line in members(data)[bundle.CHAIN].splitlines()]
    assert {set(link) == {"n", "prev", "hash"} for link in links} == {True, False}
    assert stranger.items[1].citation.title not in data.decode("utf-8", errors="ignore")
    check.check(data)


def test_a_bundle_is_a_web_archive_that_other_readers_open(made: tuple[Report, bytes]) -> None:
    report, data = made
    whole = members(data)
    bodies = [
        record.content_stream().read()
        for record in ArchiveIterator(BytesIO(whole[bundle.WARC]), check_digests="raise")
        if record.rec_type == "response"
    ]
    assert len(bodies) == len(report.evidence)
    assert all("检索结果".encode() in body for body in bodies)
    package = json.loads(whole[bundle.PACKAGE])
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    for line in whole[bundle.CDX].decode().splitlines():
        facts = json.loads(line[line.index("{") :])
        start = int(facts["offset"])
        piece = whole[bundle.WARC][start : start + int(facts["length"])]
        assert next(iter(ArchiveIterator(BytesIO(piece)))).rec_headers.get_header("WARC-Target-URI") == facts["url"]


def test_what_is_no_bundle_is_said_so(tmp_path: Path) -> None:
    for data in (b"", b"PK\x05\x06" + b"\x00" * 18, b"x" * 100):
        with pytest.raises(check.Misfit):
            check.check(data)
    assert check.main([str(tmp_path / "missing.wacz")]) == 2
