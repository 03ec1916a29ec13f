"""卷宗: the volume's fourth part as the notice orders it: papers each with their on-line search pages, then books with theirs.

Pure data: which pages follow which, what is there and what is missing, by clause. `proof.volume` prints it.
"""

from __future__ import annotations

from verifier.model import Frozen, ItemReport, Report
from verifier.proof import attachments, certificate, rows
from verifier.proof.annex import AnnexPage
from verifier.proof.beside import NOTHING, Beside
from verifier.proof.brought import KINDS, Brought, Kind, in_order
from verifier.proof.sheet import Column, Sheet, columns
from verifier.proof.words import DATABASES, REGISTRY, Text, pick

TITLE = ("第四部分　主要论文、著作", "Part four: main papers and books")
SUBTITLE = ("{name}　{unit}　检索证明编号 {number}", "{name}, {unit}, certificate {number}")
CONTENTS = ("卷内目录", "Contents")
CONTENTS_COLUMNS: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2.4),
    (("材料", "Material"), 26),
    (("页数", "Pages"), 3),
    (("页码", "Page"), 4),
)
CERTIFICATE = ("检索证明", "Certificate of retrieval")
CHECKS = ("材料核对表", "Completeness")
GROUPS: tuple[tuple[str, Text], ...] = (
    ("papers", ("（1）发表论文及其网上检索", "(1) Published papers and their on-line search")),
    ("books", ("（2）主要著作出版物及其网上检索", "(2) Books and their on-line search")),
    ("others", ("其他成果（不在本部分规定之列，供归入第五部分）", "Other outputs (not of this part; for part five)")),
)
ITEM = {
    "papers": ("论文{place}　{title}", "Paper {place}: {title}"),
    "books": ("著作{place}　{title}", "Book {place}: {title}"),
    "others": ("成果{place}　{title}", "Output {place}: {title}"),
}
COPY: tuple[Kind, ...] = ("cover", "imprint", "contents", "text", "back")
NO_COPY = ("未附封面、版权页、目录、正文的复印件。", "No copy of cover, imprint, contents and text is attached.")
NO_SEARCH = ("未附网上检索页打印件。", "No print of an on-line search page is attached.")
ELSEWHERE = ("附{box}见第{{page}}页。", "Annex {box}: see page {{page}}.")
EXTRACTS = ("网上检索页（系统摘录）", "On-line search pages (extracts made by the system)")
HAVE = ("有", "yes")
EXTRACT = ("摘录", "extract")
LACK = ("未附", "missing")
NEEDLESS = ("—", "—")
SIGNED = ("盖章、签字", "Seals and signatures")
TICK = ("□", "□")
CHECK_HEADS: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2.4),
    (("题名", "Title"), 11),
    (("封面", "Cover"), 3.6),
    (("版权页", "Imprint"), 3.6),
    (("目录", "Contents"), 3.6),
    (("正文", "Text"), 3.6),
    (("期刊信息查询打印件{clause}", "Registry print{clause}"), 4.6),
    (("中国知网{clause}", "CNKI{clause}"), 4.2),
    (("万方{clause}", "Wanfang{clause}"), 4.2),
    (("维普{clause}", "VIP{clause}"), 4.2),
    (("科技文献检索证明{clause}", "Literature certificate{clause}"), 4.6),
    (("页数", "Pages"), 2.6),
)
CHECK_NOTE = (
    "数字为卷内页码。“摘录”为系统据存档网页印出，不代替网页打印件；“未附”的，补齐后另行装订，或由审核人注明。",
    "Numbers are pages of this volume. An extract is printed from the archived page and replaces no print; what is missing is to be "
    "added, or the reviewer says why not.",
)
MANUAL = ("由单位核对（{clause}）", "For the unit to check ({clause})")
PAGES = ("卷内第 {page} 页　本部分共 {pages} 页", "Page {page}; {pages} pages in this part")


class Part(Frozen, frozen=True, kw_only=True):
    """What follows in a section: pages of a file that was brought, boxes of the annex (from 1), or a line.

    `{page}` in a line is the page of `box`.
    """

    key: str
    label: str
    file: Brought | None = None
    boxes: tuple[int, ...] = ()
    line: str = ""
    box: int = 0


class Section(Frozen, frozen=True, kw_only=True):
    """One output of the volume: its heading, the reference as written, and its parts in their order."""

    key: str
    group: str
    heading: str
    citation: str
    parts: tuple[Part, ...]


class Cell(Frozen, frozen=True, kw_only=True):
    """A cell of the completeness table: a word, and the keys of the parts whose pages stand behind it."""

    text: str
    keys: tuple[str, ...] = ()


class Check(Frozen, frozen=True, kw_only=True):
    """One output's row of the completeness table; `section` gives its page count."""

    place: int
    title: str
    cells: tuple[Cell, ...]
    section: str


class Dossier(Frozen, frozen=True, kw_only=True):
    """A whole volume part; `sheet` is the certificate (its annex holds the boxes), `first` the number of the first page."""

    title: str
    subtitle: str
    sheet: Sheet
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]
    check_heads: tuple[Column, ...]
    manual: tuple[tuple[str, str], ...]
    order: str
    first: int = 1


def build(
    report: Report,
    lang: str = "zh",
    *,
    annex: tuple[AnnexPage, ...] = (),
    head: str = "",
    number: str,
    issued: str,
    beside: Beside = NOTHING,
    manual: tuple[tuple[str, str], ...] = (),
    order: str = "",
    first: int = 1,
) -> Dossier:
    """Return the dossier of one report.

    `manual` are (clause, sentence) of what the unit checks by hand, `order` is the clause that orders the volume, `first` the page
    number at which this part begins; the other arguments are those of `certificate.build`.
    """
    sheet = certificate.build(report, lang, annex=annex, head=head, number=number, issued=issued, beside=beside)
    printed = attachments.numbered(report, annex)
    boxes = _shares(report, printed)
    sections = tuple(
        _section(place, item, group, boxes[place], beside.brought, lang)
        for group, _ in GROUPS
        for place, item in enumerate(report.items, 1)
        if group_of(item) == group
    )
    by_key = {section.key: section for section in sections}
    return Dossier(
        title=pick(TITLE, lang),
        subtitle=pick(SUBTITLE, lang).format(
            name=report.applicant.name, unit="；".join(report.applicant.units), number=number
        ),
        sheet=sheet,
        sections=sections,
        checks=tuple(
            _check(place, item, by_key[f"s{place}"], printed, lang) for place, item in enumerate(report.items, 1)
        ),
        check_heads=_check_heads(report, lang),
        manual=manual,
        order=order,
        first=first,
    )


def group_of(item: ItemReport) -> str:
    """Return under which heading of the volume an output belongs."""
    if item.kind == "book":
        return "books"
    return "others" if item.kind in ("patent", "other") else "papers"


def _shares(report: Report, printed: dict[str, int]) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return for every output its own boxes, and those that stand at an earlier output which rests on the same page."""
    seen: set[int] = set()
    shares = {}
    order = [place for group, _ in GROUPS for place, item in enumerate(report.items, 1) if group_of(item) == group]
    for place in order:
        all_of_it = sorted({printed[one] for one in attachments.evidence_of(report.items[place - 1]) if one in printed})
        shares[place] = tuple(one for one in all_of_it if one not in seen), tuple(one for one in all_of_it if one in seen)
        seen.update(all_of_it)
    return shares


def _section(
    place: int,
    item: ItemReport,
    group: str,
    boxes: tuple[tuple[int, ...], tuple[int, ...]],
    brought: tuple[Brought, ...],
    lang: str,
) -> Section:
    files = in_order(brought, place)
    parts = [_file(place, count, one, lang) for count, one in enumerate(files)]
    if not any(one.kind in COPY for one in files):
        parts.append(Part(key=f"s{place}c", label="", line=pick(NO_COPY, lang)))  # with the extracts: alone it would fill a page
    own, earlier = boxes
    if own:
        parts.append(Part(key=f"s{place}x", label=pick(EXTRACTS, lang), boxes=own))
    elif not earlier and not any(one.kind not in COPY for one in files):
        parts.append(Part(key=f"s{place}n", label="", line=pick(NO_SEARCH, lang)))
    parts += [
        Part(key=f"s{place}e{box}", label="", line=pick(ELSEWHERE, lang).format(box=box), box=box) for box in earlier
    ]
    return Section(
        key=f"s{place}",
        group=group,
        heading=pick(ITEM[group], lang).format(place=place, title=rows.title(item)),
        citation=item.citation.raw,
        parts=tuple(parts),
    )


def _file(place: int, count: int, file: Brought, lang: str) -> Part:
    return Part(key=f"s{place}p{count}", label=pick(KINDS[file.kind], lang), file=file)


def _check(place: int, item: ItemReport, section: Section, printed: dict[str, int], lang: str) -> Check:
    held: dict[str, list[str]] = {}
    for part in section.parts:
        if part.file is not None:
            held.setdefault(part.file.kind, []).append(part.key)
    return Check(
        place=place,
        title=rows.title(item),
        section=section.key,
        cells=(
            *(_cell(held.get(kind), True, (), lang) for kind in ("cover", "imprint", "contents", "text")),
            _cell(held.get(REGISTRY), _asked(item, REGISTRY), _shown(item, REGISTRY, printed), lang),
            *(_cell(held.get(one), _asked(item, one), _shown(item, one, printed), lang) for one in DATABASES),
            _cell(held.get("certificate"), item.foreign, (), lang),
        ),
    )


def _asked(item: ItemReport, source: str) -> bool:
    """Say whether a print of this source belongs to the output: not for what the source does not hold."""
    return not item.foreign and rows.word(item, source) != "not_applicable"


def _shown(item: ItemReport, source: str, printed: dict[str, int]) -> tuple[str, ...]:
    """Return the keys of the boxes that hold a source's pages, wherever in the volume they stand."""
    result = item.lookups.get(source)
    return tuple(f"b{box}" for box in sorted({printed[one] for one in result.evidence if one in printed})) if result else ()


def _cell(files: list[str] | None, wanted: bool, extracts: tuple[str, ...], lang: str) -> Cell:
    if files:
        return Cell(text=pick(HAVE, lang), keys=tuple(files))
    if not wanted:
        return Cell(text=pick(NEEDLESS, lang))
    return Cell(text=pick(EXTRACT, lang), keys=extracts) if extracts else Cell(text=pick(LACK, lang))


def _check_heads(report: Report, lang: str) -> tuple[Column, ...]:
    clause = report.rules.certificate
    shown = (f"（{clause}）" if lang == "zh" else f" ({clause})") if clause else ""
    heads = tuple(((zh.format(clause=shown), en.format(clause=shown)), width) for (zh, en), width in CHECK_HEADS)
    return columns(heads, lang, centred=(0, *range(2, len(heads))))


def missing(report: Report, brought: tuple[Brought, ...], lang: str = "zh") -> dict[int, tuple[str, ...]]:
    """Return for every output what its file still lacks, as the names of the materials."""
    lacking: dict[int, tuple[str, ...]] = {}
    for place, item in enumerate(report.items, 1):
        kinds = {one.kind for one in brought if one.place == place}
        wanted: list[Kind] = ["cover", "imprint", "contents", "text"]
        if item.foreign:
            wanted.append("certificate")
        elif _asked(item, REGISTRY):
            wanted.append("nppa")
        names = [pick(KINDS[kind], lang) for kind in wanted if kind not in kinds]
        searched = any(one in item.lookups and item.lookups[one].evidence for one in DATABASES)
        if not item.foreign and not searched and not kinds & {*DATABASES, "open"}:
            names.append(pick(KINDS["open"], lang))
        lacking[place] = tuple(names)
    return lacking

