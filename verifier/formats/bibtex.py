"""BibTeX and BibLaTeX, read by bibtexparser 2, which keeps what it could not read, with its line.

Seen: Chinese keys or none, authors joined by `and`, `;` or commas, `number` for the issue, months in words, the CN in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from verifier.formats import build
from verifier.formats.entry import Entry, Line, Unread

NAME = "BibTeX"
_OPENING = re.compile(r"^[ \t]{0,8}@[ \t]{0,4}(?!comment|string|preamble)([A-Za-z]{2,20})[ \t]{0,4}[{(]", re.I | re.M)
_KEYLESS = re.compile(
    r"^([ \t]{0,8}@[ \t]{0,4}(?!comment|string|preamble)[A-Za-z]{2,20}[ \t]{0,4}\{)(?=[ \t]{0,8}(?:,|[A-Za-z_]{2,20}[ \t]{0,4}=|\n))", re.I | re.M
)
_BRACES = re.compile(r"[{}]")
_COMMAND = re.compile(r"\\(?:textbf|textit|emph|texttt|mathrm|it|bf|rm)\b\s?")
_ESCAPED = re.compile(r"\\([&%$#_{}~^])")
_DASH = re.compile(r"-{2,3}")


def fits(lines: Sequence[Line]) -> bool:
    """Tell whether a file is BibTeX: a line `@word{`."""
    head = "\n".join(line.text for line in lines[:400])
    return _OPENING.search(head) is not None and "=" in head


def read(lines: Sequence[Line]) -> Iterator[Entry | Unread]:
    """Yield every entry, read or not, in the order of the file."""
    import logging

    from bibtexparser.entrypoint import parse_string  # late: only BibTeX files need it
    from bibtexparser.middlewares import ResolveStringReferencesMiddleware

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it warns of we report ourselves
    text = _keyed("\n".join(line.text for line in lines))
    library = parse_string(text, parse_stack=[ResolveStringReferencesMiddleware()])
    for block in library.blocks:
        found = _block(block)
        if found is not None:
            yield found


def _keyed(text: str) -> str:
    """Give an entry without a key one, on its own line, so that the parser does not lose it."""
    count = iter(range(1, 1_000_000))
    return _KEYLESS.sub(lambda found: f"{found[1]}k{next(count)}" + ("" if text[found.end() :].lstrip(" \t").startswith(",") else ","), text)


def _block(block: Any) -> Entry | Unread | None:
    from bibtexparser import model

    line = (block.start_line or 0) + 1
    if isinstance(block, (model.DuplicateBlockKeyBlock, model.DuplicateFieldKeyBlock)):
        block = block.ignore_error_block
    if isinstance(block, model.ParsingFailedBlock):
        reason = " ".join(str(block.error or "").split())[:120] or "括号或逗号不配对"
        return build.unread(line, block.raw or "", f"BibTeX 有误：{reason}", f"its BibTeX is malformed: {reason}")
    if isinstance(block, model.Entry):
        return build.entry(NAME, line, _raw(block))
    if isinstance(block, model.ImplicitComment) and _OPENING.search(block.comment):
        return build.unread(line, block.comment, "括号不配对", "its braces do not match")
    return None


def _raw(block: Any) -> build.Raw:
    fields = {field.key.lower(): str(field.value) for field in reversed(block.fields)}

    def one(*keys: str) -> str:
        return next((value for key in keys if (value := plain(fields.get(key, "")))), "")

    kind = block.entry_type.lower()
    return {
        "kind": kind,
        "title": one("title"),
        "authors": _names(fields.get("author", "")),
        "container": one("journal", "journaltitle", "booktitle", "maintitle"),
        "publisher": one("publisher", "school", "institution", "organization"),
        "place": one("address", "location"),
        "year": one("year", "date"),
        "date": one("date") if kind in ("newspaper", "online", "patent") else "",
        "volume": one("volume"),
        "issue": one("number", "issue") if kind not in ("patent", "standard", "techreport", "report") else "",
        "pages": _DASH.sub("-", one("pages", "eid")),
        "serials": [one("issn"), one("isbn"), one("cn"), one("note"), one("annote")],
        "doi": one("doi"),
        "url": one("url"),
        "number": one("number") if kind in ("patent", "standard", "techreport", "report") else "",
    }


def _names(value: str) -> list[str]:
    """Part an author field at `and`; a name wholly in braces is one name, whatever stands in it."""
    return [plain(name) for name in re.split(r"\s+and\s+", _unquoted(value)) if name.strip()]


def plain(value: str) -> str:
    r"""Return a value without its quotes, braces and the commonest commands.

    >>> plain("{Effects of {Ti} \\& {Nb}}"), plain('"热处理"')
    ('Effects of Ti & Nb', '热处理')
    """
    return _BRACES.sub("", _ESCAPED.sub(r"\1", _COMMAND.sub("", _unquoted(value)))).replace("~", " ").strip()


def _unquoted(value: str) -> str:
    text = value.strip()
    return text[1:-1] if len(text) > 1 and (text[0] + text[-1]) in ('""', "{}") and "}" not in text[1:-1].split("{")[0] else text
