"""A report becomes rows: what the tables show, filter and count. The blob stays the truth; these rows can be made from it again."""

from __future__ import annotations

from django.utils import timezone

from verifier.judging import across
from verifier.model import ANSWERED, ItemReport, Report, State, canonical
from verifier.portal import blobs, conflicts, events
from verifier.portal.models import Application, Item, ItemKey, ItemReason, Version
from verifier.reasons import Outcome


def keep(version: Version, report: Report) -> None:
    """Give a version its report and the rows of its items; it becomes the application's current one. Call it in a transaction."""
    application = Application.objects.select_for_update().get(pk=version.application_id)
    before = {item.key: item for item in Item.objects.filter(application=application, current=True)}
    Item.objects.filter(application=application, current=True).update(current=False)
    items = [_item(version, application, place, one, report) for place, one in enumerate(report.items, 1)]
    for item in items:
        _carry(before.get(item.key), item)
    made = Item.objects.bulk_create(items)
    ItemReason.objects.bulk_create(
        ItemReason(item=row, reason=reason, outcome=outcome)
        for row, one in zip(made, report.items, strict=True)
        for reason, outcome in _reasons(one, report)
    )
    ItemKey.objects.bulk_create(
        ItemKey(item=row, key=key[:255])
        for row, one in zip(made, report.items, strict=True)
        for key in across.keys(across.summarise(report.applicant, one, report.notice))
    )
    _seal(version, report, items)
    application.current, application.flagged = version, any(item.flagged for item in items)
    application.changed = timezone.now()
    application.save(update_fields=["current", "flagged", "changed"])
    events.record(events.SYSTEM, "verified", f"application:{application.pk}", version.submission, version.report)
    if application.reached >= Application.Stage.UNIT:
        conflicts.look(version)


def _seal(version: Version, report: Report, items: list[Item]) -> None:
    outcomes = [item.outcome for item in items]
    version.report, version.report_hash, version.demo = blobs.put(canonical(report)), report.hash, report.demo
    version.clear, version.review, version.bar = (outcomes.count(one.value) for one in Outcome)
    version.unfinished = sum(item.unfinished for item in items)
    version.judged = timezone.now()
    version.save(update_fields=["report", "report_hash", "demo", "clear", "review", "bar", "unfinished", "judged"])


def _item(version: Version, application: Application, place: int, item: ItemReport, report: Report) -> Item:
    reasons = list(dict.fromkeys(reason for reason, _ in _reasons(item, report)))
    citation, journal = item.citation, item.journal
    return Item(
        version=version,
        application=application,
        unit_id=application.unit_id,
        batch_id=application.batch_id,
        place=place,
        key=item.id,
        title=(citation.title or citation.raw)[:500],
        container=(citation.container or "")[:200],
        journal=(journal.title if journal else "")[:200],
        cn=((journal.cn if journal else None) or citation.cn or "")[:20],
        year=(citation.year or "")[:8],
        issue=(citation.issue or "")[:40],
        outcome=item.outcome.value,
        rank=item.outcome.rank,
        reasons=reasons,
        unfinished=any(one.state not in ANSWERED | {State.SKIPPED} for one in item.lookups.values()),
        foreign=item.foreign,
        flagged=item.outcome is not Outcome.CLEAR or bool(reasons),
    )


def _carry(before: Item | None, item: Item) -> None:
    """Let what people have settled stand for an item that was checked anew and came out the same; else it is open again."""
    if before is not None and (before.title, before.outcome, before.reasons) == (
        item.title,
        item.outcome,
        item.reasons,
    ):
        item.state, item.settled, item.raised = before.state, before.settled, before.raised
        item.flagged = item.flagged or before.raised


def _reasons(item: ItemReport, report: Report) -> list[tuple[str, str]]:
    """Return the reasons of an item's findings and of those over the list that name it, each with its outcome."""
    own = [(finding.reason.value, finding.outcome.value) for finding in item.findings]
    return own + [(one.reason.value, one.outcome.value) for one in report.across if item.id in one.items]
