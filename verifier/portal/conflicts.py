"""What no single list shows: one output under several applicants, in one unit or in two, or listed in an earlier application."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from verifier.judging import across, earlier
from verifier.model import AcrossFinding, plain
from verifier.portal import blobs, events, walk
from verifier.portal.models import Application, Conflict, Item, ItemKey, ItemReason, Version

MOST = 200
"""Items of others that one version is held against; a key shared by more is a crowd and no conflict."""


def look(version: Version) -> list[Conflict]:
    """Hold a version against all that was handed in by others, and keep what is found. Call it in a transaction."""
    mine, own_key = list(version.items.all()), str(version.application_id)
    others = _others(version, mine)
    if not others:
        return []
    summaries = _summaries([*mine, *others])
    notices = {one.notice: walk.standards(one.notice).notice for one in summaries.values()}
    own = [summaries[item.pk] for item in mine]
    theirs = [summaries[item.pk] for item in others if not _is_same_person(item, version)]
    found = list(across.over_batch([*own, *theirs], notices))
    earlier_items = (
        item
        for item in others
        if _is_same_person(item, version) and item.application.notice != version.application.notice
    )
    before = earlier.listed(blobs.report(item.version.report) for item in _one_a_version(earlier_items))
    found += [_with_applicant(one, own_key) for one in earlier.reused(own, before, notices)]
    rows = {(summary.applicant, summary.item): pk for pk, summary in summaries.items()}
    return [_keep(finding, rows) for finding in found if own_key in finding.applicants]


def _others(version: Version, mine: list[Item]) -> list[Item]:
    """Return the current items of other applications that were handed in and share a key with one of mine."""
    keys = ItemKey.objects.filter(item__in=mine).values("key")
    rows = Item.objects.filter(
        keys__key__in=keys, current=True, application__removed=None, application__reached__gte=Application.Stage.UNIT
    ).exclude(application=version.application_id)
    return list(rows.select_related("version", "application").distinct()[:MOST])


def _is_same_person(item: Item, version: Version) -> bool:
    """Say whether an item of another application is the same person's: of the same account, else of the same name."""
    one, other = item.application, version.application
    if one.owner_id is not None and other.owner_id is not None:
        return bool(one.owner_id == other.owner_id)
    return bool(one.person == other.person and one.unit_id == other.unit_id)


def _with_applicant(found: AcrossFinding, key: str) -> AcrossFinding:
    """Return a finding on one person's items under the key of their application."""
    return msgspec.structs.replace(found, applicants=(key,) * len(found.items))


def _one_a_version(items: Iterable[Item]) -> Iterable[Item]:
    return {item.version_id: item for item in items}.values()


def _summaries(items: list[Item]) -> dict[int, across.Summary]:
    """Return the summaries of some items by their rows; applicants are named by their application, for ids repeat between units."""
    by_version: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        by_version[item.version_id].append(item)
    found: dict[int, across.Summary] = {}
    for several in by_version.values():
        report = blobs.report(several[0].version.report)
        by_id = {one.id: one for one in report.items}
        for item in several:
            summary = across.summarise(report.applicant, by_id[item.key], report.notice)
            found[item.pk] = msgspec.structs.replace(summary, applicant=str(item.application_id))
    return found


def _keep(finding: AcrossFinding, rows: dict[tuple[str, str], int]) -> Conflict:
    """Keep one finding once, and raise the items that it names: they want a look, whatever the single report says."""
    concerned = sorted({rows[pair] for pair in zip(finding.applicants, finding.items, strict=True) if pair in rows})
    digest = events.digest([finding.reason, concerned]) or ""
    conflict, new = Conflict.objects.get_or_create(
        digest=digest, defaults={"reason": finding.reason.value, "finding": plain(finding)}
    )
    if new:
        applications = Application.objects.filter(items__in=concerned).distinct()
        conflict.items.set(concerned)
        conflict.applications.set(applications)
        Item.objects.filter(pk__in=concerned).update(raised=True, flagged=True)
        applications.update(flagged=True)
        reasons = (
            ItemReason(item_id=pk, reason=finding.reason.value, outcome=finding.outcome.value) for pk in concerned
        )
        ItemReason.objects.bulk_create(reasons)
        events.record(events.SYSTEM, "conflict_found", f"conflict:{conflict.pk}", after=plain(finding))
    return conflict
