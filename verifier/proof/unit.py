"""A unit's own papers over many reports: the list for public display (公示) and the order in which everything is printed."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.model import Frozen, Report
from verifier.proof import rows
from verifier.proof.certificate import applied_for
from verifier.proof.sheet import Prose, Sheet, Table, columns
from verifier.proof.wording import DEMO, GLYPHS, PAGES
from verifier.proof.words import Text, pick

DISPLAY_TITLE = ("专业技术资格申报研究成果公示表", "Outputs for public display")
DISPLAY_SUBTITLE = (
    "公示时间不少于5个工作日：＿＿＿＿年＿＿月＿＿日至＿＿月＿＿日　　受理电话：＿＿＿＿＿＿＿＿",
    "Displayed for at least five working days: ____________ to ____________   Telephone: ____________",
)
DISPLAY_COLUMNS: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2.2),
    (("申报人（由单位填写）", "Applicant (the unit writes the name)"), 7),
    (("申报系列、专业、级别", "Series, specialty, level"), 11),
    (("成果", "Output"), 20),
    (("刊物", "Journal"), 11),
    (("年,卷(期):页", "Year,vol(issue):pages"), 9),
    (("检索证明编号", "Certificate"), 9),
)
NAMED: Text = ("申报人", "Applicant")
DISPLAY_NOTE = (
    "本表只列申报的研究成果，不载姓名以外的个人信息，不载检索结果和审核意见；姓名由单位填写后公示。",
    "The list holds the outputs only: no personal data but the name that the unit writes in, no search result, no opinion.",
)
ORDER_TITLE = ("打印、装订、盖章顺序单", "Order of printing, binding and stamping")
ORDER_COLUMNS: tuple[tuple[Text, float], ...] = (
    (("次序", "No."), 2.2),
    (("申报人", "Applicant"), 6),
    (("文件", "File"), 14),
    (("材料", "Paper"), 9),
    (("页数", "Pages"), 3.4),
    (("份数", "Copies"), 3.4),
    (("纸张", "Sheet"), 8),
    (("签字、盖章", "Signatures and seals"), 17),
    (("已办", "Done"), 3),
)
ORDER_NOTE = (
    "单面打印。盖章顺序：单位、主管部门，最后整卷骑缝章。卷宗内已含检索证明，另印的一份由单位留存。核对事项、补充材料单不盖章、不随卷。",
    "Print on one side. Seals: the unit, the supervising department, last the seam over the whole volume. The volume holds the "
    "certificate; the other copy stays with the unit. The check list and the slip are neither stamped nor bound.",
)
TOTAL = ("共{files}份文件，{pages}页（按份数计{sheets}页）。", "{files} files, {pages} pages ({sheets} with all copies).")
PAPERS: dict[str, tuple[Text, int, Text, Text]] = {
    "dossier.pdf": (
        ("卷宗（第四部分）", "Dossier (part four)"),
        1,
        ("A4 横、竖混排", "A4, lying and standing"),
        ("申报人、检索人、复核人签字；单位、主管部门公章；整卷骑缝章", "All signatures and seals; the seam over the volume"),
    ),
    "certificate.pdf": (
        ("检索证明（单位留存）", "Certificate (for the unit)"),
        1,
        ("A4 横、竖混排", "A4, lying and standing"),
        ("申报人、检索人、复核人签字；单位、主管部门公章；骑缝章", "All signatures and seals; the seam"),
    ),
    "checklist.pdf": (
        ("核对事项", "Points to check"),
        1,
        ("A4 横", "A4, lying"),
        ("不盖章、不随卷；审核人填写意见", "No seal, not bound; the reviewer writes"),
    ),
    "slip.pdf": (
        ("补充材料单", "What to add"),
        2,
        ("A4 横", "A4, lying"),
        ("不盖章；经办人、申报人签收", "No seal; both sign"),
    ),
}
"""File name -> what it is, copies, sheet, who signs and stamps; in the order of printing."""


class Printout(Frozen, frozen=True, kw_only=True):
    """One applicant's printed files: name as a folder's path, and pages by file name."""

    applicant: str
    folder: str
    pages: dict[str, int]


def display(
    reports: Sequence[Report], numbers: Sequence[str], lang: str = "zh", *, names: bool = False, issued: str = ""
) -> Sheet:
    """Return the list for public display; a name stands in it only if `names`, otherwise the unit writes it in."""
    heads = [(NAMED, width) if names and place == 1 else (text, width) for place, (text, width) in enumerate(DISPLAY_COLUMNS)]
    lines = [
        (
            report.applicant.name if names else "",
            applied_for(report, lang),
            rows.title(item),
            item.citation.container or "—",
            rows.place(item),
            number,
        )
        for report, number in zip(reports, numbers, strict=True)
        for item in report.items
    ]
    table = Table(
        name="display",
        caption=pick(DISPLAY_TITLE, lang),
        columns=columns(tuple(heads), lang),
        rows=tuple((str(count), *line) for count, line in enumerate(lines, 1)),
        note=pick(DISPLAY_NOTE, lang),
    )
    return _sheet("display", DISPLAY_TITLE, pick(DISPLAY_SUBTITLE, lang), (table,), reports, lang, issued)


def order(reports: Sequence[Report], printouts: Sequence[Printout], lang: str = "zh", *, issued: str = "") -> Sheet:
    """Return the order in which a unit's papers are printed, bound and stamped, with their pages."""
    lines = [
        (
            one.applicant,
            f"{one.folder}/{name}",
            pick(what, lang),
            str(one.pages[name]),
            str(copies),
            pick(paper, lang),
            pick(seals, lang),
            "□",
        )
        for one in printouts
        for name, (what, copies, paper, seals) in PAPERS.items()
        if name in one.pages
    ]
    pages = sum(int(line[3]) for line in lines)
    sheets = sum(int(line[3]) * int(line[4]) for line in lines)
    table = Table(
        name="order",
        caption=pick(ORDER_TITLE, lang),
        columns=columns(ORDER_COLUMNS, lang, centred=(0, 4, 5, 8)),
        rows=tuple((str(count), *line) for count, line in enumerate(lines, 1)),
        note=pick(ORDER_NOTE, lang),
    )
    total = Prose(heading="", lines=(pick(TOTAL, lang).format(files=len(lines), pages=pages, sheets=sheets),))
    return _sheet("order", ORDER_TITLE, "", (table, total), reports, lang, issued)


def _sheet(
    kind: str, title: Text, subtitle: str, blocks: tuple[Table | Prose, ...], reports: Sequence[Report], lang: str, issued: str
) -> Sheet:
    return Sheet(
        kind="display" if kind == "display" else "order",
        lang=lang,
        title=pick(title, lang),
        subtitle=subtitle,
        number="",
        issued=issued,
        blocks=blocks,
        marks=(pick(DEMO, lang),) if any(report.demo for report in reports) else (),
        foot=pick(title, lang),
        pages=pick(PAGES, lang),
        glyph_note=pick(GLYPHS, lang),
    )
