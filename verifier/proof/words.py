"""The words that all papers share, Chinese first and English second; the wording of the papers themselves stands in them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from verifier.reasons import Outcome, Reason

Text = tuple[str, str]
"""One sentence or label: (Chinese, English)."""

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

REGISTRY = "nppa"
LIST: Text = ("、", ", ")
COLON: Text = ("：", ": ")
SEMICOLON: Text = ("；", "; ")
ZONE: Text = ("北京时间，UTC+8", "Asia/Shanghai, UTC+8")
DATABASES = ("cnki", "wanfang", "vip")
OPEN = ("crossref", "openalex", "doaj", "issn", "nstl")
ORDER = (REGISTRY, *DATABASES, *OPEN)
"""The order in which sources are printed everywhere."""

SOURCES: dict[str, Text] = {
    "nppa": ("期刊信息查询", "Press registry"),
    "cnki": ("中国知网", "CNKI"),
    "wanfang": ("万方", "Wanfang"),
    "vip": ("维普", "VIP"),
    "crossref": ("Crossref", "Crossref"),
    "openalex": ("OpenAlex", "OpenAlex"),
    "doaj": ("DOAJ", "DOAJ"),
    "issn": ("ISSN 门户", "ISSN Portal"),
    "nstl": ("NSTL", "NSTL"),
    "ncpssd": ("国家哲学社会科学文献中心", "NCPSSD"),
}

OFFICIAL: dict[str, Text] = {
    "nppa": ("国家新闻出版署 期刊/期刊社查询", "National Press and Publication Administration, periodical query"),
    "cnki": ("中国知网（CNKI）", "China National Knowledge Infrastructure (CNKI)"),
    "wanfang": ("万方数据知识服务平台", "Wanfang Data"),
    "vip": ("维普资讯 中文期刊服务平台", "VIP Information, Chinese periodical service platform"),
    "crossref": ("Crossref（DOI 注册机构）", "Crossref (DOI registration agency)"),
    "openalex": ("OpenAlex", "OpenAlex"),
    "doaj": ("开放获取期刊目录（DOAJ）", "Directory of Open Access Journals (DOAJ)"),
    "issn": ("ISSN 国际中心门户", "ISSN International Centre Portal"),
    "nstl": ("国家科技图书文献中心（NSTL）", "National Science and Technology Library (NSTL)"),
    "ncpssd": ("国家哲学社会科学文献中心（NCPSSD）", "National Center for Philosophy and Social Sciences Documentation (NCPSSD)"),
}

FIELDS: dict[str, Text] = {
    "title": ("题名", "Title"),
    "authors": ("作者", "Authors"),
    "author_rank": ("申报人位次", "Applicant's rank"),
    "container": ("期刊名称", "Journal"),
    "journal": ("期刊名称", "Journal"),
    "year": ("年", "Year"),
    "volume": ("卷", "Volume"),
    "issue": ("期", "Issue"),
    "pages": ("页码", "Pages"),
    "doi": ("DOI", "DOI"),
    "cn": ("CN", "CN"),
    "issn": ("ISSN", "ISSN"),
    "isbn": ("ISBN", "ISBN"),
    "type": ("文献类型", "Type"),
    "publisher": ("出版者", "Publisher"),
    "place": ("出版地", "Place"),
    "date": ("日期", "Date"),
    "url": ("网址", "URL"),
    "number": ("编号", "Number"),
}

OUTCOMES: dict[Outcome, Text] = {
    Outcome.CLEAR: ("检索结果与申报信息一致", "The search result agrees with the application"),
    Outcome.REVIEW: ("需人工核对", "A person must check"),
    Outcome.BAR: (
        "属《通知》{clause}所列情形，请审核确认",
        "A case named by the Notice, {clause}; please review and confirm",
    ),
}

REASONS: dict[Reason, Text] = {
    Reason.SUPPLEMENT: ("增刊", "Supplement"),
    Reason.COLLECTION: ("研究成果集", "Collection of outputs"),
    Reason.BEFORE_QUALIFICATION: ("现资格取得以前", "Before the current title"),
    Reason.AFTER_CUTOFF: ("计算截至时间以后", "After the counting date"),
    Reason.NO_CN: ("记录无CN号", "Record without a CN number"),
    Reason.OFF_FIELD: ("专业关系待定", "Field to be decided"),
    Reason.FIELD_UNDETERMINED: ("专业待定", "Field undetermined"),
    Reason.DATE_STRADDLES_START: ("日期待定（资格取得日）", "Date straddles the current title"),
    Reason.DATE_STRADDLES_END: ("日期待定（截至日）", "Date straddles the counting date"),
    Reason.DATE_UNKNOWN: ("日期未知", "Date unknown"),
    Reason.ISSUE_KIND_UNSURE: ("期次性质待核", "Kind of issue unsure"),
    Reason.OUTPUT_KIND_UNSURE: ("成果类型待核", "Kind of output unsure"),
    Reason.PROCEEDINGS: ("会议论文", "Proceedings paper"),
    Reason.ONLINE_FIRST: ("网络首发", "Online first"),
    Reason.NOT_CHECKED_KIND: ("该类成果不在检索范围", "Kind of output not searched"),
    Reason.NOT_IN_REGISTRY: ("期刊未查到", "Journal not in the registry's answer"),
    Reason.REGISTRY_AMBIGUOUS: ("期刊有多个结果", "Several journals in the registry"),
    Reason.JOURNAL_STOPPED: ("期刊停办时间待核", "Journal's end to be checked"),
    Reason.NOT_RETRIEVED: ("未检索到", "Not found"),
    Reason.AMBIGUOUS_RECORD: ("有多条相近记录", "Several similar records"),
    Reason.SOURCE_UNAVAILABLE: ("未完成检索", "Search not completed"),
    Reason.ISSUE_NOT_LISTED: ("期次待核", "Issue not listed"),
    Reason.NOT_IN_ISSUE: ("目次未见该文", "Not in the issue's contents"),
    Reason.PAGES_TAKEN: ("所填页码载有他文", "Another paper on these pages"),
    Reason.SOURCES_CONFLICT: ("各库著录不一", "Sources differ"),
    Reason.RETRACTED: ("记录载明撤稿", "Record says retracted"),
    Reason.NOT_READ: ("著录未能读出", "Reference not read"),
    Reason.TITLE_DIFFERS: ("题名不一致", "Title differs"),
    Reason.AUTHORS_DIFFER: ("署名不一致", "Authors differ"),
    Reason.APPLICANT_NOT_AUTHOR: ("记录作者中未见申报人", "Applicant not among the record's authors"),
    Reason.AUTHOR_RANK_DIFFERS: ("位次不一致", "Author rank differs"),
    Reason.JOURNAL_DIFFERS: ("刊名不一致", "Journal differs"),
    Reason.YEAR_DIFFERS: ("年份不一致", "Year differs"),
    Reason.VOLUME_DIFFERS: ("卷号不一致", "Volume differs"),
    Reason.ISSUE_DIFFERS: ("期号不一致", "Issue differs"),
    Reason.PAGES_DIFFER: ("页码不一致", "Pages differ"),
    Reason.DOI_DIFFERS: ("DOI不一致", "DOI differs"),
    Reason.CN_DIFFERS: ("刊号不一致", "CN differs"),
    Reason.ISSN_DIFFERS: ("ISSN不一致", "ISSN differs"),
    Reason.TYPE_DIFFERS: ("文献类型不一致", "Type differs"),
    Reason.FOREIGN_CERTIFICATE: ("国际研究成果", "International output"),
    Reason.DUPLICATE: ("同一成果", "Same output"),
    Reason.SAME_POSITION: ("同一位次", "Same author position"),
    Reason.AUTHOR_ORDER_CONFLICT: ("作者次序不一", "Author order differs"),
    Reason.CONDITION_UNMET: ("《通知》另列的条件待核", "A further condition of the Notice to be checked"),
    Reason.REUSED: ("以前申报用过", "Used in an earlier application"),
}


def pick(text: Text, lang: str) -> str:
    """Return the Chinese or, for `en`, the English half of a text."""
    return text[1] if lang == "en" else text[0]


def name(table: dict[str, Text], key: str, lang: str) -> str:
    """Return a table's word for a key, or the key itself when the table does not know it."""
    return pick(table.get(key, (key, key)), lang)


def moment(iso: str) -> str:
    """Print an ISO 8601 time as Shanghai's clock showed it; every paper names the zone once, where the time's heading stands.

    A time without a zone is printed as it is, unchanged.

    >>> moment("2026-03-02T01:05:09Z")
    '2026-03-02 09:05:09'
    >>> moment("2026-03-02")
    '2026-03-02'
    """
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return iso if when.tzinfo is None else f"{when.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
