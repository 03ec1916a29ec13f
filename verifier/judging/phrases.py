"""常用语句: the table of what findings say and what would change them, in Chinese and English.

`{clause}` and `{effect}` come from the notice's rule, the rest from the check. The effect words stand only where a record
proves the case; a key with a question mark is the same reason unproven. A sentence states what was searched and found, never a
verdict on a person. Numbered sentences follow the agreed wording (检索证明用语, 四).
"""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    """What is said and what would change it: the smallest evidence that does, and where it is to be had."""

    says: str
    english: str
    remedy: str
    english_remedy: str


_PAGE = (
    "请附载有出版日期的版权页，由单位核定（{clause}）。",
    "Attach the copyright page with the date of publication; the unit decides ({clause}).",
)
_ISSUE = (
    "请附原刊封面、版权页、目录、正文，可请编辑部出具说明（{clause}）。",
    "Attach cover, copyright and contents pages and the text of the issue; the editors may explain ({clause}).",
)
_CORRECT = (
    "请按原刊更正，或附版权页、论文首页（{clause}）。",
    "Correct it by the journal, or attach copyright and first pages ({clause}).",
)
_FIRST_PAGE = (
    "请附论文首页核对；属著录差错的请注明（{clause}）。",
    "Attach the first page of the paper; note a mistake of the record ({clause}).",
)
_CO_AUTHOR = (
    "请附论文首页，由单位核对（{clause}）。",
    "Attach the first page of the paper; the unit checks it ({clause}).",
)
_KIND = (
    "请附封面、版权页、目录，由单位核对（{clause}）。",
    "Attach cover, copyright and contents pages; the unit checks them ({clause}).",
)
_MARK = (
    "请附版权页、目录，由单位核对（{clause}）。",
    "Attach copyright and contents pages; the unit checks them ({clause}).",
)
_FIELD = (
    "请单位就是否属本专业或相近专业签署意见（{clause}）。",
    "The unit states whether the field is own or near ({clause}).",
)
_AGAIN = (
    "请补检，或提交该库导出记录、网页打印件（{clause}）。",
    "Search again, or hand in the source's export or printed page ({clause}).",
)

FINDINGS: dict[str, Sentence] = {
    "supplement": Sentence(  # 4
        "{source}记录载明该文刊于{year}年增刊{number}，{effect}（{clause}）。",
        "The record in {source} places the paper in a supplement ({issue}) of {year}, which the notice does not recognise ({clause}).",
        "如版权页载明为正刊，请附版权页、目录复核。",
        "If the copyright page says a regular issue, attach it with the contents page.",
    ),
    "supplement?": Sentence(
        "{basis}，是否增刊待核。", "The issue may be a supplement ({basis}); no record settles it.", *_MARK
    ),
    "issue_kind_unsure": Sentence(
        "{basis}，期次性质（正刊、合刊或增刊）待核。",
        "Whether the issue is regular, combined or a supplement is open ({basis}).",
        *_MARK,
    ),
    "collection": Sentence(  # 5
        "{source}记录载明该文收于《{book}》，{effect}（{clause}）。",
        "The record in {source} places the paper in the collection “{book}”, which the notice does not recognise ({clause}).",
        "另在期刊发表的，请补该刊信息。",
        "If it also appeared in a journal, add that journal.",
    ),
    "collection?": Sentence(
        "该文可能收于《{book}》（{basis}），成果类型待核。",
        "The paper may stand in the collection “{book}” ({basis}); the kind of output is open.",
        *_KIND,
    ),
    "before_qualification": Sentence(  # 6
        "记录出版时间{when}，早于现资格取得时间{obtained}，{effect}（{clause}）。",
        "The record's date {when} is before the current title ({obtained}); the notice does not count it ({clause}).",
        "取得时间填写有误的，请附证书更正。",
        "If the date of the title is wrong, correct it and attach the certificate of the title.",
    ),
    "before_qualification?": Sentence(
        "{whose}出版时间{when}，早于现资格取得时间{obtained}，尚待核对。",
        "The date {when} {whose} lies before the current title ({obtained}), but no record proves it.",
        "请附载有出版日期的版权页、资格证书，由单位核定（{clause}）。",
        "Attach the copyright page with the date and the certificate of the title; the unit decides ({clause}).",
    ),
    "before_qualification_unseen": Sentence(
        "记录出版时间{when}，早于现资格取得时间{obtained}；{sources}未完成检索，其所载日期尚未核对。",
        "The record's date {when} is before the current title ({obtained}); {sources} did not answer in full and may show a later date.",
        "请补检{sources}，或附载有出版日期的版权页，由单位核定（{clause}）。",
        "Search {sources} again, or attach the copyright page with the date of publication; the unit decides ({clause}).",
    ),
    "after_cutoff": Sentence(  # 7
        "记录出版时间{when}，晚于{series}计算截至时间{end}，{effect}（{clause}）。",
        "The record's date {when} is after the counting date {end} of {series}; it is outside this count ({clause}).",
        "版权页日期在截至时间以内的，请附版权页。",
        "If the copyright page says a date before that, attach it.",
    ),
    "after_cutoff?": Sentence(
        "{whose}出版时间{when}，晚于{series}计算截至时间{end}，尚待核对。",
        "The date {when} {whose} lies after the counting date {end} of {series}, but no record proves it.",
        *_PAGE,
    ),
    "after_cutoff_unseen": Sentence(
        "记录出版时间{when}，晚于{series}计算截至时间{end}；{sources}未完成检索，是否载有更早的日期（含网络首发）尚未核对。",
        "The record's date {when} is after the counting date {end} of {series}; {sources} did not answer in full and may show an earlier "
        "date (a first release on-line).",
        "请补检{sources}，或附载有出版日期的版权页，由单位核定（{clause}）。",
        "Search {sources} again, or attach the copyright page with the date of publication; the unit decides ({clause}).",
    ),
    "date_straddles_start": Sentence(  # 8
        "出版时间只能确定在{first}至{last}，跨资格取得日（{obtained}）。",
        "The date is only known to lie between {first} and {last}, across the day of the current title ({obtained}).",
        *_PAGE,
    ),
    "date_straddles_end": Sentence(  # 8
        "出版时间只能确定在{first}至{last}，跨截至日（{end}）。",
        "The date is only known to lie between {first} and {last}, across the counting date ({end}).",
        *_PAGE,
    ),
    "date_two": Sentence(
        "网络首发时间{early}与刊出时间{when}分在{limit}前后，《通知》未规定以何者为准。",
        "Released on-line {early} and printed {when}, on either side of {limit}; the notice does not say which counts.",
        *_PAGE,
    ),
    "rule_dated": Sentence(
        "{clause}适用于{term}出版的成果，该文是否在此期间出版待核。",
        "{clause} holds for outputs published {term}; whether this one was is open.",
        *_PAGE,
    ),
    "start_unread": Sentence(
        "现资格取得时间“{obtained}”未能读出，未核对起算时间。",
        "The date of the current title “{obtained}” cannot be read; the start of the period was not checked.",
        "请附资格证书，更正取得时间（{clause}）。",
        "Correct the date and attach the certificate of the title ({clause}).",
    ),
    "date_unknown": Sentence("未能确定该文的出版时间。", "The date of publication is unknown.", *_PAGE),
    "no_cn": Sentence(
        "{source}期刊页未载CN号，期刊查询亦未见刊名“{journal}”，{effect}（{clause}）。",
        "The serial's page in {source} shows no CN number and the press registry does not list “{journal}” ({clause}).",
        "该刊有CN号的，请附载有CN号的版权页、期刊查询页复核。",
        "If the serial has a CN, attach the copyright page that shows it and the registry's page.",
    ),
    "no_cn?": Sentence(
        "{basis}，该刊CN号待核。",
        "The serial's CN number is open ({basis}).",
        "请按版权页核对刊名、CN号，附期刊查询页（{clause}）。",
        "Check title and CN against the copyright page and attach the registry's page ({clause}).",
    ),
    "not_in_registry": Sentence(  # 2
        "期刊查询未见刊名“{journal}”。",
        "The press registry does not show the title “{journal}”.",
        "请按版权页刊名、CN号复查；曾更名的附说明（{clause}）。",
        "Search again by title and CN as on the copyright page; explain a renaming ({clause}).",
    ),
    "registry_ambiguous": Sentence(
        "期刊查询刊名“{journal}”有多个结果：{candidates}。",
        "The press registry shows several serials for “{journal}”: {candidates}.",
        "请按版权页刊名、CN号确定是哪一种，附版权页（{clause}）。",
        "Attach the copyright page that says which of them it is ({clause}).",
    ),
    "journal_stopped": Sentence(
        "期刊查询载明《{journal}》{status}（{until}），该文出版时间为{when}。",
        "The press registry says of “{journal}”: {status} ({until}); the paper is dated {when}.",
        *_ISSUE,
    ),
    "not_retrieved": Sentence(  # 1
        "截至{time}，在{sources}未检索到该文。",
        "As of {time} the paper was not found in {sources}.",
        "请附封面、版权页、目录、正文，由单位核对（{clause}）。",
        "Attach cover, copyright and contents pages and the text; the unit checks them ({clause}).",
    ),
    "not_retrieved_abroad": Sentence(
        "截至{time}，在{sources}未检索到该成果；未收录不说明未发表，以科技文献检索证明为准。",
        "As of {time} the output was not found in {sources}; absence says nothing, the literature certificate counts.",
        "请以科技文献检索证明所载题名、作者、刊物、时间与所填核对，由单位确认（{clause}）。",
        "The unit holds title, authors, journal and date in the certificate against the reference ({clause}).",
    ),
    "source_unavailable": Sentence(  # 3
        "{source}暂不可用，本项不作结论。", "{source} was not available; nothing is concluded.", *_AGAIN
    ),
    "source_unasked": Sentence(
        "{source}未作检索，本项不作结论。", "{source} was not asked; nothing is concluded.", *_AGAIN
    ),
    "ambiguous_record": Sentence(
        "{source}检索到相近记录，不能确定为同一文。",
        "{source} shows similar records, none of them certain to be this paper.",
        "请附论文首页、版权页，并注明所对应的记录（{clause}）。",
        "Attach first and copyright pages and name the record ({clause}).",
    ),
    "not_in_issue": Sentence(  # 12
        "{source}所列该刊{year}年{issue}目次未见该文。",
        "The contents of {year}, {issue}, in {source} do not show the paper.",
        *_ISSUE,
    ),
    "issue_not_listed": Sentence(  # 12
        "{source}所列该刊{year}年期次未见{issue}。",
        "The issue list of the journal in {source} does not show {issue} of {year}.",
        *_ISSUE,
    ),
    "pages_taken": Sentence(  # 12
        "{source}所列该刊{year}年{issue}所填页码载有他文：{titles}。",
        "In {source} another paper stands on these pages of {year}, {issue}: {titles}.",
        *_ISSUE,
    ),
    "sources_conflict": Sentence(
        "各库著录不一：{detail}。",
        "The sources differ: {detail}.",
        "请按原刊核对，附版权页、目录（{clause}）。",
        "Check against the journal and attach copyright and contents pages ({clause}).",
    ),
    "retracted": Sentence(
        "{source}记录载明该文已撤稿。",
        "The record in {source} says that the paper was retracted.",
        "请附编辑部说明，由单位核对（{clause}）。",
        "Attach the editors' explanation; the unit checks it ({clause}).",
    ),
    "proceedings": Sentence(
        "{basis}，为会议论文，所收文集为《{book}》。",
        "It is a proceedings paper ({basis}) in “{book}”.",
        "请附文集封面、版权页、目录，由单位核对是否属编辑出版的研究成果集（{clause}）。",
        "Attach cover, copyright and contents pages of the volume; the unit decides whether it is a collection ({clause}).",
    ),
    "online_first": Sentence(
        "记录为网络首发，未载年、期、页。",
        "The record is online first, without year, issue and pages.",
        "已刊出的，请补年、卷、期、页，附版权页、目录（{clause}）。",
        "If it is printed by now, add year, volume, issue and pages with copyright and contents pages ({clause}).",
    ),
    "not_checked_kind": Sentence(
        "该项为{kind}，未按期刊规则核对（未核CN号、期次、页码）。",
        "A {kind} is not checked by the rules for journals (CN, issue and pages were not checked).",
        "请附原件及其网上检索页，由单位核对（{clause}）。",
        "Attach the original and its on-line search page; the unit checks them ({clause}).",
    ),
    "output_kind_unsure": Sentence("该项成果类型待核：{basis}。", "The kind of output is open: {basis}.", *_KIND),
    "not_read": Sentence(
        "该项著录未能读出题名，未作检索。",
        "No title could be read in this reference; it was not searched.",
        "请按原刊补全题名、作者、刊名、年、期、页（{clause}）。",
        "Complete title, authors, journal, year, issue and pages by the journal ({clause}).",
    ),
    "off_field": Sentence(
        "该文分类号{clc}、期刊学科{subject}，与申报专业{specialty}的关系待定；经审核属非本专业或非相近专业的，{effect}（{clause}）。",
        "The paper (class {clc}, journal's subject {subject}) is neither own nor near to {specialty_en} on the map; if a person finds so, "
        "it cannot be a basis of the review ({clause}).",
        *_FIELD,
    ),
    "field_undetermined": Sentence(  # 9
        "该文分类号{clc}、期刊学科{subject}，与申报专业{specialty}的关系待定。",
        "How the paper (class {clc}, journal's subject {subject}) relates to {specialty_en} is open.",
        *_FIELD,
    ),
    "authors_differ": Sentence(  # 10
        "记录作者为{recorded}，所填为{claimed}。",
        "The record's authors are {recorded}, the reference says {claimed}.",
        *_FIRST_PAGE,
    ),
    "applicant_not_author": Sentence(
        "{whose}作者为{recorded}，其中未见申报人{name}。",
        "The authors {whose} are {recorded}; the applicant {name} is not among them.",
        *_FIRST_PAGE,
    ),
    "author_rank_differs": Sentence(
        "{whose}作者为{recorded}，申报人列第{actual}，所填为第{claimed}。",
        "Among the authors {whose}, {recorded}, the applicant is number {actual}; the claim says {claimed}.",
        *_FIRST_PAGE,
    ),
    "differs": Sentence(  # 11
        "所填{field}为{claimed}，记录为{recorded}。",
        "{field}: the reference says {claimed}, the record {recorded}.",
        *_CORRECT,
    ),
    "cn_differs": Sentence(  # 13
        "所填CN{claimed}，查询结果为CN{recorded}。",
        "The claimed CN is {claimed}, the search shows {recorded}.",
        "请核对版权页；属更名、变更刊号或同一刊号多个版别的，附说明（{clause}）。",
        "Check the copyright page; explain a renaming, a changed number or editions under one number ({clause}).",
    ),
    "foreign_certificate": Sentence(  # 14
        "国际研究成果，未填科技文献检索证明。",
        "An international output; no literature certificate is stated.",
        "请提供科技文献检索证明，并填写出具机构、编号、日期（{clause}）。",
        "Provide the literature certificate and state its issuer, number and date ({clause}).",
    ),
    "condition_unmet": Sentence(
        "{fact}；《通知》{clause}：{effect}。",
        "{fact}; the notice asks otherwise ({clause}).",
        "请附版权页、论文首页，由单位核对（{clause}）。",
        "Attach copyright and first pages; the unit checks them ({clause}).",
    ),
    "duplicate": Sentence(  # 15
        "序号{first}与序号{others}为同一成果，只列一次。",
        "Numbers {first} and {others} are the same output; list it once.",
        "请保留一项；确为两文的，附两文首页（{clause}）。",
        "Keep one of them; if they are two papers, attach both first pages ({clause}).",
    ),
    "published_twice": Sentence(
        "序号{first}与序号{others}题名相同、作者相同，刊载处不同，是否同一成果待核。",
        "Numbers {first} and {others} bear one title by the same people in different places; whether they are one output is open.",
        "请附各篇论文首页，由单位核对；同一成果只列一次（{clause}）。",
        "Attach the first page of each; the unit checks them, and one output is listed once ({clause}).",
    ),
    "same_position": Sentence(  # 15
        "另有申报人以同一位次申报该文。", "Another applicant claims the same position of this paper.", *_CO_AUTHOR
    ),
    "author_order_conflict": Sentence(
        "不同申报人所填该文作者次序不一：{orders}。",
        "Applicants state different author orders for this paper: {orders}.",
        *_CO_AUTHOR,
    ),
    "reused": Sentence(
        "该文曾列入以前的申报（{earlier}）。",
        "The paper was listed in an earlier application ({earlier}).",
        "请单位按取得现资格后重新获得的要求核对（{clause}）。",
        "The unit checks that it was obtained anew after the current title ({clause}).",
    ),
}
