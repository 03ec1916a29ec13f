"""An applicant and an item from the cells of a row; each cell is checked by itself, so that every wrong one can be told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from verifier.formats.spreadsheet import day
from verifier.model import Applicant, Claimed, Item, LiteratureCertificate, OwnFields, Qualification
from verifier.normalize import dates
from verifier.readers.document import Piece
from verifier.submissions.heads import BASES, SERIES

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_RANK = re.compile(r"第?\s*(?:(\d{1,3})|([一二三四五六七八九十]))\s*(?:作者|位|名)?(?:\s*[/／].{0,6})?")
_SOLE = re.compile(r"独著|独撰|独立(?:完成|作者)?|唯一作者")
_CLC = re.compile(r"[A-Z]{1,2}[0-9A-Z./-]{0,12}")
Cells = Mapping[str, str]


def complaints(row: Cells) -> Iterator[tuple[str, str, str]]:
    """Yield (field, Chinese, English) for every cell of an applicant's row that cannot be used."""
    for field, zh, en in (("name", "姓名", "a name"), ("specialty", "专业", "a specialty"), ("title", "现专业技术资格", "the current title")):
        if not row.get(field):
            yield field, f"未填写，请填{zh}", f"is empty; give {en}"
    series = row.get("series", "")
    if SERIES.get(series, series) not in ("engineering", "economics", "other"):
        yield "series", f"“{series}”不是系列，请填 工程、经济 或 其他", f"“{series}” is no series; write 工程, 经济 or 其他"
    obtained = date(row.get("obtained", ""))
    if not is_date(obtained):
        written = row.get("obtained", "")
        yield "obtained", f"“{written}”不是日期，请写作 2016-12-30、2016-12 或 2016", f"“{written}” is no date; write 2016-12-30"
    basis = row.get("basis", "")
    if basis and BASES.get(basis, basis) not in ("certificate", "review-year", "appointment"):
        yield "basis", f"“{basis}”不是依据，请填 证书、评审年度 或 聘任", f"“{basis}” is no basis; write 证书, 评审年度 or 聘任"
    for field in ("own", "near"):
        wrong = [part for part in parts(row.get(field, "")) if not _CLC.fullmatch(part)]
        if wrong:
            yield field, f"“{wrong[0]}”不是中图法分类号，请写作 TF、TQ17 等", f"“{wrong[0]}” is no class of the CLC; write TF or TQ17"


def item_complaints(row: Cells) -> Iterator[tuple[str, str, str]]:
    """Yield (field, Chinese, English) for every cell of an item's row that cannot be used."""
    text = row.get("author_rank", "")
    if text and rank(text) is None:
        yield "author_rank", f"“{text}”不是位次，请填 1、2、3…", f"“{text}” is no rank; write 1, 2, 3 …"
    stated = [row.get(f"certificate_{part}", "") for part in ("issuer", "number", "date")]
    if any(stated) and not all(stated):
        missing = ("issuer", "number", "date")[[bool(part) for part in stated].index(False)]
        yield f"certificate_{missing}", "检索证明的出具单位、编号、日期须同时填写", "issuer, number and date of the certificate belong together"


def applicant(row: Cells) -> Applicant:
    """Build an applicant from cells that have been found good."""
    series = row.get("series", "")
    own, near = parts(row.get("own", "")), parts(row.get("near", ""))
    basis = row.get("basis", "")
    return Applicant(
        id=row.get("id") or row["name"],
        name=row["name"],
        name_latin=parts(row.get("name_latin", "")),
        units=parts(row.get("units", "")),
        series=SERIES.get(series, series),  # type: ignore[arg-type]
        specialty=row["specialty"],
        level=row.get("level", ""),
        qualification=Qualification(
            title=row["title"],
            obtained=date(row["obtained"]),
            basis=BASES.get(basis, basis) or "certificate",  # type: ignore[arg-type]
        ),
        fields=OwnFields(own=own, near=near) if own or near else None,
    )


def item_of_row(row: Cells, number: int, text: str) -> Item:
    """Build an item from cells that have been found good; without an id it gets its number."""
    claimed = Claimed(
        author_rank=rank(row.get("author_rank", "")), cn=row.get("cn") or None, issn=row.get("issn") or None, certificate=_certificate(row)
    )
    return Item(id=row.get("id") or str(number), text=text, claimed=claimed if claimed != Claimed() else None)


def _certificate(row: Cells) -> LiteratureCertificate | None:
    issuer, number, stated = (row.get(f"certificate_{part}", "") for part in ("issuer", "number", "date"))
    return LiteratureCertificate(issuer=issuer, number=number, date=date(stated)) if issuer and number and stated else None


def item(piece: Piece, id: str) -> Item:  # noqa: A002 - the field is called id
    """Build an item from a piece of a document, with the rank that a column of it claims."""
    claimed = rank(piece.rank or "")
    return Item(id=id, text=piece.text, claimed=Claimed(author_rank=claimed) if claimed else None)


def rank(text: str) -> int | None:
    """Return the place among the authors that a cell claims, or None where it claims none.

    >>> rank("1"), rank("第二作者"), rank("独著"), rank("2/5"), rank("通讯作者"), rank("")
    (1, 2, 1, 2, None, None)
    """
    text = text.strip()
    if _SOLE.fullmatch(text):
        return 1
    found = _RANK.fullmatch(text)
    if not found:
        return None
    return int(found[1]) or None if found[1] else _NUMERALS[found[2]]


def parts(text: str) -> tuple[str, ...]:
    """Return the values of a cell parted by semicolons or lines."""
    return tuple(part.strip() for part in re.split(r"[;；\n]", text) if part.strip())


def date(text: str) -> str:
    """Return a cell's date as YYYY, YYYY-MM or YYYY-MM-DD where it is one, else as written.

    >>> date("2016年12月30日"), date("2016.12"), date("42734"), date("2016-12-30"), date("昨天")
    ('2016-12-30', '2016-12', '2016-12-30', '2016-12-30', '昨天')
    """
    text = day(text.strip())
    found = re.fullmatch(r"((?:19|20)\d\d)\s*(?:[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(\d{1,2})\s*日?|月)?|年)?", text)
    if not found:
        return text
    return "-".join(part.zfill(2) for part in found.groups() if part)


def is_date(text: str) -> bool:
    """Tell whether a text is YYYY, YYYY-MM or YYYY-MM-DD and names days that exist."""
    if not re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", text):
        return False
    try:
        return dates.parse(text) is not None
    except ValueError:
        return False
