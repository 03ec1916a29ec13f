"""补充材料单: what goes back to the applicant: for each output what to add or correct, and why, with room to tick it off."""

from __future__ import annotations

from verifier.model import AcrossFinding, Finding, Report
from verifier.proof import rows
from verifier.proof.brought import Brought
from verifier.proof.certificate import applied_for
from verifier.proof.dossier import missing
from verifier.proof.sheet import Fields, Prose, Sheet, Signatures, Table, columns
from verifier.proof.wording import DEMO, FOOT, GLYPHS, PAGES
from verifier.proof.words import LIST, Text, pick
from verifier.reasons import Outcome

TITLE = ("补充材料单", "What to add")
SUBTITLE = ("退申报人补充，不作审核结论", "Back to the applicant; no decision")
HEADER: tuple[Text, ...] = (
    ("申报人", "Applicant"),
    ("工作单位", "Unit"),
    ("申报系列、专业、级别", "Series, specialty, level"),
    ("对应检索证明编号", "Of certificate"),
)
CAPTION = ("请补充或更正", "Please add or correct")
COLUMNS: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2),
    (("对应成果", "Output"), 12),
    (("请补充", "Please add"), 16),
    (("缘由（检索所见）", "Why (what the search showed)"), 14),
    (("申报人说明、日期", "Applicant's answer, date"), 9),
    (("收讫", "Received"), 3),
)
OUTPUT = ("成果{place}　{title}", "Output {place}: {title}")
OUTPUTS = ("成果{places}", "Outputs {places}")
ATTACH = ("请附：{names}。", "Please attach: {names}.")
WHY_ATTACH = ("卷内尚缺{clause}", "Not yet in the file{clause}")
NOTHING = ("无须补充。", "Nothing to add.")
NOTE = (
    "期刊信息以国家新闻出版署网站查询页打印件为准。未检索到不说明未发表；请就所列各项补充材料或说明，由单位审核。",
    "For journals the print of the press administration's query page decides. Not found does not mean not published; please add "
    "or explain what is listed, for the unit to review.",
)
RETURN = ("请于＿＿＿＿年＿＿月＿＿日前交回。", "To be returned by ____________.")
SIGNATURES: tuple[tuple[Text, float], ...] = (
    (("经办人、日期", "Handled by, date"), 1.0),
    (("申报人签收、日期", "Received by the applicant, date"), 1.0),
)
ROOM = 16.0
_TICK = "□"


def build(
    report: Report, lang: str = "zh", *, brought: tuple[Brought, ...] = (), number: str = "", issued: str = ""
) -> Sheet:
    """Return the slip of one report; `brought` is what the file already holds."""
    who = report.applicant
    values = (who.name, "；".join(who.units) or "—", applied_for(report, lang), number or "—")
    header = Fields(pairs=tuple((pick(label, lang), value) for label, value in zip(HEADER, values, strict=True)))
    return Sheet(
        kind="slip",
        lang=lang,
        title=pick(TITLE, lang),
        subtitle=pick(SUBTITLE, lang),
        number=number,
        issued=issued,
        blocks=(
            header,
            _table(report, lang, brought),
            Prose(heading="", lines=(pick(RETURN, lang),)),
            Signatures(places=tuple((pick(label, lang), width) for label, width in SIGNATURES), room=ROOM),
        ),
        marks=(pick(DEMO, lang),) * report.demo,
        foot=pick(FOOT, lang).format(number=number or "—", digest=report.hash[:16]),
        pages=pick(PAGES, lang),
        glyph_note=pick(GLYPHS, lang),
    )


def _table(report: Report, lang: str, brought: tuple[Brought, ...]) -> Table:
    lines: list[tuple[str, str, str]] = []
    lacking = missing(report, brought, lang)
    clause = report.rules.certificate
    shown = (f"（{clause}）" if lang == "zh" else f" ({clause})") if clause else ""
    why = pick(WHY_ATTACH, lang).format(clause=shown)
    for place, item in enumerate(report.items, 1):
        output = pick(OUTPUT, lang).format(place=place, title=rows.title(item))
        if lacking[place]:
            lines.append((output, pick(ATTACH, lang).format(names=pick(LIST, lang).join(lacking[place])), why))
        lines += [(output, *_asked(one, lang)) for one in item.findings if _counts(one)]
    places = {item.id: str(place) for place, item in enumerate(report.items, 1)}
    for one in report.across:
        if _counts(one):
            names = pick(LIST, lang).join(places.get(item, item) for item in one.items)
            lines.append((pick(OUTPUTS, lang).format(places=names), *_asked(one, lang)))
    return Table(
        name="slip",
        caption=pick(CAPTION, lang),
        columns=columns(COLUMNS, lang, centred=(0, 5)),
        rows=tuple((str(count), output, add, cause, "", _TICK) for count, (output, add, cause) in enumerate(lines, 1)),
        empty=pick(NOTHING, lang),
        note=pick(NOTE, lang),
    )


def _counts(finding: Finding | AcrossFinding) -> bool:
    return finding.outcome is not Outcome.CLEAR and bool(finding.remedy)


def _asked(finding: Finding | AcrossFinding, lang: str) -> tuple[str, str]:
    return rows.remedy(finding, lang), rows.fact(finding, lang)
