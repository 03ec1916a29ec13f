"""Readers turn what people hand in into citations; each keeps the raw text and says where every field stood.

The contract: `read(raw, id, origin=None)` is pure, never raises, and is linear in the length of `raw`. A field holds what is
printed at its span, or is None; what was repaired or inferred carries a doubt with the original beside it.
"""

from __future__ import annotations

from verifier.model import Citation, Doubt, Origin
from verifier.readers import (
    bilingual,
    commas,
    counted,
    express,
    frame,
    gbt7714,
    labelled,
    marks,
    online,
    plain,
    quoted,
    quotes,
    ranks,
    repairs,
    sanity,
    sourced,
    tagged,
    theses,
)
from verifier.readers.draft import Draft
from verifier.readers.fold import fold

LONGEST = 20_000
"""Longest text, in code points, that is read as one reference; a longer one is kept raw and doubted as a whole."""


def read(raw: str, id: str, origin: Origin | None = None) -> Citation:  # noqa: A002 - the field is called id
    """Read one reference.

    >>> read("张某某. 题名[J]. 刊名, 2019, 57(S1): 66-69.", "1").issue
    'S1'
    """
    if len(raw) > LONGEST:
        doubt = Doubt(field="raw", kind="unread", original=raw[:80], note="文字过长，不像一条参考文献")
        return Citation(id=id, raw=raw, doubts=(doubt,), origin=origin)
    draft = Draft(fold(raw))
    if express.take(draft):
        return draft.finish(id, origin)
    long_way(draft)
    return draft.finish(id, origin)


def long_way(draft: Draft) -> None:
    """Read a reference of any shape: find its bounds, take the on-line part out, and give it to the reader of its shape."""
    repairs.years(draft)
    start, end = bilingual.choose(draft, *frame.bounds(draft.text))
    end = frame.without_remark(draft, start, online.take(draft, start, end))
    ranks.take(draft, start, end)
    found = marks.find(draft.text, start, end)
    if found and found[0].start - start < 2:
        start = gbt7714.leading(draft, found[0])
        found = ()
    if found:
        gbt7714.read(draft, start, end, found)
    elif degree := theses.find(draft.text, start, end):
        theses.read(draft, start, end, degree)
    elif tag := tagged.match(draft.text, start, end):
        tagged.read(draft, tag)
    elif labelled.is_one(draft.text, start, end):
        labelled.read(draft, start, end)
    elif "《" in draft.text and (journal := sourced.find(draft.text, start, end, accepted=draft.accepted)):
        sourced.read(draft, start, end, journal)
    elif (at := quotes.opening(draft.text, start, end)) >= 0:
        quoted.read(draft, start, end, at)
    elif commas.is_one(draft.text, start, end):
        commas.read(draft, start, end)
    else:
        plain.read(draft, start, end)
    repairs.numbers(draft)
    repairs.container(draft)
    repairs.month(draft)
    counted.note(draft)
    sanity.check(draft)
