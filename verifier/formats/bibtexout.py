"""Write citations as BibTeX, with the signs of TeX escaped and every name protected as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from verifier.formats import western
from verifier.model import Citation

TYPES = {"J": "article", "M": "book", "C": "inproceedings", "D": "phdthesis", "N": "article", "R": "techreport", "G": "book"}
"""GB/T 7714 marks and the BibTeX entries for them; all others are `misc`."""

_TEX = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "{}%&#_$"}, "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_KEY = re.compile(r"[^\w:.-]+")


def write(citations: Iterable[Citation]) -> str:
    """Return all citations as BibTeX entries.

    >>> print(entry(Citation(id="1", raw="", type="J", title="A & B", pages="15-18")))
    @article{ref1,
      title = {{A \\& B}},
      pages = {15--18},
    }
    """
    return "\n\n".join(entry(citation) for citation in citations) + "\n"


def entry(citation: Citation) -> str:
    """Return one entry; what is null is left out."""
    mark = (citation.type or "").split("/")[0]
    kind = "incollection" if mark == "M" and citation.container else TYPES.get(mark, "misc")
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(citation, kind).items() if value]
    return "\n".join([f"@{kind}{{{_key(citation.id)},", *lines, "}"])


def _fields(citation: Citation, kind: str) -> dict[str, str | None]:
    host = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}.get(kind, "howpublished")
    press = {"phdthesis": "school", "techreport": "institution", "inproceedings": "publisher"}.get(kind, "publisher")
    return {
        "title": f"{{{escape(citation.title)}}}" if citation.title else None,
        "author": " and ".join([*map(_name, citation.authors), *(["others"] if citation.et_al else [])]),
        host: _text(citation.container),
        "year": _text(citation.year),
        "volume": _text(citation.volume),
        "number": _text(citation.issue or citation.number),
        "pages": _text(citation.pages.replace("-", "--")) if citation.pages else None,
        press: _text(citation.publisher),
        "address": _text(citation.place),
        "doi": citation.doi,
        "url": citation.url,
        "issn": citation.issn,
        "note": f"CN {citation.cn}" if citation.cn else None,
        "langid": ("chinese" if western.is_han(citation.title) else None),
    }


def escape(text: str) -> str:
    """Return a text that TeX prints as it stands.

    >>> escape("50% & more_")
    '50\\\\% \\\\& more\\\\_'
    """
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


def _text(value: str | None) -> str | None:
    return escape(value) if value else None


def _name(name: str) -> str:
    parts = western.part(name)
    return f"{escape(parts.family)}, {escape(parts.given)}" if parts.given else f"{{{escape(name)}}}"


def _key(identity: str) -> str:
    return "ref" + _KEY.sub("-", identity).strip("-") if not identity[:1].isalpha() else _KEY.sub("-", identity)
