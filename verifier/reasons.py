"""The closed list of reasons and the three outcomes; every reason fixes the most it may ever do."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """结论: CLEAR 未见问题, REVIEW 须人工核实, BAR 依条款不予认定."""

    CLEAR = "CLEAR"
    REVIEW = "REVIEW"
    BAR = "BAR"

    @property
    def rank(self) -> int:
        """Return 0, 1 or 2, so that outcomes can be compared."""
        return _RANK[self.value]


_RANK = {"CLEAR": 0, "REVIEW": 1, "BAR": 2}


def worst(outcomes: list[Outcome]) -> Outcome:
    """Return the gravest outcome, CLEAR for none.

    >>> worst([Outcome.CLEAR, Outcome.REVIEW])
    <Outcome.REVIEW: 'REVIEW'>
    """
    return max(outcomes, key=lambda outcome: outcome.rank, default=Outcome.CLEAR)


class Reason(StrEnum):
    """理由. The first five are what an exclusion clause can say and a record can prove; all others end at REVIEW."""

    SUPPLEMENT = "supplement"
    COLLECTION = "collection"
    BEFORE_QUALIFICATION = "before_qualification"
    AFTER_CUTOFF = "after_cutoff"
    NO_CN = "no_cn"

    OFF_FIELD = "off_field"
    FIELD_UNDETERMINED = "field_undetermined"
    DATE_STRADDLES_START = "date_straddles_start"
    DATE_STRADDLES_END = "date_straddles_end"
    DATE_UNKNOWN = "date_unknown"
    ISSUE_KIND_UNSURE = "issue_kind_unsure"
    OUTPUT_KIND_UNSURE = "output_kind_unsure"
    PROCEEDINGS = "proceedings"
    ONLINE_FIRST = "online_first"
    NOT_CHECKED_KIND = "not_checked_kind"

    NOT_IN_REGISTRY = "not_in_registry"
    REGISTRY_AMBIGUOUS = "registry_ambiguous"
    JOURNAL_STOPPED = "journal_stopped"
    NOT_RETRIEVED = "not_retrieved"
    AMBIGUOUS_RECORD = "ambiguous_record"
    SOURCE_UNAVAILABLE = "source_unavailable"
    ISSUE_NOT_LISTED = "issue_not_listed"
    NOT_IN_ISSUE = "not_in_issue"
    PAGES_TAKEN = "pages_taken"
    SOURCES_CONFLICT = "sources_conflict"
    RETRACTED = "retracted"
    NOT_READ = "not_read"

    TITLE_DIFFERS = "title_differs"
    AUTHORS_DIFFER = "authors_differ"
    APPLICANT_NOT_AUTHOR = "applicant_not_author"
    AUTHOR_RANK_DIFFERS = "author_rank_differs"
    JOURNAL_DIFFERS = "journal_differs"
    YEAR_DIFFERS = "year_differs"
    VOLUME_DIFFERS = "volume_differs"
    ISSUE_DIFFERS = "issue_differs"
    PAGES_DIFFER = "pages_differ"
    DOI_DIFFERS = "doi_differs"
    CN_DIFFERS = "cn_differs"
    ISSN_DIFFERS = "issn_differs"
    TYPE_DIFFERS = "type_differs"

    FOREIGN_CERTIFICATE = "foreign_certificate"
    DUPLICATE = "duplicate"
    SAME_POSITION = "same_position"
    AUTHOR_ORDER_CONFLICT = "author_order_conflict"
    REUSED = "reused"
    CONDITION_UNMET = "condition_unmet"

    @property
    def ceiling(self) -> Outcome:
        """Return the most that this reason may ever do; a notice may lower it, never raise it."""
        return Outcome.BAR if self in _PROVABLE else Outcome.REVIEW


_PROVABLE = frozenset(
    {Reason.SUPPLEMENT, Reason.COLLECTION, Reason.BEFORE_QUALIFICATION, Reason.AFTER_CUTOFF, Reason.NO_CN}
)
