"""A small invented catalogue, and the questions that the tests ask of it."""

from __future__ import annotations

from typing import Any

from verifier.model import Question


def journal(key: str, title: str, **more: Any) -> dict[str, Any]:
    """Return a journal of the catalogue that every database covers, unless `more` says otherwise."""
    code = key.upper()[:4]
    return {
        "id": key, "title": title, "former": [], "cn": None, "issn": None, "sponsors": ["虚构研究院"], "authority": "虚构省厅",
        "frequency": "双月刊", "place": "沈阳", "language": "中文", "medium": "print", "status": "active", "since": "1980",
        "until": None, "subject": "机械工业", "registered": True,
        "codes": {"cnki": code, "wanfang": key, "vip": f"9{sum(map(ord, key)):04}X"}, "coverage": {}, "marks": [], **more,
    }  # fmt: skip


def paper(key: str, serial: str | None, title: str, authors: str, year: int, issue: str | None, pages: str, **more: Any) -> dict[str, Any]:
    """Return a paper of the catalogue, indexed by the three databases unless `more` says otherwise."""
    people = [{"name": name, "name_en": None, "affiliations": ["虚构大学"], "corresponding": False} for name in authors.split()]
    return {
        "id": key, "journal": serial, "kind": "journal", "title": title, "title_en": None, "authors": people, "year": year,
        "volume": "43", "issue": issue, "section": "研究", "pages": pages, "published": f"{year}-06-20", "online_first": None,
        "doi": None, "clc": ["TH16"], "keywords": ["机床"], "abstract": None, "retracted": False, "book": None,
        "in": {"cnki": {}, "wanfang": {}, "vip": {}}, **more,
    }  # fmt: skip


JOURNALS = [
    journal("jixx", "虚构机械学报", cn="21-4321/TH", issn="2999-1001", former=[
        {"title": "虚构机械", "from": "1980", "until": "2009-12", "cn": "21-3999/TH", "issn": "2999-0900"}]),
    journal("jixb", "虚构机械学报（英文版）", cn="21-4322/TH", issn="2999-1028"),
    journal("nocn", "虚构辑刊", registered=False),
    journal("late", "虚构晚报", cn="21-4400/TB", issn="2999-1036", codes={"cnki": "LATE"}),
    journal("engl", "Invented Machinery", cn="21-4500/TH", issn="2999-1044", language="English"),
    journal("frgn", "Invented Letters", registered=False, issn="2999-2008", codes={}, language="English"),
]  # fmt: skip
PAPERS = [
    paper("p1", "jixx", "虚构机床主轴热误差的补偿技术研究", "郗子衿 明知远", 2021, "3", "12-18"),
    paper("p2", "jixx", "虚构夹具刚度对加工精度的影响分析", "仇远", 2021, "3", "19-24+11"),
    paper("p3", "jixx", "虚构刀具磨损的在线监测系统设计", "郗子衿", 2021, "增刊1", "1-4", kind="supplement"),
    paper("p4", "jixx", "虚构丝杠温升的试验研究", "仇远 明知远", 2021, "4/5", "5-9", kind="combined"),
    paper("p5", "jixx", "虚构导轨爬行的应用分析", "明知远", 2008, "2", "30-33"),
    paper("p6", "jixx", "虚构齿轮啮合的独见", "郗子衿", 2020, "2", "40-44", **{"in": {"cnki": {}}}),
    paper("p7", "jixx", "虚构轴承的两处发表", "仇远", 2021, "6", "1-5"),
    paper("p8", None, "虚构机械年会上的报告", "仇远", 2020, None, "7-9", kind="proceedings",
          book={"title": "虚构机械年会论文集", "isbn": None, "publisher": "虚构出版社", "cip": None}),
    paper("p9", "nocn", "虚构辑刊里的一篇技术文章", "仇远", 2020, "1", "7-9", kind="collection"),
    paper("w1", "jixx", "虚构蜗轮只在万方", "仇远", 2019, "1", "50-53", **{"in": {"wanfang": {}}}),
    paper("v1", "jixx", "虚构凸轮只在维普", "仇远", 2019, "1", "60-63", **{"in": {"vip": {}}}),
    paper("e1", "engl", "Invented slides", "Nobody", 2020, "1", "1-4"),
    paper("q1", "frgn", "An invented study of spindle errors", "Nobody", 2020, "2", "17-20", doi="10.99999/inv.2020.17",
          retracted=True, **{"in": {"crossref": {}, "openalex": {}}}),
    paper("q2", "frgn", "A second study that all indexes hold", "Nobody", 2021, "4", "31-39", doi="10.99999/inv.2021.31",
          **{"in": {"crossref": {}, "openalex": {}, "doaj": {}}}),
    paper("o1", "jixx", "虚构滑台先行发布的一篇", "仇远", 2017, None, "1-7", kind="online_first", online_first="2017-03-01",
          published=None, volume=None, **{"in": {"cnki": {}}}),
    paper("o2", "jixx", "虚构滑台先行发布的一篇", "仇远", 2017, "5", "61-67"),
    paper("s1", "jixx", "虚构电梯门锁的安全验证", "仇远", 2018, "4", "80-83"),
    paper("c1", "jixx", "虚构主轴的中文数字对象标识", "仇远", 2019, "2", "70-73", doi="10.16000/j.cnki.xujg.2019.02.009"),
]  # fmt: skip
ISSUES = [{"journal": "jixx", "year": 2021, "source": "cnki", "issues": ["01", "02", "03", "Z1", "06", "S1"], "full": ["03", "S1"]}]


def question(**more: Any) -> Question:
    """Return the question of paper p1 with other fields put in."""
    known: dict[str, Any] = {
        "id": "q", "type": "J", "title": "虚构机床主轴热误差的补偿技术研究", "authors": ("郗子衿", "明知远"),
        "journal": "虚构机械学报", "year": "2021", "issue": "3", "pages": "12-18",
    }  # fmt: skip
    return Question(**{**known, **more})


NOWHERE: dict[str, Any] = {"title": "从未写过的虚构论文及其不存在性", "authors": ("查无人",), "issue": "3", "pages": "90-95"}
"""A paper that nobody holds, in an issue that everybody holds."""
