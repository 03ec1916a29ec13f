"""Findings over several items: the same output twice in one list, and what a batch shows that no single list can.

A batch is walked once over small summaries; per output only its first mention is kept until a second one comes, so memory
grows with the number of distinct outputs and not with the reports. Co-authors who claim one paper at different positions are
normal and said nowhere; many applicants in one issue is a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from verifier.judging import sentences
from verifier.judging.notice import Notice, Rule
from verifier.model import AcrossFinding, Applicant, Frozen, ItemReport, Note, State
from verifier.normalize import issues, journals, names
from verifier.normalize import text as texts
from verifier.reasons import Outcome, Reason

SHORTEST = 6
"""Letters that a title needs before its key alone may say that two items are one output."""
Row = tuple[str, tuple[str, ...], str]
"""An item's id, its records, its title key."""
CROWD = 4
"""Applicants in one issue from which on it is worth a note."""


Notices = Mapping[str, Notice]
"""The notices of a batch by their ids."""


class Summary(Frozen, frozen=True, kw_only=True):
    """What a batch keeps of one item: whose it is and under which notice, its records and title key, rank and authors as stated."""

    applicant: str
    item: str
    person: str = ""
    notice: str = ""
    records: tuple[str, ...] = ()
    key: str = ""
    rank: int | None = None
    authors: tuple[str, ...] = ()
    et_al: bool = False
    issue: str = ""
    outcome: Outcome = Outcome.CLEAR
    evidence: tuple[str, ...] = ()


def summarise(applicant: Applicant, item: ItemReport, notice: str = "") -> Summary:
    """Return what the batch needs of one item's report; the report itself can be let go."""
    citation, record = item.citation, item.record
    source = record if item.identity is not None and record is not None else None
    return Summary(
        applicant=applicant.id,
        item=item.id,
        person=names.key(applicant.name),
        notice=notice,
        records=records(item),
        key=title_key(item),
        rank=_rank(applicant, citation.authors) or item.author_rank,
        authors=tuple(names.key(name) for name in citation.authors if not names.is_more(name)),
        et_al=citation.et_al or any(names.is_more(name) for name in citation.authors),
        issue=_issue_key(
            source.journal if source and source.journal else citation.container,
            source.year if source and source.year else citation.year,
            source.issue if source and source.issue else citation.issue,
        ),
        outcome=item.outcome,
        evidence=record.evidence if record else (),
    )


def records(item: ItemReport) -> tuple[str, ...]:
    """Return the records that name an item, as `source:id`; the registry's answer names a journal and no item."""
    if item.identity is None:
        return ()
    shown = {f"{item.identity.source}:{item.identity.record}"}
    for source, result in item.lookups.items():
        if result.record and result.state is State.FOUND and source != "nppa":
            shown.add(f"{source}:{result.record}")
    return tuple(sorted(shown))


def title_key(item: ItemReport) -> str:
    """Return title, journal and year in comparison form, empty where the title is too short or missing to say anything."""
    key = texts.key(item.citation.title or "")
    if len(key) < SHORTEST:
        return ""
    return f"{key}|{journals.key(item.citation.container)}|{item.citation.year or ''}"


def over_list(items: Sequence[ItemReport], notice: Notice | None = None) -> tuple[AcrossFinding, ...]:
    """Report outputs that one list holds twice: the same record, or the same title, journal and year without records.

    One title by the same people in two places is another matter, for a person: the same text may have been published twice.
    """
    place = {item.id: number for number, item in enumerate(items, 1)}
    evidence = {item.id: item.record.evidence if item.record else () for item in items}
    groups = _groups([(item.id, records(item), title_key(item)) for item in items])
    found = []
    for key, several in (("", groups), ("published_twice", _published_twice(items, groups))):
        for group in several:
            first, *others = (str(place[one]) for one in group)
            slots = {"first": first, "others": sentences.joined(tuple(others))}
            seen = tuple(dict.fromkeys(entry for one in group for entry in evidence[one]))
            found.append(finding(Reason.DUPLICATE, notice, tuple(group), (), slots, seen, key))
    return tuple(found)


PRINTED = frozenset({"journal", "online_first", "collection", "proceedings", "unknown"})
"""Kinds of output of which one text may stand in two places; a thesis or a patent of the same title is another output."""


def _published_twice(items: Sequence[ItemReport], groups: list[list[str]]) -> list[list[str]]:
    """Return the items that bear one title by an author in common and stand in different journals or years, those of a group once."""
    known = {one for group in groups for one in group[1:]}
    heads: dict[str, list[ItemReport]] = {}
    for item in items:
        title = texts.key(item.citation.title or "")
        if len(title) >= SHORTEST and item.kind in PRINTED and item.id not in known:
            heads.setdefault(title, []).append(item)
    return [
        [one.id for one in several]
        for several in heads.values()
        if len({title_key(one) for one in several}) > 1 and all(_share_author(several[0], one) for one in several[1:])
    ]


def _share_author(one: ItemReport, other: ItemReport) -> bool:
    return any(names.same(left, right) for left in one.citation.authors for right in other.citation.authors)


def over_batch(summaries: Iterable[Summary], notices: Notices | None = None) -> tuple[AcrossFinding, ...]:
    """Report one output claimed by several applicants at one position, or with author orders that contradict each other.

    Applicants under different notices are held against each other too; the clause is that of the first one's notice.
    """
    found: list[AcrossFinding] = []
    for group in _shared(summaries):
        notice = (notices or {}).get(group[0].notice)
        found.extend(_same_position(group, notice))
        found.extend(_order_conflict(group, notice))
    return tuple(found)


def crowded(summaries: Iterable[Summary], least: int = CROWD) -> tuple[Note, ...]:
    """Note issues that many applicants list; nothing is wrong with it, it only tells where to look."""
    seen: dict[str, set[str]] = {}
    for summary in summaries:
        if summary.issue:
            seen.setdefault(summary.issue, set()).add(summary.applicant)
    return tuple(_crowd(issue, len(people)) for issue, people in sorted(seen.items()) if len(people) >= least)


def _crowd(issue: str, people: int) -> Note:
    place = issue.split("|")
    return Note(
        code="crowded_issue",
        says=f"本批有{people}名申报人的成果刊于同一期（{'，'.join(place)}）。",
        says_en=f"Outputs of {people} applicants of this batch stand in one issue ({', '.join(place)}).",
    )


# ---------------------------------------------------------------- grouping


def _groups(rows: Sequence[Row]) -> list[list[str]]:
    """Return the item ids that are one output, each group in list order; every item is compared with group heads only."""
    heads: dict[str, list[int]] = {}
    groups: dict[int, list[str]] = {}
    for place, row in enumerate(rows):
        keys = [key for key in (*row[1], row[2]) if key]
        near = sorted({head for key in keys for head in heads.get(key, ())})
        head = next((one for one in near if _one(rows[one], row)), place)
        groups.setdefault(head, []).append(row[0])
        for key in keys:
            if head not in heads.setdefault(key, []):
                heads[key].append(head)
    return [group for group in groups.values() if len(group) > 1]


def _one(left: Row, right: Row) -> bool:
    """Say whether two items are one output; two records of one source with different ids are two outputs."""
    if set(left[1]) & set(right[1]):
        return True
    sources = {record.partition(":")[0] for record in left[1]} & {record.partition(":")[0] for record in right[1]}
    return not sources and bool(left[2]) and left[2] == right[2]


def keys(summary: Summary) -> tuple[str, ...]:
    """Return what names an item's output: its records, else its title key, none where it has neither."""
    return summary.records or ((summary.key,) if summary.key else ())


def _shared(summaries: Iterable[Summary]) -> Iterator[list[Summary]]:
    """Yield the summaries of every output that more than one applicant lists."""
    group_of: dict[str, int] = {}
    first: list[Summary | None] = []
    several: dict[int, list[Summary]] = {}
    for summary in summaries:
        found = keys(summary)
        number = next((group_of[key] for key in found if key in group_of), None)
        if number is None:
            number = len(first)
            first.append(summary)
        elif first[number] is not None:
            several.setdefault(number, [first[number]] if number not in several else []).append(summary)  # type: ignore[list-item]
        for key in found:
            group_of.setdefault(key, number)
    yield from (group for group in several.values() if len({one.applicant for one in group}) > 1)


def _same_position(group: list[Summary], notice: Notice | None) -> Iterator[AcrossFinding]:
    """Yield one finding for every position that several applicants claim."""
    held: dict[int, list[Summary]] = {}
    for summary in group:
        if summary.rank is not None:
            held.setdefault(summary.rank, []).append(summary)
    for several in held.values():
        people = tuple(one.applicant for one in several)
        if len(set(people)) > 1:
            items = tuple(one.item for one in several)
            yield finding(Reason.SAME_POSITION, notice, items, people, {}, _evidence(several))


def _order_conflict(group: list[Summary], notice: Notice | None) -> Iterator[AcrossFinding]:
    """Yield a finding where two stated author lists cannot both be the paper's order."""
    listed = [one for one in group if one.authors]
    first = next((one for one in listed if not one.et_al), listed[0] if listed else None)
    if first is None:
        return
    against = [one for one in listed if one.applicant != first.applicant and _contradict(first, one)]
    if against:
        several = [first, *against]
        orders = "；".join(dict.fromkeys("，".join(one.authors) for one in several))
        people = tuple(one.applicant for one in several)
        items = tuple(one.item for one in several)
        yield finding(Reason.AUTHOR_ORDER_CONFLICT, notice, items, people, {"orders": orders}, _evidence(several))


def _contradict(one: Summary, other: Summary) -> bool:
    """Say whether the authors that both lists name stand in another order; lists cut short by et al. still agree."""
    both = set(one.authors) & set(other.authors)
    left = [name for name in one.authors if name in both]
    right = [name for name in other.authors if name in both]
    return len(both) > 1 and left != right


# ---------------------------------------------------------------- small parts


def finding(
    reason: Reason,
    notice: Notice | None,
    items: tuple[str, ...],
    people: tuple[str, ...],
    slots: dict[str, str],
    evidence: tuple[str, ...],
    key: str = "",
) -> AcrossFinding:
    """Return a finding over several items, with the clause and words of the notice's rule; it never does more than REVIEW.

    `people` names for every item of a batch whose it is; it is empty for the items of one list. `key` names the sentence where
    the reason has several.
    """
    rule = _rule(notice, reason)
    said = sentences.say(key or reason.value, rule, slots)
    return AcrossFinding(
        reason=reason,
        outcome=min(rule.unsure, Outcome.REVIEW, key=lambda outcome: outcome.rank),
        items=items,
        clause=rule.clause,
        quote=rule.quote,
        says=said.says,
        evidence=evidence,
        remedy=said.remedy,
        applicants=people,
        says_en=said.english,
        remedy_en=said.english_remedy,
    )


def _rule(notice: Notice | None, reason: Reason) -> Rule:
    """Return the notice's rule for a reason; without one the finding carries no clause and still asks a person."""
    rules = notice.rules if notice else ()
    return next((rule for rule in rules if rule.check == reason.value), Rule(check=reason.value))


def _rank(applicant: Applicant, authors: tuple[str, ...]) -> int | None:
    own = (applicant.name, *applicant.name_latin)
    places = (place for place, name in enumerate(authors, 1) if any(names.same(name, one) for one in own))
    return next(places, None)


def _issue_key(journal: str | None, year: str | None, issue: str | None) -> str:
    if not (journal and year and issue):
        return ""
    numbers = issues.mark(issue).numbers
    return f"{journals.key(journal)}|{year}|{'-'.join(str(number) for number in numbers) or issue}"


def _evidence(several: list[Summary]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry for one in several for entry in one.evidence))
