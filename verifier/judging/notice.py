"""A notice's rules as data: the frozen shapes of `notices/*.toml`, and the strict reading of one file.

Every value that a notice decides stands here with its clause: cut-off dates by series, the start of the period by the basis
of the current title, and one entry per rule that names its check, clause, quote, effect words and outcomes. What a notice
leaves open is a rule without a clause, and such a rule can only inform.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from verifier.errors import BadValue
from verifier.model import Frozen
from verifier.reasons import Outcome

Basis = Literal["certificate", "review-year", "appointment"]
Certainty = Literal["original", "copy", "summary"]
Text = Annotated[str, msgspec.Meta(max_length=2000)]
Shape = TypeVar("Shape")
LARGEST = 1 << 18
"""Bytes that a notice or a field map may have."""


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
    """专业: prefixes of the article's CLC that are its own and near fields, and the journal classes expected of it."""

    core: tuple[str, ...]
    near: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class FieldMap(Frozen, frozen=True, kw_only=True):
    """专业与分类号对照: specialties by name, the specialty of a whole series, and journal classes that decide nothing."""

    version: str
    undecided: tuple[str, ...]
    series: dict[str, str]
    specialties: dict[str, Specialty]


def parse(text: bytes, name: str, reads: Mapping[str, frozenset[str]]) -> Notice:
    """Read one notice file strictly; `reads` maps each known check to the parameters it reads.

    `BadValue` names the file, the key and the reason.
    """
    table = _table(text, name)
    notice = _convert(table, NoticeFile, name)
    _check_clauses(notice, name)
    for place, (rule, given) in enumerate(zip(notice.rules, _rows(table), strict=True)):
        key = f"rules[{place}]"
        if rule.check not in reads:
            raise wrong(name, f"{key}.check", f"没有名为“{rule.check}”的核对项", f"no check {rule.check!r}")
        for param in given.get("params", {}):
            if param not in reads[rule.check]:
                raise wrong(
                    name, f"{key}.params.{param}", f"核对项 {rule.check} 不读此参数", f"not read by {rule.check}"
                )
        _check_rule(notice, rule, f"{key} ({rule.check})", name)
    return Notice(**msgspec.structs.asdict(notice), sha256=hashlib.sha256(text).hexdigest())


def parse_fields(text: bytes, name: str = "fields.toml") -> FieldMap:
    """Read the map of specialties strictly; `BadValue` as in `parse`."""
    fields = _convert(_table(text, name), FieldMap, name)
    for series, specialty in fields.series.items():
        if specialty not in fields.specialties:
            raise wrong(name, f"series.{series}", f"对照表没有专业“{specialty}”", f"no specialty {specialty!r}")
    return fields


def wrong(name: str, key: str, zh: str, en: str) -> BadValue:
    """Return the error that says which file, which key, and why."""
    return BadValue(f"规则文件 {name}：{key} 处{zh}，请更正后重试。", f"{name}: {key}: {en}; correct it and try again.")


def _table(text: bytes, name: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise wrong(name, "文件", f"超过{LARGEST}字节", f"larger than {LARGEST} bytes")
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise wrong(name, "文件", "不是有效的 TOML", f"not TOML ({error})") from error


def _rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table["rules"]
    return rows


def _convert(table: dict[str, Any], kind: type[Shape], name: str) -> Shape:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at ")
        raise wrong(name, path.strip("`").removeprefix("$.") or "文件", f"有误（{reason}）", reason) from error


def _check_clauses(notice: NoticeFile, name: str) -> None:
    """Refuse a clause that is cited and not there, a missing series, and clauses of a final notice that are no original."""
    cited = [("start", notice.start.clause)]
    cited += [(f"series.{series.name}", series.clause) for series in notice.series if series.cutoff]
    cited += [(f"manual[{place}]", entry.clause) for place, entry in enumerate(notice.manual)]
    named = (("certificate", notice.certificate), ("order", notice.order))
    cited += [(key, clause) for key, clause in named if clause]
    cited += [("dates", notice.dates.clause)] if notice.dates.clause else []
    for key, clause in cited:
        if clause not in notice.clauses:
            raise wrong(name, key, f"所引条款“{clause}”不在 clauses 中", f"no clause {clause!r}")
    if notice.other_series not in {series.name for series in notice.series}:
        raise wrong(name, "other_series", "所指系列不在 series 中", "no such series")
    unsure = [key for key, clause in notice.clauses.items() if clause.certainty != "original"]
    if unsure and not notice.draft:
        raise wrong(
            name, f"clauses.{unsure[0]}", "未核原文，只能用于草案（draft = true）", "only a draft may rest on a copy"
        )


def _check_rule(notice: NoticeFile, rule: Rule, key: str, name: str) -> None:
    """Refuse a rule whose clause, quote or effect is not in the notice, or that bars by a clause nobody has seen."""
    if rule.since and rule.until and rule.since > rule.until:
        raise wrong(name, key, "since 晚于 until", "since lies after until")
    if not rule.clause:
        if {rule.sure, rule.unsure} != {Outcome.CLEAR}:
            raise wrong(name, key, "没有条款的规则只能作告知（CLEAR）", "a rule without a clause can only inform")
        return
    clause = notice.clauses.get(rule.clause)
    if clause is None:
        raise wrong(name, key, f"所引条款“{rule.clause}”不在 clauses 中", f"no clause {rule.clause!r}")
    if Outcome.BAR in (rule.sure, rule.unsure) and (clause.certainty != "original" or rule.unsure is Outcome.BAR):
        raise wrong(name, key, "只有原文条款、且证据确定时才可为 BAR", "BAR needs an original clause and a sure case")
    if clause.certainty == "original" and (not rule.quote or rule.quote not in clause.text):
        raise wrong(name, key, "quote 不是该条款原文", "the quote does not stand in the clause")
    if rule.effect and not rule.paraphrased and rule.effect not in (rule.quote or clause.text):
        raise wrong(name, key, "effect 不是所引原文的用语", "the effect words do not stand in the quoted words")
