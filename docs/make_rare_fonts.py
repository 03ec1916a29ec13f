"""Cut the glyphs that the printed papers' own font lacks out of its sister fonts, so that no name prints as a code point.

    python3 -m venv fonts && fonts/bin/pip install fonttools==4.68.0 pylopdf-fonts-zh-cn==0.1.1 pylopdf-fonts-jp==0.1.1 \
        pylopdf-fonts-zh-tw==0.1.1 pylopdf-fonts-ko==0.1.1
    fonts/bin/python docs/make_rare_fonts.py

The three sisters together are 27 MB, of which a paper may need 1.5: ideographs that Noto Serif SC and Noto Sans SC do not hold
(𠮷 and 400 others from the Japanese font, 1,700 of Hong Kong and Taiwan) and the 2,350 Korean syllables of KS X 1001. All are under
the SIL Open Font License 1.1, which has no reserved name here and lies beside the files. The same versions give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

os.environ["SOURCE_DATE_EPOCH"] = "0"

import pylopdf_fonts_jp
import pylopdf_fonts_ko
import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parents[1] / "verifier" / "proof" / "fonts"
KOREAN = frozenset(ord(bytes((high, low)).decode("euc_kr")) for high in range(0xB0, 0xC9) for low in range(0xA1, 0xFF))
HAN = ((0x2E80, 0x2FFF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def is_han(code: int) -> bool:
    """Say whether a code point is an ideograph or a radical."""
    return any(first <= code <= last for first, last in HAN)


SISTERS: tuple[tuple[Path, Callable[[int], bool]], ...] = (
    (pylopdf_fonts_jp.serif_path(), is_han),
    (pylopdf_fonts_zh_tw.serif_path(), is_han),
    (pylopdf_fonts_ko.serif_path(), KOREAN.__contains__),
)


def held(path: Path) -> set[int]:
    """Return the code points that a font shows."""
    return set(TTFont(path, lazy=True).getBestCmap())


def main() -> None:
    """Write one small font for each sister."""
    known = held(pylopdf_fonts_zh_cn.serif_path()) | held(pylopdf_fonts_zh_cn.sans_path())
    for path, wanted in SISTERS:
        codes = {code for code in held(path) if wanted(code)} - known
        known |= codes
        font = TTFont(path)
        subsetter = Subsetter(
            Options(layout_features=[], hinting=False, notdef_outline=True, drop_tables=["VORG", "vhea", "vmtx"])
        )
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        target = HERE / path.name.replace("-Regular", "-Rare")
        font.save(target)
        print(f"{target.name}: {len(codes)} characters, {target.stat().st_size} bytes")  # noqa: T201 - a script's report


if __name__ == "__main__":
    main()
