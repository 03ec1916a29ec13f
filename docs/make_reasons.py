"""Write docs/reasons.md and the tables of docs/policy.md from the program; `stale()` compares. Run from the project's root."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import msgspec

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "judging")]

import casebook  # noqa: E402 - the cases are read by the tests' own reader

from verifier.judging import across, earlier, policy, remedies, sentences  # noqa: E402
from verifier.judging.checks import ALL, BY_NAME, OVER_LISTS  # noqa: E402
from verifier.judging.notice import Rule  # noqa: E402
from verifier.model import AcrossFinding, Finding, Identity, ItemReport  # noqa: E402
from verifier.proof.words import REASONS  # noqa: E402
from verifier.reasons import Outcome, Reason  # noqa: E402

FILE = Path(__file__).parent / "reasons.md"
POLICY = Path(__file__).parent / "policy.md"
HEAD = """# Reasons

Every reason that a finding can have, as the rules of `{notice}` use it (this page is written by `docs/make_reasons.py`).

- *Ceiling* is the most that a reason may ever do; a notice may lower it, never raise it. BAR (依条款不予认定) is reached only with a
  record's proof; without it the same reason asks a person (REVIEW 须人工核实).
- *Sentence* and *remedy* are what the check list prints; words in braces are filled from facts, `{{clause}}` and `{{effect}}` by the notice.
- *Example* is one of the cases under `fixtures/rules/`, judged. People, journals and papers in it are invented.
- The remedy names the smallest evidence that would change the finding: the copyright page (版权页) and contents page from the
  applicant's own copy, the first page of the paper, the certificate of the current title, or a search that is done again. *Where*
  says where it is to be had (`verifier/judging/remedies.py`).

"""
Shown = Finding | AcrossFinding


def examples() -> dict[Reason, tuple[str, str, Shown]]:
    """Return for every reason a case's name, the notice, and its gravest finding."""
    found: dict[Reason, tuple[str, str, Shown]] = {}
    notices = [casebook.LIAONING, *sorted(path.stem for path in casebook.NOTICES.glob("*.toml"))]
    for name in dict.fromkeys(notices):
        notice = casebook.load(name)
        for case in casebook.cases(name):
            given = case.get("given", {})
            for one in policy.judge(notice, casebook.facts(given), casebook.differences_of(given))[0]:
                known = found.get(one.reason)
                if known is None or (known[1] == name and known[2].outcome.rank < one.outcome.rank):
                    found[one.reason] = (case["name"], name, one)
    return found | several()


def several() -> dict[Reason, tuple[str, str, Shown]]:
    """Return examples of the reasons that speak of several items or applicants."""
    notice = casebook.liaoning()
    first, second = item("i1", ["冯砚田", "蒲槿"]), item("i2", ["蒲槿", "冯砚田"])
    people = [casebook.applicant({"id": "a1"}), casebook.applicant({"id": "a2", "name": "蒲槿"})]
    both = [across.summarise(people[0], first, notice.id), across.summarise(people[1], second, notice.id)]
    notices = {notice.id: notice}
    found = [*across.over_list([first, item("i3", ["冯砚田", "蒲槿"])], notice), *across.over_batch(both, notices)]
    found += earlier.reused(both[:1], {f"{both[0].person}|cnki:X1": earlier.Listed("往年通知", frozenset({"cnki"}))}, notices)
    return {one.reason: ("one record in several lists or places", notice.id, one) for one in found}


def item(number: str, authors: list[str]) -> ItemReport:
    """Return an item's report whose record is `X1` of CNKI."""
    facts = casebook.facts({"citation": {"id": number, "authors": authors}})
    return ItemReport(
        id=number, citation=facts.citation, lookups={}, identity=Identity(source="cnki", record="X1", level="exact"),
        differences=(), findings=(), outcome=Outcome.CLEAR, record=facts.record and msgspec.structs.replace(facts.record, id="X1"),
    )  # fmt: skip


def text() -> str:
    """Return the whole page."""
    shown = examples()
    return HEAD.format(notice=casebook.LIAONING) + "\n".join(entry(reason, shown[reason]) for reason in Reason)


def entry(reason: Reason, example: tuple[str, str, Shown]) -> str:
    """Return one reason's section."""
    case, notice, finding = example
    chinese, english = REASONS[reason]
    sentence = sentences.FINDINGS[sentences.entry(reason.value)]
    rows = [
        ("ceiling", reason.ceiling.value),
        ("rules", "; ".join(f"`{rule.check}` {rule.clause}" for rule in rules(reason, notice)) or "-"),
        ("quote", finding.quote or "-"),
        ("sentence", sentence.says),
        ("remedy", sentence.remedy),
        ("where", " ".join(place.says for place in remedies.places([sentence.remedy]))),
        ("English", f"{sentence.english} {sentence.english_remedy}"),
        ("example", f"{case} (`{notice}`): {finding.says}{finding.remedy} **{finding.outcome.value}**"),
        ("example in English", f"{finding.says_en} {finding.remedy_en}"),
    ]
    return f"## `{reason.value}` {chinese} · {english}\n\n" + "".join(f"- *{name}*: {words}\n" for name, words in rows if words)


def rules(reason: Reason, notice: str) -> list[Rule]:
    """Return the rules of a notice whose check may give this reason."""
    giving = {name for name, check in BY_NAME.items() if reason in check.gives} | {reason.value}
    return [rule for rule in casebook.load(notice).rules if rule.check in giving and rule.clause]


def policy_page() -> str:
    """Return docs/policy.md with its marked tables filled anew."""
    page = POLICY.read_text(encoding="utf-8")
    over = ", ".join(f"`{name}`" for name in OVER_LISTS)
    for mark, words in (("checks", checks()), ("over", over), ("notices", notices())):
        page = re.sub(
            rf"(<!-- {mark} -->).*?(<!-- /{mark} -->)",
            lambda found, words=words: found[1] + words + found[2],
            page,
            flags=re.S,
        )
    return page


def checks() -> str:
    """Return the table of checks."""
    rows = ["| check | what it does | reasons | parameters |", "|---|---|---|---|"]
    for check in ALL:
        first = (check.run.__doc__ or "").splitlines()[0]
        gives = ", ".join(f"`{reason.value}`" for reason in check.gives) or "note"
        rows.append(f"| `{check.name}` | {first} | {gives} | {', '.join(sorted(check.reads)) or '-'} |")
    return "\n" + "\n".join(rows) + "\n"


def notices() -> str:
    """Return the table of shipped notices with how sure each clause is."""
    rows = ["| id | document | draft | clauses |", "|---|---|---|---|"]
    for path in sorted(casebook.NOTICES.glob("*.toml")):
        notice = casebook.load(path.stem)
        sure = ", ".join(f"{name} {clause.certainty}" for name, clause in notice.clauses.items())
        rows.append(f"| `{notice.id}` | {notice.document} | {'yes' if notice.draft else 'no'} | {sure} |")
    return "\n" + "\n".join(rows) + "\n"


def stale() -> bool:
    """Say whether one of the pages does not fit the program."""
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != text():
        return True
    return POLICY.read_text(encoding="utf-8") != policy_page()


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    POLICY.write_text(policy_page(), encoding="utf-8")
