"""只作告知的语句: the table of what notes say, and the names that sentences use; Chinese first, English second."""

from __future__ import annotations

Text = tuple[str, str]

NOTES: dict[str, Text] = {
    "renamed": (
        "该刊曾更名，刊出时刊名为《{then}》；更名期刊按当时刊名著录。",
        "The journal was renamed; it was “{then}” then.",
    ),
    "combined": ("{issue}为合刊，属正刊。", "{issue} is a combined regular issue."),
    "single_database": (
        "仅{source}检索到（《通知》未规定须三库均收录）。",
        "Found in {source} only; the notice does not ask for all three.",
    ),
    "special_issue": (
        "{basis}；《通知》未就专刊、特刊作出规定。",
        "A special issue ({basis}); the notice is silent on it.",
    ),
    "shared_cn": (
        "同一CN号下另见：{titles}；《通知》未就一号多刊作出规定。",
        "Other editions share the CN: {titles}; the notice is silent on it.",
    ),
    "electronic": (
        "期刊查询载明该刊为{medium}；《通知》未就电子期刊作出规定。",
        "The journal's medium is {medium}; the notice is silent on it.",
    ),
    "author_position": (
        "申报人列第{actual}；《通知》未规定作者位次。",
        "The applicant is author number {actual}; the notice asks for no rank.",
    ),
    "near_field": ("列为申报专业{specialty}的相近专业：{basis}。", "Near to {specialty_en}: {basis}."),
    "field_basis": ("与申报专业{specialty}对照：{basis}。", "Held against {specialty_en}: {basis}."),
    "foreign_field": (
        "该文未见分类号，是否属申报专业{specialty}的本专业或相近专业，由单位在审核时注明。",
        "No class number is shown; the unit states whether the field is own or near to {specialty_en}.",
    ),
    "harmless": (
        "{field}仅写法不同：所填“{claimed}”，记录“{recorded}”。",
        "{field} differs in writing only: {claimed} / {recorded}.",
    ),
    "source_slip": (
        "{source}记录的{field}为“{recorded}”，与其他来源不一；所填“{claimed}”与多数来源一致。",
        "{source} shows another {field} ({recorded}); the claim ({claimed}) agrees with the majority of the sources.",
    ),
    "source_defect": (
        "{source}记录的{field}“{recorded}”有误，已核定为“{claimed}”。",
        "The {field} in {source} ({recorded}) is a settled defect; it should read {claimed}.",
    ),
    "date_governs": (
        "按所用规则，以{which}（{when}）计算。",
        "By the rules in use the {which} counts ({when}).",
    ),
    "outside_coverage": (
        "{source}收录范围不含该刊该年，未检索到不说明未发表。",
        "{source} does not cover that journal and year; absence says nothing.",
    ),
    "not_yet_indexed": (
        "出版未满三个月，各库可能尚未收录，可于{again}后复检。",
        "Published less than three months before; search again after {again}.",
    ),
    "stopped_undated": (
        "期刊查询载明《{journal}》现状为“{status}”，未载时间。",
        "The press registry gives the status of “{journal}” as “{status}”, without a date.",
    ),
}

SOURCES: dict[str, Text] = {
    "nppa": ("国家新闻出版署期刊查询", "the press registry"),
    "cnki": ("中国知网", "CNKI"),
    "wanfang": ("万方", "Wanfang"),
    "vip": ("维普", "VIP"),
    "crossref": ("Crossref", "Crossref"),
    "openalex": ("OpenAlex", "OpenAlex"),
    "doaj": ("DOAJ", "DOAJ"),
    "issn": ("ISSN门户", "the ISSN portal"),
    "nstl": ("NSTL", "NSTL"),
    "ncpssd": ("国家哲学社会科学文献中心", "NCPSSD"),
}
FIELDS: dict[str, Text] = {
    "title": ("题名", "title"),
    "authors": ("作者", "authors"),
    "journal": ("期刊名称", "journal"),
    "container": ("期刊名称", "journal"),
    "year": ("年", "year"),
    "date": ("日期", "date"),
    "volume": ("卷", "volume"),
    "issue": ("期", "issue"),
    "pages": ("页码", "pages"),
    "doi": ("DOI", "DOI"),
    "cn": ("CN", "CN"),
    "issn": ("ISSN", "ISSN"),
    "type": ("文献类型", "type of output"),
}
KINDS: dict[str, Text] = {
    "newspaper": ("报纸文章", "newspaper article"),
    "thesis": ("学位论文", "thesis"),
    "book": ("著作", "book"),
    "patent": ("专利", "patent"),
    "other": ("其他成果", "other output"),
    "collection": ("研究成果集所收文章", "paper in a collection"),
    "proceedings": ("会议论文", "proceedings paper"),
}
