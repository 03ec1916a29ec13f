"""A unit's summary: one table of applicants and one of outputs over many reports, for the unit's own sorting and filtering.

It holds outcomes and so is for the reviewer: never stamped, never bound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from verifier.model import ItemReport, Report
from verifier.proof import rows
from verifier.proof.certificate import applied_for
from verifier.proof.sheet import Table, columns
from verifier.proof.words import DATABASES, LIST, OUTCOMES, REASONS, REGISTRY, Text, pick
from verifier.reasons import Outcome

APPLICANTS = ("申报人", "Applicants")
OUTPUTS = ("成果", "Outputs")
NOTE = ("审核用，不加盖公章，不随卷", "For the reviewer; never stamped, never filed")
COLUMNS_APPLICANTS: tuple[tuple[Text, float], ...] = (
    (("申报人", "Applicant"), 10),
    (("工作单位", "Unit"), 30),
    (("申报系列、专业、级别", "Series, specialty, level"), 24),
    (("成果项数", "Outputs"), 9),
    (("检索到", "Found"), 9),
    (("未检索到", "Not found"), 9),
    (("未完成检索", "Not completed"), 11),
    (("国际研究成果", "International"), 13),
    (("一致", "Agree"), 9),
    (("需人工核对", "To check"), 11),
    (("属《通知》所列情形", "Named by the Notice"), 18),
    (("内容摘要", "Digest"), 20),
)
COLUMNS_OUTPUTS: tuple[tuple[Text, float], ...] = (
    (("申报人", "Applicant"), 10),
    (("工作单位", "Unit"), 26),
    (("序号", "No."), 6),
    (("题名", "Title"), 44),
    (("作者（申报人位次）", "Authors (applicant's rank)"), 22),
    (("期刊名称", "Journal"), 20),
    (("CN／ISSN", "CN / ISSN"), 14),
    (("年,卷(期):页", "Year,vol(issue):pages"), 18),
    (("期刊信息查询", "Press registry"), 20),
    (("中国知网", "CNKI"), 24),
    (("万方", "Wanfang"), 24),
    (("维普", "VIP"), 24),
    (("比对结果", "Comparison"), 28),
    (("核对结果", "Result"), 22),
    (("事项", "Points"), 22),
    (("条款", "Clauses"), 12),
)


def build(reports: Iterable[Report], lang: str = "zh") -> tuple[Table, Table]:
    """Return the table of applicants and the table of outputs, in the order of the reports; each is read once and let go."""
    people: list[tuple[str, ...]] = []
    outputs: list[tuple[str, ...]] = []
    for report in reports:
        people.append(_applicant(report, lang))
        outputs += [_output(report, place, item, lang) for place, item in enumerate(report.items, 1)]
    note = pick(NOTE, lang)
    counts = tuple(range(3, 11))
    return (
        Table(
            name="applicants",
            caption=pick(APPLICANTS, lang),
            columns=columns(COLUMNS_APPLICANTS, lang, centred=counts),
            rows=tuple(people),
            note=note,
        ),
        Table(
            name="outputs",
            caption=pick(OUTPUTS, lang),
            columns=columns(COLUMNS_OUTPUTS, lang, centred=(2,)),
            rows=tuple(outputs),
            note=note,
        ),
    )


def _applicant(report: Report, lang: str) -> tuple[str, ...]:
    searched = Counter(rows.total(item) for item in report.items)
    judged = Counter(item.outcome for item in report.items)
    return (
        report.applicant.name,
        "；".join(report.applicant.units),
        applied_for(report, lang),
        str(len(report.items)),
        *(str(searched[word]) for word in ("found", "not_found", "unfinished", "foreign")),
        *(str(judged[outcome]) for outcome in (Outcome.CLEAR, Outcome.REVIEW, Outcome.BAR)),
        report.hash[:16],
    )


def _output(report: Report, place: int, item: ItemReport, lang: str) -> tuple[str, ...]:
    points = [one for one in item.findings if one.outcome is not Outcome.CLEAR]
    clauses = list(dict.fromkeys(one.clause for one in points if one.clause))
    worst = next((one.clause for one in points if one.outcome is item.outcome), "")
    return (
        report.applicant.name,
        "；".join(report.applicant.units),
        str(place),
        rows.title(item),
        rows.authors(item, report.applicant, lang),
        item.citation.container or "—",
        rows.numbers(item),
        rows.place(item),
        *(rows.answer(item, source, lang) for source in (REGISTRY, *DATABASES)),
        rows.compared(item, lang),
        pick(OUTCOMES[item.outcome], lang).format(clause=worst),
        pick(LIST, lang).join(dict.fromkeys(pick(REASONS[one.reason], lang) for one in points)),
        pick(LIST, lang).join(clauses),
    )
