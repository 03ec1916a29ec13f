"""The wording of the certificate, as the office fixed it: every label and sentence that is printed, Chinese and English.

Clause numbers and the notice's name come from the rule set; nothing here says what an outcome is.
"""

from __future__ import annotations

from verifier.model import State
from verifier.proof.words import Text

TITLE = ("专业技术资格申报研究成果检索证明", "Certificate of Retrieval of Research Outputs for a Professional Title")
DRAFT = ("草稿 DRAFT", "DRAFT 草稿")
DEMO = ("演示数据　不得用于申报", "演示数据 DEMO DATA, not for applications")
SUBTITLE = ("依据{title}（{document}）{clause}", "Under {title} ({document}) {clause}")

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
SPAN = ("{start} 至 {end}（{zone}）", "{start} to {end} ({zone})")
NOT_SEARCHED = ("未进行检索", "No search was made")

TABLE_ONE = ("表一　检索结果", "Table 1: search results")
COLUMNS_ONE: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2.2),
    (("题名", "Title"), 8.0),
    (("作者（申报人位次）", "Authors (applicant's rank)"), 6.8),
    (("期刊名称", "Journal"), 4.7),
    (("CN／ISSN", "CN / ISSN"), 4.9),
    (("年,卷(期):页", "Year,vol(issue):pages"), 5.1),
    (("期刊信息查询", "Press registry"), 5.8),
    (("中国知网", "CNKI"), 6.6),
    (("万方", "Wanfang"), 7.0),
    (("维普", "VIP"), 6.4),
    (("比对结果", "Comparison"), 6.0),
    (("附件页", "Annex"), 3.9),
)
NUMBERS_NOTE = (
    "题名、作者、期刊名称、年卷期页照录申报人所填；CN／ISSN未填的，列期刊信息查询结果。检索到、未检索到之下为记录号、检索时间（北京时间，UTC+8）。",
    "Title, authors, journal and place are as stated by the applicant; a CN or ISSN not stated is the registry's. "
    "Below a result stand the record's number and the time (Asia/Shanghai, UTC+8).",
)
NIL = (
    "申报人声明无研究成果，未进行检索。",
    "The applicant states that there are no research outputs; no search was made.",
)
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
BY = ("{why}（复核人：{by}{at}）", "{why} (reviewer: {by}{at})")
ROOM = "＿" * 24
DEFECTS_LINE = ("未完成检索的来源：{defects}。", "Sources that left a search open: {defects}.")
DEFECT = ("{source}{what}（成果{places}）", "{source} {what} (outputs {places})")
DEFECTS: dict[State, Text] = {
    State.BLOCKED: ("拒绝访问", "refused access"),
    State.RATE_LIMITED: ("限制访问次数", "limited the number of requests"),
    State.LOGIN_REQUIRED: ("要求登录", "asked for a login"),
    State.SESSION_STALE: ("会话过期", "let the session expire"),
    State.LAYOUT_CHANGED: ("页面改版，未能读出", "changed its pages, which could not be read"),
    State.INCOMPLETE: ("网页不完整", "gave incomplete pages"),
    State.UNREACHABLE: ("没有应答", "did not answer"),
    State.SKIPPED: ("未检索", "was not asked"),
    State.AMBIGUOUS: ("相近记录有多条，未能确定", "showed several similar records, none settled"),
}

SIGNATURES: tuple[tuple[Text, float], ...] = (
    (("申报人确认", "Confirmed by the applicant"), 1.0),
    (("检索人", "Searched by"), 1.0),
    (("复核人", "Reviewed by"), 1.0),
    (("单位（公章）", "Unit (seal)"), 1.7),
    (("主管部门（公章，名称按上报渠道填写）", "Supervising department (seal; name by channel)"), 1.7),
    (("日期", "Date"), 1.0),
)
DEPARTMENT = 4
"""Which of the places to sign is the supervising department's."""
NAMED_DEPARTMENT = ("主管部门（公章）\n{name}", "Supervising department (seal)\n{name}")
UNFINISHED_NOTE = (
    "有“未完成检索”项的，经复核人注明原因方可出正本。",
    "With a search not completed, the reviewer states why before this leaves as an original.",
)
SEAM = ("骑缝处（盖章留白）", "seam seal")

STRENGTH_HEADING = ("证据强度（各项检索结果所据网页）", "Strength of evidence (the pages that each result rests on)")
COLUMNS_STRENGTH: tuple[tuple[Text, float], ...] = (
    (("序号", "No."), 2.2),
    (("期刊信息查询", "Press registry"), 10),
    (("中国知网", "CNKI"), 10),
    (("万方", "Wanfang"), 10),
    (("维普", "VIP"), 10),
    (("检索到的库数", "Databases"), 6),
)
STRENGTH_NOTE = (
    "详细页、目次页为来源所示记录和该期目次；检索结果页为检索后的结果列表（含无结果）。网页打印件为申报人或单位提供。",
    "Detail and contents pages show the record and its issue; a result page is the list after a search (an empty one too). "
    "Prints are brought by the applicant or the unit.",
)
KINDS: dict[str, Text] = {
    "detail": ("详细页", "detail page"),
    "contents": ("目次页", "contents page"),
    "issues": ("刊期表", "list of issues"),
    "journal": ("期刊页", "journal page"),
    "search": ("检索结果页", "result page"),
    "print": ("网页打印件", "print"),
    "manual": ("自行导出或保存的记录", "a person's own export or saved page"),
    "corpus": ("本地语料库的记录", "a record of a local corpus"),
}
TIMES = ("{kind}{count}件", "{count} × {kind}")
AGREED = ("{count}库", "{count}")

LIST_HEADING = ("附件目录", "List of annexes")
COLUMNS_LIST: tuple[tuple[Text, float], ...] = (
    (("附件页", "Annex"), 3.2),
    (("序号", "No."), 3.2),
    (("来源", "Source"), 5.6),
    (("检索内容", "Asked"), 14.2),
    (("获取时间\n（北京时间，UTC+8）", "Retrieved\n(Asia/Shanghai, UTC+8)"), 7.6),
    (("证据编号", "Evidence"), 6.2),
    (("SHA-256", "SHA-256"), 23.8),
    (("字节数", "Bytes"), 3.6),
)
PRINTED_BY = ("{file}（共{pages}页）", "{file} ({pages} pages)")
BESIDE = ("随附", "beside")
BROUGHT = ("随附{count}件", "+{count} beside")
REST = (
    "另有{count}件检索过程中的网页存档备查，列于随附数据 evidence.json。",
    "{count} more pages of the search are kept in the archive; evidence.json lists them.",
)
ANNEX = ("附{number}", "A{number}")
ARCHIVED = ("存档", "archived")
CHECK_HEADING = ("核对信息", "For checking")
DIGEST = ("内容摘要（SHA-256）", "Content digest (SHA-256)")
HEAD = ("留痕链头", "Head of the audit chain")
RULES = ("规则版本", "Rules")
RULES_DRAFT = ("（规则草案）", " (draft rules)")
ISSUED = ("制发日期", "Issued")
FOOT = ("编号 {number}　内容摘要 {digest}", "No. {number}   digest {digest}")
PAGES = ("第 {page} 页　共 {pages} 页", "Page {page} of {pages}")
SHORT = ("短码", "Short code")
ATTACHED = (
    "核验结果 report.json、证据目录 evidence.json 附于检索证明的 PDF 文件内。",
    "The report (report.json) and the list of evidence (evidence.json) are attached to the certificate's PDF file.",
)
ATTACHED_LABEL = ("随附数据", "Attached data")
GLYPHS = (
    "字库缺字以码位标出：{marks}，请对照原文。",
    "Characters that the fonts lack are printed as code points: {marks}.",
)
