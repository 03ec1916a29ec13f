"""What one item's search says, in the four words a certificate may use; nothing here judges.

检索到 / 未检索到 / 未完成检索 / 不适用. Only `found` and `not_found` become a statement; every other answer, and every
source that should have been asked and was not, is 未完成检索.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Literal

from verifier.model import AcrossFinding, Applicant, Difference, Finding, ItemReport, Note, State
from verifier.proof.words import DATABASES, FIELDS, OPEN, REASONS, REGISTRY, SOURCES, moment, name, pick

Word = Literal["found", "not_found", "unfinished", "not_applicable"]

WORDS = {
    "found": ("检索到", "Found"),
    "not_found": ("未检索到", "Not found"),
    "unfinished": ("未完成检索", "Search not completed"),
    "not_applicable": ("不适用", "Not applicable"),
}
OUTSIDE_JOURNALS = frozenset({"book", "patent", "thesis", "newspaper", "other"})
"""Kinds that the registry of periodicals, and partly the databases, do not hold: a source not asked is 不适用."""

AGREES = ("一致", "Agrees")
NO_RECORD = ("无可比对记录", "No record to compare")
NOT_SETTLED = ("记录与所填成果的对应关系未确定", "Whether the record is this output is not settled")
SEVERAL = ("{source}：相近记录有多条，未能确定", "{source}: several similar records, none settled")
DIFFERS = ("{field}：所填{claimed}，记录{recorded}", "{field}: stated {claimed}, record {recorded}")
BY_SOURCE = ("（{source}）", " ({source})")
NOTHING = ("未载", "nothing")
RANK = ("（第{rank}位）", "(no. {rank})")
RECORD_RANK = ("（记录第{rank}位）", "(no. {rank} in the record)")
NO_RANK = ("（位次未填）", "(rank not stated)")
AND_OTHERS = ("，等", ", et al.")
MORE_AUTHORS = ("等{count}人", " et al. ({count} authors)")
COMMA = ("，", ", ")
AUTHORS_SHOWN = 8


def word(item: ItemReport, source: str) -> Word:
    """Return the certificate's word for one source's answer to one item.

    The open sources are asked where a DOI or a foreign journal calls for them; where they are not, they are 不适用. A registry
    that answered with journals of which none is this one has settled nothing, and nothing is stated.
    """
    result = item.lookups.get(source)
    if result is None or result.state is State.SKIPPED:
        beside = item.foreign or item.kind in OUTSIDE_JOURNALS or source in OPEN
        return "not_applicable" if beside else "unfinished"
    if result.state is State.FOUND:
        return "found" if source != REGISTRY or result.record or item.journal else "unfinished"
    return "not_found" if result.state is State.NOT_FOUND else "unfinished"


def answer(item: ItemReport, source: str, lang: str) -> str:
    """Return a result cell: the word, then the record's number and the time where the source answered."""
    said = word(item, source)
    lines = [pick(WORDS[said], lang)]
    result = item.lookups.get(source)
    if result is not None and said in ("found", "not_found"):
        record = result.record or (item.journal.cn if source == REGISTRY and item.journal else None)
        lines += [line for line in (record if said == "found" else None, moment(result.at)) if line]
    return "\n".join(lines)


def brief(item: ItemReport, source: str, lang: str) -> str:
    """Return a source's answer in one line: the word and the record's number."""
    lines = answer(item, source, lang).split("\n")
    return " ".join(lines[: 2 if word(item, source) == "found" else 1])


def fact(finding: Finding | AcrossFinding, lang: str) -> str:
    """Return what a finding says; where a report holds no English sentence, the reason's name stands before the Chinese one."""
    label = pick(REASONS[finding.reason], lang)
    if not finding.says:
        return label
    if lang == "zh":
        return finding.says
    return f"{label}: {finding.says_en or finding.says}"


def remedy(finding: Finding | AcrossFinding, lang: str) -> str:
    """Return what would mend a finding, in English where the report holds it."""
    return finding.remedy if lang == "zh" else finding.remedy_en or finding.remedy


def together(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Return neighbouring findings that differ only in the fact, so that clause and remedy are said once for all of them."""
    parts = groupby(findings, key=lambda one: (one.reason, one.outcome, one.clause, one.quote, one.remedy))
    return [tuple(part) for _, part in parts]


def told(note: Note, lang: str) -> str:
    """Return what a note tells, in English where the report holds it."""
    return note.says if lang == "zh" else note.says_en or note.says


def unfinished(item: ItemReport) -> bool:
    """Say whether a cell of this item's row reads 未完成检索."""
    if item.foreign:
        return any(word(item, source) == "unfinished" for source in item.lookups)
    return any(word(item, source) == "unfinished" for source in (REGISTRY, *DATABASES))


def total(item: ItemReport) -> Word | Literal["foreign"]:
    """Return under which of the certificate's totals an item counts, by the three databases together."""
    if item.foreign:
        return "foreign"
    said = {word(item, source) for source in DATABASES}
    weightiest: tuple[Word, ...] = ("found", "unfinished", "not_found")
    return next((one for one in weightiest if one in said), "not_applicable")


def compared(item: ItemReport, lang: str) -> str:
    """Return the 比对结果 cell: 一致, or every difference that is not harmless as a fact, one a line."""
    lines = [difference(one, item, lang) for one in item.differences if not one.harmless]
    lines += [
        pick(SEVERAL, lang).format(source=name(SOURCES, source, lang))
        for source in (REGISTRY, *DATABASES)
        if source in item.lookups and _unsettled(item, source)
    ]
    if any(word(item, source) == "found" for source in DATABASES):
        if item.identity is None:
            lines.append(pick(NOT_SETTLED, lang))
        return "\n".join(lines) or pick(AGREES, lang)
    return "\n".join(lines) or pick(NO_RECORD, lang)


def _unsettled(item: ItemReport, source: str) -> bool:
    state = item.lookups[source].state
    return state is State.AMBIGUOUS or (state is State.FOUND and word(item, source) == "unfinished")


def difference(one: Difference, item: ItemReport, lang: str) -> str:
    """Return one difference as the fact it is; the source is named when another than the matched one said so."""
    dash = one.field == "pages"
    fact = pick(DIFFERS, lang).format(
        field=name(FIELDS, one.field, lang),
        claimed=_ranged(one.claimed, dash) or pick(NOTHING, lang),
        recorded=_ranged(one.recorded, dash) or pick(NOTHING, lang),
    )
    matched = item.identity.source if item.identity else ""
    if one.source and one.source != matched:
        fact += pick(BY_SOURCE, lang).format(source=name(SOURCES, one.source, lang))
    return fact


def title(item: ItemReport) -> str:
    """Return the title as the applicant wrote it, or the whole reference where no title could be read."""
    return item.citation.title or item.citation.raw or "—"


def authors(item: ItemReport, applicant: Applicant, lang: str) -> str:
    """Return the authors as written, at most `AUTHORS_SHOWN`, and below them the applicant's rank."""
    people = item.citation.authors
    text = pick(COMMA, lang).join(people[:AUTHORS_SHOWN]) or "—"
    if len(people) > AUTHORS_SHOWN:
        text += pick(MORE_AUTHORS, lang).format(count=len(people))
    elif item.citation.et_al:
        text += pick(AND_OTHERS, lang)
    return f"{text}\n{_rank(item, applicant, lang)}"


def _rank(item: ItemReport, applicant: Applicant, lang: str) -> str:
    """Return the rank among the authors as written; only where the applicant is not among them, the record's."""
    names = {_plain(name) for name in (applicant.name, *applicant.name_latin)}
    written = [place for place, author in enumerate(item.citation.authors, 1) if _plain(author) in names]
    if written:
        return pick(RANK, lang).format(rank=written[0])
    if item.author_rank is not None:
        return pick(RECORD_RANK, lang).format(rank=item.author_rank)
    return pick(NO_RANK, lang)


def _plain(name: str) -> str:
    return re.sub(r"[\s.,，·-]", "", name).casefold()


def numbers(item: ItemReport) -> str:
    """Return CN and ISSN as stated, else as the registry's answer shows them."""
    registered = item.journal
    pair = (
        item.citation.cn or (registered.cn if registered else None),
        item.citation.issn or (registered.issn if registered else None),
    )
    return "\n".join(one for one in pair if one) or "—"


def place(item: ItemReport) -> str:
    """Return 年,卷(期):页 as stated.

    The order and punctuation are those of GB/T 7714: `2020,41(3):12-18`.
    """
    cited = item.citation
    text = cited.year or cited.date or ""
    if cited.volume:
        text += f",{cited.volume}" if text else cited.volume
    if cited.issue:
        text += f"({cited.issue})"
    if cited.pages:
        text += f":{cited.pages}"
    return text or "—"


def certificate(item: ItemReport) -> str:
    """Return the 科技文献检索证明 as the applicant states it: issuer, number, date."""
    stated = item.certificate
    return "\n".join(part for part in (stated.issuer, stated.number, stated.date) if part) if stated else ""


def _ranged(value: str, dash: bool) -> str:
    """Return a page range with the dash of Chinese typography: 12—18."""
    return re.sub(r"(?<=\d)\s*[-–—~～－]+\s*(?=\d)", "—", value) if dash else value
