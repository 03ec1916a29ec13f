"""Is every change of an archive found? Random byte changes, deletions, swaps and truncations, each on a fresh copy.

    python bench/tamper.py [--rounds N] [--pieces N] [--seed N]

An archive of stored pages is written by two runs and sealed. Each round damages a copy at one random place and asks
`verifier evidence check` of the same code; a change that it passes over is printed with its seed and ends the run with
exit code 1. The peer is warcio's own reader over the same damaged file, which does not notice a record that was cut.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from verifier.model import Ask, Page, Step  # noqa: E402
from verifier.retrieval.archive import Archive, evidence_id  # noqa: E402
from verifier.retrieval.archive_check import check  # noqa: E402
from verifier.retrieval.record import Piece  # noqa: E402
from verifier.retrieval.wire import Outgoing, now  # noqa: E402


def build(folder: Path, pieces: int) -> None:
    """Write an archive: two runs, every seventh body repeated, so that there are references too."""
    for run in range(2):
        with Archive(folder) as archive:
            for number in range(pieces // 2):
                text = f"<html><body>第{number % 7}号虚构网页{'，共一条' * 200}</body></html>"
                ask = Ask(source="a", role="a", path="/", key=("a", f"{run}-{number}"), step=Step(kind="detail"))
                body, at = text.encode(), now().isoformat()
                evidence = evidence_id("a", ask.key, hashlib.sha256(body).hexdigest(), at)
                page = Page(ask=ask, status=200, url="http://h/x", body=body, fetched=at, evidence=evidence)
                request = Outgoing(method="GET", url=page.url, headers=())
                archive.write(page, request, Piece(parser="a/1", state="found", query="虚构"))


def files(folder: Path) -> list[Path]:
    """Return the archive's files."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def change_byte(folder: Path, dice: random.Random) -> str:
    """Give one byte another value."""
    path = dice.choice(files(folder))
    data = bytearray(path.read_bytes())
    place = dice.randrange(len(data))
    data[place] ^= dice.randrange(1, 256)
    path.write_bytes(data)
    return f"{path.name}@{place}"


def delete_bytes(folder: Path, dice: random.Random) -> str:
    """Take some bytes out of the middle."""
    path = dice.choice(files(folder))
    data = path.read_bytes()
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.randrange(1, 200))
    path.write_bytes(data[:start] + data[end:])
    return f"{path.name}@{start}-{end}"


def delete_line(folder: Path, dice: random.Random) -> str:
    """Take one link out of the log."""
    lines = (folder / "chain.jsonl").read_bytes().splitlines(keepends=True)
    gone = dice.randrange(len(lines))
    (folder / "chain.jsonl").write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
    return f"line {gone + 1}"


def delete_file(folder: Path, dice: random.Random) -> str:
    """Remove one file."""
    path = dice.choice(files(folder))
    path.unlink()
    return path.name


def swap_lines(folder: Path, dice: random.Random) -> str:
    """Let two links change places."""
    lines = (folder / "chain.jsonl").read_bytes().splitlines(keepends=True)
    one, two = dice.sample(range(len(lines)), 2)
    lines[one], lines[two] = lines[two], lines[one]
    (folder / "chain.jsonl").write_bytes(b"".join(lines))
    return f"lines {one + 1} and {two + 1}"


def swap_pieces(folder: Path, dice: random.Random) -> str:
    """Let two different stretches of equal length change places in one WARC file."""
    path = dice.choice(sorted((folder / "warc").iterdir()))
    data = bytearray(path.read_bytes())
    length = dice.randrange(1, 400)
    while True:
        one = dice.randrange(len(data) - 2 * length)
        two = dice.randrange(one + length, len(data) - length)
        if data[one : one + length] != data[two : two + length]:
            break
    data[one : one + length], data[two : two + length] = data[two : two + length], data[one : one + length]
    path.write_bytes(data)
    return f"{path.name}@{one} and {two}, {length} bytes"


def swap_files(folder: Path, _: random.Random) -> str:
    """Let the two WARC files change names."""
    one, two = sorted((folder / "warc").iterdir())
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    return f"{one.name} and {two.name}"


def truncate(folder: Path, dice: random.Random) -> str:
    """Cut one file short."""
    path = dice.choice(files(folder))
    data = path.read_bytes()
    end = dice.randrange(len(data))
    path.write_bytes(data[:end])
    return f"{path.name}@{end}"


DAMAGES: tuple[Callable[[Path, random.Random], str], ...] = (
    change_byte,
    delete_bytes,
    delete_line,
    delete_file,
    swap_lines,
    swap_pieces,
    swap_files,
    truncate,
)


def tampered(archive: Path, copy: Path, seed: int) -> tuple[str, str, Any]:
    """Damage a copy of the archive; return the kind of damage, the place, and the verdict."""
    dice = random.Random(seed)
    shutil.copytree(archive, copy)
    damage = DAMAGES[seed % len(DAMAGES)]
    place = damage(copy, dice)
    return damage.__name__, place, check(copy)


def peer_passes(folder: Path) -> bool:
    """Say whether warcio reads every WARC file of an archive to its end without a complaint."""
    from warcio.archiveiterator import ArchiveIterator

    read: Any = ArchiveIterator  # untyped

    try:
        for path in (folder / "warc").iterdir():
            with path.open("rb") as stream:
                for record in read(stream, check_digests="raise"):
                    record.content_stream().read()
    except Exception:  # noqa: BLE001 - whatever the peer says, it has noticed
        return False
    return True


def main() -> int:
    """Run the rounds and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--pieces", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20260901)
    given = parser.parse_args()
    tried, found, peer = Counter[str](), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as home:
        archive = Path(home, "archive")
        build(archive, given.pieces)
        assert check(archive).problems == ()
        for seed in range(given.seed, given.seed + given.rounds):
            copy = Path(home, "copy")
            kind, place, verdict = tampered(archive, copy, seed)
            tried[kind] += 1
            found[kind] += bool(verdict.problems)
            peer[kind] += not peer_passes(copy)
            if not verdict.problems:
                print(f"not found: seed {seed}, {kind} {place}")
            shutil.rmtree(copy)
    for kind in tried:
        print(f"{kind:14} {found[kind]:4} of {tried[kind]:4} found   warcio alone {peer[kind]:4}")
    print(f"{'all':14} {found.total():4} of {tried.total():4} found   warcio alone {peer.total():4}")
    return 0 if found == tried else 1


if __name__ == "__main__":
    sys.exit(main())
