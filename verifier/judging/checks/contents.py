"""Whether the issue holds it: issues that no list knows, complete contents without the paper, pages that others fill."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging import sentences
from verifier.judging.grounds import CERTAIN, Case, Claim, Open
from verifier.normalize.text import key
from verifier.reasons import Reason

_PLACE = ("issue", "year", "journal", "container", "volume")


def in_issue(case: Case) -> Iterator[Claim]:
    """Report an issue that is not listed, or a complete contents page without the paper, unless its record says otherwise."""
    issue = case.facts.issue
    if _placed(case, *_PLACE):
        return
    if issue.exists is False:
        yield Open(Reason.ISSUE_NOT_LISTED, slots=_slots(case), evidence=issue.evidence)
    elif issue.listed is False:
        yield Open(Reason.NOT_IN_ISSUE, slots=_slots(case), evidence=issue.evidence)


def pages_free(case: Case) -> Iterator[Claim]:
    """Report pages on which the issue's contents show other papers, unless the paper's own record has these pages."""
    issue = case.facts.issue
    own = {key(title) for record in case.records for title in (record.title, *record.titles)}
    others = [title for title in issue.collisions if key(title) not in own]
    if others and not _placed(case, *_PLACE, "pages"):
        titles = "；".join(f"《{title}》" for title in others[:3])
        yield Open(Reason.PAGES_TAKEN, slots={**_slots(case), "titles": titles}, evidence=issue.evidence)


def _placed(case: Case, *fields: str) -> bool:
    """Say whether a certain record stands where the reference says, so that no table can speak against it."""
    return any(match.level in CERTAIN for match in case.named) and not case.differs(*fields)


def _slots(case: Case) -> dict[str, str]:
    citation = case.facts.citation
    spoke = [lookup for lookup in case.facts.lookups if lookup.issues or lookup.contents]
    names = dict.fromkeys(sentences.source(lookup.source) for lookup in spoke)
    return {
        "source": sentences.joined(tuple(names)) or "数据库",
        "year": citation.year or "",
        "issue": f"第{citation.issue}期" if (citation.issue or "").isdigit() else citation.issue or "该期",
    }
