"""Backups that somebody has damaged, planted or packed with malice are refused, and nothing is written; honest ones come back."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.retrieval.test_archive import write
from verifier.errors import BadValue, UnreadableFile
from verifier.model import canonical
from verifier.operations import backup, restore
from verifier.operations.manifest import NAME, Manifest, Member, is_safe
from verifier.retrieval.archive import Archive


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with evidence, half a line of a log, a cache, and a link that leads out."""
    folder = tmp_path / "data"
    with Archive(folder / "archive/demo") as archive:
        write(archive, "甲", "乙", "丙")
    (folder / "manual").mkdir()
    (folder / "manual/demo.jsonl").write_bytes(b'{"a":1}\n{"b":')
    (folder / "cache/demo").mkdir(parents=True)
    (folder / "cache/demo/row").write_bytes(b"x")
    (folder / "registry").symlink_to("/etc")
    (folder / "passwd").symlink_to("/etc/passwd")
    return folder


@pytest.fixture
def file(data: Path, tmp_path: Path) -> Path:
    """Return a backup of it."""
    backup.make(data, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_kept_comes_back_and_what_is_made_again_does_not(data: Path, file: Path, tmp_path: Path) -> None:
    done = restore.restore(file, tmp_path / "back")
    assert done.whole
    assert [(one.name, one.count) for one in done.checked] == [("archive/demo", 3)]
    back = held(tmp_path / "back")
    assert back.pop("manual/demo.jsonl") == b'{"a":1}\n'
    assert {name.split("/")[0] for name in back} == {"archive"}
    assert back == {name: data.joinpath(name).read_bytes() for name in back}
    assert file.stat().st_mode & 0o077 == 0


def test_the_cache_is_taken_along_on_demand(data: Path, tmp_path: Path) -> None:
    backup.make(data, tmp_path / "c.zip", with_cache=True)
    restore.restore(tmp_path / "c.zip", tmp_path / "back")
    assert (tmp_path / "back/cache/demo/row").read_bytes() == b"x"


def test_a_backup_writes_over_nothing_and_lies_outside(data: Path, file: Path) -> None:
    for place in (file, data / "b.zip", data / "none/b.zip"):
        with pytest.raises(BadValue):
            backup.make(data, place)
    with pytest.raises(BadValue):
        backup.make(data.parent / "nowhere", data.parent / "n.zip")


def test_a_place_with_anything_in_it_is_refused_and_an_empty_one_taken(file: Path, tmp_path: Path) -> None:
    place = tmp_path / "back"
    place.mkdir()
    (place / "mine").touch()
    with pytest.raises(BadValue, match="已有内容"):
        restore.restore(file, place)
    assert list(place.iterdir()) == [place / "mine"]
    (place / "mine").unlink()
    assert restore.restore(file, place).whole


@settings(max_examples=30, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_one_changed_byte_is_refused_or_changes_nothing(
    where: float, change: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A byte that no content hangs on (a time in the ZIP's headers) may change; what comes back is then the same."""
    folder = tmp_path_factory.mktemp("byte")
    with Archive(folder / "data/archive/demo") as archive:
        write(archive, "甲", "乙")
    backup.make(folder / "data", folder / "b.zip")
    whole = bytearray((folder / "b.zip").read_bytes())
    whole[int(where * len(whole))] ^= change
    (folder / "b.zip").write_bytes(whole)
    try:
        restore.restore(folder / "b.zip", folder / "back")
    except UnreadableFile:
        assert not (folder / "back").exists()
    else:
        assert held(folder / "back") == held(folder / "data")
    assert {path.name for path in folder.iterdir()} <= {"data", "b.zip", "back"}


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_was_cut_is_refused(file: Path, tmp_path: Path, share: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UnreadableFile, match="备份文件不能恢复"):
        restore.restore(file, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def packed(file: Path, members: dict[str, bytes], change: Callable[[Manifest], Manifest] = lambda one: one) -> Path:
    """Pack a backup as a stranger may: any names, any manifest."""
    told = tuple(
        Member(path=name, size=len(body), sha256=hashlib.sha256(body).hexdigest()) for name, body in members.items()
    )
    manifest = change(Manifest(format=1, version="0.1.0", at="2026-03-02T09:00:00+08:00", members=told))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members.items():
            package.writestr(name, body)
        package.writestr(NAME, canonical(manifest))
    return file


@pytest.mark.parametrize(
    "name", ["../out", "/tmp/out", "a/../../out", "a//b", "./a", "a\\..\\b", "c:/x", "a/", "x" * 1025]
)
def test_a_path_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        restore.restore(packed(tmp_path / "h.zip", {name: b"x"}), tmp_path / "back")
    assert [path.name for path in tmp_path.iterdir()] == ["h.zip"]


def test_an_honest_path_is_not(tmp_path: Path) -> None:
    restore.restore(packed(tmp_path / "h.zip", {"a/名..录.txt": b"x"}), tmp_path / "back")
    assert (tmp_path / "back/a/名..录.txt").read_bytes() == b"x"


def test_a_file_that_is_a_folder_as_well_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="不能用"):
        restore.restore(packed(tmp_path / "h.zip", {"a": b"x", "a/b": b"y"}), tmp_path / "back")


CHANGES: dict[str, Callable[[Manifest], Manifest]] = {
    "a member that is not named": lambda one: msgspec.structs.replace(one, members=()),
    "a name without a member": lambda one: msgspec.structs.replace(
        one, members=(*one.members, Member(path="b", size=0, sha256=""))
    ),
    "one named twice": lambda one: msgspec.structs.replace(one, members=one.members * 2),
    "another size": lambda one: msgspec.structs.replace(
        one, members=(msgspec.structs.replace(one.members[0], size=2),)
    ),
    "another digest": lambda one: msgspec.structs.replace(
        one, members=(msgspec.structs.replace(one.members[0], sha256="0" * 64),)
    ),
    "a later format": lambda one: msgspec.structs.replace(one, format=2),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_manifest_that_does_not_fit_is_refused(kind: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        restore.restore(packed(tmp_path / "h.zip", {"a": b"x"}, CHANGES[kind]), tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_manifest_noted_elsewhere_shows_a_repacked_backup(data: Path, tmp_path: Path) -> None:
    made = backup.make(data, tmp_path / "b.zip")
    assert restore.restore(tmp_path / "b.zip", tmp_path / "one", made.sha256).whole
    with pytest.raises(UnreadableFile, match="另行记下"):
        restore.restore(packed(tmp_path / "h.zip", {"a": b"x"}), tmp_path / "two", made.sha256)


def test_evidence_that_a_repacker_took_out_is_told(data: Path, file: Path, tmp_path: Path) -> None:
    """A backup whose manifest fits and whose chain does not comes back, and says so."""
    with zipfile.ZipFile(file) as package:
        members = {name: package.read(name) for name in package.namelist() if name != NAME}
        heads = msgspec.json.decode(package.read(NAME), type=Manifest).heads
    members["archive/demo/chain.jsonl"] = b"".join(members["archive/demo/chain.jsonl"].splitlines(keepends=True)[:-2])
    packed(tmp_path / "h.zip", members, lambda one: msgspec.structs.replace(one, heads=heads))
    done = restore.restore(tmp_path / "h.zip", tmp_path / "back")
    assert not done.whole


def test_a_member_that_unpacks_to_more_than_it_says_is_stopped(tmp_path: Path) -> None:
    """The size of a member is told thrice: in the manifest, in the directory and by the bytes; the least holds."""
    file = packed(tmp_path / "h.zip", {"a": b"\0" * 5_000_000}, lambda one: msgspec.structs.replace(one, members=(
        msgspec.structs.replace(one.members[0], size=1000),)))  # fmt: skip
    data = file.read_bytes()
    size = (5_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    file.write_bytes(data.replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(UnreadableFile):
        restore.restore(file, tmp_path / "back")


@given(st.text(alphabet="ab./\\:\0", max_size=12))
def test_a_safe_path_stays_below_its_folder(path: str) -> None:
    if is_safe(path):
        assert Path("/data", path).resolve().is_relative_to("/data")
        assert Path("/data", path).resolve() != Path("/data")
