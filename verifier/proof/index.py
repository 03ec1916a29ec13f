"""evidence.json: the list of evidence that travels inside a paper, with the chain's head, so that a machine can check it."""

from __future__ import annotations

from verifier.model import Evidence, Frozen, Report, canonical
from verifier.proof import attachments
from verifier.proof import number as numbers
from verifier.proof.brought import Brought
from verifier.proof.pdf import Attached

SCHEMA = "evidence/1"
REPORT_FILE = "report.json"
INDEX_FILE = "evidence.json"
REPORT_SAYS = "核验结果（规范 JSON），内容摘要按其不含 hash 的字节计算。 The report, canonical JSON."
INDEX_SAYS = "证据目录：每件证据的摘要、来源、时间及附件号。 The list of evidence with digests, sources and times."


class Piece(Frozen, frozen=True, kw_only=True):
    """One piece of evidence: what the report holds of it, the outputs that rest on it, and its box in the annex (0 = none)."""

    evidence: Evidence
    items: tuple[int, ...]
    box: int


class Index(Frozen, frozen=True, kw_only=True):
    """What stands in evidence.json; `paper` is certificate or checklist, `issued` YYYY-MM-DD, `head` the chain's."""

    schema: str
    paper: str
    number: str
    short: str
    issued: str
    draft: bool
    report: str
    head: str
    pieces: tuple[Piece, ...]
    brought: tuple[Brought, ...] = ()


def index(
    report: Report,
    paper: str,
    *,
    number: str,
    issued: str,
    draft: bool,
    head: str,
    printed: dict[str, int],
    brought: tuple[Brought, ...] = (),
) -> Index:
    """Return the index of one paper; `printed` maps evidence ids to the numbers of their boxes."""
    used = attachments.used_by(report)
    return Index(
        schema=SCHEMA,
        paper=paper,
        number=number,
        short=numbers.short(report.hash),
        issued=issued,
        draft=draft,
        report=report.hash,
        head=head,
        pieces=tuple(
            Piece(evidence=one, items=tuple(used.get(one.id, ())), box=printed.get(one.id, 0)) for one in report.evidence
        ),
        brought=brought,
    )


def inside(report: Report, index: Index) -> tuple[Attached, Attached]:
    """Return what every PDF of a report carries: the canonical report and the list of evidence."""
    return (
        Attached(name=REPORT_FILE, data=canonical(report), says=REPORT_SAYS),
        Attached(name=INDEX_FILE, data=canonical(index), says=INDEX_SAYS),
    )
