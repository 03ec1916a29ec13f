"""The checks: each a pure function from one item's case to what it has to say.

A check never decides an outcome. It yields `Proven` with a record's proof, `Open` for a person, or `Remark`; the notice's rule
says what each of them does, and the reason's ceiling the most that it may do. Adding a check is one function, one line in
`ALL`, and its cases under `fixtures/rules/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from verifier.judging.checks import (
    conditions,
    contents,
    dates,
    differences,
    foreign,
    outputs,
    people,
    relation,
    retrieval,
    serials,
    silences,
)
from verifier.judging.grounds import Case, Claim
from verifier.judging.notice import Rule
from verifier.model import Facts


class Check(NamedTuple):
    """One check: its function, the kinds of output it fits (none = all), whether it fits foreign ones, and its parameters.

    The function takes the case, and the rule's parameters too if it reads any.
    """

    run: Callable[..., Iterator[Claim]]
    kinds: tuple[str, ...] = ()
    domestic: bool = True
    foreign: bool = True
    reads: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Return the word by which a notice names the check."""
        return self.run.__name__

    def say(self, case: Case, rule: Rule) -> Iterator[Claim]:
        """Run the check over a case with a rule's parameters."""
        return self.run(case, rule.params) if self.reads else self.run(case)

    def fits(self, facts: Facts) -> bool:
        """Say whether the check applies to this item at all."""
        at_home = self.foreign if facts.foreign else self.domestic
        return at_home and (not self.kinds or facts.kind in self.kinds)


SERIAL = ("journal", "online_first", "unknown")
PAPER = (*SERIAL, "collection", "proceedings")
SEARCHED = (*PAPER, "newspaper", "thesis")
SOURCES = frozenset({"sources"})

ALL = (
    Check(outputs.readable),
    Check(retrieval.retrieved, kinds=SEARCHED, foreign=False, reads=SOURCES | {"need", "grace_days"}),
    Check(retrieval.open_search, domestic=False, reads=SOURCES),
    Check(serials.registry, kinds=SERIAL, foreign=False),
    Check(serials.approved_serial, kinds=(*SERIAL, "collection"), foreign=False),
    Check(serials.stopped, kinds=SERIAL, foreign=False),
    Check(serials.numbers, kinds=SERIAL, foreign=False),
    Check(outputs.supplement, kinds=SERIAL),
    Check(outputs.issue_kind, kinds=SERIAL, foreign=False),
    Check(outputs.collection),
    Check(outputs.proceedings),
    Check(outputs.online_first),
    Check(outputs.unchecked_kind),
    Check(outputs.output_kind),
    Check(outputs.retracted),
    Check(dates.before_qualification),
    Check(dates.after_cutoff),
    Check(dates.date_known, kinds=PAPER),
    Check(contents.in_issue, kinds=SERIAL, foreign=False),
    Check(contents.pages_free, kinds=SERIAL, foreign=False),
    Check(retrieval.sources_agree),
    Check(relation.own_field, kinds=PAPER),
    Check(people.authorship),
    Check(people.author_rank),
    Check(differences.differences),
    Check(foreign.foreign_certificate, domestic=False),
    Check(conditions.required_rank, kinds=PAPER, reads=frozenset({"ranks"})),
    Check(conditions.both_numbers, kinds=SERIAL, foreign=False),
    Check(conditions.serial_class, kinds=SERIAL, foreign=False, reads=frozenset({"classes", "serials"})),
    Check(silences.special_issue, kinds=SERIAL, foreign=False),
    Check(silences.shared_cn, kinds=SERIAL, foreign=False),
    Check(silences.electronic, kinds=SERIAL, foreign=False, reads=frozenset({"media"})),
    Check(people.author_position, kinds=PAPER),
    Check(retrieval.single_database, kinds=PAPER, foreign=False, reads=SOURCES),
    Check(silences.renamed, kinds=SERIAL, foreign=False),
    Check(silences.combined, kinds=SERIAL, foreign=False),
    Check(differences.harmless),
)

BY_NAME = {check.name: check for check in ALL}

OVER_LISTS = ("duplicate", "same_position", "author_order_conflict", "reused")
"""Rules that `judging.across` runs over a list or a batch; a notice gives them their clause."""
