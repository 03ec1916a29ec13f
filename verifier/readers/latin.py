"""Read a list of authors in Latin or Cyrillic letters: `Li S, Wang W`, `Li, S., & Wang, W.`, `S. Li and W. Wang`, bodies."""

from __future__ import annotations

import re

from verifier.readers.draft import Span, trim
from verifier.readers.names import Names
from verifier.readers.vocabulary import BODY_WORDS, GIVEN_NAMES, SMALL_WORDS

_MORE = re.compile(r"(?:\bet\.? ?al\b\.?|\band others\b|\bи др\b\.?|等|他)[\s.,]*(?:\(?\beds?\b\.?\)?)?[\s.,:]*$", re.I)
_EDITORS = re.compile(r"[,(]?\s?\b(?:editors?|eds?|trans|ed\. by|hrsg|hg)\b\.?\s*\)?\s*$", re.I)
_PARTS = re.compile(r"(?:[;,&]|(?<=[\s,])(?:and|und|et|y|i|и|ve|och|og)(?=\s)|(?<=\.)/(?=[A-Z]))(?:[\s,;&]|(?<=[\s,])(?:and|und|et|и|ve|och|og)\s)*")
_SEMICOLONS = re.compile(r";\s*(?:&\s*|and\s+)?")
_BODIES = re.compile(r"[;,]\s*(?:and\s+)?|&\s*(?=(?:Academy|Institut|Universit|Ministry|Department))")
_INITIALS = re.compile(r"(?:[^\W\d_a-zß-ÿа-я]\.?(?:-[a-z]\.?)?[ -]?|Yu\.?|Jr\.?|Ph\.|Th\.|Ch\.){1,5}$|[A-ZА-Я]{1,4}$|(?:Jr|Sr|II|III|IV|2nd|3rd)\.?$")
_ONE = r"[A-ZÀ-ÞА-Я][\w'’-]+(?: [A-ZÀ-ÞА-Я][\w'’-]+)? [A-ZА-Я]{1,2}(?:[ -][A-ZА-Я]){0,3}"
_PLAIN = re.compile(rf"{_ONE}(?:, {_ONE})*$")
"""`Li S M, Wang W`: the list of GB/T 7714 and Vancouver, which needs no second look."""

_INITIALED = r"[A-ZÀ-Þ](?:\.|$)(?:[ -]?[A-ZÀ-Þ](?:\.|$)){0,3}"
_SURNAME = r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Ll]a) ){0,2}[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?"
_GAP = r"(?:, ?(?:& |and )?|,? (?:&|and) |; )"
_SHAPES = tuple(
    (re.compile(rf"{name}(?:{_GAP}{name})*$"), re.compile(name)) for name in (rf"{_SURNAME}, {_INITIALED}", rf"{_INITIALED} ?{_SURNAME}", rf"{_SURNAME} {_INITIALED}")
)
"""`Li, S. M., & Wu, W.`, `S. M. Li and W. Wu`, `Li S. M., Wu W.`: a list all of one shape needs no second look either."""

_COMMON = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:, (?:[A-Z]\. ?){1,4}| [A-Z]{1,3}| [A-Z]\.?(?: ?[A-Z]\.?){0,3})$")
_JOINT = re.compile(r",?\s(?:and|und|&|y|et|e)\s")
_FULL_PAIR = re.compile(r"[^\W\d_a-zß-ÿ][\w'’-]+(?: [^\W\d_a-zß-ÿ][\w'’-]+)?, [^\W\d_a-zß-ÿ][\w'’-]+[a-zß-ÿ](?:[ -][^\W\d_a-zß-ÿ][\w'’-]*\.?){0,2}$")
_JUNIOR = re.compile(r"(?:Jr|Sr)\.?$")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd)\.?$")
_PARTICLE = re.compile(r"(?:Des?|D[aeiu]|L[ae]|El|Al|V[ao]n(?: de[rn]?)?|Te[rn]|Zu|Dos|Del|St\.?|Mac) [A-Z]", re.I)
_INITIALS_ONLY = re.compile(r"[^\W\d_a-zß-ÿ](?:(?:\.[ -]?|[ -])[^\W\d_a-zß-ÿ]){0,3}\.?$")
_FAMILY = re.compile(r"[^\W\d_][\w'’`´.-]*(?: [\w'’`´.-]+){0,3}$")
_GIVEN_NAMES = re.compile(r"[^\W\d_a-zß-ÿ][\w'’-]+(?: [^\W\d_a-zß-ÿ][\w.'’-]*){0,3}$")


def read(text: str, start: int, end: int) -> Names:
    """Read a Latin author list; family and given name of one person stay one span.

    >>> text = "Li, S. M., Wang, W., & Zhao, L."
    >>> [text[a:b] for a, b in read(text, 0, len(text)).spans]
    ['Li, S. M.', 'Wang, W.', 'Zhao, L.']
    """
    end, et_al = _ending(text, start, end)
    if _PLAIN.match(text, start, end):
        return Names(_plain_spans(text, start, end), et_al, True)
    for shape, one in _SHAPES:
        if shape.match(text, start, end):
            return Names(tuple([found.span() for found in one.finditer(text, start, end)]), et_al, True)
    spans = _paired(text, start, end) or _join(text, _pieces(text, start, end))
    words = [text[a:b] for a, b in spans]
    sure = bool(words) and all(_person(word) or _is_body(word) for word in words)
    return Names(tuple(spans), et_al, sure)


def _paired(text: str, start: int, end: int) -> list[Span]:
    """Return the names of `Family, Given und Family, Given`, where every joint parts a whole person; empty if it is not so."""
    if ";" in text[start:end]:
        return []
    groups: list[Span] = []
    at = start
    for joint in _JOINT.finditer(text, start, end):
        groups.append((at, joint.start()))
        at = joint.end()
    groups.append((at, end))
    if len(groups) < 2 or not all(_FULL_PAIR.match(text, *group) for group in groups):
        return []
    return groups


def _plain_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the names of a plain list, which commas alone part."""
    spans: list[Span] = []
    while (comma := text.find(", ", start, end)) >= 0:
        spans.append((start, comma))
        start = comma + 2
    return (*spans, (start, end))


def _ending(text: str, start: int, end: int) -> tuple[int, bool]:
    """Step back over `et al.` or `eds.` at the end of a list; tells whether others were left unnamed."""
    tail = text[max(start, end - 24) : end]
    if "al" in tail or "others" in tail or "др" in tail or "等" in tail or "他" in tail:
        more = _MORE.search(text, max(start, end - 30), end)
        if more:
            return more.start(), True
    if "ed" in tail or "trans" in tail or "Ed" in tail or "rsg" in tail or "Hg" in tail:
        editors = _EDITORS.search(text, max(start, end - 16), end)
        return (editors.start() if editors else end), False
    return end, False


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Cut at semicolons where there are any (then commas belong to names), else at commas and `and`."""
    whole = text[start:end]
    if names_body(whole):
        shape = _SEMICOLONS if ";" in whole else _BODIES
    else:
        shape = _SEMICOLONS if ";" in whole else _PARTS
    spans: list[Span] = []
    at = start
    for gap in shape.finditer(text, start, end):
        spans.append(trim(text, at, gap.start(), " ,;"))
        at = gap.end()
    if at < end:
        spans.append(trim(text, at, end, " ,;"))
    return [span for span in spans if span[0] < span[1]]


def _join(text: str, spans: list[Span]) -> list[Span]:
    """Put initials back to the family name before them; a leading `Family, Given` is one person too."""
    out: list[Span] = []
    for a, b in spans:
        if out and (_JUNIOR.match(text, a, b) or (_INITIALS.match(text[a:b]) and not _has_initials(text[out[-1][0] : out[-1][1]]))):
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    if len(out) >= 2 and _inverted(text, out):
        out[:2] = [(out[0][0], out[1][1])]
    return out


def _has_initials(word: str) -> bool:
    """Tell whether a name already carries its given name or initials."""
    if "," in word:
        return True
    parts = word.replace("-", " ").split()
    return len(parts) > 1 and (bool(_INITIALS.match(parts[-1])) or bool(re.match(r"[A-Z]\.", parts[0])))


def _inverted(text: str, spans: list[Span]) -> bool:
    """Tell whether the first two pieces are one person (`Savage, James D.`), the others standing the right way round."""
    first, second = text[slice(*spans[0])], text[slice(*spans[1])]
    if "," in first or (" " in first and not _PARTICLE.match(first)) or _has_initials(first) or names_body(first) or names_body(second):
        return False
    if not _GIVEN_NAMES.match(second):
        return False
    return len(spans) == 2 or all(" " in text[a:b] for a, b in spans[2:])


def _person(word: str) -> bool:
    """Tell whether a piece is shaped like a person's name: a few words, the family name capitalised."""
    if _COMMON.match(word):
        return True
    if ":" in word or "?" in word:
        return False
    parts = word.replace(",", " ").split()
    if len(parts) > 2 and _SUFFIX.match(parts[-1]) and parts[-2].isupper():
        parts.pop()
        word = word[: word.rfind(" ")]
    if not 1 <= len(parts) <= 7 or not _FAMILY.match(parts[0]) or _INITIALS_ONLY.match(word):
        return False
    capital = [p for p in parts if p[0].isupper() or "'" in p or "’" in p]
    small = [p for p in parts if p[0].islower()]
    return bool(capital) and len(small) <= 2 and all(len(p) <= 4 for p in small) and not any(ch.isdigit() for ch in word)


def is_given(word: str) -> bool:
    """Tell whether a piece begins with a common English given name (`David J`), so that a family name must follow."""
    family, comma, given = word.partition(",")
    return (given if comma else family).strip().split(" ")[0] in GIVEN_NAMES


def names_body(words: str) -> bool:
    """Tell whether one of the usual words of organisations is among some words."""
    return not BODY_WORDS.isdisjoint(words.replace(",", " ").replace(".", " ").replace("&", " ").casefold().split())


def _is_body(word: str) -> bool:
    """Tell whether a piece is an organisation: one of the usual words, or all words capitalised but the small ones."""
    if not word[:1].isupper():
        return False
    parts = word.split()
    if _INITIALS_ONLY.match(word):
        return False
    if any(len(part.strip(".")) < 2 and part != "&" for part in parts) and not names_body(word):
        return False
    if names_body(word):
        return True
    return len(word) > 2 and len(parts) <= 3 and all(p[0].isupper() or p.lower() in SMALL_WORDS for p in parts)
