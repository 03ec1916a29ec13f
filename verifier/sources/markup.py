"""Small questions to HTML: the visible text of a node, a title with its sub and superscripts, whether a page was cut."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

import lxml.etree
from bs4 import BeautifulSoup
from parsel import Selector, SelectorList

from verifier.normalize.text import has_han

_STRING = lxml.etree.XPath("string()")
_SHOWN_TAG = re.compile(r"</?(?:font|em|span|strong|b|i)(?:\s+[\w-]{1,20}\s*=[^<>]{0,80})?\s*/?>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style|textarea)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_KEPT = frozenset({"sub", "sup"})
_HIDDEN = frozenset({"script", "style"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML knows no place for; lxml trips over it in the names of attributes."""
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|tr|td|th|dt|dd|option", re.I)
"""Elements that have no end, or whose end may be left out."""
_DEEPEST = 300
_SPLIT = re.compile(r"[;；,，、]")


def parse(text: str) -> Selector:
    """Return a selector over an HTML text; an empty text gives an empty document."""
    return Selector(text=_CONTROL.sub(" ", text) or "<html></html>", type="html")


def soup(text: str) -> BeautifulSoup:
    """Return a BeautifulSoup over an HTML text, for damaged and low-volume pages; one nested beyond reason reads as empty."""
    return BeautifulSoup("" if _depth(text) > _DEEPEST else _CONTROL.sub(" ", text), "lxml")


def _depth(text: str) -> int:
    """Return how deep a text nests its elements, tags that never close left out."""
    depth = deepest = 0
    for tag in _ANY_TAG.finditer(text):
        if not _VOID.fullmatch(tag[2]):
            depth = max(depth - 1, 0) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def words(nodes: Selector | SelectorList[Selector]) -> str:
    """Return the text of the first node with its blanks collapsed, "" where there is none.

    >>> words(parse("<p> 机械 <b>工程</b>\\n</p>").css("p"))
    '机械 工程'
    """
    first = next(iter(nodes), None) if isinstance(nodes, SelectorList) else nodes
    if first is None:
        return ""
    return squeeze(first.root) if isinstance(first.root, str) else squeeze(str(_STRING(first.root)))


def squeeze(text: str) -> str:
    """Collapse blanks, no-break and ideographic ones included; halves of a surrogate pair, as JSON may carry, are joined.

    >>> squeeze(" 张\u3000" + chr(0xD842) + chr(0xDFB7)) == "张 𠮷"
    True
    """
    joined = " ".join(text.split())
    if joined.isascii():
        return joined
    try:
        joined.encode()
    except UnicodeEncodeError:
        return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return joined


def title(nodes: Selector | SelectorList[Selector], drop: Iterable[str] = ()) -> str:
    """Return a title as shown: hit marks gone, `<sub>` and `<sup>` kept, elements whose class or id is in `drop` left out.

    >>> title(parse('<a>CO<sub>2</sub><font class="Mark">排放</font><b class="marktip">网络首发</b></a>').css("a"), ["marktip"])
    'CO<sub>2</sub>排放'
    >>> title(parse("<a>a&lt;b时&amp;lt;em&amp;gt;界&amp;lt;/em&amp;gt;</a>").css("a"))
    'a<b时界'
    """
    found = nodes[0].root if isinstance(nodes, SelectorList) and nodes else getattr(nodes, "root", None)
    return "" if found is None or isinstance(found, str) else title_of(found, frozenset(drop))


def title_of(element: Any, drop: frozenset[str]) -> str:
    """Return the title that an element of the tree holds, as `title` does."""
    return plain_title("".join(_pieces(element, drop)))


def plain_title(text: str) -> str:
    """Return a title without the tags that a site puts into text, whether escaped once more or not.

    >>> plain_title("<span class='highlight'>铸造</span>技术 &lt;em&gt;x&lt;/em&gt; a<b>c")
    '铸造技术 x ac'
    """
    bare = _SHOWN_TAG.sub("", text)
    return squeeze(_SHOWN_TAG.sub("", html.unescape(bare)) if "&" in bare else bare)


def _pieces(root, drop: frozenset[str]):  # type: ignore[no-untyped-def]
    """Yield the text below an element in order; walks without recursion, since depth is not ours."""
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag if isinstance(node.tag, str) else None  # type: ignore[attr-defined]
        skipped = tag is None or tag in _HIDDEN or _named(node, drop)
        if not skipped and tag in _KEPT:
            yield f"<{tag}>"
        inner: list[object] = []
        if not skipped:
            if node.text:  # type: ignore[attr-defined]
                inner.append(node.text)  # type: ignore[attr-defined]
            for child in node:  # type: ignore[attr-defined]
                inner.append(child)
                if child.tail:
                    inner.append(child.tail)
            if tag in _KEPT:
                inner.append(f"</{tag}>")
        stack.extend(reversed(inner))


def _named(node, drop: frozenset[str]) -> bool:  # type: ignore[no-untyped-def]
    return bool(drop) and (node.get("id") in drop or not drop.isdisjoint((node.get("class") or "").split()))


def visible(text: str, limit: int = 20_000) -> str:
    """Return roughly what a reader sees of an HTML text, tags, scripts and comments gone; at most `limit` characters."""
    body = text[: limit * 20]
    start = re.search(r"<body\b[^>]{0,400}>", body, re.IGNORECASE)
    if start:
        body = body[start.end() :]
    else:
        body = body[max(body.lower().find("</head>"), 0) :]
    bare = _TAG.sub(" ", _COMMENT.sub("", _SCRIPT.sub(" ", body)))
    return squeeze(html.unescape(bare))[:limit]


def head_title(text: str) -> str:
    """Return the text of `<title>`, "" where there is none."""
    found = re.search(r"<title\b[^>]{0,200}>([^<]{0,400})", text[:20_000], re.IGNORECASE)
    return squeeze(html.unescape(found[1])) if found else ""


def is_cut(text: str) -> bool:
    """Tell whether HTML stops half way: it does not end with a tag, or a table, list, body or document is left open.

    >>> is_cut("<html><body><table><tr><td>甲"), is_cut("<table><tr></tr></table>"), is_cut("<html><p>甲</p></html>")
    (True, False, False)
    >>> is_cut("<div><table><tr><td>甲</td></tr>"), is_cut("")
    (True, False)
    """
    bare = _COMMENT.sub("", _SCRIPT.sub("", text)).rstrip("\x00 \t\r\n\ufeff").lower()
    if not bare:
        return False
    if not bare.endswith(">"):
        return True
    for tag in ("table", "dl", "ul", "body", "html"):
        opened = len(re.findall(rf"<{tag}[\s>]", bare))
        if opened > len(re.findall(rf"</{tag}\s*>", bare)):
            return True
    return False


def split_names(text: str) -> tuple[str, ...]:
    """Split a byline in plain text; blanks part names only between Chinese names of two characters or more.

    >>> split_names("张 三; 李四 ;"), split_names("王五 赵六六"), split_names("Smith J, Lee K")
    (('张 三', '李四'), ('王五', '赵六六'), ('Smith J', 'Lee K'))
    """
    parts = [squeeze(part) for part in _SPLIT.split(text)]
    parts = [part for part in parts if part]
    if len(parts) == 1 and has_han(text):
        names = parts[0].split(" ")
        if len(names) > 1 and all(len(name) > 1 and has_han(name) for name in names):
            return tuple(names)
    return tuple(parts)
