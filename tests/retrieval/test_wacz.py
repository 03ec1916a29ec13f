"""An exported archive opens anywhere, every member is as its package says, and its log still checks."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.retrieval.test_archive import page, write
from verifier.retrieval.archive import Archive
from verifier.retrieval.archive_check import check
from verifier.retrieval.record import Piece
from verifier.retrieval.wacz import export, turned
from verifier.retrieval.wire import Outgoing

CREATED = "2026-09-01T12:00:00+08:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an archive of two runs; one body came twice."""
    for words in ("甲乙", "丙丁"):
        with Archive(tmp_path / "archive") as archive:
            write(archive, *words)
            for word in words:
                archive.write(page(word, b"same" * 400), Outgoing(method="GET", url="http://h/", headers=()), Piece(parser="t/1", state="found", query=""))
    return tmp_path / "archive"


def exported(folder: Path) -> zipfile.ZipFile:
    """Export an archive and open the package."""
    out = BytesIO()
    assert export(Archive(folder), out, CREATED) == 8
    return zipfile.ZipFile(out)


def test_every_member_has_the_length_and_digest_that_the_package_states(folder: Path) -> None:
    wacz = exported(folder)
    assert wacz.testzip() is None
    package = json.loads(wacz.read("datapackage.json"))
    stated = {one["path"]: (one["bytes"], one["hash"]) for one in package["resources"]}
    held = {name: wacz.read(name) for name in wacz.namelist() if not name.startswith("datapackage")}
    assert stated == {name: (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") for name, data in held.items()}
    digest = json.loads(wacz.read("datapackage-digest.json"))
    assert digest == {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(wacz.read('datapackage.json')).hexdigest()}"}
    assert {info.compress_type for info in wacz.infolist()} == {zipfile.ZIP_STORED}


def test_the_index_leads_to_the_record_of_every_piece(folder: Path) -> None:
    wacz = exported(folder)
    lines = wacz.read("indexes/index.cdx").decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 8
    for line in lines:
        facts = json.loads(line.split(" ", 2)[2])
        data = wacz.read(f"archive/{facts['filename']}")
        start, end = int(facts["offset"]), int(facts["offset"]) + int(facts["length"])
        record = next(iter(ArchiveIterator(BytesIO(data[start:end]))))
        assert record.rec_type in ("response", "revisit")
        assert record.rec_headers.get_header("WARC-Target-URI") == facts["url"]
        assert b"WARC/1.1" in gzip.decompress(data[start:end])


def test_the_exported_log_and_files_check_as_the_archive_does(folder: Path, tmp_path: Path) -> None:
    wacz, again = exported(folder), tmp_path / "again"
    for name in wacz.namelist():
        room, _, rest = name.partition("/")
        if room in ("archive", "log"):
            place = again / ("warc" if room == "archive" else "") / rest
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(wacz.read(name))
    assert check(again) == check(folder)
    assert check(again).problems == ()


def test_the_same_archive_gives_the_same_bytes(folder: Path) -> None:
    one, two = BytesIO(), BytesIO()
    export(Archive(folder), one, CREATED)
    export(Archive(folder), two, CREATED)
    assert one.getvalue() == two.getvalue()


def test_an_empty_archive_is_a_package_without_pieces(tmp_path: Path) -> None:
    out = BytesIO()
    assert export(Archive(tmp_path / "nothing"), out, CREATED) == 0
    assert zipfile.ZipFile(out).read("indexes/index.cdx") == b""


def test_the_package_keeps_to_what_foreign_readers_demand(folder: Path) -> None:
    """What py-wacz 0.6 (validate) and pywb 2.10 (add, replay) were seen to ask: small names, one folder deep, the index's ending."""
    wacz = exported(folder)
    package = json.loads(wacz.read("datapackage.json"))
    names = [one["name"] for one in package["resources"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[-a-z0-9._/]+", name) for name in names)
    assert all(one["path"].count("/") == 1 for one in package["resources"])
    assert [name for name in wacz.namelist() if name.startswith("indexes/")] == ["indexes/index.cdx"]
    lines = [line.split(" ", 2) for line in wacz.read("indexes/index.cdx").decode().splitlines()]
    assert {len(stamp) for _, stamp, _ in lines} == {14}
    kinds = Counter(json.loads(facts).get("mime", "") for _, _, facts in lines)
    assert kinds["warc/revisit"] == sum(bool(one.same_as) for one in Archive(folder).entries()) > 0


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://h/", "h)/"),
        ("https://kns.cnki.net:443/KCMS/detail?b=2&a=1", "net,cnki,kns)/kcms/detail?a=1&b=2"),
        ("http://127.0.0.1:8800/cnki/kns/", "1,0,0,127:8800)/cnki/kns"),
        ("http://h/a?cn=21-4018%2FC&q=中%E6%96%87", "h)/a?cn=21-4018/c&q=%e4%b8%ad%e6%96%87"),
        ("http://[::1]:8800/a b", "::1:8800)/a%20b"),
        ("http://h:port/x y", "http://h:port/x%20y"),
    ],
)
def test_an_address_is_turned_as_indexes_sort_it(url: str, key: str) -> None:
    assert turned(url) == key
