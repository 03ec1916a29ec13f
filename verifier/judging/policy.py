"""The notice's rules, loaded and run: every finding with its reason, clause, quote, evidence, and what would change it.

What a check says becomes a finding at the outcome that the rule names for the sure or the unsure case, never above the
reason's ceiling, and BAR only for a claim that holds a record's proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from verifier.judging import loading, sentences, span
from verifier.judging.changes import Change, compare
from verifier.judging.checks import BY_NAME, OVER_LISTS
from verifier.judging.grounds import NAMED, Case, Claim, Open, Proven, Remark
from verifier.judging.notice import Notice, Rule
from verifier.model import Difference, Facts, Finding, Note, RuleSet
from verifier.reasons import Outcome, worst

period = span.period

__all__ = ["Change", "Notice", "compare", "judge", "load", "outcome", "period", "rule_set"]

_READS = {name: check.reads for name, check in BY_NAME.items()} | dict.fromkeys(OVER_LISTS, frozenset[str]())
_SLOT = re.compile(r"[{}]")


def load(text: bytes, name: str, fields_map: bytes) -> Notice:
    """Read a notice and its field map strictly; `BadValue` names the file, the key and the reason."""
    notice = loading.parse(text, name, _READS)
    fields = loading.parse_fields(fields_map)
    for series in notice.series:
        for specialty in series.specialties:
            if specialty not in fields.specialties:
                raise loading.wrong(
                    name, f"series.{series.name}", f"对照表没有专业“{specialty}”", "not on the field map"
                )
    for place, rule in enumerate(notice.rules):
        check = BY_NAME.get(rule.check)
        if rule.sure is Outcome.BAR and not any(
            reason.ceiling is Outcome.BAR for reason in (check.gives if check else ())
        ):
            raise loading.wrong(
                name, f"rules[{place}].sure", f"核对项 {rule.check} 最多为 REVIEW", "above the reason's ceiling"
            )
        if _SLOT.search(rule.remedy.replace("{clause}", "")):
            raise loading.wrong(
                name, f"rules[{place}].remedy", "只能用 {clause} 一个填空", "only {clause} may be filled in"
            )
    return msgspec.structs.replace(notice, fields=fields)


def rule_set(notice: Notice) -> RuleSet:
    """Return which rules judge: document, version and the digest of the file."""
    return RuleSet(
        id=notice.id,
        title=notice.title,
        document=notice.document,
        version=notice.version,
        sha256=notice.sha256,
        draft=notice.draft,
        certificate=notice.certificate,
    )


def judge(
    notice: Notice, facts: Facts, differences: tuple[Difference, ...] | None = None
) -> tuple[tuple[Finding, ...], tuple[Note, ...]]:
    """Run the notice's rules over one item; `differences` are those of all records together, else the matches' own."""
    case = Case(notice, facts, _differences(facts) if differences is None else differences)
    findings: list[Finding] = []
    notes: list[Note] = []
    for rule in notice.rules:
        check = BY_NAME.get(rule.check)
        held = span.holds(rule, facts.window)
        if check is None or held is False or not check.fits(facts):
            continue
        for claim in check.say(case, rule):
            _place(claim if held else weakened(claim, rule), rule, findings, notes)
    return _once(findings), tuple(dict.fromkeys(notes))


def outcome(findings: Iterable[Finding]) -> Outcome:
    """Return an item's outcome: its gravest finding, CLEAR for none."""
    return worst([finding.outcome for finding in findings])


def _differences(facts: Facts) -> tuple[Difference, ...]:
    return tuple(one for match in facts.matches if match.level in NAMED for one in match.differences)


def _place(claim: Claim, rule: Rule, findings: list[Finding], notes: list[Note]) -> None:
    """Turn a claim into a finding or, where the rule only informs, into a note."""
    if isinstance(claim, Remark):
        told = sentences.note(claim.key, claim.slots)
        notes.append(Note(code=claim.key, says=told.says, says_en=told.english, evidence=claim.evidence))
        return
    finding = found(claim, rule)
    if finding.outcome is Outcome.CLEAR:
        notes.append(_lowered(claim, finding))
    else:
        findings.append(finding)


def _lowered(claim: Proven | Open, finding: Finding) -> Note:
    """Return the note that a finding becomes under a rule that only informs."""
    told = sentences.Told(finding.says, finding.says_en)
    if claim.key in sentences.NOTES:
        told = sentences.note(claim.key, claim.slots)
    return Note(code=claim.key or claim.reason.value, says=told.says, says_en=told.english, evidence=finding.evidence)


def found(claim: Proven | Open, rule: Rule) -> Finding:
    """Return the finding of a claim: BAR only if it is proven, the rule says so, and the reason's ceiling allows it."""
    evidence = claim.evidence
    wanted = min(rule.unsure, Outcome.REVIEW, key=_rank)
    if isinstance(claim, Proven):
        evidence = (*claim.proof.evidence, *evidence)
        wanted = min(rule.sure, claim.reason.ceiling, key=_rank)
    said = sentences.say(sentences.entry(claim.reason.value, claim.key), rule, claim.slots)
    return Finding(
        reason=claim.reason,
        outcome=wanted,
        clause=rule.clause,
        quote=rule.quote,
        says=said.says,
        evidence=tuple(dict.fromkeys(evidence)),
        remedy=said.remedy,
        says_en=said.english,
        remedy_en=said.english_remedy,
    )


def weakened(claim: Claim, rule: Rule) -> Claim:
    """Return a claim without its proof, for a dated rule that may not hold on the paper's day."""
    if isinstance(claim, Remark):
        return claim
    return Open(claim.reason, "rule_dated", {"term": sentences.term(rule)}, claim.evidence)


def _rank(outcome: Outcome) -> int:
    return outcome.rank


def _once(findings: list[Finding]) -> tuple[Finding, ...]:
    """Drop a finding that was said twice in the same words."""
    return tuple({(finding.reason, finding.says): finding for finding in findings}.values())
