"""A notice's rules as data: the frozen shapes of `notices/*.toml` (read by `loading`).

Every value that a notice decides stands here with its clause: cut-off dates by series, the start of the period by the basis
of the current title, and one entry per rule that names its check, clause, quote, effect words and outcomes. What a notice
leaves open is a rule without a clause, and such a rule can only inform.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from verifier.model import Frozen
from verifier.reasons import Outcome

Basis = Literal["certificate", "review-year", "appointment"]
Certainty = Literal["original", "copy", "summary"]
Text = Annotated[str, msgspec.Meta(max_length=2000)]


class Clause(Frozen, frozen=True, kw_only=True):
    """条款: the text that a rule may quote, and how sure it is: the original, somebody's copy, or a summary only."""

    text: Text
    certainty: Certainty = "original"


class Series(Frozen, frozen=True, kw_only=True):
    """系列: its cut-off day (both ends of the period count) with the clause, and the specialties that it names."""

    name: Literal["engineering", "economics", "other"]
    label: Text
    cutoff: date | None = None
    clause: str = ""
    specialties: tuple[str, ...] = ()


class Shift(Frozen, frozen=True, kw_only=True):
    """A start that lies off the stated year: from `month_day` of the year `plus` years on, for years in [since, until].

    Days beyond the 28th are refused, so that every year has the day.
    """

    month_day: Annotated[str, msgspec.Meta(pattern=r"^(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$")]
    plus: int = 0
    since: int = 0
    until: int = 9999


class StartBasis(Frozen, frozen=True, kw_only=True):
    """How one kind of stated date opens the period; `proves` = a paper wholly before it is before by that clause."""

    proves: bool = True
    whole_year: bool = False
    shifts: tuple[Shift, ...] = ()


class Start(Frozen, frozen=True, kw_only=True):
    """成果计算期间起点 with its clause, by the basis of the stated date."""

    clause: str
    bases: dict[Basis, StartBasis]


class Dates(Frozen, frozen=True, kw_only=True):
    """Which of a paper's dates governs: the printed one, the first release on-line, or the day a database took it in.

    `open` where the notice does not say: the printed date then counts, and a person looks where another date lies on the other
    side of a bound. `clause` names where it is said; a rule set may also decide it by itself, and says so in a note.
    """

    governs: Literal["open", "printed", "online_first", "indexed"] = "open"
    clause: str = ""


class Params(Frozen, frozen=True, kw_only=True):
    """The parameters that checks read; a rule may set only those that its check reads."""

    sources: tuple[str, ...] = ()
    need: Literal["any", "all"] = "any"
    grace_days: int = 0
    ranks: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    serials: tuple[tuple[int, int], ...] = ()
    media: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    listed: Literal["taken", "warned"] = "taken"


class Rule(Frozen, frozen=True, kw_only=True):
    """One rule: which check, by which clause and words, and what it does when sure and when unsure.

    `effect` are the clause's own words; `paraphrased` says that the clause has none and these sum it up. `remedy` replaces
    the check's own remedy sentence. `since` and `until` are the first and last day of publication for which the clause holds;
    an output that may lie on either side is only asked about.
    """

    check: str
    clause: str = ""
    quote: Text = ""
    effect: Text = ""
    paraphrased: bool = False
    sure: Outcome = Outcome.REVIEW
    unsure: Outcome = Outcome.REVIEW
    remedy: Text = ""
    since: date | None = None
    until: date | None = None
    params: Params = Params()


class Manual(Frozen, frozen=True, kw_only=True):
    """A clause that people check and the machine does not, in one sentence for the check list."""

    clause: str
    says: Text


class NoticeFile(Frozen, frozen=True, kw_only=True):
    """规则文件: every key that a notice's file may hold (`docs/schema/noticefile.json`).

    `certificate` is the clause that asks for the retrieval certificate and `order` the one that orders the volume, "" where the
    notice has none.
    """

    id: str
    title: str
    document: str
    authority: str
    year: int
    version: str
    draft: bool
    source: Text
    other_series: Literal["engineering", "economics", "other"]
    clauses: dict[str, Clause]
    series: tuple[Series, ...]
    start: Start
    rules: tuple[Rule, ...]
    dates: Dates = Dates()
    manual: tuple[Manual, ...] = ()
    certificate: str = ""
    order: str = ""


class Notice(NoticeFile, frozen=True, kw_only=True):
    """评审通知: one notice's rules, with the digest of the file that they came from and the field map they use."""

    sha256: str = ""
    fields: FieldMap | None = None


class Specialty(Frozen, frozen=True, kw_only=True):
    """专业: prefixes of the article's CLC that are its own and near fields, the journal classes expected of it, its English name."""

    core: tuple[str, ...]
    near: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    english: str = ""


class FieldMap(Frozen, frozen=True, kw_only=True):
    """专业与分类号对照: specialties by name, the specialty of a whole series, and journal classes that decide nothing."""

    version: str
    undecided: tuple[str, ...]
    series: dict[str, str]
    specialties: dict[str, Specialty]
