"""A mixed list sorted by kind: papers, books, patents, software copyright, standards, reports, awards, projects.

A printed type mark is never overruled. Without one, the item's own words decide, then the heading that it stands under; the type is
then inferred and said so. The databases hold no awards, patents, software or projects: those are listed and not looked up.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from verifier.model import Citation, Doubt

Kind = Literal["paper", "meeting", "thesis", "news", "book", "patent", "software", "standard", "report", "online", "award", "project", "other"]

NAMES: dict[Kind, tuple[str, str]] = {
    "paper": ("期刊论文", "journal articles"),
    "meeting": ("会议论文", "conference papers"),
    "thesis": ("学位论文", "theses"),
    "news": ("报纸文章", "newspaper articles"),
    "book": ("著作", "books"),
    "patent": ("专利", "patents"),
    "software": ("软件著作权", "software copyright"),
    "standard": ("标准", "standards"),
    "report": ("报告", "reports"),
    "online": ("网络文献", "web pages"),
    "award": ("获奖", "awards"),
    "project": ("课题项目", "projects"),
    "other": ("其他", "others"),
}
SEARCHED: frozenset[Kind] = frozenset({"paper", "meeting", "thesis", "news"})
"""The kinds that the databases are asked for."""
_MARKS: dict[str, Kind] = {
    "J": "paper", "C": "meeting", "D": "thesis", "N": "news", "M": "book", "G": "book", "P": "patent", "CP": "software", "S": "standard",
    "R": "report", "EB": "online", "DB": "online", "DS": "online", "PP": "online",
}  # fmt: skip
_TYPES: dict[Kind, str] = {"patent": "P", "software": "CP", "standard": "S", "report": "R", "award": "Z", "project": "Z", "book": "M", "thesis": "D"}
_AWARD = re.compile(
    r"(?:科技进步|科学技术|技术发明|自然科学|技术创新|教学成果|优秀论文|优秀成果|管理创新|创新成果|质量)\S{0,6}奖|[特一二三四优]等奖|金奖|银奖|铜奖"
    r"|获奖证书|荣誉称号|劳动模范"
)
_SOFTWARE_NUMBER = re.compile(r"软著登字|(?<![A-Za-z\d])(?:19|20)\d\dSR\d{6,8}|登记号\s*[:：]\s*\d{4}SR")
_SOFTWARE = re.compile(r"软件著作权")
_PATENT_NUMBER = re.compile(r"(?<![A-Za-z])(?:ZL|CN)\s?(?:19|20)?\d{8,12}(?:\.[\dX])?(?:\s?[ABUSY]\d?)?(?![\d/-])|专利号|授权公告号")
_PATENT = re.compile(r"实用新型专利|发明专利|外观设计专利")
_STANDARD = re.compile(r"(?<![A-Za-z])(?:GB|JB|YB|HB|DL|NB|QC|JG[JT]|DB\d{2})\s?(?:/\s?T)?\s?\d{2,6}(?:\.\d{1,2})?\s?[-—–]\s?(?:19|20)\d\d")
_PROJECT = re.compile(r"(?:课题|项目|基金|计划)\s*(?:编号|号)\s*[:：]|立项编号|结题证书|主持人\s*[:：]|(?:国家|省|市)\S{0,12}(?:科研项目|课题)立项")
_SECTIONS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("software", re.compile(r"软件著作权|软著")),
    ("patent", re.compile(r"专利")),
    ("award", re.compile(r"获奖|奖项|荣誉|奖励")),
    ("project", re.compile(r"课题|项目")),
    ("standard", re.compile(r"标准")),
    ("thesis", re.compile(r"学位论文")),
    ("report", re.compile(r"报告")),
    ("book", re.compile(r"著作|专著|教材|译著")),
)
_PAPERS = re.compile(r"论文|论著")


def kind(citation: Citation, section: str | None = None) -> Kind:
    """Return the kind of an item by its mark, its words, or the heading that it stands under."""
    inferred = any(doubt.field == "type" and doubt.kind == "inferred" for doubt in citation.doubts)
    mark = (citation.type or "").partition("/")[0]
    if mark and not inferred:
        return of_mark(mark)
    guessed = any(doubt.field in ("title", "container", "issue") and doubt.kind in ("suspect", "inferred") for doubt in citation.doubts)
    in_a_journal = not guessed and citation.container and (citation.issue or citation.volume or citation.pages)
    by_words = _by_number(citation.raw) or (None if in_a_journal else _by_words(citation.raw) or _under(section))
    return by_words or _MARKS.get(mark, "other")


def of_mark(mark: str) -> Kind:
    """Return the kind that a type mark names.

    >>> of_mark("J/OL"), of_mark("Z")
    ('paper', 'other')
    """
    return _MARKS.get(mark.partition("/")[0], "other")


def _by_number(text: str) -> Kind | None:
    """Return the kind that a registration or patent number names, whatever else the item says."""
    return "software" if _SOFTWARE_NUMBER.search(text) else "patent" if _PATENT_NUMBER.search(text) else None


def _by_words(text: str) -> Kind | None:
    """Return the kind that an item's words name; a paper in a journal may speak of patents and awards, so it is not asked."""
    if _SOFTWARE.search(text):
        return "software"
    if _PATENT.search(text):
        return "patent"
    if _AWARD.search(text):
        return "award"
    return "standard" if _STANDARD.search(text) else "project" if _PROJECT.search(text) else None


def _under(section: str | None) -> Kind | None:
    if not section or (_PAPERS.search(section) and "学位论文" not in section):
        return None
    return next((found for found, shape in _SECTIONS if shape.search(section)), None)


def typed(citation: Citation, section: str | None = None) -> Citation:
    """Return the citation with the type of its kind where no mark was printed; what had been inferred from the form gives way.

    An award or a project has no mark of its own in GB/T 7714 and becomes Z (其他).
    """
    found = kind(citation, section)
    mark = _TYPES.get(found)
    if mark is None or citation.type == mark or _MARKS.get((citation.type or "").partition("/")[0]) == found:
        return citation
    others = tuple(doubt for doubt in citation.doubts if doubt.field != "type")
    doubt = Doubt(field="type", kind="inferred", original="", note=f"未标注文献类型，按内容归为{NAMES[found][0]}")
    return msgspec.structs.replace(citation, type=mark, doubts=(*others, doubt))
