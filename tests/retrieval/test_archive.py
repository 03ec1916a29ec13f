"""Evidence comes back as it came, and no later change of evidence or log goes unseen."""

from __future__ import annotations

import gzip
import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.retrieval import tiny_source as tiny
from verifier import __version__, audit
from verifier.audit import GENESIS
from verifier.errors import UnreadableFile
from verifier.model import Answer, Page, Reply, State
from verifier.retrieval import chain
from verifier.retrieval.archive import Archive, evidence_id
from verifier.retrieval.archive_check import check
from verifier.retrieval.entries import FORMAT
from verifier.retrieval.record import Piece
from verifier.retrieval.wire import Outgoing, now

REQUEST = Outgoing(
    method="POST",
    url="http://127.0.0.1:1/tiny/grid?v=token-000001",
    headers=(("Cookie", "SID=cookie-000001"), ("User-Agent", "agent")),
    body=b"q=1&t=token-000001",
)
PIECE = Piece(parser="tiny/1", state="found", query="search title 甲", attempts=("2026-09-01 503",))
SECRETS = ("token-000001", "cookie-000001")


def page(word: str = "甲", body: bytes = b"") -> Page:
    """Return a page with an evidence id of its own."""
    ask, at = tiny.ask("grid", word), now().isoformat()
    body = body or f"<html>{word}</html>".encode() + word.encode() * 400
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Set-Cookie", "SID=cookie-000001"))
    evidence = evidence_id("tiny", ask.key, hashlib.sha256(body).hexdigest(), at)
    return Page(ask=ask, status=200, url=f"http://127.0.0.1:1/tiny/grid?q={len(word)}", headers=headers, body=body, fetched=at, evidence=evidence)


def write(archive: Archive, *words: str) -> list[Page]:
    """Store one page a word."""
    pages = [page(word) for word in words]
    for one in pages:
        archive.write(one, REQUEST, PIECE, SECRETS)
    return pages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an archive with three pieces, sealed."""
    with Archive(tmp_path / "archive") as archive:
        write(archive, "甲", "乙", "丙")
    return tmp_path / "archive"


def the_warc(folder: Path) -> Path:
    """Return the only WARC file."""
    (path,) = (folder / "warc").iterdir()
    return path


def test_a_page_comes_back_byte_for_byte(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        (one,) = write(archive, "甲")
        found = archive.read(one.evidence)
        assert (found.body, found.status, found.url, found.at) == (one.body, 200, one.url, one.fetched)
        assert found.content_type == "text/html; charset=utf-8"
        assert ("Set-Cookie", "SID=REDACTED") in found.headers
        named = archive.evidence(one.evidence)
        assert (named.sha256, named.length, named.parser) == (hashlib.sha256(one.body).hexdigest(), len(one.body), "tiny/1")


def test_nothing_is_made_before_the_first_piece(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        assert archive.head() == GENESIS
    assert not (tmp_path / "archive").exists()


def test_another_run_reads_and_goes_on_with_the_chain(folder: Path) -> None:
    with Archive(folder) as later:
        before = later.head()
        (one,) = write(later, "丁")
        assert len(later.entries()) == 4
        assert later.read(one.evidence).body == one.body
        assert later.head() != before
    verdict = check(folder, head=before)
    assert (verdict.problems, verdict.notes, verdict.pieces) == ((), (), 4)


def test_tokens_and_cookies_stay_out_of_every_file(folder: Path) -> None:
    text = gzip.decompress(the_warc(folder).read_bytes()) + (folder / "chain.jsonl").read_bytes()
    assert b"REDACTED" in text
    for secret in SECRETS:
        assert secret.encode() not in text


def test_any_warc_reader_finds_answer_request_and_circumstances(folder: Path) -> None:
    with the_warc(folder).open("rb") as file:
        records = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(file)]
    assert [kind for kind, _ in records] == ["response", "request", "metadata"] * 3
    assert records[0][1] == page("甲").body
    assert "parser: tiny/1" in records[2][1].decode()
    assert "attempt: 2026-09-01 503" in records[2][1].decode()


def test_the_same_body_again_is_a_revisit_that_reads_as_whole(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        body = b"zero" * 400
        first, second = page("甲", body), page("乙", body)
        for one in (first, second):
            archive.write(one, REQUEST, PIECE)
        assert archive.entry(second.evidence).same_as == first.evidence
        assert archive.read(second.evidence).body == body
    with the_warc(tmp_path).open("rb") as file:
        assert [record.rec_type for record in ArchiveIterator(file)].count("revisit") == 1
    assert check(tmp_path).problems == ()


def test_an_unknown_id_says_so(folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有该编号"):
        Archive(folder).read("E000000000000")


@pytest.mark.parametrize("where", [0.02, 0.3, 0.5, 0.7, 0.98])
def test_a_changed_byte_of_evidence_is_found_and_the_log_is_not_blamed(folder: Path, where: float) -> None:
    path = the_warc(folder)
    content = bytearray(path.read_bytes())
    content[int(len(content) * where)] ^= 1
    path.write_bytes(bytes(content))
    verdict = check(folder)
    assert (verdict.evidence, verdict.log) == (False, True)


def test_a_record_cut_in_the_middle_is_found(folder: Path) -> None:
    path = the_warc(folder)
    os.truncate(path, path.stat().st_size - 700)
    last = Archive(folder).entries()[-1].id
    verdict = check(folder)
    assert (verdict.evidence, verdict.log) == (False, True)
    assert last in {problem.where for problem in verdict.problems}
    with pytest.raises(UnreadableFile, match="中途被截断"):
        Archive(folder).read(last)


def test_a_record_that_was_cut_and_packed_again_does_not_pass_for_whole(folder: Path) -> None:
    """warcio itself reads a short record without a word; the digest must have been seen to hold."""
    path = the_warc(folder)
    entry = Archive(folder).entries()[0]
    content = path.read_bytes()
    plain = gzip.decompress(content[: entry.size])
    cut = gzip.compress(plain[: plain.index(b"WARC-Type: request") - 400])
    path.write_bytes(cut.ljust(entry.size, b"\0") + content[entry.size :])
    assert check(folder).evidence is False
    with pytest.raises(UnreadableFile):
        Archive(folder).read(entry.id)


def test_a_lost_file_is_found(folder: Path) -> None:
    the_warc(folder).unlink()
    verdict = check(folder)
    assert (verdict.evidence, verdict.log) == (False, True)


def test_a_dropped_tail_of_the_log_is_found_and_the_evidence_is_not_blamed(folder: Path) -> None:
    path = folder / "chain.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-2]))
    verdict = check(folder)
    assert (verdict.evidence, verdict.log) == (True, False)


def test_a_tail_dropped_everywhere_shows_against_the_printed_head(folder: Path) -> None:
    head = Archive(folder).head()
    path = folder / "chain.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]))
    link = json.loads(lines[1])
    (folder / "head").write_text(f"{link['n']:012d} {link['hash']}\n")
    os.truncate(the_warc(folder), link["entry"]["offset"] + link["entry"]["size"])
    assert check(folder).problems == ()
    verdict = check(folder, head=head)
    assert (verdict.evidence, verdict.log) == (True, False)


def test_a_changed_log_line_is_found(folder: Path) -> None:
    path = folder / "chain.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"status":200', b'"status":404', 1))
    verdict = check(folder)
    assert (verdict.evidence, verdict.log) == (True, False)


@pytest.mark.parametrize("ending", [b"", b"\r", b" ", b"\t"])
def test_the_line_ends_of_log_and_head_are_no_place_to_hide_a_change(folder: Path, ending: bytes) -> None:
    for name in ("chain.jsonl", "head"):
        path = folder / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-1].replace(b"}\n", b"}" + ending, 1) + (ending if name == "head" else b"\n"))
        assert check(folder).log is False, name
        path.write_bytes(whole)
    assert check(folder).problems == ()


def test_a_log_written_anew_shows_against_a_link_that_somebody_witnessed(folder: Path) -> None:
    witnessed = [(link.n, link.hash) for link in chain.ChainFile(folder).links()]
    assert check(folder, known=witnessed).problems == ()
    rebuilt = folder.parent / "rebuilt"
    with Archive(rebuilt) as archive:
        write(archive, "甲", "乙")
    found = check(rebuilt, known=witnessed[1:])
    assert (found.evidence, found.log) == (True, False)
    assert any("重写" in problem.says for problem in found.problems)
    assert any("末尾的记录被删去" in problem.says for problem in found.problems)


def test_the_first_link_names_the_format_and_a_later_one_is_left_alone(folder: Path) -> None:
    opened = chain.ChainFile(folder).first()
    assert opened is not None
    assert opened.entry == {"kind": "opened", "format": FORMAT, "program": __version__}
    later = folder.parent / "later"
    later.mkdir()
    chain.ChainFile(later, {"kind": "opened", "format": FORMAT + 1, "program": "9"}).add({"kind": "unheard-of"})
    with pytest.raises(UnreadableFile, match="较新的版本"):
        Archive(later).entries()
    with pytest.raises(UnreadableFile, match="较新的版本"):
        write(Archive(later), "甲")
    assert any("较新的版本" in note for note in check(later).notes)


def test_what_brought_no_page_is_in_the_chain_with_the_reason(tmp_path: Path) -> None:
    failed = Page(ask=tiny.ask("search", "甲"), failure="timeout", fetched=now().isoformat(), demo=True)
    answer = Answer(state=State.UNREACHABLE, note="没有应答", until="2026-09-02T00:00:00+08:00")
    with Archive(tmp_path) as archive:
        archive.note(Reply(page=failed, answer=answer))
        write(archive, "乙")
        (noted,) = archive.refusals()
    assert (noted.source, noted.key, noted.at, noted.failure) == ("tiny", failed.ask.key, failed.fetched, "timeout")
    assert (noted.state, noted.note, noted.until, noted.demo) == (answer.state, answer.note, answer.until, True)
    verdict = check(tmp_path)
    assert (verdict.problems, verdict.pieces) == ((), 1)


def test_half_a_line_and_half_a_record_of_a_killed_process_accuse_nobody(folder: Path) -> None:
    with (folder / "chain.jsonl").open("ab") as log:
        log.write(b'{"n":5,"prev":"')
    with (folder / "warc" / "20260901T120000-1-abcdef.warc.gz").open("wb") as warc:
        warc.write(gzip.compress(b"WARC/1.1")[:9])
    verdict = check(folder)
    assert verdict.problems == ()
    assert len(verdict.notes) == 2
    with Archive(folder) as later:
        write(later, "丁")
    after = check(folder)
    assert (after.problems, after.pieces) == ((), 4)


def test_a_long_chain_is_read_in_blocks_and_its_last_link_from_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_BLOCK", 1000)
    monkeypatch.setattr(chain, "_TAIL", 64)
    with Archive(tmp_path) as archive:
        pages = write(archive, *(str(number) for number in range(30)))
    reader = Archive(tmp_path)
    assert [entry.id for entry in reader.entries()] == [one.evidence for one in pages]
    assert reader.read(pages[17].evidence).body == pages[17].body
    with Archive(tmp_path) as later:
        write(later, "后来")
    assert (len(reader.entries()), reader.head()) == (31, later.head())
    assert check(tmp_path, head=later.head()).problems == ()


def test_a_changed_link_is_not_read(folder: Path) -> None:
    path = folder / "chain.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"status":200', b'"status":404', 1))
    reader = Archive(folder)
    with pytest.raises(UnreadableFile, match="留痕记录"):
        reader.entries()


def test_a_body_that_refers_to_itself_is_refused(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        body = b"zero" * 400
        for word in "甲乙":
            archive.write(page(word, body), REQUEST, PIECE)
    lines = (tmp_path / "chain.jsonl").read_bytes().splitlines()
    link = json.loads(lines[1])
    link["entry"]["same_as"] = link["entry"]["id"]
    link["hash"] = audit.seal(link["n"], link["prev"], link["entry"])
    (tmp_path / "chain.jsonl").write_bytes(lines[0] + b"\n" + json.dumps(link, separators=(",", ":")).encode() + b"\n")
    with pytest.raises(UnreadableFile, match="不是同一内容"):
        Archive(tmp_path).read(link["entry"]["id"])


def store(folder: Path, start: int) -> None:
    """Store forty pages from another process."""
    with Archive(folder) as archive:
        write(archive, *(str(number) for number in range(start, start + 40)))


def test_several_processes_write_into_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=store, args=(tmp_path, start)) for start in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    verdict = check(tmp_path)
    assert (verdict.problems, verdict.notes, verdict.pieces) == ((), (), 120)
    assert len(list((tmp_path / "warc").iterdir())) == 3


FULL_DISK = """
import resource, sys
from pathlib import Path
from tests.retrieval.test_archive import write
from verifier.errors import StorageError
from verifier.retrieval import chain
from verifier.retrieval.archive import Archive
folder = Path(sys.argv[1])
limit = int(sys.argv[2])
archive = Archive(folder)
write(archive, "甲")
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
count = 0
try:
    while True:
        write(archive, "乙" * 200 + str(count))
        count += 1
except StorageError as error:
    print(count, error.zh)
"""


@pytest.mark.parametrize("limit", [9_000, 11_111, 14_000])
def test_a_full_disk_says_so_and_nothing_half_written_counts(tmp_path: Path, limit: int) -> None:
    """A limit on the size of files stands for a full disk: the write fails in the middle of a piece or of a link."""
    child = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path), str(limit)], capture_output=True, text=True, check=True
    )
    count, says = child.stdout.split(" ", 1)
    assert "证据无法写入磁盘" in says
    verdict = check(tmp_path)
    assert (verdict.problems, verdict.notes, verdict.pieces) == ((), (), int(count) + 1)
