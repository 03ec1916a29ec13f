"""The databases' and programs' words for a kind of work, as GB/T 7714 marks (GB/T 7714-2015 annex B; 2025 adds PP)."""

from __future__ import annotations

from functools import lru_cache

_WORDS = {
    "J": (
        "journalarticle journal journalpaper article articlejournal magazinearticle articlemagazine electronicarticle 期刊 "
        "期刊论文 期刊文章 学术期刊 特色期刊 中国期刊 学术辑刊 辑刊 论文 JOUR JFULL MGZN EJOUR ABST INPR"
    ),
    "D": (
        "dissertation/thesis dissertation thesis phdthesis mastersthesis mathesis 学位论文 硕士 博士 硕士论文 博士论文 "
        "硕士学位论文 博士学位论文 THES"
    ),
    "C": (
        "conferenceproceeding conferenceproceedings conferencepaper conference proceedings inproceedings paperconference 会议 "
        "会议论文 国内会议 国际会议 中国会议 CONF CPAPER"
    ),
    "N": "newspaperarticle newspaper articlenewspaper newsarticle 报纸 报纸文章 中国报纸 NEWS",
    "M": (
        "book bookwhole booksection bookchapter bookedited editedbook monograph inbook incollection mvbook collection chapter "
        "图书 专著 著作 教材 译著 BOOK EBOOK EDBOOK CHAP ECHAP"
    ),
    "R": "report techreport governmentreport researchreport 报告 科技报告 研究报告 RPRT",
    "P": "patent 专利 发明专利 实用新型 实用新型专利 外观设计专利 PAT",
    "S": "standard standards 标准 国家标准 行业标准 STAND",
    "EB/OL": "webpage website electronicsource online electronic www blogpost postweblog post 网页 电子公告 ELEC WEB BLOG ICOMM",
    "DS": "dataset 数据集 DATA",
    "DB": "onlinedatabase database 数据库 DBASE AGGR",
    "CP": "computerprogram software 软件 计算机软件 软件著作权 软著 COMP",
    "PP": "preprint 预印本",
    "Z": "yearbook 年鉴",
    "G": "汇编",
}
_MARKS = {word.casefold(): mark for mark, words in _WORDS.items() for word in words.split()}


@lru_cache(maxsize=1024)
def mark(word: str | None) -> str | None:
    """Return the mark for a word, or None where it names no kind.

    >>> mark("Journal Article"), mark("Dissertation/Thesis"), mark("JOUR"), mark("article-journal"), mark("[EB/OL]"), mark("Generic")
    ('J', 'D', 'J', 'J', 'EB/OL', None)
    """
    bare = "".join((word or "").split()).casefold()
    if bare.strip("[]").upper() in _LETTERS:
        return bare.strip("[]").upper()
    return _MARKS.get(bare) or _MARKS.get(bare.replace("-", "").replace(",", "").replace("_", ""))


_LETTERS = frozenset(
    f"{letters}{medium}"
    for letters in ("J", "M", "C", "D", "P", "N", "R", "S", "G", "A", "Z", "EB", "DB", "CP", "DS", "CM", "PP", "AR")
    for medium in ("", "/OL", "/CD", "/MT", "/DK")
)
