"""Wrong cells of a workbook, told all at once by sheet, row and column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verifier.errors import BadValue

SHOWN = 500


class Wrong(NamedTuple):
    """One wrong cell: where it stands, and what to write instead, in Chinese and English."""

    sheet: str
    row: int
    column: int
    head: str
    zh: str
    en: str

    @property
    def cell(self) -> str:
        """The cell as Excel names it.

        >>> Wrong("申报人", 3, 27, "系列", "", "").cell
        'AB3'
        """
        number, letters = self.column + 1, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row}"


def complaint(file: str, wrong: Sequence[Wrong]) -> BadValue:
    """Return the error that names every wrong cell."""
    zh = [f"  工作表“{one.sheet}”第{one.row}行“{one.head}”列（{one.cell}）：{one.zh}" for one in wrong[:SHOWN]]
    en = [f"  sheet “{one.sheet}” row {one.row} column “{one.head}” ({one.cell}): {one.en}" for one in wrong[:SHOWN]]
    more = len(wrong) - SHOWN
    return BadValue(
        "\n".join([f"工作簿 {file} 有 {len(wrong)} 处需要改正，改正前不开始核验：", *zh, *([f"  另有 {more} 处"] if more > 0 else [])]),
        "\n".join([f"{len(wrong)} cells of {file} need correction; nothing starts before that:", *en, *([f"  and {more} more"] if more > 0 else [])]),
    )
