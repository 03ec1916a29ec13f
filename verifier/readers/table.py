"""Tables of a hand-in: rows of cells in, one citation text a row out.

Columns are known by their heads (题名, 作者, 刊名 …), never by position. A table without such heads is taken as a list: the
longest cell of a row is the citation. What a head announces is put together in GB/T 7714 order so that one reader serves all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.readers import furniture

HEADS = {
    "citation": ("参考文献", "著录", "论文著录", "引文", "成果著录", "文献", "citation", "reference"),
    "title": ("题名", "论文题目", "论文名称", "题目", "篇名", "标题", "论文标题", "成果名称", "title"),
    "authors": ("作者", "全部作者", "作者姓名", "署名", "authors", "author"),
    "container": ("刊名", "期刊名称", "发表刊物", "刊物名称", "期刊", "发表期刊", "杂志名称", "journal"),
    "year": ("年", "年份", "出版年", "发表年份", "year"),
    "date": ("发表时间", "发表日期", "出版时间", "刊发时间", "date"),
    "volume": ("卷", "卷号", "volume"),
    "issue": ("期", "期号", "期次", "issue"),
    "volume_issue": ("卷期", "年卷期", "卷(期)", "年,卷(期)"),
    "pages": ("页码", "页", "起止页", "起止页码", "pages"),
    "number": ("刊号", "CN", "CN号", "国内刊号", "CN/ISSN"),
    "doi": ("DOI",),
}
COLUMNS = {head.casefold(): field for field, heads in HEADS.items() for head in heads}
MIN_CITATION = 12


def read(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, bool]]:
    """Yield (row number from 1, text, whether it is a citation) for every row that holds one or was left out."""
    columns: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        cells = [" ".join(cell.split()) for cell in row]
        if heads := heads_of(cells):
            columns = heads
        elif columns and (text := compose({field: cells[i] for i, field in columns.items() if i < len(cells)})):
            yield number, text, True
        elif any(cells):
            text = "" if columns else plain(cells)
            yield number, text or " ".join(cell for cell in cells if cell), bool(text)


def heads_of(cells: Sequence[str]) -> dict[int, str]:
    """Return column -> field if this row is a row of heads: a citation or title head, and nothing long in it."""
    found = {i: COLUMNS[key] for i, cell in enumerate(cells) if (key := _head(cell)) in COLUMNS}
    known = set(found.values())
    return found if "citation" in known or ("title" in known and len(known) > 1) else {}


def plain(cells: Sequence[str]) -> str:
    """Return the citation of a row without heads: its longest cell, if it is long enough to be one and no heading or name line."""
    longest = max(cells, key=len, default="")
    return longest if len(longest) >= MIN_CITATION and not furniture.is_furniture(longest) else ""


def compose(fields: dict[str, str]) -> str:
    """Put the cells of a row together as one GB/T 7714 journal reference.

    >>> compose({"title": "高炉渣余热回收", "authors": "甲某;乙某", "container": "冶金设备", "year": "2019", "issue": "3", "pages": "12-18"})
    '甲某, 乙某. 高炉渣余热回收[J]. 冶金设备, 2019(3): 12-18.'
    """
    if fields.get("citation"):
        return fields["citation"]
    if not fields.get("title"):
        return ""
    authors = ", ".join(part for part in _split_names(fields.get("authors", "")) if part)
    year = fields.get("year") or fields.get("date", "")
    volume = f", {fields['volume']}" if fields.get("volume") else ""
    issue = f"({fields['issue']})" if fields.get("issue") else ""
    both = f", {fields['volume_issue']}" if fields.get("volume_issue") else ""
    pages = f": {fields['pages']}" if fields.get("pages") else ""
    imprint = f"{fields.get('container', '')}, {year}{volume}{issue}{both}{pages}"
    tail = f" DOI: {fields['doi']}." if fields.get("doi") else ""
    return f"{authors + '. ' if authors else ''}{fields['title']}[J]. {imprint}.{tail}"


def _split_names(text: str) -> list[str]:
    for mark in ";；、，":
        text = text.replace(mark, ",")
    return [name.strip() for name in text.split(",")]


def _head(cell: str) -> str:
    return "".join(cell.split()).replace("（", "(").replace("）", ")").rstrip("*：:").casefold()
