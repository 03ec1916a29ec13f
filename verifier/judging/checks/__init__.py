"""The checks: each a pure function from one item's case to what it has to say.

A check never decides an outcome. It yields `Proven` with a record's proof, `Open` for a person, or `Remark`; the notice's rule
says what each of them does, and the reason's ceiling the most that it may do. Adding a check is one function, one line in
`ALL`, its name for clerks in `labels`, and its cases under `fixtures/rules/`.
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
from verifier.reasons import Reason


class Check(NamedTuple):
    """One check: its function, the reasons it may give, the kinds of output it fits (none = all), and its parameters.

    The function takes the case, and the rule's parameters too if it reads any.
    """

    run: Callable[..., Iterator[Claim]]
    gives: tuple[Reason, ...] = ()
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

R = Reason
ALL = (
    Check(outputs.readable, (R.NOT_READ,)),
    Check(
        retrieval.retrieved,
        (R.NOT_RETRIEVED, R.AMBIGUOUS_RECORD, R.SOURCE_UNAVAILABLE),
        kinds=SEARCHED,
        foreign=False,
        reads=SOURCES | {"need", "grace_days"},
    ),
    Check(
        retrieval.open_search,
        (R.NOT_RETRIEVED, R.AMBIGUOUS_RECORD, R.SOURCE_UNAVAILABLE),
        domestic=False,
        reads=SOURCES,
    ),
    Check(
        serials.registry, (R.NOT_IN_REGISTRY, R.REGISTRY_AMBIGUOUS, R.SOURCE_UNAVAILABLE), kinds=SERIAL, foreign=False
    ),
    Check(serials.approved_serial, (R.NO_CN,), kinds=(*SERIAL, "collection"), foreign=False),
    Check(serials.stopped, (R.JOURNAL_STOPPED,), kinds=SERIAL, foreign=False),
    Check(serials.numbers, (R.CN_DIFFERS, R.ISSN_DIFFERS), kinds=SERIAL, foreign=False),
    Check(outputs.supplement, (R.SUPPLEMENT, R.ISSUE_KIND_UNSURE), kinds=SERIAL),
    Check(outputs.issue_kind, (R.ISSUE_KIND_UNSURE,), kinds=SERIAL, foreign=False),
    Check(outputs.collection, (R.COLLECTION, R.OUTPUT_KIND_UNSURE)),
    Check(outputs.proceedings, (R.PROCEEDINGS,)),
    Check(outputs.online_first, (R.ONLINE_FIRST,)),
    Check(outputs.unchecked_kind, (R.NOT_CHECKED_KIND,), reads=frozenset({"kinds"})),
    Check(outputs.output_kind, (R.OUTPUT_KIND_UNSURE,)),
    Check(outputs.retracted, (R.RETRACTED,)),
    Check(dates.before_qualification, (R.BEFORE_QUALIFICATION, R.DATE_STRADDLES_START)),
    Check(dates.after_cutoff, (R.AFTER_CUTOFF, R.DATE_STRADDLES_END)),
    Check(dates.date_known, (R.DATE_UNKNOWN,), kinds=PAPER),
    Check(contents.in_issue, (R.ISSUE_NOT_LISTED, R.NOT_IN_ISSUE), kinds=SERIAL, foreign=False),
    Check(contents.pages_free, (R.PAGES_TAKEN,), kinds=SERIAL, foreign=False),
    Check(retrieval.sources_agree, (R.SOURCES_CONFLICT,)),
    Check(relation.own_field, (R.OFF_FIELD, R.FIELD_UNDETERMINED), kinds=PAPER),
    Check(people.authorship, (R.APPLICANT_NOT_AUTHOR,)),
    Check(people.author_rank, (R.AUTHOR_RANK_DIFFERS,)),
    Check(differences.differences, differences.GIVES),
    Check(foreign.foreign_certificate, (R.FOREIGN_CERTIFICATE,), domestic=False),
    Check(conditions.required_rank, (R.CONDITION_UNMET,), kinds=PAPER, reads=frozenset({"ranks"})),
    Check(conditions.both_numbers, (R.CONDITION_UNMET,), kinds=SERIAL, foreign=False),
    Check(
        conditions.serial_class,
        (R.CONDITION_UNMET,),
        kinds=SERIAL,
        foreign=False,
        reads=frozenset({"classes", "serials"}),
    ),
    Check(conditions.listed, (R.CONDITION_UNMET,), kinds=SERIAL, foreign=False, reads=frozenset({"titles", "listed"})),
    Check(silences.special_issue, (R.CONDITION_UNMET,), kinds=SERIAL, foreign=False),
    Check(silences.shared_cn, (R.CONDITION_UNMET,), kinds=SERIAL, foreign=False),
    Check(silences.electronic, (R.CONDITION_UNMET,), kinds=SERIAL, foreign=False, reads=frozenset({"media"})),
    Check(people.author_position, kinds=PAPER),
    Check(retrieval.single_database, kinds=PAPER, foreign=False, reads=SOURCES),
    Check(silences.renamed, kinds=SERIAL, foreign=False),
    Check(silences.combined, kinds=SERIAL, foreign=False),
    Check(differences.harmless),
)

BY_NAME = {check.name: check for check in ALL}

OVER_LISTS = ("duplicate", "same_position", "author_order_conflict", "reused")
"""Rules that `judging.across` runs over a list or a batch; a notice gives them their clause."""
