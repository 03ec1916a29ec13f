"""检索证明: the certificate. Facts only, what was searched and what was found; never a finding, an outcome or a remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from verifier.model import ItemReport, Report
from verifier.proof import rows
from verifier.proof.annex import AnnexPage, extract
from verifier.proof.sheet import Block, Column, Fields, Prose, Sheet, Signatures, Table
from verifier.proof.words import DATABASES, ORDER, REGISTRY, SOURCES, ZONE, Text, moment, name, pick

TITLE = ("专业技术资格申报研究成果检索证明", "Certificate of Retrieval of Research Outputs for a Professional Title")
DRAFT = ("草稿 DRAFT", "DRAFT 草稿")
DEMO = ("演示数据　不得用于申报", "DEMONSTRATION DATA 演示数据: not for any application")
SUBTITLE = ("依据{title}（{document}）{clause}", "Under {title} ({document}) {clause}")
CLAUSES = {"辽工信人事〔2021〕194号": "五.3"}
"""The clause that asks for a certificate, by document number; another notice's certificate cites no clause."""

HEADER: tuple[Text, ...] = (
    ("编号", "Number"),
    ("检索时间（起止）", "Retrieved (start to end)"),
    ("申报人", "Applicant"),
    ("工作单位（与公章一致，大型单位填至二级单位）", "Unit (as on its seal, large units to the second level)"),
    ("申报系列、专业、级别", "Series, specialty, level"),
    ("现专业技术资格及取得时间（据证书）", "Current title and date obtained (by the certificate)"),
    ("成果计算期间", "Counting period"),
)
SERIES = {
    "engineering": ("工程系列", "Engineering"),
    "economics": ("经济系列", "Economics"),
    "other": ("其他系列", "Other"),
}
BASES = {
    "certificate": ("", ""),
    "review-year": ("（据评审年度）", " (by review year)"),
    "appointment": ("（据聘任时间）", " (by appointment)"),
}
PERIOD = ("自{start}（{start_clause}）至{end}（{end_clause}）", "{start} ({start_clause}) to {end} ({end_clause})")
OPEN_END = ("未定", "open")
SPAN = ("{start}至{end}（{zone}）", "{start} to {end} ({zone})")
NOT_SEARCHED = ("未进行检索", "No search was made")

TABLE_ONE = ("表一　检索结果", "Table 1: search results")
COLUMNS_ONE: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2.2),
    (("题名", "Title"), 9.6),
    (("作者（申报人位次）", "Authors (applicant's rank)"), 6.4),
    (("期刊名称", "Journal"), 5.6),
    (("CN／ISSN", "CN / ISSN"), 5.2),
    (("年,卷(期):页", "Year,vol(issue):pages"), 5.0),
    (("期刊信息查询", "Press registry"), 5.9),
    (("中国知网", "CNKI"), 5.9),
    (("万方", "Wanfang"), 5.9),
    (("维普", "VIP"), 5.9),
    (("比对结果", "Comparison"), 7.2),
    (("附件页", "Annex"), 3.0),
)
NUMBERS_NOTE = (
    "题名、作者、期刊名称、年卷期页照录申报人所填；CN／ISSN未填的，列期刊信息查询结果。检索到、未检索到之下为记录号、检索时间（北京时间，UTC+8）。",
    "Title, authors, journal and place are as stated by the applicant; a CN or ISSN not stated is the registry's. "
    "Below a result stand the record's number and the time (Asia/Shanghai, UTC+8).",
)
NIL = ("申报人声明无研究成果，未进行检索。", "The applicant states that there are no research outputs; no search was made.")
NONE = ("无", "None")

TABLE_THREE = ("表三　国际研究成果", "Table 3: international outputs")
COLUMNS_THREE: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2.2),
    (("题名", "Title"), 16),
    (("刊物或会议", "Journal or conference"), 11),
    (("DOI", "DOI"), 13),
    (
        ("科技文献检索证明：出具机构、编号、日期", "Literature retrieval certificate: issuer, number, date"),
        15,
    ),
    (("附件页", "Annex"), 3.4),
)
NOT_STATED = ("未填", "Not stated")

EXPLANATIONS_HEADING = ("说明", "Explanations")
EXPLANATIONS: tuple[Text, ...] = (
    (
        "本证明只载明上列时间、上列来源的检索结果。",
        "This certificate states only what the sources above showed at the times above.",
    ),
    (
        "未检索到不说明未发表；来源暂不可用的记“未完成检索”，不作结论。",
        "Not found does not mean not published; where a source could not be used, the search is recorded as not "
        "completed, without a conclusion.",
    ),
    (
        "期刊信息以随附的国家新闻出版署网站查询页打印件为准；系统摘录页不代替该打印件。",
        "For journals the attached print of the press administration's query page decides; the system's extracts do "
        "not replace it.",
    ),
    (
        "研究成果是否认定，由所在单位、主管部门审核和评审委员会评审确定。",
        "Whether an output is recognised is decided by the unit, the supervising department and the review committee.",
    ),
    (
        "国际研究成果以另附的科技文献检索证明为准。",
        "For international outputs the separate literature retrieval certificate decides.",
    ),
    (
        "加盖本单位及主管部门公章后提交{clause}。标有“演示数据”的不得用于申报。",
        "To be handed in under the seals of the unit and the supervising department{clause}. A paper marked as "
        "demonstration data (演示数据) is not for any application.",
    ),
)
TOTALS_HEADING = ("合计", "Totals")
TOTALS = (
    "检索到{found}项，未检索到{not_found}项，未完成检索{unfinished}项，国际研究成果{foreign}项。",
    "Found {found}, not found {not_found}, search not completed {unfinished}, international outputs {foreign}.",
)
NOT_APPLICABLE = ("另有不适用{count}项。", " Not applicable {count}.")
PARTLY = (
    "其中{count}项已检索到，另有来源未完成检索（见表一）。",
    " Of those found, {count} still have a source whose search is not completed (table 1).",
)
CAUSE = ("未完成检索的原因（复核人注明）：{noted}", "Why a search was not completed (stated by the reviewer): {noted}")
ROOM = "＿" * 24

SIGNATURES: tuple[tuple[Text, float], ...] = (
    (("申报人确认", "Confirmed by the applicant"), 1.0),
    (("检索人", "Searched by"), 1.0),
    (("复核人", "Reviewed by"), 1.0),
    (("单位（公章）", "Unit (seal)"), 1.7),
    (("主管部门（公章，名称按上报渠道填写）", "Supervising department (seal; name by channel)"), 1.7),
    (("日期", "Date"), 1.0),
)
UNFINISHED_NOTE = (
    "有“未完成检索”项的，经复核人注明原因方可出正本。",
    "With a search not completed, the reviewer states why before this leaves as an original.",
)
SEAM = ("骑缝处（盖章留白）", "seam seal")

LIST_HEADING = ("附件目录", "List of annexes")
COLUMNS_LIST: tuple[tuple[Text, float], ...] = (
    (("附件页", "Annex"), 3.2),
    (("序号", "No."), 3.2),
    (("来源", "Source"), 6),
    (("检索内容", "Asked"), 15),
    (("获取时间（北京时间，UTC+8）", "Retrieved (Asia/Shanghai, UTC+8)"), 8),
    (("证据编号", "Evidence"), 10),
    (("SHA-256", "SHA-256"), 15),
    (("字节数", "Bytes"), 4),
)
ANNEX = ("附{number}", "A{number}")
ARCHIVED = ("存档", "archived")
NO_EVIDENCE = ("无", "None")
CHECK_HEADING = ("核对信息", "For checking")
DIGEST = ("内容摘要（SHA-256）", "Content digest (SHA-256)")
HEAD = ("留痕链头", "Head of the audit chain")
RULES = ("规则版本", "Rules")
RULES_DRAFT = ("（规则草案）", " (draft rules)")
ISSUED = ("制发日期", "Issued")
FOOT = ("编号 {number}　内容摘要 {digest}", "No. {number}   digest {digest}")
PAGES = ("第 {page} 页　共 {pages} 页", "Page {page} of {pages}")
GLYPHS = ("字库缺字以码位标出：{marks}，请对照原文。", "Characters that the fonts lack are printed as code points: {marks}.")


def build(
    report: Report,
    lang: str = "zh",
    *,
    annex: tuple[AnnexPage, ...] = (),
    head: str = "",
    number: str,
    issued: str,
    noted: str = "",
) -> Sheet:
    """Return the certificate of one report.

    `annex` are the pages to print, `head` the audit chain's head, `issued` is YYYY-MM-DD. With an unfinished search the
    paper is a draft until `noted` holds the reviewer's stated cause.
    """
    printed = _numbered(report, annex)
    open_items = [item for item in report.items if rows.unfinished(item)]
    draft = bool(open_items) and not noted
    marks = [pick(DRAFT, lang)] * draft + [pick(DEMO, lang)] * report.demo
    return Sheet(
        kind="certificate",
        lang=lang,
        title=pick(TITLE, lang) + (f"（{pick(DRAFT, lang)}）" if draft else ""),
        subtitle=_subtitle(report, lang),
        number=number,
        issued=issued,
        blocks=(
            *_blocks(report, lang, number, noted, open_items, printed),
            _list(report, lang, printed),
            _check(report, lang, head, issued),
        ),
        annex=tuple(extract(page, place, lang) for place, page in enumerate(_ordered(annex, printed), 1)),
        marks=tuple(marks),
        foot=pick(FOOT, lang).format(number=number, digest=report.hash[:16]),
        pages=pick(PAGES, lang),
        seam=pick(SEAM, lang),
        code=f"{number}\nsha256:{report.hash}",
        glyph_note=pick(GLYPHS, lang),
    )


def _blocks(
    report: Report, lang: str, number: str, noted: str, open_items: list[ItemReport], printed: dict[str, int]
) -> tuple[Block, ...]:
    signature_note = pick(UNFINISHED_NOTE, lang) if open_items else ""
    return (
        _header(report, lang, number),
        _table_one(report, lang, printed),
        _explanations(report, lang),
        _table_three(report, lang, printed),
        _totals(report, lang, open_items, noted),
        Signatures(places=tuple((pick(label, lang), width) for label, width in SIGNATURES), note=signature_note),
    )


def _subtitle(report: Report, lang: str) -> str:
    rules = report.rules
    title = rules.title if rules.title.startswith("《") else f"《{rules.title}》"
    text = pick(SUBTITLE, lang).format(title=title, document=rules.document, clause=CLAUSES.get(rules.document, ""))
    return text.strip()


def _header(report: Report, lang: str, number: str) -> Fields:
    who = report.applicant
    now = who.qualification
    period = report.period
    values = (
        number,
        _span(report, lang),
        who.name,
        "；".join(who.units) or "—",
        "、".join(part for part in (pick(SERIES[who.series], lang), who.specialty, who.level) if part),
        f"{now.title}，{now.obtained}{pick(BASES[now.basis], lang)}",
        pick(PERIOD, lang).format(
            start=period.start,
            start_clause=period.start_clause,
            end=period.end or pick(OPEN_END, lang),
            end_clause=period.end_clause,
        ),
    )
    pairs = tuple((pick(label, lang), value) for label, value in zip(HEADER, values, strict=True))
    return Fields(pairs=pairs, wide=(pick(HEADER[6], lang),))


def _span(report: Report, lang: str) -> str:
    if report.retrieved is None:
        return pick(NOT_SEARCHED, lang)
    start, end = report.retrieved
    return pick(SPAN, lang).format(start=moment(start), end=moment(end), zone=pick(ZONE, lang))


def _table_one(report: Report, lang: str, printed: dict[str, int]) -> Table:
    lines = tuple(
        (
            str(place),
            rows.title(item),
            rows.authors(item, lang),
            item.citation.container or "—",
            rows.numbers(item),
            rows.place(item),
            *(rows.answer(item, source, lang) for source in (REGISTRY, *DATABASES)),
            rows.compared(item, lang),
            _pages(item, printed, lang),
        )
        for place, item in enumerate(report.items, 1)
        if not item.foreign
    )
    return Table(
        name="results",
        caption=pick(TABLE_ONE, lang),
        columns=_columns(COLUMNS_ONE, lang, centred=(0, 11)),
        rows=lines,
        empty=pick(NONE if report.items else NIL, lang),
        note=pick(NUMBERS_NOTE, lang) if lines else "",
    )


def _table_three(report: Report, lang: str, printed: dict[str, int]) -> Table:
    lines = tuple(
        (
            str(place),
            rows.title(item),
            item.citation.container or "—",
            _doi(item, lang),
            rows.certificate(item) or pick(NOT_STATED, lang),
            _pages(item, printed, lang),
        )
        for place, item in enumerate(report.items, 1)
        if item.foreign
    )
    return Table(
        name="international",
        caption=pick(TABLE_THREE, lang),
        columns=_columns(COLUMNS_THREE, lang, centred=(0, 5)),
        rows=lines,
        empty=pick(NONE, lang),
    )


def _doi(item: ItemReport, lang: str) -> str:
    """Return the DOI as stated and what each open source that was asked answered, in the certificate's words."""
    asked = [source for source in ORDER if source in item.lookups and rows.word(item, source) != "not_applicable"]
    said = [
        f"{name(SOURCES, source, lang)}：{rows.answer(item, source, lang).replace(chr(10), ' ')}" for source in asked
    ]
    return "\n".join([item.citation.doi or pick(NOT_STATED, lang), *said])


def _explanations(report: Report, lang: str) -> Prose:
    clause = CLAUSES.get(report.rules.document, "")
    shown = f"（{clause}）" if lang == "zh" else f" ({clause})"
    lines = tuple(pick(line, lang).format(clause=shown if clause else "") for line in EXPLANATIONS)
    return Prose(heading=pick(EXPLANATIONS_HEADING, lang), lines=lines, numbered=True)


def _totals(report: Report, lang: str, open_items: list[ItemReport], noted: str) -> Prose:
    counts = Counter(rows.total(item) for item in report.items)
    line = pick(TOTALS, lang).format(
        found=counts["found"],
        not_found=counts["not_found"],
        unfinished=counts["unfinished"],
        foreign=counts["foreign"],
    )
    partly = sum(1 for item in open_items if rows.total(item) == "found")
    if partly:
        line += pick(PARTLY, lang).format(count=partly)
    if counts["not_applicable"]:
        line += pick(NOT_APPLICABLE, lang).format(count=counts["not_applicable"])
    cause = (pick(CAUSE, lang).format(noted=noted or ROOM),) if open_items else ()
    return Prose(heading=pick(TOTALS_HEADING, lang), lines=(line, *cause))


def _list(report: Report, lang: str, printed: dict[str, int]) -> Table:
    """Return the list of annexes: printed pages first, in their order, then evidence that is only archived."""
    used = _used(report)
    ordered = sorted(report.evidence, key=lambda one: printed.get(one.id, len(printed) + 1))
    lines = tuple(
        (
            pick(ANNEX, lang).format(number=printed[one.id]) if one.id in printed else pick(ARCHIVED, lang),
            _joined(used.get(one.id, [])) or "—",
            name(SOURCES, one.source, lang),
            one.query or "—",
            moment(one.at),
            one.id,
            one.sha256,
            str(one.length),
        )
        for one in ordered
    )
    return Table(
        name="annexes",
        caption=pick(LIST_HEADING, lang),
        columns=_columns(COLUMNS_LIST, lang, centred=(0, 1)),
        rows=lines,
        empty=pick(NO_EVIDENCE, lang),
    )


def _check(report: Report, lang: str, head: str, issued: str) -> Fields:
    rules = report.rules
    version = f"{rules.id} {rules.version}　{rules.sha256[:16]}" + (pick(RULES_DRAFT, lang) if rules.draft else "")
    pairs = (
        (pick(DIGEST, lang), report.hash or "—"),
        (pick(HEAD, lang), head or "—"),
        (pick(RULES, lang), version),
        (pick(ISSUED, lang), issued),
    )
    return Fields(pairs=pairs, wide=(pick(DIGEST, lang), pick(HEAD, lang)))


def _columns(columns: tuple[tuple[Text, float], ...], lang: str, centred: tuple[int, ...]) -> tuple[Column, ...]:
    return tuple(
        Column(title=pick(text, lang), width=width, align="center" if place in centred else "left")
        for place, (text, width) in enumerate(columns)
    )


def evidence_of(item: ItemReport) -> tuple[str, ...]:
    """Return the evidence ids of an item in the order of the sources, each once."""
    sources = sorted(item.lookups, key=lambda source: ORDER.index(source) if source in ORDER else len(ORDER))
    every = [one for source in sources for one in item.lookups[source].evidence]
    every += (item.record.evidence if item.record else ()) + (item.journal.evidence if item.journal else ())
    return tuple(dict.fromkeys(every))


def _used(report: Report) -> dict[str, list[int]]:
    """Return for every evidence id the numbers of the items that rest on it."""
    used: dict[str, list[int]] = {}
    for place, item in enumerate(report.items, 1):
        for one in evidence_of(item):
            used.setdefault(one, []).append(place)
    return used


def _numbered(report: Report, annex: tuple[AnnexPage, ...]) -> dict[str, int]:
    """Number the annex pages from 1: in the order of the items and their sources, then whatever else was handed in."""
    given = {page.evidence.id for page in annex}
    wanted = [one for item in report.items for one in evidence_of(item)] + [page.evidence.id for page in annex]
    return {one: place for place, one in enumerate(dict.fromkeys(one for one in wanted if one in given), 1)}


def _ordered(annex: tuple[AnnexPage, ...], printed: dict[str, int]) -> list[AnnexPage]:
    by_id = {page.evidence.id: page for page in annex}
    return [by_id[one] for one in printed]


def _pages(item: ItemReport, printed: dict[str, int], lang: str) -> str:
    numbers = sorted(printed[one] for one in evidence_of(item) if one in printed)
    if numbers:
        return pick(ANNEX, lang).format(number=_joined(numbers))
    return pick(ARCHIVED, lang) if evidence_of(item) else "—"


def _joined(numbers: Iterable[int]) -> str:
    """Return numbers with runs drawn together.

    >>> _joined([1, 2, 3, 5])
    '1—3、5'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in runs)
