"""Which serial it is: the registry's answer, the numbers, the end of a journal, and serials that carry no CN."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging import sentences
from verifier.judging.checks.dates import printed
from verifier.judging.grounds import Case, Claim, Open, Proof, Proven, Remark, trail
from verifier.model import ANSWERED, Journal, State
from verifier.normalize import cn, dates, journals
from verifier.reasons import Reason

REGISTRY = "nppa"
PRINT_CN = ("cnki", "vip")
"""Databases whose page of a serial prints its CN where it has one; Wanfang's prints none of any."""


def registry(case: Case) -> Iterator[Claim]:
    """Report a journal that the press registry does not show, shows several times, or was not asked about."""
    serial = case.facts.journal
    if serial.state == "found" or not case.facts.citation.title:
        return
    slots = {"journal": _name(case)}
    if serial.state == "absent":
        yield Open(Reason.NOT_IN_REGISTRY, slots=slots, evidence=serial.evidence)
    elif serial.state == "ambiguous":
        slots["candidates"] = "；".join(_line(one) for one in serial.candidates[:5]) or "未列出"
        yield Open(Reason.REGISTRY_AMBIGUOUS, slots=slots, evidence=serial.evidence)
    else:
        yield unavailable(case, REGISTRY)


def unavailable(case: Case, source: str) -> Open:
    """Return the claim that a source was not available, or not asked; it never says that anything is absent."""
    lookup = case.lookups.get(source)
    asked = lookup is not None and lookup.state is not State.SKIPPED
    key = "source_unavailable" if asked else "source_unasked"
    evidence = trail(lookup) if lookup is not None else ()
    return Open(Reason.SOURCE_UNAVAILABLE, key=key, slots={"source": sentences.source(source)}, evidence=evidence)


def approved_serial(case: Case) -> Iterator[Claim]:
    """Bar a serial without a CN: the registry answered that it has none, and a database's page of it shows none."""
    if case.facts.journal.state in ("found", "ambiguous"):
        return
    wrong = next((text for text in _numbers(case) if cn.lookalike(text)), None)
    pages = _pages(case)
    if any(cn.number(page.cn) for page in pages) or any(cn.number(record.cn) for record in case.records):
        return
    held = without_cn(case)
    bare = next((page for page in pages if _shows_no_cn(page)), None)
    if held is not None:
        page, proof = held
        slots = {"source": sentences.source(page.source), "journal": _name(case)}
        yield Proven(Reason.NO_CN, proof=proof, slots=slots, evidence=(*page.evidence, *case.facts.journal.evidence))
    elif wrong is not None or bare is not None:
        basis = f"“{wrong}”不是国内统一连续出版物号" if wrong else f"{sentences.source(_source(bare))}期刊页未载CN号"
        yield Open(
            Reason.NO_CN, key="no_cn?", slots={"basis": basis}, evidence=bare.evidence if bare else case.evidence
        )


def without_cn(case: Case) -> tuple[Journal, Proof] | None:
    """Return the page and the proof that show a serial without a CN, where the registry answered that it has none."""
    if case.facts.foreign or not _registry_answered(case):
        return None
    pages = _pages(case)
    if any(cn.number(page.cn) for page in pages) or any(cn.number(record.cn) for record in case.records):
        return None
    held = ((page, _proof(case, page)) for page in pages if _shows_no_cn(page))
    return next(((page, proof) for page, proof in held if proof is not None), None)


def stopped(case: Case) -> Iterator[Claim]:
    """Report a paper dated wholly after its journal ended; before the end it is fine, an undated end is a note."""
    journal, window = case.facts.journal.journal, case.facts.window
    if journal is None or not _ended(journal.status):
        return
    slots = {"journal": journal.title, "status": STATUS.get(journal.status or "", journal.status or "")}
    until = dates.parse(journal.until)
    if until is None:
        yield Remark("stopped_undated", slots=slots, evidence=journal.evidence)
    elif window is not None and window.start > until[1].isoformat():
        slots |= {"until": journal.until or "", "when": printed(window)}
        yield Open(Reason.JOURNAL_STOPPED, slots=slots, evidence=(*journal.evidence, *window.evidence))


def numbers(case: Case) -> Iterator[Claim]:
    """Report a claimed CN or ISSN that the registry's journal did not carry then and does not carry today."""
    serial = case.facts.journal
    if serial.state != "found" or serial.journal is None:
        return
    claimed = case.facts.item.claimed
    own_cn = case.facts.citation.cn or (claimed.cn if claimed else None)
    own_issn = case.facts.citation.issn or (claimed.issn if claimed else None)
    known = _known(serial.renamed, serial.cn_then, serial.journal.cn, [one.cn for one in serial.journal.former])
    if own_cn and known and not case.differs("cn") and not any(cn.same(own_cn, one) for one in known):
        slots = {"claimed": own_cn, "recorded": known[0]}
        yield Open(Reason.CN_DIFFERS, slots=slots, evidence=serial.evidence)
    known = _known(serial.renamed, serial.issn_then, serial.journal.issn, [one.issn for one in serial.journal.former])
    if own_issn and known and not case.differs("issn") and _bare(own_issn) not in {_bare(one) for one in known}:
        slots = {"field": "ISSN", "claimed": own_issn, "recorded": known[0]}
        yield Open(Reason.ISSN_DIFFERS, slots=slots, evidence=serial.evidence)


STATUS = {"stopped": "停刊", "merged": "合并", "renamed": "更名"}


def _ended(status: str | None) -> bool:
    return status is not None and (status in ("stopped", "merged") or "停" in status or "合并" in status)


def _known(renamed: bool, then: str | None, now: str | None, former: list[str | None]) -> tuple[str, ...]:
    """Return the numbers that a claim may state: that day's and today's, an earlier one only under an earlier name."""
    return tuple(dict.fromkeys(one for one in (then, now, *(former if renamed else ())) if one))


def _bare(issn: str) -> str:
    return "".join(sign for sign in issn.upper() if sign.isdigit() or sign == "X")


def _numbers(case: Case) -> Iterator[str]:
    claimed = case.facts.item.claimed
    yield from (text for text in (case.facts.citation.cn, claimed.cn if claimed else None) if text)
    yield from (record.cn for record in case.records if record.cn)


def _pages(case: Case) -> tuple[Journal, ...]:
    """Return the databases' pages of this serial, of those sources whose page prints a CN where there is one."""
    names = {journals.key(record.journal) for record in case.records if record.journal}
    names.add(journals.key(case.facts.citation.container))
    return tuple(
        page
        for source in PRINT_CN
        if (lookup := case.lookups.get(source)) is not None and lookup.state in ANSWERED
        for page in lookup.journals
        if journals.key(page.title) in names
    )


def _shows_no_cn(page: Journal) -> bool:
    """Say whether this is a full identity page (it prints sponsor or frequency) that carries no CN."""
    return page.cn is None and bool(page.evidence) and bool(page.sponsors or page.frequency)


def _registry_answered(case: Case) -> bool:
    lookup = case.lookups.get(REGISTRY)
    asked = lookup is not None and lookup.state in ANSWERED
    return asked and case.facts.journal.state == "absent" and bool(case.facts.journal.evidence)


def _proof(case: Case, page: Journal) -> Proof | None:
    return next((proof for proof in case.proofs if proof.source == page.source), None)


def _source(page: Journal | None) -> str:
    return page.source if page else ""


def _name(case: Case) -> str:
    shown = next((record.journal for record in case.records if record.journal), None)
    return case.facts.citation.container or shown or "未填"


def _line(journal: Journal) -> str:
    return f"{journal.title}（{journal.cn or '无CN'}）"
