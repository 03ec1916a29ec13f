"""What a person brings to an output: prints of a site's own pages, scans of the journal, a literature certificate."""

from __future__ import annotations

import re
from typing import Literal

from verifier.model import Frozen
from verifier.proof.words import DATABASES, REGISTRY, Text

Kind = Literal[
    "nppa", "cnki", "wanfang", "vip", "open", "cover", "imprint", "contents", "text", "back", "certificate", "expert", "other"
]

KINDS: dict[Kind, Text] = {
    "cover": ("封面", "Cover"),
    "imprint": ("版权页", "Imprint page"),
    "contents": ("目录", "Contents"),
    "text": ("正文", "Text"),
    "back": ("封底", "Back cover"),
    "nppa": ("国家新闻出版署网站查询页打印件", "Print of the press administration's query page"),
    "cnki": ("中国知网网页打印件", "Print of CNKI's page"),
    "wanfang": ("万方网页打印件", "Print of Wanfang's page"),
    "vip": ("维普网页打印件", "Print of VIP's page"),
    "open": ("网上检索页打印件", "Print of an on-line search page"),
    "certificate": ("科技文献检索证明", "Literature retrieval certificate"),
    "expert": ("情况说明", "Explanatory letter"),
    "other": ("其他材料", "Other material"),
}
"""Every kind in the order in which it is bound: the output itself, then its on-line search pages, then what explains them."""
PRINTS = frozenset({REGISTRY, *DATABASES, "open"})

_WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("certificate", ("科技文献检索", "查收查引", "收录引用", "检索证明", "检索报告", "certificate")),
    ("imprint", ("版权", "imprint", "copyright")),
    ("back", ("封底", "back")),
    ("cover", ("封面", "cover")),
    ("contents", ("目录", "目次", "contents")),
    ("nppa", ("期刊信息查询", "期刊查询", "新闻出版", "出版署", "nppa")),
    ("cnki", ("知网", "cnki")),
    ("wanfang", ("万方", "wanfang")),
    ("vip", ("维普", "vip")),
    ("open", ("检索页", "cip", "crossref", "openalex", "doaj")),
    ("text", ("正文", "全文", "首页", "论文", "text", "paper")),
    ("expert", ("说明", "letter")),
)
_NAME = re.compile(r"^\s*(?:成果|序号)?\s*(\d{1,3})(?!\d)\s*[-_. 、．—]*\s*(.*?)\.(pdf|jpe?g|png)$", re.IGNORECASE | re.DOTALL)


class Brought(Frozen, frozen=True, kw_only=True):
    """One file that was brought to output `place` (from 1), with its digest and number of pages; its bytes stay outside."""

    place: int
    kind: Kind
    file: str
    sha256: str
    length: int
    pages: int


def named(file: str) -> tuple[int, Kind] | None:
    """Return which output a file belongs to and what it is, from its name; None when the name does not say so.

    >>> named("1 期刊查询.pdf"), named("03-版权页.JPG"), named("2_cnki.pdf"), named("12、目录（2）.png")
    ((1, 'nppa'), (3, 'imprint'), (2, 'cnki'), (12, 'contents'))
    >>> named("期刊查询.pdf"), named("1 期刊查询.docx"), named("4-扫描.pdf")
    (None, None, (4, 'other'))
    """
    found = _NAME.match(file)
    if found is None or not int(found[1]):
        return None
    text = found[2].casefold()
    return int(found[1]), next((kind for kind, words in _WORDS if any(word in text for word in words)), "other")


def in_order(brought: tuple[Brought, ...], place: int) -> tuple[Brought, ...]:
    """Return what belongs to one output, in the order of binding, files of one kind by name."""
    ranks = list(KINDS)
    mine = [one for one in brought if one.place == place]
    return tuple(sorted(mine, key=lambda one: (ranks.index(one.kind), one.file)))
