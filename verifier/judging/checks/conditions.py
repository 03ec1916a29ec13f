"""Conditions that some notices set and others do not: author rank, a serial's numbers, its class and range, lists of titles."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judging.checks.people import held_positions
from verifier.judging.grounds import Case, Claim, Open
from verifier.judging.notice import Params
from verifier.normalize import cn, journals
from verifier.normalize.invalid import Invalid
from verifier.reasons import Reason


def required_rank(case: Case, params: Params) -> Iterator[Claim]:
    """Hold the applicant's position against the ranks that the notice takes."""
    places = held_positions(case)
    if places and not set(places) & set(params.ranks):
        yield _unmet(f"作者名单中申报人列第{min(places)}", case.evidence)


def both_numbers(case: Case) -> Iterator[Claim]:
    """Hold the registry's journal against a notice that asks for CN and ISSN both."""
    serial = case.facts.journal
    if serial.state == "found" and serial.journal is not None and not (serial.issn_then or serial.journal.issn):
        yield _unmet(f"期刊查询未载《{serial.journal.title}》的ISSN", serial.evidence)


def serial_class(case: Case, params: Params) -> Iterator[Claim]:
    """Hold the registered CN against the classes and serial ranges that the notice takes; a range only ever warns."""
    serial = case.facts.journal
    number = serial.cn_then or (serial.journal.cn if serial.journal else None)
    if serial.state != "found" or not number:
        return
    try:
        parts = cn.parse(number)
    except Invalid:
        return
    if params.classes and not parts.letter.startswith(params.classes):
        yield _unmet(f"刊号{number}的分类号为{parts.letter or '未载'}", serial.evidence)
    if params.serials and not any(low <= int(parts.serial) <= high for low, high in params.serials):
        yield _unmet(f"刊号{number}的序号为{parts.serial}", serial.evidence)


def listed(case: Case, params: Params) -> Iterator[Claim]:
    """Hold the journal against a list of titles that the notice takes, or names for care; a list not at hand is asked for."""
    serial = case.facts.journal
    if serial.state != "found" or serial.journal is None:
        return
    names = {journals.key(name) for name in (serial.journal.title, serial.name_then) if name}
    known = bool(names & {journals.key(title) for title in params.titles})
    if known and params.listed == "warned":
        yield _unmet(f"《{serial.journal.title}》在所列名录之内", serial.evidence)
    elif not known and params.listed == "taken":
        fact = f"《{serial.journal.title}》不在所列名录之内" if params.titles else "名录未附，该刊是否在列待核"
        yield _unmet(fact, serial.evidence)


def _unmet(fact: str, evidence: tuple[str, ...]) -> Open:
    return Open(Reason.CONDITION_UNMET, slots={"fact": fact}, evidence=evidence)
