"""Items that must not pass: each kind stands beside an innocent twin in `innocent`."""

from __future__ import annotations

from dataclasses import replace

from bench.cases.case import BAR, REVIEW, Case, Kind, Who, asks, bars, strangers, year_of
from bench.cases.citing import IN_BOOK, Said, said, text
from bench.cases.world import A_YEAR, Row, World, shown


def supplement(world: World, who: Who) -> Case:
    """A supplement, cited as one."""
    paper = _supplement(world, who)
    return bars(said(world, paper), paper, "supplement")


def supplement_as_regular(world: World, who: Who) -> Case:
    """A supplement, cited under a regular number."""
    paper = _supplement(world, who)
    one = replace(said(world, paper), issue=world.rng.choice(("1", "6")))
    return Case(text(one), (BAR, REVIEW), paper, ("supplement", "issue_differs"))


def supplement_in_one(world: World, who: Who) -> Case:
    """A supplement that one database alone holds."""
    paper = _supplement(world, who)
    source = world.rng.choice(tuple(paper["in"]))
    paper["in"] = {source: paper["in"][source]}
    return Case(text(said(world, paper)), (BAR, REVIEW), paper, ("supplement", "issue_kind_unsure"))


def supplement_z(world: World, who: Who) -> Case:
    """An issue that CNKI marks Z1 while the year has all its regular numbers: extra, a supplement."""
    serial, year = world.pick(listed=True), year_of(world, who)
    marks = {"cnki": {"issue": "Z1"}, "vip": {"issue": "Z1"}}
    paper = world.paper(serial, who.byline(world), year, "增刊1", kind="supplement", **{"in": marks})
    world.marked_z.add((serial["id"], year))
    return Case(text(said(world, paper)), (BAR, REVIEW), paper, ("supplement", "issue_kind_unsure"))


def changed_end(world: World, who: Who) -> Case:
    """Number 5 of a year with six issues, of a journal that is a monthly today: September, not May."""
    serial = world.pick("changed")
    paper = world.paper(serial, who.byline(world), 2021, "5")
    return Case(text(said(world, paper)), (REVIEW, BAR), paper, ("after_cutoff", "date_straddles_end"))


def wrong_cn(world: World, who: Who) -> Case:
    """A true paper with another journal's CN claimed."""
    paper = _plain(world, who)
    claimed = {"author_rank": None, "cn": world.pick("stopped")["cn"], "issn": None, "certificate": None}
    return Case(text(said(world, paper)), (REVIEW,), paper, ("cn_differs", "registry_ambiguous"), claimed=claimed)


def special_unnumbered(world: World, who: Who) -> Case:
    """A special issue outside the numbering."""
    serial, year = world.pick(), year_of(world, who)
    mark = {source: {"issue": "专刊"} for source in ("wanfang", "vip")}
    paper = world.paper(serial, who.byline(world), year, "专刊", kind="special", published=f"{year}-11", **{"in": mark})
    return asks(said(world, paper), paper, "issue_kind_unsure")


def collection(world: World, who: Who) -> Case:
    """A paper in an edited collection of results."""
    name = world.rng.choice(("科技研究成果集", "优秀论文选编", "技术成果汇编", "学术文集"))
    paper, one = _in_book(world, who, "collection", f"辽海{world.rng.choice(('冶金', '机电', '建材', '化工'))}{name}")
    return bars(one, paper, "collection")


def proceedings(world: World, who: Who) -> Case:
    """A domestic conference's paper: a person looks, nothing is barred."""
    number = world.rng.choice("三四五六七八九")
    paper, one = _in_book(world, who, "proceedings", f"第{number}届辽海工程技术学术会议论文集")
    return Case(text(one), (REVIEW,), paper, ("proceedings",), ("collection",))


def formal_proceedings(world: World, who: Who) -> Case:
    """A formal international conference's paper: never a collection."""
    book = f"第{world.rng.choice('二三四五六')}届国际{world.rng.choice(('冶金', '动力', '材料'))}大会论文集"
    paper, one = _in_book(world, who, "proceedings", book, dbcode="IPFD")
    return Case(text(one), (REVIEW,), paper, ("proceedings",), ("collection",))


def serial_book(world: World, who: Who) -> Case:
    """A collected serial without a CN."""
    paper = _plain(world, who, "serial_book")
    return Case(text(said(world, paper)), (BAR, REVIEW), paper, ("no_cn", "collection", "not_in_registry", "output_kind_unsure"))


def overseas(world: World, who: Who) -> Case:
    """A title in Chinese from elsewhere, without a CN."""
    paper = _plain(world, who, "overseas")
    return Case(text(said(world, paper)), (BAR, REVIEW), paper, ("no_cn", "not_in_registry"))


def fake(world: World, who: Who) -> Case:
    """A name that no register and no database knows."""
    serial, topic = world.pick("fake"), next(world.titles)
    one = _said(world, who, topic.title, serial["title"], year_of(world, who), "5", "12-15")
    return asks(one, None, "not_in_registry", "not_retrieved")


def hong_kong(world: World, who: Who) -> Case:
    """A real paper of such a title, claimed with a number that is no CN."""
    paper = _plain(world, who, "overseas")
    claimed = {"author_rank": None, "cn": "CN(HK)NR2011/T", "issn": None, "certificate": None}
    return Case(text(said(world, paper)), (BAR, REVIEW), paper, ("no_cn", "not_in_registry"), claimed=claimed)


def before(world: World, who: Who) -> Case:
    """Printed before the current title was obtained."""
    serial = world.pick()
    paper = world.paper(serial, who.byline(world), who.year - world.rng.randint(1, 4), world.regular(serial))
    return bars(said(world, paper), paper, "before_qualification")


def straddles_start(world: World, who: Who) -> Case:
    """Known by the month in which the title was obtained."""
    serial = world.pick(frequency="月刊")
    paper = world.paper(serial, who.byline(world), who.year, "12", published=world.rng.choice((None, f"{who.year}-12")))
    return asks(said(world, paper), paper, "date_straddles_start")


def after(world: World, who: Who) -> Case:
    """Printed after the counting date."""
    serial = world.pick(frequency="月刊")
    day = world.rng.choice(("2021-08-31", "2021-09-05", "2021-10-20"))
    paper = world.paper(serial, who.byline(world), 2021, str(int(day[5:7])), published=day)
    return bars(said(world, paper), paper, "after_cutoff")


def straddles_end(world: World, who: Who) -> Case:
    """Known by the month in which the counting ends."""
    serial = world.pick(frequency="月刊")
    paper = world.paper(serial, who.byline(world), 2021, "8", published=world.rng.choice((None, "2021-08")))
    return asks(said(world, paper), paper, "date_straddles_end")


def two_dates(world: World, who: Who) -> Case:
    """Released on-line on one side of a bound and printed on the other."""
    serial = world.pick(frequency="月刊")
    if world.rng.random() < 0.5:
        paper = world.paper(serial, who.byline(world), 2021, "10", published="2021-10-15", online_first="2021-06-10")
        return asks(said(world, paper), paper, "date_straddles_end")
    year = who.year + 1
    paper = world.paper(serial, who.byline(world), year, "2", published=f"{year}-02-15", online_first=f"{who.year}-09-10")
    return asks(said(world, paper), paper, "date_straddles_start")


def online_first(world: World, who: Who) -> Case:
    """Released on-line, not yet issued."""
    serial = world.pick()
    year = year_of(world, who)
    paper = world.paper(
        serial, who.byline(world), year, None, kind="online_first", pages="1-8", online_first=f"{year}-07-10", **{"in": {"cnki": {}}}
    )
    one = replace(said(world, paper), mark="[J/OL]", issue=None, style=0)
    return asks(one, paper, "online_first")


def cloned_number(world: World, who: Who) -> Case:
    """An issue that the year's own list does not know."""
    serial, year = world.pick(listed=True), year_of(world, who)
    world.paper(serial, strangers(world), year, "2")
    number = str(A_YEAR[serial["then"]] + world.rng.randint(1, 8))
    one = _said(world, who, next(world.titles).title, serial["title"], year, number, "101-105")
    return asks(one, None, "issue_not_listed", "not_retrieved")


def cloned_issue(world: World, who: Who) -> Case:
    """An issue that is there, whole, and does not hold the paper."""
    held = _whole_issue(world, who)
    one = _said(world, who, next(world.titles).title, said(world, held).journal, held["year"], held["issue"], "201-205")
    return asks(one, None, "not_in_issue", "not_retrieved")


def unlisted_twin(world: World, who: Who) -> Case:
    """A paper that is not indexed, in an issue whose contents no database shows whole: nothing is said against the issue."""
    serial, year = world.pick(listed=True), year_of(world, who)
    number = world.regular(serial)
    world.paper(serial, strangers(world), year, number)
    world.full.discard((serial["id"], year, number))
    world.barren.add((serial["id"], year, number))
    one = _said(world, who, next(world.titles).title, serial["title"], year, number, "9001-9005")
    return asks(one, None, "not_retrieved", "source_unavailable", never=("issue_not_listed", "not_in_issue", "pages_taken"))


def taken_pages(world: World, who: Who) -> Case:
    """Pages on which the whole issue shows another paper."""
    held = _whole_issue(world, who)
    one = _said(world, who, next(world.titles).title, said(world, held).journal, held["year"], held["issue"], held["pages"])
    return asks(one, None, "pages_taken")


def last_page(world: World, who: Who) -> Case:
    """Pages far behind the last one of a whole issue."""
    held = _whole_issue(world, who)
    pages = f"{3000 + world.rng.randint(1, 90)}-3105"
    one = _said(world, who, next(world.titles).title, said(world, held).journal, held["year"], held["issue"], pages)
    return asks(one, None, "not_in_issue", "pages_taken", "not_retrieved")


def stopped_after(world: World, who: Who) -> Case:
    """An issue after its journal ended."""
    serial = world.pick("stopped")
    year = int(serial["until"][:4]) + 1
    one = _said(world, who, next(world.titles).title, serial["title"], year, world.regular(serial), "33-36")
    return asks(one, None, "journal_stopped")


def unregistered_edition(world: World, who: Who) -> Case:
    """An edition that the registry does not know."""
    serial = world.pick()
    name = f"{serial['title']}({world.rng.choice(('学术版', '理论版', '教研版'))})"
    one = _said(world, who, next(world.titles).title, name, year_of(world, who), world.regular(serial), "45-48")
    return asks(one, None, "not_in_registry", "registry_ambiguous", never=("issue_differs",))


def phantom(world: World, who: Who) -> Case:
    """A paper that the databases hold in an edition that the registry does not know."""
    paper = _plain(world, who, "phantom")
    return asks(said(world, paper), paper, "not_in_registry", "registry_ambiguous")


def unregistered(world: World, who: Who) -> Case:
    """A paper that the databases hold in a journal that no registry knows."""
    paper = _plain(world, who, "unregistered")
    return asks(said(world, paper), paper, "not_in_registry")


def unregistered_third(world: World, who: Who) -> Case:
    """A ten-day edition of a serial that is registered as a monthly."""
    serial = world.pick(frequency="月刊", listed=True)
    name = f"{serial['title']}({world.rng.choice('上中下')}旬刊)"
    one = _said(world, who, next(world.titles).title, name, year_of(world, who), "5", "45-48")
    return asks(one, None, "not_in_registry", "registry_ambiguous")


def tampered(field: str, *reasons: str) -> Kind:
    """A true paper with one field changed."""

    def run(world: World, who: Who) -> Case:
        paper = _plain(world, who, least=2)
        one = TAMPERS[field](world, who, said(world, paper), paper)
        return Case(text(one), (REVIEW,), paper, reasons)

    return run


def year_past(world: World, who: Who) -> Case:
    """A paper of before the title, its year moved past it."""
    serial = world.pick()
    paper = world.paper(serial, who.byline(world), who.year - 1, world.regular(serial))
    one = replace(said(world, paper), year=str(who.year + 1), volume=None)
    return Case(text(one), (REVIEW, BAR), paper, ("year_differs",))


def not_author(world: World, who: Who) -> Case:
    """Somebody else's paper, cited as it is."""
    paper = world.paper(world.pick(), strangers(world, 3), year_of(world, who), "1")
    return asks(said(world, paper), paper, "applicant_not_author")


def wrong_rank(world: World, who: Who) -> Case:
    """The applicant's own paper, with a better rank claimed."""
    serial = world.pick()
    people = [*world.rng.sample(who.team, 2), who.name]
    paper = world.paper(serial, people, year_of(world, who), world.regular(serial))
    claimed = {"author_rank": 1, "cn": None, "issn": None, "certificate": None}
    return Case(text(said(world, paper)), (REVIEW,), paper, ("author_rank_differs",), claimed=claimed)


def near_title(world: World, who: Who) -> Case:
    """A title one character from other people's paper in another journal: it is not that paper."""
    theirs = world.paper(world.pick(), strangers(world), year_of(world, who), "2")
    title = _one_off(world, theirs["title"])
    one = _said(world, who, title, world.pick("edition")["title"], theirs["year"], "3", "77-80")
    return asks(one, None, "not_retrieved", "ambiguous_record", "source_unavailable")


def near_own_title(world: World, who: Who) -> Case:
    """A title one character from the applicant's own paper of that journal and year: a person must look."""
    paper = _plain(world, who)
    one = replace(said(world, paper), title=_one_off(world, paper["title"]))
    return Case(text(one), (REVIEW,), paper, ("title_differs", "ambiguous_record"))


def near_own_elsewhere(world: World, who: Who) -> Case:
    """A title one character from the applicant's own paper, in another issue and on other pages: it is not that paper."""
    paper = _plain(world, who)
    number = str(int(paper["issue"]) % A_YEAR[world.journals[paper["journal"]]["then"]] + 1)
    one = replace(said(world, paper), title=_one_off(world, paper["title"]), issue=number, pages="801-804", volume=None)
    return Case(text(one), (REVIEW,), None, ("title_differs", "ambiguous_record", "not_retrieved", "not_in_issue"))


def second_part(world: World, who: Who) -> Case:
    """The second part of a paper of which only the first was printed."""
    paper = _plain(world, who)
    paper["title"] += "(一)"
    one = replace(said(world, paper), title=paper["title"].replace("(一)", "(二)"), pages="101-106")
    return Case(text(one), (REVIEW,), None, ("title_differs", "ambiguous_record", "not_retrieved", "not_in_issue", "issue_not_listed"))


def sources_differ(world: World, who: Who) -> Case:
    """One database prints a supplement, the other two a regular number."""
    serial, year = world.pick(), year_of(world, who)
    number = world.regular(serial)
    paper = world.paper(serial, who.byline(world), year, number)
    paper["in"] = {**paper["in"], "cnki": {"issue": "S1"}}
    return asks(said(world, paper), paper, "sources_conflict", "issue_kind_unsure", "issue_differs")


def retracted(world: World, who: Who) -> Case:
    """A retracted paper."""
    paper = _plain(world, who)
    paper["retracted"] = True
    return asks(said(world, paper), paper, "retracted")


def thesis(world: World, who: Who) -> Case:
    """A thesis: the rules for journals do not fit it."""
    topic, year = next(world.titles), year_of(world, who)
    line = f"{who.name}. {topic.title}[D]. 沈阳: 辽海理工大学, {year}."
    paper = world.paper(None, [who.name], year, None, kind="thesis", title=topic.title, clc=[topic.clc], **{"in": {"cnki": {}}})
    paper["authors"][0]["affiliations"] = ["辽海理工大学"]
    return Case(line, (REVIEW,), paper, ("not_checked_kind",))


def newspaper(world: World, who: Who) -> Case:
    """A newspaper's article."""
    topic, year = next(world.titles), year_of(world, who)
    line = f"{who.name}. {topic.title}[N]. 辽海工人日报, {year}-05-12(03)."
    book = {"title": "辽海工人日报", "isbn": None, "publisher": None, "cip": None}
    paper = world.paper(
        None, [who.name], year, None, kind="newspaper", title=topic.title, clc=[topic.clc], published=f"{year}-05-12", book=book,
        **{"in": {"cnki": {}}},
    )  # fmt: skip
    return Case(line, (REVIEW,), paper, ("not_checked_kind",))


# ---------------------------------------------------------------- parts


def _plain(world: World, who: Who, sort: str = "plain", least: int = 1, **given: object) -> Row:
    serial = world.pick(sort)
    return world.paper(serial, who.byline(world, least), year_of(world, who), world.regular(serial), **given)


def _supplement(world: World, who: Who) -> Row:
    serial = world.pick()
    issue = world.rng.choice(("增刊1", "增刊1", "增刊2"))
    return world.paper(serial, who.byline(world), year_of(world, who), issue, kind="supplement", **{"in": shown(issue, serial)})


def _in_book(world: World, who: Who, kind: str, title: str, dbcode: str = "CPFD") -> tuple[Row, Said]:
    topic, year, people = next(world.titles), year_of(world, who), who.byline(world)
    book = {"title": title, "isbn": None, "publisher": "辽海教育出版社", "cip": None}
    paper = world.paper(
        None, people, year, None, kind=kind, title=topic.title, clc=[topic.clc], pages="211-214", book=book, published=f"{year}-10-12",
        **{"in": {"cnki": {"dbcode": dbcode}, "wanfang": {}}},
    )  # fmt: skip
    return paper, Said(tuple(people), topic.title, title, str(year), pages="211-214", mark="[C]", style=IN_BOOK)


def _said(world: World, who: Who, title: str, journal: str, year: int, issue: str, pages: str) -> Said:
    return Said(tuple(who.byline(world)), title, journal, str(year), None, issue, pages, style=world.rng.randrange(6))


def _whole_issue(world: World, who: Who) -> Row:
    """Return a paper of strangers in an issue that is whole."""
    serial, year = world.pick(), year_of(world, who)
    number = world.regular(serial)
    paper = world.paper(serial, strangers(world), year, number)
    world.full.add((serial["id"], year, number))
    return paper


def _one_off(world: World, title: str) -> str:
    place = world.rng.randrange(len(title))
    sign = world.rng.choice([one for one in "磁硫铝镁锰钛铬铜锌硅" if one != title[place]])
    return title[:place] + sign + title[place + 1 :]


# ---------------------------------------------------------------- tampering


def _order(_world: World, _who: Who, one: Said, _paper: Row) -> Said:
    names = list(one.authors)
    names[0], names[-1] = names[-1], names[0]
    return replace(one, authors=tuple(names))


def _inserted(world: World, _who: Who, one: Said, _paper: Row) -> Said:
    return replace(one, authors=(strangers(world, 1)[0], *one.authors))


def _year(world: World, _who: Who, one: Said, _paper: Row) -> Said:
    return replace(one, year=str(int(one.year) + world.rng.choice((-1, 1))), volume=None)


def _issue(world: World, _who: Who, one: Said, paper: Row) -> Said:
    count = A_YEAR[world.journals[paper["journal"]]["then"]]
    return replace(one, issue=str(int(one.issue or 1) % count + 1))


def _journal(world: World, _who: Who, one: Said, _paper: Row) -> Said:
    return replace(one, journal=world.pick("edition")["title"])


def _pages(_world: World, _who: Who, one: Said, paper: Row) -> Said:
    first, last = (int(page) for page in paper["pages"].split("-"))
    return replace(one, pages=f"{first + 40}-{last + 40}")


def _dropped(_world: World, who: Who, one: Said, _paper: Row) -> Said:
    return replace(one, authors=tuple(name for name in one.authors if name != next(n for n in one.authors if n != who.name)))


def _last_page(_world: World, _who: Who, one: Said, paper: Row) -> Said:
    first, last = (int(page) for page in paper["pages"].split("-"))
    return replace(one, pages=f"{first}-{last + 9}")


def _volume(world: World, who: Who, one: Said, paper: Row) -> Said:
    true = paper["volume"]
    return replace(one, volume=str(int(true) + 3), style=0) if true else _pages(world, who, one, paper)


TAMPERS = {
    "order": _order, "inserted": _inserted, "year": _year, "issue": _issue, "journal": _journal, "pages": _pages, "volume": _volume,
    "dropped": _dropped, "last_page": _last_page,
}  # fmt: skip

ALL: dict[str, Kind] = {
    "supplement": supplement,
    "supplement_as_regular": supplement_as_regular,
    "supplement_in_one": supplement_in_one,
    "special_unnumbered": special_unnumbered,
    "collection": collection,
    "proceedings": proceedings,
    "formal_proceedings": formal_proceedings,
    "serial_book": serial_book,
    "overseas": overseas,
    "fake": fake,
    "hong_kong": hong_kong,
    "before": before,
    "straddles_start": straddles_start,
    "after": after,
    "straddles_end": straddles_end,
    "two_dates": two_dates,
    "online_first": online_first,
    "cloned_number": cloned_number,
    "cloned_issue": cloned_issue,
    "unlisted_twin": unlisted_twin,
    "taken_pages": taken_pages,
    "last_page": last_page,
    "stopped_after": stopped_after,
    "unregistered_edition": unregistered_edition,
    "phantom": phantom,
    "unregistered": unregistered,
    "unregistered_third": unregistered_third,
    "tampered_order": tampered("order", "authors_differ"),
    "tampered_inserted": tampered("inserted", "authors_differ"),
    "tampered_year": tampered("year", "year_differs"),
    "tampered_issue": tampered("issue", "issue_differs"),
    "tampered_journal": tampered("journal", "journal_differs"),
    "tampered_pages": tampered("pages", "pages_differ"),
    "tampered_volume": tampered("volume", "volume_differs", "pages_differ"),
    "tampered_dropped": tampered("dropped", "authors_differ"),
    "tampered_last_page": tampered("last_page", "pages_differ"),
    "supplement_z": supplement_z,
    "changed_end": changed_end,
    "wrong_cn": wrong_cn,
    "near_own_elsewhere": near_own_elsewhere,
    "year_past": year_past,
    "not_author": not_author,
    "wrong_rank": wrong_rank,
    "near_title": near_title,
    "near_own_title": near_own_title,
    "second_part": second_part,
    "sources_differ": sources_differ,
    "retracted": retracted,
    "thesis": thesis,
    "newspaper": newspaper,
}
