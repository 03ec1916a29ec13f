"""Records written as XML: each is cut out and parsed by itself, so that a broken one breaks no other and keeps its line.

A document type declaration is refused before anything is parsed: entities are the road of every XML bomb.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from verifier.formats import build
from verifier.formats.entry import Line, Unread

_ENTITY = re.compile(r"&(?!#?\w{1,10};)|&([A-Za-z]{2,10});")
_KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_OPEN = re.compile(r"</?[A-Za-z][^<>]{0,4000}>")
_PREFIX = re.compile(r"(</?|\s)[A-Za-z][\w.-]{0,30}:(?=[A-Za-z])")
LONGEST = 400_000


class Node(NamedTuple):
    """One record's element and the line it begins on."""

    element: Any
    line: int


def records(lines: Sequence[Line], *names: str) -> Iterator[Node | Unread]:
    """Yield the element of every record named so, or why it cannot be read."""
    text = "\n".join(line.text for line in lines)
    if _DOCTYPE.search(text):
        yield build.unread(1, text[:80], "文件含有文档类型声明，未予打开", "it has a document type declaration and was not opened")
        return
    opening = re.compile(rf"<({'|'.join(names)})(?=[\s>])")
    at, line = 0, 1
    missing: set[str] = set()
    while found := opening.search(text, at):
        line += text.count("\n", at, found.start())
        closing = f"</{found[1]}>"
        end = -1 if closing in missing else text.find(closing, found.end())
        if end < 0:
            missing.add(closing)  # what is not found once is not searched for again, for every record
        stop = end + len(closing) if end >= 0 else len(text)
        following = opening.search(text, found.end())
        if following and following.start() < stop and following[1] == found[1]:
            stop = following.start()
        yield _node(text[found.start() : stop], line)
        line += text.count("\n", found.start(), stop)
        at = stop


def _node(text: str, line: int) -> Node | Unread:
    import lxml.etree as etree  # late: only XML files need it

    if len(text) > LONGEST:
        return build.unread(line, text[:80], "一条记录超过40万字", "one record is longer than 400,000 characters")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return Node(etree.fromstring(_ENTITY.sub(_plain, _OPEN.sub(_bare, text)), parser), line)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).partition("(<string>")[0].strip()
        return build.unread(line, text[:80], f"XML 有误：{reason}", f"its XML is malformed: {reason}")


def _bare(found: re.Match[str]) -> str:
    """Return a tag without the prefixes of its name and attributes: a record cut out of its document does not know them."""
    return _PREFIX.sub(r"\1", found[0]) if ":" in found[0] else found[0]


def _plain(found: re.Match[str]) -> str:
    """Return a bare ampersand escaped and a named character of HTML as itself."""
    if not found[1]:
        return "&amp;"
    return found[0] if found[1] in _KEPT else html.entities.html5.get(f"{found[1]};", f"&amp;{found[1]};")


def text(element: Any, path: str) -> str:
    """Return all text below the first element at a path that has any, or the empty string."""
    return next((value for value in texts(element, path) if value), "")


def texts(element: Any, path: str) -> list[str]:
    """Return the text below every element at a path."""
    return ["".join(found.itertext()).strip() for found in element.iterfind(path)]
