"""The strict reading of a notice's file and of the field map: what is wrong stops the load and is named by file, key and reason."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from verifier.errors import BadValue
from verifier.judging.notice import Clause, FieldMap, Notice, NoticeFile, Rule, Series
from verifier.reasons import Outcome

Shape = TypeVar("Shape")
LARGEST = 1 << 18
"""Bytes that a notice or a field map may have."""


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


def unquoted_cutoffs(notice: Notice) -> tuple[Series, ...]:
    """Return the series whose counting day does not stand in the text of the original clause that they name, blanks left out."""
    return tuple(one for one in notice.series if one.cutoff and not _quoted(notice.clauses[one.clause], one.cutoff))


def _quoted(clause: Clause, day: date) -> bool:
    return clause.certainty != "original" or _says(clause.text, day)


def _says(text: str, day: date) -> bool:
    bare = "".join(text.split())
    return re.search(rf"{day.year}年0?{day.month}月0?{day.day}日|{day.isoformat()}", bare) is not None
