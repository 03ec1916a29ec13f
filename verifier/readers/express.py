"""Read the plainest and commonest shapes at one glance: `甲, 乙. 题名[J]. 刊名, 2019, 38(2): 15-18.` and its author-date twin.

Nothing is read here that the long way would read otherwise: what deviates in the least, in a name or a sign, goes there. A test
holds both ways to the same answer. This is where ten thousand references a second come from.
"""

from __future__ import annotations

import re

from verifier.readers import kinds, latin, names, order, publishing, sanity
from verifier.readers.draft import Draft
from verifier.readers.vocabulary import PLACES

_LABEL = r"(?:\[\d{1,3}\] ?){0,2}"
_LATIN = r"[A-ZÀ-ÞА-Я][\w'-]+(?: [A-ZÀ-ÞА-Я][\w'-]+)?(?: [A-ZА-Я]{1,2}){1,3}"
_AUTHORS = (
    r"(?P<authors>(?!佚名|不详|作者不详|无名氏)[\u3400-\u9fff]{2,24}(?:[,、] ?[\u3400-\u9fff]{2,24}){0,12}"
    rf"|{_LATIN}(?:, {_LATIN}){{0,12}})(?P<more>, ?等|, et al)?"
)
_YEAR = r"(?:19|20)\d\d"
_TITLE = r"(?P<title>(?![A-Z][.,])(?![\s,.;:&(\[“《‘'\"1-2])[^\[\]译]{6,200}[\w?!”》])"
_PLAIN_TITLE = r"(?P<title>(?![1-2])[^\[\].,;:《》“”‘’'\"()/@ 、见载收专译标软]{6,100})"
_LATIN_TITLE = r"(?P<title>[A-Z](?![.,])(?:[^\[\].;?!“”\"‘'’()/@\d\u2e80-\uffffhiaCSZ]|h(?!esis)|i(?!ssertation)|a(?!tent)|[CSZ](?![NRL])|(?<=\w)['’](?=\w)){12,200}[\w])"
_NAME = r"(?P<container>(?!In )[A-ZÀ-Þ][^,.:;()\[\]\d/、《》“”]{3,80}[^\s,.:;()\[\]\d/、《》“”])"
_CONTAINER = r"(?P<container>(?!见|载|In )[^,:;()\[\]\d/、《》]{2,80}(?:[^\s,.:;()\[\]\d/、《》]|(?<=[\u3400-\u9fff])\([\u3400-\u9fff]{2,8}版\)))\.?"
_VOLUME = rf"(?P<volume>(?!{_YEAR}(?!\d)|1[5-8]\d\d\()[1-9]\d{{0,3}})"
_ISSUE = r"\((?P<issue>[1-9]\d{0,3}(?:[-/][1-9]\d?)?|[SZz]\d)\)"
_PAGE = r"(?:[eES]?[1-9]\d{0,7}|0\d{3,6})"
_PAGES = rf" ?: ?(?P<pages>{_PAGE}(?:-{_PAGE})?(?:[,+] ?{_PAGE}(?:-{_PAGE})?)?)"
_ONLINE = (
    rf"(?:\[{_YEAR}-\d\d-\d\d\])?(?:\. ?(?:https?://(?:dx\.)?doi\.org/(?P<doi2>10\.\d{{4,9}}/[\w./-]{{2,60}}\w)"
    r"|(?P<url>https?://(?![!-~]*10\.)[\w./?=&%#~+-]{6,200}[\w/])))?"
    r"(?:\. ?(?:DOI|doi): ?(?P<doi>10\.\d{4,9}/[\w./-]{2,60}\w))?"
)
_NUMBERS = rf"(?:(?:,|(?<!\d)\.) ?{_VOLUME})?(?:{_ISSUE})?(?:{_PAGES})?"
_NUMERIC = rf", ?+(?P<year>{_YEAR})(?:, ?{_VOLUME})?{_ISSUE}(?:{_PAGES})?"
_MARKED = re.compile(
    rf"{_LABEL}{_AUTHORS}(?:\. ?+|(?:\.?, ?|\. )(?P<dated>{_YEAR})\. ?+){_TITLE} ?\[(?P<mark>J|J/OL)\]\. ?+{_CONTAINER}"
    rf"(?(dated)|, ?+(?P<year>{_YEAR})){_NUMBERS}{_ONLINE}\.?$"
)
_UNMARKED = re.compile(rf"{_LABEL}(?=[\u3400-\u9fff]){_AUTHORS}\. ?+{_PLAIN_TITLE}\. ?+{_CONTAINER}{_NUMERIC}\.?$")
_DATED = re.compile(
    rf"{_LABEL}(?=[\u3400-\u9fff]){_AUTHORS}(?:, ?|\. )(?P<dated>{_YEAR})\. ?+{_PLAIN_TITLE}\. ?+{_CONTAINER}(?:, ?{_VOLUME})?{_ISSUE}{_PAGES}\.?$"
)
_NOTED = re.compile(
    rf"(?:\[\d{{1,3}}\] ?|\d{{1,3}}\.)?(?P<authors>(?!佚名|不详|无名氏|文章|成果|标准|[参详转引见载原])[\u3400-\u9fff]{{2,4}}(?:[,、] ?[\u3400-\u9fff]{{2,4}}){{0,12}})(?P<more>等)?"
    rf"(?:, ?(?P<dated>{_YEAR}))?[:,] ?《(?P<title>[^《》“”«»„;(\d]{{4,200}})》, ?《(?P<container>[\u3400-\u9fff][^《》«»„№;\d年]{{1,40}})》"
    rf"(?(dated)|(?:(?P<year>{_YEAR})年)?)(?:第(?P<volume>[1-9]\d{{0,3}})卷)?第(?P<issue>\d{{1,3}}|[SZ]\d)期"
    rf"(?(dated)|(?(year)|, ?(?P<later>{_YEAR})年))(?:, ?第(?P<pages>{_PAGE}(?:-{_PAGE})?)页)?\.?$"
)
"""A note of the humanities: `甲、乙:《题名》,《刊名》2014年第10期,第5-9页`."""

_FOREIGN = re.compile(
    rf"{_LABEL}(?P<authors>{_LATIN}(?:, {_LATIN}){{0,12}})(?P<more>, et al)?(?:\. ?+|(?:\.?, ?|\. )(?P<dated>{_YEAR})\. ?+){_LATIN_TITLE}\. {_NAME}"
    rf"(?(dated)(?:, ?| (?=\d))|(?:[,.] |\. ?)(?P<year>{_YEAR})(?:, ?|; ?)){_VOLUME}(?:{_ISSUE})?(?:{_PAGES}){_ONLINE}\.?$"
)
_BOOK = re.compile(
    rf"{_LABEL}{_AUTHORS}(?:\. ?+|(?:\.?, ?|\. )(?P<dated>{_YEAR})\. ?+)(?P<title>(?![A-Z][.,])[^\[\]\d.;()“”《》‘’'\"译第卷册]{{4,200}}[^\[\]\d.;()“”《》‘’'\"译第卷册上中下 ])"
    r" ?\[(?P<mark>M|D)\]\. ?+"
    r"(?:(?P<place>(?!见|载|收|出版)[\u3400-\u9fff]{2,5}|(?!In )[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,12})?): ?+)?"
    r"(?P<publisher>(?!见|载|收|In )(?:[^,.;:()\[\]\d、/译版本编《》]|版(?=社|集团|公司|传媒)){3,60})"
    rf"(?(dated)|, ?+(?P<year>{_YEAR}))(?:: ?(?P<pages>[1-9]\d{{0,4}}(?:-[1-9]\d{{0,4}})?))?{_ONLINE}\.?$"
)
_NUMBERED = re.compile(r"[\d)] ?: ?[eES]?\d|\d\)\.?$")
"""What an unmarked reference of these shapes shows near its end: the cheap test before the dear ones."""

_HAN = re.compile(r"[\u2e80-\uffff]")
_HAN_FIRST = re.compile(r"(?:\[\d{1,3}\] ?){0,2}[\u3400-\u9fff]")
_FIELDS = ("title", "place", "publisher", "container", "year", "volume", "issue", "pages", "doi", "url")
_IMPRINT = re.compile(r"\d\)?\s?:\s?\d|\d\s?期|\d-\d|(?:19|20)\d\d(?:,\s?\d|年[第\dSZsz增])")
_AGAIN = (("dated", "year"), ("later", "year"), ("doi2", "doi"))
"""Groups that hold a field at its other place."""


def take(draft: Draft) -> bool:
    """Read a reference of exactly one of these shapes; returns whether it was one."""
    if draft.folded.at is not None:
        return False
    text = draft.text
    if "[J" in text:
        found = _MARKED.match(text)
    elif "[M]" in text or "[D]" in text:
        found = _BOOK.match(text)
    elif "》, 《" in text or "》,《" in text:
        found = _NOTED.match(text)
        found = found if found and order.are_persons(text, found.span("authors")) else None
    elif _NUMBERED.search(text[-90:]) is None or "[" in text[6:]:
        return False
    elif _HAN_FIRST.match(text):
        found = _UNMARKED.match(text) or _DATED.match(text)
    else:
        found = _FOREIGN.match(text)
    return found is not None and _write(draft, found)


def _plain(groups: dict[str, str | None]) -> bool:
    """Tell whether a source needs nothing of the long way: no blank inside a Chinese name, a publisher that is none but that."""
    source = groups.get("container") or groups.get("publisher") or ""
    if " " in source and not source.isascii() and _HAN.search(source):
        return False
    if groups.get("dated") and groups.get("volume") and not groups.get("issue") and source.rstrip(")")[-1:] >= "\u3400":
        return False  # a lone number behind a Chinese journal may be an issue
    title = groups.get("title") or ""
    if groups.get("mark") is None and ", In " in title:
        return False
    if ". " in title and _IMPRINT.search(title):
        return False  # two references, or a copy in another language
    return "论文" not in source and source not in PLACES and (groups.get("mark") is not None or not publishing.is_imprint(source))


def _write(draft: Draft, found: re.Match[str]) -> bool:
    start, end = found.span("authors")
    listed = (names.read if draft.text[start] >= "\u3400" else latin.read)(draft.text, start, end)
    if not listed.sure or listed.et_al or "  " in found["title"] or not _plain(found.groupdict()):
        return False
    groups = found.groupdict()
    draft.names, draft.et_al = list(listed.spans), groups["more"] is not None
    draft.spans = {field: found.span(field) for field in _FIELDS if groups.get(field) is not None}
    for group, field in _AGAIN:
        if groups.get(group) is not None:
            draft.spans.setdefault(field, found.span(group))
    draft.type = groups.get("mark")
    draft.mark = found.span("mark") if draft.type else None
    kinds.infer(draft, "J")
    sanity.numbers(draft)
    return True
