"""What is only told: renamed journals, combined issues, and matters on which a notice is silent or sets a condition."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging.checks.outputs import issue_basis
from verifier.judging.grounds import Case, Claim, Open, Remark
from verifier.judging.notice import Params
from verifier.normalize import issues
from verifier.reasons import Reason

MEDIA = {"print": "纸质", "network": "网络", "electronic": "电子"}


def renamed(case: Case) -> Iterator[Claim]:
    """Note that the journal had another name when the paper appeared."""
    serial = case.facts.journal
    if serial.renamed and serial.name_then:
        yield Remark("renamed", slots={"then": serial.name_then}, evidence=serial.evidence)


def combined(case: Case) -> Iterator[Claim]:
    """Note that a combined issue is a regular one."""
    issue = case.facts.issue
    if issue.kind == "combined" and (issue.sure or not issue.witnesses):
        yield Remark("combined", slots={"issue": _issue(case)}, evidence=issue.evidence)


def special_issue(case: Case) -> Iterator[Claim]:
    """Tell of a special issue (专刊 特刊 专辑) inside the numbering, or hold it against what the notice says of them."""
    issue = case.facts.issue
    said = any(issues.mark(words).kind_hint == "special" for _, _, words in issue.witnesses)
    if (issue.kind == "special" and issue.sure) or (issue.kind == "regular" and said):
        yield _told("special_issue", {"basis": issue_basis(case)}, issue_basis(case), issue.evidence)


def shared_cn(case: Case) -> Iterator[Claim]:
    """Tell of other editions under the same CN (一号多刊), or hold them against what the notice says of them."""
    serial = case.facts.journal
    if serial.state == "found" and serial.shared_cn:
        titles = "、".join(f"《{title}》" for title in serial.shared_cn[:5])
        yield _told("shared_cn", {"titles": titles}, f"同一CN号下另见{titles}", serial.evidence)


def electronic(case: Case, params: Params) -> Iterator[Claim]:
    """Tell of a serial that is not printed, or hold it against the media that the notice takes."""
    journal = case.facts.journal.journal
    if journal is None or journal.medium in (None, "", "print") or journal.medium in params.media:
        return
    medium = MEDIA.get(journal.medium, journal.medium)
    yield _told("electronic", {"medium": medium}, f"期刊查询载明该刊为{medium}期刊", journal.evidence)


def _told(key: str, slots: dict[str, str], fact: str, evidence: tuple[str, ...]) -> Open:
    """Return a condition for a person; a notice that is silent says CLEAR, and it becomes the note of the same key."""
    return Open(Reason.CONDITION_UNMET, key=key, slots={**slots, "fact": fact}, evidence=evidence)


def _issue(case: Case) -> str:
    shown = next((record.issue for record in case.records if record.issue), case.facts.citation.issue)
    return f"期次“{shown}”" if shown else "该期"
