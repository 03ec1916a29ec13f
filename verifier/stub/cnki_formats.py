"""The texts that CNKI's export gives for a record: GB/T 7714 reference, RefWorks, EndNote, NoteExpress, E-Study."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from verifier.stub.shown import Shown

_TYPES = {"CPFD": "C", "CIPD": "C", "IPFD": "C", "CDFD": "D", "CMFD": "D", "CCND": "N"}
_REFWORKS = {"C": "Conference Proceeding", "D": "Dissertation/Thesis", "N": "Newspaper Article"}
_ENDNOTE = {"C": "Conference Proceedings", "D": "Thesis", "N": "Newspaper Article"}


def _kind(shown: Shown) -> str:
    return _TYPES.get(shown.dbcode, "J")


def _names(shown: Shown) -> list[str]:
    return [author.name for author in shown.authors]


def _units(shown: Shown) -> str:
    return "".join(f"{u};" for u in dict.fromkeys(unit for author in shown.authors for unit in author.affiliations))


def gbt7714(shown: Shown, number: int = 1) -> str:
    """`[1]甲,乙.题名[J].刊名,2021,43(06):12-18.`; three authors at most, then 等.

    The DOI follows when there is one.
    """
    names = _names(shown)
    who = ",".join(names[:3]) + (",等" if len(names) > 3 else "")
    kind, year, pages = _kind(shown), shown.year or "", f":{shown.pages}" if shown.pages else ""
    publisher = shown.paper.book.publisher if shown.paper.book else None
    where = {
        "J": f"{shown.container},{_number(shown)}{pages}",
        "C": f"{publisher or ''}.{shown.container}.{year}{pages}",
        "D": f"{shown.container},{year}",
        "N": f"{shown.container},{shown.published or year}({shown.pages or ''})",
    }[kind]
    joint = "//" if kind == "C" else "."
    doi = f"DOI:{shown.paper.doi}." if shown.paper.doi else ""
    return f"[{number}]{who}.{shown.title}[{kind}]{joint}{where}.{doi}"


def _number(shown: Shown) -> str:
    """`2021,43(06)`, without what is blank; a pre-publication record has year and page count alone."""
    volume, issue = shown.volume or "", f"({shown.issue})" if shown.issue else ""
    return f"{shown.year or ''},{volume}{issue}".rstrip(",") if volume else f"{shown.year or ''}{issue}"


def _lines(pairs: Iterable[tuple[str, str | int | None]], pattern: str) -> str:
    """Tagged lines joined as the API joins them."""
    return "<br>".join(pattern.format(tag, value) for tag, value in pairs if value not in (None, ""))


def refworks(shown: Shown, _number: int = 1) -> str:
    """RefWorks tags; the volume tag is lower-case `vo`, A1 ends in `;`."""
    kind = _kind(shown)
    pairs = (
        ("RT", _REFWORKS.get(kind, "Journal Article")),
        ("SR", "1"),
        ("A1", "".join(f"{name};" for name in _names(shown))),
        ("AD", _units(shown)),
        ("T1", shown.title),
        ("JF" if kind == "J" else "PB", shown.container),
        ("YR", shown.year),
        ("IS", shown.issue),
        ("vo", shown.volume),
        ("OP", shown.pages),
        ("K1", ";".join(shown.paper.keywords)),
        ("AB", shown.paper.abstract),
        ("SN", shown.issn),
        ("CN", shown.cn),
        ("LA", "中文;"),
        ("DS", "CNKI"),
        ("DO", shown.paper.doi),
    )
    return _lines(pairs, "{} {}")


def endnote(shown: Shown, _number: int = 1) -> str:
    """EndNote tags; the CN stands in %L."""
    ahead = shown.dbcode == "CAPJ"
    pairs = (
        ("0", _ENDNOTE.get(_kind(shown), "Journal Article")),
        ("A", ";".join(_names(shown))),
        ("+", _units(shown)),
        ("T", shown.title),
        ("J", shown.container),
        ("D", None if ahead else shown.year),
        ("V", None if ahead else shown.volume),
        ("N", None if ahead else shown.issue),
        ("K", ";".join(shown.paper.keywords)),
        ("X", shown.paper.abstract),
        ("P", shown.pages),
        ("@", shown.issn),
        ("L", shown.cn),
        ("R", shown.paper.doi),
        ("W", "CNKI"),
    )
    return _lines(pairs, "%{} {}")


def noteexpress(shown: Shown, _number: int = 1) -> str:
    """NoteExpress fields; the CN stands in {Notes}."""
    pairs = (
        ("Reference Type", _ENDNOTE.get(_kind(shown), "Journal Article")),
        ("Title", shown.title),
        ("Author", ";".join(_names(shown))),
        ("Author Address", _units(shown)),
        ("Journal", shown.container),
        ("Year", shown.year),
        ("Volume", shown.volume),
        ("Issue", shown.issue),
        ("Pages", shown.pages),
        ("Keywords", ";".join(shown.paper.keywords)),
        ("Abstract", shown.paper.abstract),
        ("ISBN/ISSN", shown.issn),
        ("Notes", shown.cn),
        ("DOI", shown.paper.doi),
        ("Database Provider", "CNKI"),
    )
    return _lines(pairs, "{{{}}}: {}")


def estudy(shown: Shown, _number: int = 1) -> str:
    """知网研学 (E-Study): no ISSN, CN or DOI."""
    pairs = (
        ("DataType", {"D": "2"}.get(_kind(shown), "1")),
        ("Title-题名", shown.title),
        ("Author-作者", "".join(f"{name};" for name in _names(shown))),
        ("Source-文献来源", shown.container),
        ("PubTime-出版时间", shown.published),
        ("Year-年", shown.year),
        ("Roll-卷", shown.volume),
        ("Period-期", shown.issue),
        ("Page-页码", shown.pages),
        ("Keyword-关键词", ";".join(shown.paper.keywords)),
        ("Summary-摘要", shown.paper.abstract),
        ("SrcDatabase-来源库", {"C": "会议", "D": "硕士", "N": "报纸"}.get(_kind(shown), "期刊")),
        ("Organ-机构", _units(shown)),
    )
    return _lines(pairs, "{}: {}")


FORMATS: dict[str, tuple[str, Callable[[Shown, int], str]]] = {
    "gbtrefer": ("GB/T 7714-2015 格式引文", gbt7714),
    "refworks": ("Refworks", refworks),
    "endnote": ("EndNote", endnote),
    "noteexpress": ("NoteExpress", noteexpress),
    "elearning": ("知网研学（原E-Study）", estudy),
}
