"""What an office states beside a report when it prints: the reviewer's reason, what was brought, decisions, the department."""

from __future__ import annotations

from verifier.model import Decision, Frozen, Report
from verifier.proof import rows
from verifier.proof.brought import Brought


class Noted(Frozen, frozen=True, kw_only=True):
    """复核人注明: why a search was not completed, by the reviewer who answers for it, on a day (YYYY-MM-DD, may be "")."""

    by: str
    why: str
    at: str = ""


class Beside(Frozen, frozen=True, kw_only=True):
    """Everything that is printed and does not stand in the report; nothing of it changes a finding.

    `department` is the supervising department of the applicant's channel, "" where the unit writes it in; `decisions` are those
    of people by item id, oldest first.
    """

    noted: Noted | None = None
    department: str = ""
    brought: tuple[Brought, ...] = ()
    decisions: dict[str, tuple[Decision, ...]] = {}


NOTHING = Beside()


def is_draft(report: Report, noted: Noted | None = None) -> bool:
    """Say whether only a draft may be printed: a search is unfinished and no named reviewer has given a reason."""
    named = noted is not None and bool(noted.by.strip()) and bool(noted.why.strip())
    return not named and any(rows.unfinished(item) for item in report.items)
