"""常用语句: the table of what findings and notes say, what would change them, and the English of both.

Each entry is (fact, remedy, English). `{clause}` and `{effect}` come from the notice's rule, the rest from the check. The
effect words stand only where a record proves the case; a key with a question mark is the same reason unproven. A sentence
states what was searched and found, never a verdict on a person. Numbered sentences follow the agreed wording (检索证明用语, 四).
"""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    """What is said, what would change it, and the English of both."""

    says: str
    remedy: str
    english: str


_PAGE = "请附载有出版日期的版权页，由单位核定（{clause}）。"
_ISSUE = "请附原刊封面、版权页、目录、正文，可请编辑部出具说明（{clause}）。"
_CORRECT = "请按原刊更正，或附版权页、论文首页（{clause}）。"
_FIRST_PAGE = "请附论文首页核对；属著录差错的请注明（{clause}）。"
_KIND = "请附封面、版权页、目录，由单位核对（{clause}）。"
_FIELD = "请单位就是否属本专业或相近专业签署意见（{clause}）。"
_AGAIN = "请补检，或提交该库导出记录、网页打印件（{clause}）。"

FINDINGS: dict[str, Sentence] = {
    "supplement": Sentence(  # 4
        "{source}记录载明该文刊于{year}年增刊{number}，{effect}（{clause}）。",
        "如版权页载明为正刊，请附版权页、目录复核。",
        "The record in {source} places the paper in a supplement ({issue}) of {year}; the notice does not recognise supplements "
        "({clause}). If the copyright page says a regular issue, attach it with the contents page.",
    ),
    "supplement?": Sentence(
        "{basis}，是否增刊待核。",
        "请附版权页、目录，由单位核对（{clause}）。",
        "The issue may be a supplement ({basis}); no record settles it. Attach the copyright and contents pages ({clause}).",
    ),
    "issue_kind_unsure": Sentence(
        "{basis}，期次性质（正刊、合刊或增刊）待核。",
        "请附版权页、目录，由单位核对（{clause}）。",
        "Whether the issue is regular, combined or a supplement is open ({basis}). Attach the copyright and contents pages "
        "({clause}).",
    ),
    "collection": Sentence(  # 5
        "{source}记录载明该文收于《{book}》，{effect}（{clause}）。",
        "另在期刊发表的，请补该刊信息。",
        "The record in {source} places the paper in the collection “{book}”; the notice does not recognise collections "
        "({clause}). If it also appeared in a journal, add that journal.",
    ),
    "collection?": Sentence(
        "该文可能收于《{book}》（{basis}），成果类型待核。",
        _KIND,
        "The paper may stand in a collection ({basis}). Attach cover, copyright and contents pages ({clause}).",
    ),
    "before_qualification": Sentence(  # 6
        "记录出版时间{when}，早于现资格取得时间{obtained}，{effect}（{clause}）。",
        "取得时间填写有误的，请附证书更正。",
        "The record's date {when} is before the current title ({obtained}); the notice does not count it ({clause}). If the "
        "date of the title is wrong, attach the certificate.",
    ),
    "before_qualification?": Sentence(
        "{whose}出版时间{when}，早于现资格取得时间{obtained}，尚待核对。",
        "请附载有出版日期的版权页、资格证书，由单位核定（{clause}）。",
        "The date {when} lies before the current title ({obtained}), but no record proves it. Attach the copyright page and "
        "the certificate of the title ({clause}).",
    ),
    "after_cutoff": Sentence(  # 7
        "记录出版时间{when}，晚于{series}计算截至时间{end}，{effect}（{clause}）。",
        "版权页日期在截至时间以内的，请附版权页。",
        "The record's date {when} is after the counting date {end}; it is outside this count ({clause}). If the copyright "
        "page says an earlier date, attach it.",
    ),
    "after_cutoff?": Sentence(
        "{whose}出版时间{when}，晚于{series}计算截至时间{end}，尚待核对。",
        _PAGE,
        "The date {when} lies after the counting date {end}, but no record proves it. Attach the copyright page ({clause}).",
    ),
    "date_straddles_start": Sentence(  # 8
        "出版时间只能确定在{first}至{last}，跨资格取得日（{obtained}）。",
        _PAGE,
        "The date is only known to lie between {first} and {last}, across the day of the current title ({obtained}). Attach "
        "the copyright page with the date ({clause}).",
    ),
    "date_straddles_end": Sentence(  # 8
        "出版时间只能确定在{first}至{last}，跨截至日（{end}）。",
        _PAGE,
        "The date is only known to lie between {first} and {last}, across the counting date ({end}). Attach the copyright page "
        "with the date ({clause}).",
    ),
    "date_two": Sentence(
        "网络首发时间{early}与刊出时间{when}分在{limit}前后，《通知》未规定以何者为准。",
        _PAGE,
        "Released on-line {early} and printed {when}, on either side of {limit}; the notice does not say which counts. Attach the "
        "copyright page with the date ({clause}).",
    ),
    "start_unread": Sentence(
        "现资格取得时间“{obtained}”未能读出，未核对起算时间。",
        "请附资格证书，更正取得时间（{clause}）。",
        "The date of the current title ({obtained}) cannot be read. Attach the certificate and correct the date ({clause}).",
    ),
    "date_unknown": Sentence(
        "未能确定该文的出版时间。",
        _PAGE,
        "The date of publication is unknown. Attach the copyright page with the date ({clause}).",
    ),
    "no_cn": Sentence(
        "{source}期刊页未载CN号，期刊查询亦未见刊名“{journal}”，{effect}（{clause}）。",
        "该刊有CN号的，请附载有CN号的版权页、期刊查询页复核。",
        "The serial's page in {source} shows no CN number and the press registry does not list “{journal}” ({clause}). If it "
        "has a CN, attach the copyright page and the registry's page.",
    ),
    "no_cn?": Sentence(
        "{basis}，该刊CN号待核。",
        "请按版权页核对刊名、CN号，附期刊查询页（{clause}）。",
        "The serial's CN number is open ({basis}). Check title and CN against the copyright page and attach the registry's "
        "page ({clause}).",
    ),
    "not_in_registry": Sentence(  # 2
        "期刊查询未见刊名“{journal}”。",
        "请按版权页刊名、CN号复查；曾更名的附说明（{clause}）。",
        "The press registry does not show the title “{journal}”. Search again by title and CN as on the copyright page; explain "
        "a renaming ({clause}).",
    ),
    "registry_ambiguous": Sentence(
        "期刊查询刊名“{journal}”有多个结果：{candidates}。",
        "请按版权页刊名、CN号确定是哪一种，附版权页（{clause}）。",
        "The press registry shows several serials for “{journal}”: {candidates}. Attach the copyright page that says which "
        "({clause}).",
    ),
    "journal_stopped": Sentence(
        "期刊查询载明《{journal}》{status}（{until}），该文出版时间为{when}。",
        _ISSUE,
        "The press registry says that “{journal}” ended ({until}), and the paper is dated {when}. Attach cover, copyright and "
        "contents pages and the text ({clause}).",
    ),
    "not_retrieved": Sentence(  # 1
        "截至{time}，在{sources}未检索到该文。",
        "请附封面、版权页、目录、正文，由单位核对（{clause}）。",
        "As of {time} the paper was not found in {sources}. Attach cover, copyright and contents pages and the text ({clause}).",
    ),
    "source_unavailable": Sentence(  # 3
        "{source}暂不可用，本项不作结论。",
        _AGAIN,
        "{source} was not available; nothing is concluded. Search again, or hand in its export or printed page ({clause}).",
    ),
    "source_unasked": Sentence(
        "{source}未作检索，本项不作结论。",
        _AGAIN,
        "{source} was not asked; nothing is concluded. Search it, or hand in its export or printed page ({clause}).",
    ),
    "ambiguous_record": Sentence(
        "{source}检索到相近记录，不能确定为同一文。",
        "请附论文首页、版权页，并注明所对应的记录（{clause}）。",
        "{source} shows similar records, none certain to be this paper. Attach first and copyright pages and name the record "
        "({clause}).",
    ),
    "not_in_issue": Sentence(  # 12
        "{source}所列该刊{year}年{issue}目次未见该文。",
        _ISSUE,
        "The contents of {year} {issue} in {source} do not show the paper. Attach cover, copyright and contents pages and the "
        "text; the editors may explain ({clause}).",
    ),
    "issue_not_listed": Sentence(  # 12
        "{source}所列该刊{year}年期次未见{issue}。",
        _ISSUE,
        "{source} lists no such issue ({year} {issue}) of the journal. Attach cover, copyright and contents pages and the text; "
        "the editors may explain ({clause}).",
    ),
    "pages_taken": Sentence(  # 12
        "{source}所列该刊{year}年{issue}所填页码载有他文：{titles}。",
        _ISSUE,
        "In {source} another paper stands on these pages of {year} {issue}: {titles}. Attach cover, copyright and contents pages "
        "and the text; the editors may explain ({clause}).",
    ),
    "sources_conflict": Sentence(
        "各库著录不一：{detail}。",
        "请按原刊核对，附版权页、目录（{clause}）。",
        "The sources differ: {detail}. Check against the journal and attach copyright and contents pages ({clause}).",
    ),
    "retracted": Sentence(
        "{source}记录载明该文已撤稿。",
        "请附编辑部说明，由单位核对（{clause}）。",
        "The record in {source} says that the paper was retracted. Attach the editors' explanation ({clause}).",
    ),
    "proceedings": Sentence(
        "{basis}，为会议论文，所收文集为《{book}》。",
        "请附文集封面、版权页、目录，由单位核对是否属编辑出版的研究成果集（{clause}）。",
        "It is a proceedings paper ({basis}). Attach cover, copyright and contents pages of the volume; the unit decides whether "
        "it is a collection ({clause}).",
    ),
    "online_first": Sentence(
        "记录为网络首发，未载年、期、页。",
        "已刊出的，请补年、卷、期、页，附版权页、目录（{clause}）。",
        "The record is online first, without year, issue and pages. If it is printed by now, add them with copyright and "
        "contents pages ({clause}).",
    ),
    "not_checked_kind": Sentence(
        "该项为{kind}，未按期刊规则核对（未核CN号、期次、页码）。",
        "请附原件及其网上检索页，由单位核对（{clause}）。",
        "A {kind} is not checked by the rules for journals (CN, issue, pages were not checked). Attach the original and its "
        "on-line search page ({clause}).",
    ),
    "output_kind_unsure": Sentence(
        "该项成果类型待核：{basis}。",
        _KIND,
        "The kind of output is open: {basis}. Attach cover, copyright and contents pages ({clause}).",
    ),
    "not_read": Sentence(
        "该项著录未能读出题名，未作检索。",
        "请按原刊补全题名、作者、刊名、年、期、页（{clause}）。",
        "The reference could not be read and was not searched. Complete title, authors, journal, year, issue and pages "
        "({clause}).",
    ),
    "off_field": Sentence(
        "该文分类号{clc}、期刊学科{subject}，与申报专业{specialty}的关系待定；经审核属非本专业或非相近专业的，{effect}（{clause}）。",
        _FIELD,
        "The paper's class {clc} and its journal's subject {subject} are neither own nor near to {specialty} on the map; a person "
        "decides. The unit states whether the field is own or near ({clause}).",
    ),
    "field_undetermined": Sentence(  # 9
        "该文分类号{clc}、期刊学科{subject}，与申报专业{specialty}的关系待定。",
        _FIELD,
        "How the paper's class {clc} and its journal's subject {subject} relate to {specialty} is open. The unit states whether "
        "the field is own or near ({clause}).",
    ),
    "authors_differ": Sentence(  # 10
        "记录作者为{recorded}，所填为{claimed}。",
        _FIRST_PAGE,
        "The record's authors are {recorded}, the reference says {claimed}. Attach the first page; note a mistake of the record "
        "({clause}).",
    ),
    "applicant_not_author": Sentence(
        "{whose}作者为{recorded}，其中未见申报人{name}。",
        _FIRST_PAGE,
        "The authors are {recorded}; the applicant {name} is not among them. Attach the first page; note a mistake of the record "
        "({clause}).",
    ),
    "author_rank_differs": Sentence(
        "{whose}作者为{recorded}，申报人列第{actual}，所填为第{claimed}。",
        _FIRST_PAGE,
        "Among the authors {recorded} the applicant is number {actual}, the claim says {claimed}. Attach the first page "
        "({clause}).",
    ),
    "differs": Sentence(  # 11
        "所填{field}为{claimed}，记录为{recorded}。",
        _CORRECT,
        "The reference says {claimed}, the record {recorded} ({field}). Correct it by the journal, or attach copyright and first "
        "pages ({clause}).",
    ),
    "cn_differs": Sentence(  # 13
        "所填CN{claimed}，查询结果为CN{recorded}。",
        "请核对版权页；属更名、变更刊号或同一刊号多个版别的，附说明（{clause}）。",
        "The claimed CN is {claimed}, the search shows {recorded}. Check the copyright page; explain a renaming, a changed number "
        "or editions under one number ({clause}).",
    ),
    "foreign_certificate": Sentence(  # 14
        "国际研究成果，未填科技文献检索证明。",
        "请提供科技文献检索证明，并填写出具机构、编号、日期（{clause}）。",
        "An international output without a literature certificate. Provide it and state issuer, number and date ({clause}).",
    ),
    "condition_unmet": Sentence(
        "{fact}；《通知》{clause}：{effect}。",
        "请附版权页、论文首页，由单位核对（{clause}）。",
        "{fact}; the notice asks otherwise ({clause}). Attach copyright and first pages.",
    ),
    "duplicate": Sentence(  # 15
        "序号{first}与序号{others}为同一成果，只列一次。",
        "请保留一项；确为两文的，附两文首页（{clause}）。",
        "Numbers {first} and {others} are the same output; list it once. If they are two papers, attach both first pages ({clause}).",
    ),
    "same_position": Sentence(  # 15
        "另有申报人以同一位次申报该文。",
        "请附论文首页，由单位核对（{clause}）。",
        "Another applicant claims the same position of this paper. Attach the first page ({clause}).",
    ),
    "author_order_conflict": Sentence(
        "不同申报人所填该文作者次序不一：{orders}。",
        "请附论文首页，由单位核对（{clause}）。",
        "Applicants state different author orders for this paper: {orders}. Attach the first page ({clause}).",
    ),
    "reused": Sentence(
        "该文曾列入以前的申报（{earlier}）。",
        "请单位按取得现资格后重新获得的要求核对（{clause}）。",
        "The paper was listed in an earlier application ({earlier}). The unit checks that it was obtained anew ({clause}).",
    ),
}

NOTES: dict[str, tuple[str, str]] = {
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
    "near_field": (
        "列为申报专业{specialty}的相近专业：{basis}。",
        "Near to {specialty}: {basis}.",
    ),
    "foreign_field": (
        "该文未见分类号，是否属申报专业{specialty}的本专业或相近专业，由单位在审核时注明。",
        "No class number is shown; the unit states whether the field is own or near to {specialty}.",
    ),
    "harmless": (
        "{field}仅写法不同：所填“{claimed}”，记录“{recorded}”。",
        "{field} differs in writing only: {claimed} / {recorded}.",
    ),
    "outside_coverage": (
        "{source}收录范围不含该刊该年，未检索到不说明未发表。",
        "{source} does not cover that journal and year; absence says nothing.",
    ),
    "not_yet_indexed": (
        "出版未满三个月，各库可能尚未收录，可于{again}后复检。",
        "Published less than three months before; search again after {again}.",
    ),
    "open_search": (
        "在{sources}未检索到；未收录不说明未发表，以科技文献检索证明为准。",
        "Not found in {sources}; absence says nothing, the literature certificate counts.",
    ),
    "stopped_undated": (
        "期刊查询载明《{journal}》现状为“{status}”，未载时间。",
        "The press registry gives the status “{status}” without a date.",
    ),
}

SOURCES = {
    "nppa": ("国家新闻出版署期刊查询", "the press registry"),
    "cnki": ("中国知网", "CNKI"),
    "wanfang": ("万方", "Wanfang"),
    "vip": ("维普", "VIP"),
    "crossref": ("Crossref", "Crossref"),
    "openalex": ("OpenAlex", "OpenAlex"),
    "doaj": ("DOAJ", "DOAJ"),
    "issn": ("ISSN门户", "the ISSN portal"),
    "nstl": ("NSTL", "NSTL"),
}
FIELDS = {
    "title": "题名", "authors": "作者", "journal": "期刊名称", "container": "期刊名称", "year": "年", "volume": "卷",
    "issue": "期", "pages": "页码", "doi": "DOI", "cn": "CN", "issn": "ISSN", "type": "文献类型",
}  # fmt: skip
KINDS = {
    "newspaper": ("报纸文章", "newspaper article"),
    "thesis": ("学位论文", "thesis"),
    "book": ("著作", "book"),
    "patent": ("专利", "patent"),
    "other": ("其他成果", "other output"),
    "collection": ("研究成果集所收文章", "paper in a collection"),
    "proceedings": ("会议论文", "proceedings paper"),
}
