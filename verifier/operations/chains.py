"""Every chain of a data folder, checked: the archives' evidence and logs, decisions, registers, and the portal's acts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from verifier import audit
from verifier.model import Frozen
from verifier.operations.manifest import DATABASE, Head
from verifier.retrieval import archive_check
from verifier.retrieval.chain import CHAIN


class Checked(Frozen, frozen=True, kw_only=True):
    """A chain by its place: how many links (or pieces of evidence), the hash of the last, and every (place, Chinese) that does not hold."""

    name: str
    count: int
    head: str
    wrong: tuple[tuple[str, str], ...] = ()


def archives(data: Path, heads: dict[str, Head] | None = None) -> Iterator[Checked]:
    """Check every byte of every archive; a head noted earlier must still be there."""
    noted = heads or {}
    for chain in sorted(data.glob(f"archive/*/{CHAIN}")):
        name = chain.parent.relative_to(data).as_posix()
        head = noted.get(name)
        verdict = archive_check.check(chain.parent, head.hash if head else None)
        wrong = tuple((one.where, one.says) for one in verdict.problems)
        yield Checked(name=name, count=verdict.pieces, head=verdict.head, wrong=wrong)
    for name in sorted(set(noted) - {"portal"}):
        if not (data / name / CHAIN).is_file():
            yield Checked(name=name, count=0, head="", wrong=((CHAIN, "留痕记录不存在"),))


def logs(data: Path) -> Iterator[Checked]:
    """Check the chains that are single files: people's decisions, the registers of numbers."""
    for path in sorted([*data.glob("decisions/*.jsonl"), *data.glob("register/*/*.jsonl")]):
        lines = path.read_bytes().splitlines(keepends=True)
        wrong = tuple((str(one.line), one.says) for one in audit.breaks(lines))
        last = audit.from_line(lines[-1]).hash if lines and not wrong else ""
        yield Checked(name=path.relative_to(data).as_posix(), count=len(lines), head=last, wrong=wrong)


def portal(data: Path, head: str | None = None) -> Iterator[Checked]:
    """Check the chain of the portal, where there is a database of one."""
    if not (data / DATABASE).is_file() and not os.environ.get("DATABASE_URL"):
        return
    from verifier.operations.rows import open_portal  # late: only a data folder of a portal needs Django

    open_portal(data)
    from django.db import connections

    from verifier.portal import events

    count, last, breaks = events.state(head)
    connections.close_all()
    yield Checked(name="portal", count=count, head=last, wrong=tuple((str(one.line), one.says) for one in breaks))
