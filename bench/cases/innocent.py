"""Innocent items: whatever is said against them is a false accusation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bench.cases import words
from bench.cases.case import Case, Kind, Who, clear, strangers, year_of
from bench.cases.citing import MESSES, mess, said
from bench.cases.world import SOURCES, Row, World


def clean(world: World, who: Who) -> Case:
    """A plain paper, cited as it is."""
    paper = _plain(world, who)
    return clear(said(world, paper), paper)


def claimed(world: World, who: Who) -> Case:
    """A plain paper with its numbers and the right rank claimed beside it."""
    paper = _plain(world, who)
    serial = world.journals[paper["journal"]]
    rank = 1 + [author["name"] for author in paper["authors"]].index(who.name)
    return clear(said(world, paper), paper, {"author_rank": rank, "cn": serial["cn"], "issn": serial["issn"], "certificate": None})


def messy(how: str) -> Kind:
    """A plain paper, cited with one sort of harmless mess."""

    def run(world: World, who: Who) -> Case:
        paper = _plain(world, who, "edition" if how in ("colon", "brackets", "short_edition") else "plain")
        return clear(mess(said(world, paper), how, world.rng), paper)

    return run


def single(source: str) -> Kind:
    """A paper that one database alone holds."""

    def run(world: World, who: Who) -> Case:
        paper = _plain(world, who)
        paper["in"] = {source: {}}
        return clear(said(world, paper), paper)

    return run


def supplement_twin(world: World, who: Who) -> Case:
    """A regular issue of a year that has a supplement too."""
    serial, year = world.pick(), year_of(world, who)
    number = world.regular(serial)
    _supplement(world, serial, year)
    paper = world.paper(serial, who.byline(world), year, number)
    return clear(said(world, paper), paper)


def combined(world: World, who: Who) -> Case:
    """A combined regular issue, cited as printed or by one of its numbers."""
    return _combined(world, who, world.pick("combining"), year_of(world, who))


def _combined(world: World, who: Who, serial: Row, year: int) -> Case:
    top = 12 if serial["frequency"] == "月刊" else 6
    first = world.rng.randrange(1, top, 2)
    issue = f"{first}/{first + 1}"
    paper = world.paper(serial, who.byline(world), year, issue, kind="combined")
    one = said(world, paper)
    return clear(replace(one, issue=world.rng.choice((issue, issue.replace("/", "-"), str(first), str(first + 1)))), paper)


def combined_codes(world: World, who: Who) -> Case:
    """A combined issue that one database codes in a way of its own."""
    serial = world.serial("own_codes", frequency=world.rng.choice(("月刊", "双月刊")))
    case = _combined(world, who, serial, year_of(world, who))
    assert case.paper
    first, second = case.paper["issue"].split("/")
    source = world.rng.choice(("vip", "wanfang"))
    own = world.rng.choice((f"{first}-{second}", first, f"{first}/{second}", f"{first}-{second}期合刊"))
    case.paper["in"] = {**case.paper["in"], source: {"issue": own}}
    return case


def month_known(world: World, who: Who) -> Case:
    """Known by a month that lies wholly after the current title."""
    serial = world.pick(frequency="月刊")
    paper = world.paper(serial, who.byline(world), who.year + 1, "1", published=f"{who.year + 1}-01")
    return clear(said(world, paper), paper)


def special_inside(world: World, who: Who) -> Case:
    """A special issue inside the numbering."""
    paper = _plain(world, who, kind="special", section="绿色制造专刊")
    return clear(said(world, paper), paper)


def renamed_before(world: World, who: Who) -> Case:
    """A paper under the earlier name, before the journal was renamed."""
    serial = world.pick("renamed")
    last = int(serial["former"][0]["until"][:4])
    year = min(last - 1, 2020)
    if year <= who.year:
        return clean(world, who)
    paper = world.paper(serial, who.byline(world), year, world.regular(serial))
    one = said(world, paper, serial["former"][0]["title"])
    cn = serial["former"][0].get("cn")
    return clear(one, paper, {"author_rank": None, "cn": cn, "issn": None, "certificate": None} if cn else None)


def renamed_after(world: World, who: Who) -> Case:
    """A paper under the new name, after the journal was renamed."""
    serial = world.pick("renamed")
    year = max(int(serial["former"][0]["until"][:4]) + 1, who.year + 1)
    paper = world.paper(serial, who.byline(world), year, "3")
    return clear(said(world, paper, serial["title"]), paper)


def renamed_today(world: World, who: Who) -> Case:
    """An earlier paper cited under today's name."""
    serial = world.pick("renamed")
    year = int(serial["former"][0]["until"][:4]) - 1
    if year <= who.year:
        return clean(world, who)
    paper = world.paper(serial, who.byline(world), year, world.regular(serial))
    return clear(said(world, paper, serial["title"]), paper)


def undated_name(world: World, who: Who) -> Case:
    """A journal whose earlier name has no dates and was another's too, cited by today's name."""
    paper = _plain(world, who, "undated")
    return clear(said(world, paper), paper)


def undated_old(world: World, who: Who) -> Case:
    """The earlier name of a journal, which was another's too and bears no dates."""
    paper = _plain(world, who, "undated")
    serial = world.journals[paper["journal"]]
    return clear(said(world, paper, serial["former"][0]["title"]), paper)


def undated_living(world: World, who: Who) -> Case:
    """A journal whose earlier name is another's today, without dates, cited by today's name."""
    paper = _plain(world, who, "living")
    return clear(said(world, paper), paper)


def shared_cn(world: World, who: Who) -> Case:
    """One of several titles under one CN."""
    paper = _plain(world, who, "shared")
    cn = world.journals[paper["journal"]]["cn"]
    return clear(said(world, paper), paper, {"author_rank": None, "cn": cn, "issn": None, "certificate": None})


def edition(world: World, who: Who) -> Case:
    """An edition of a university's journal that has a brother."""
    paper = _plain(world, who, "edition")
    return clear(said(world, paper), paper)


def alike(world: World, who: Who) -> Case:
    """A journal one character from another."""
    paper = _plain(world, who, "alike")
    return clear(said(world, paper), paper)


def ten_day(world: World, who: Who) -> Case:
    """An issue of a ten-day journal, by its number or by month and third."""
    serial, number, year = world.pick("ten_day"), world.rng.randint(1, 36), year_of(world, who)
    paper = world.paper(serial, who.byline(world), year, str(number))
    part = f"{(number - 1) // 3 + 1}{'上中下'[(number - 1) % 3]}"
    return clear(replace(said(world, paper), issue=world.rng.choice((str(number), f"{part}旬", part))), paper)


def half_month(world: World, who: Who) -> Case:
    """An issue of a half-monthly, beyond number 12 as often as not."""
    serial, number, year = world.pick("half_month"), world.rng.randint(1, 24), year_of(world, who)
    paper = world.paper(serial, who.byline(world), year, str(number))
    part = f"{(number + 1) // 2}{'上' if number % 2 else '下'}半月"
    return clear(replace(said(world, paper), issue=world.rng.choice((str(number), str(number), part))), paper)


def stopped_before(world: World, who: Who) -> Case:
    """A paper that appeared before its journal ended."""
    serial = world.pick("stopped")
    year = int(serial["until"][:4]) - world.rng.randint(0, 1)
    if year <= who.year:
        return clean(world, who)
    paper = world.paper(serial, who.byline(world), year, world.regular(serial))
    return clear(said(world, paper), paper)


def electronic(world: World, who: Who) -> Case:
    """A registered electronic serial, on which the notice is silent."""
    paper = _plain(world, who, "electronic")
    return clear(said(world, paper), paper)


def english(world: World, who: Who) -> Case:
    """A Chinese journal in English, which has a CN."""
    paper = _plain(world, who, "english", title=next(world.latin))
    return clear(replace(said(world, paper), style=0), paper)


def jump(world: World, who: Who) -> Case:
    """A paper that ends on an earlier page."""
    paper = _plain(world, who)
    first, last = paper["pages"].split("-")
    paper["pages"] = f"{paper['pages']}{world.rng.choice(',+')}{int(first) - 1 if int(first) > 1 else int(last) + 3}"
    return clear(said(world, paper), paper)


def boundary(world: World, who: Who) -> Case:
    """A paper that begins on the page on which another ends, in an issue that is whole."""
    paper = _plain(world, who)
    last = int(paper["pages"].split("-")[1])
    place = paper["journal"], paper["year"], paper["issue"]
    world.full.add(place)
    world.paper(world.journals[place[0]], strangers(world), place[1], place[2], pages=f"{last}-{last + 3}")
    world._next[place] = last + 4
    return clear(said(world, paper), paper)


def part_of_two(world: World, who: Who) -> Case:
    """One of two parts by the same people, cited rightly."""
    serial, year, people = world.pick(), year_of(world, who), who.byline(world)
    number = world.regular(serial)
    one = world.paper(serial, people, year, number)
    title = one["title"]
    one["title"] = f"{title}(一)"
    two = world.paper(serial, people, year, number, title=f"{title}(二)")
    paper = world.rng.choice((one, two))
    return clear(said(world, paper), paper)


def same_title(world: World, who: Who) -> Case:
    """A title that other people used elsewhere."""
    paper = _plain(world, who)
    world.paper(world.pick(), strangers(world), paper["year"], "1", title=paper["title"], clc=paper["clc"])
    return clear(said(world, paper), paper)


def namesakes(world: World, who: Who) -> Case:
    """A title of two papers whose authors bear one name, in other journals and years."""
    paper = _plain(world, who)
    people = [author["name"] for author in paper["authors"]]
    year = paper["year"] - 2
    world.paper(world.pick("edition"), people, year, "1", title=paper["title"], clc=paper["clc"])
    return clear(said(world, paper), paper)


def start_inside(world: World, who: Who) -> Case:
    """Printed in the first months after the current title was obtained."""
    serial = world.pick(frequency="月刊")
    paper = world.paper(serial, who.byline(world), who.year + 1, "2", published=f"{who.year + 1}-02-05")
    return clear(said(world, paper), paper)


def end_day(world: World, who: Who) -> Case:
    """Printed on the last day that counts."""
    serial = world.pick(frequency="月刊")
    paper = world.paper(serial, who.byline(world), 2021, "8", published="2021-08-30")
    return clear(said(world, paper), paper)


def end_month(world: World, who: Who) -> Case:
    """Printed in the last month that lies wholly inside."""
    serial = world.pick(frequency="月刊")
    paper = world.paper(serial, who.byline(world), 2021, "7", published="2021-07")
    return clear(said(world, paper), paper)


def partial(world: World, who: Who) -> Case:
    """A journal that not every database covers."""
    paper = _plain(world, who, "partial")
    return clear(said(world, paper), paper)


def phantom_twin(world: World, who: Who) -> Case:
    """The registered journal, beside an edition of it that the registry does not know."""
    paper = _plain(world, who, "of_phantom")
    return clear(said(world, paper), paper)


def slip_authors(world: World, who: Who) -> Case:
    """One database turns the authors round, two agree with the applicant."""
    serial = world.pick()
    people = [who.name, *world.rng.sample(who.team, 2)]
    paper = world.paper(serial, people, year_of(world, who), world.regular(serial))
    paper["in"] = {**paper["in"], "wanfang": {"authors": people[::-1]}}
    return clear(said(world, paper), paper)


def formula(world: World, who: Who) -> Case:
    """A title with a formula, which every database writes in its own way."""
    paper = _plain(world, who)
    stem = paper["title"]
    paper["title"] = f"CO₂气氛下{stem}"
    paper["in"] = {"cnki": {"title": f"CO_2气氛下{stem}"}, "wanfang": {"title": f"CO<sub>2</sub>气氛下{stem}"}, "vip": {"title": f"CO2气氛下{stem}"}}
    return clear(said(world, paper), paper)


def late_index(world: World, who: Who) -> Case:
    """Indexed after the cut-off, printed before it."""
    paper = _plain(world, who)
    paper["in"] = {source: {"indexed_on": "2022-01-10"} for source in paper["in"]}
    return clear(said(world, paper), paper)


def slip(world: World, who: Who) -> Case:
    """One database prints another first page than the others: its own slip."""
    paper = _plain(world, who, "plain")
    first, last = paper["pages"].split("-")
    paper["in"] = {**paper["in"], "wanfang": {"pages": f"{int(first) + 100}-{int(last) + 100}"}}
    return clear(said(world, paper), paper)


def supplement_in_title(world: World, who: Who) -> Case:
    """The word supplement in the title of a regular paper."""
    paper = _plain(world, who)
    paper["title"] = f"{paper['title']}:增刊数据勘误"
    return clear(said(world, paper), paper)


def printed_later(world: World, who: Who) -> Case:
    """Released on-line and then issued, both inside the period."""
    year = year_of(world, who)
    serial = world.pick(frequency="月刊")
    paper = world.paper(serial, who.byline(world), year, "9", published=f"{year}-09-15", online_first=f"{year}-05-10")
    return clear(said(world, paper), paper)


def romanised(world: World, who: Who) -> Case:
    """The authors in Latin letters, given name last."""
    import pypinyin  # late: only this kind needs its tables

    if "·" in who.name:
        return clean(world, who)
    serial, people = world.pick(), [name for name in who.byline(world) if "·" not in name]
    paper = world.paper(serial, people, year_of(world, who), world.regular(serial))
    one = said(world, paper)
    names = []
    for name in one.authors:
        cut = 2 if name[:2] in words.COMPOUND else 1
        family, given = ("".join(pypinyin.lazy_pinyin(part)).capitalize() for part in (name[:cut], name[cut:]))
        names.append(f"{family.upper()} {given}")
    return clear(replace(one, authors=tuple(names), style=0), paper)


def subtitle(world: World, who: Who) -> Case:
    """A title whose subtitle the reference leaves out."""
    paper = _plain(world, who)
    one = said(world, paper)
    paper["title"] += "——以辽海厂为例"
    return clear(one, paper)


def class_letter(world: World, who: Who) -> Case:
    """A claimed CN whose class letter changed over the years."""
    paper = _plain(world, who)
    cn = world.journals[paper["journal"]]["cn"].split("/")[0] + "/Z"
    return clear(said(world, paper), paper, {"author_rank": None, "cn": cn, "issn": None, "certificate": None})


def no_authors_shown(world: World, who: Who) -> Case:
    """A database that shows no byline, beside two that do."""
    paper = _plain(world, who)
    paper["in"] = {**paper["in"], "vip": {"authors": []}}
    return clear(said(world, paper), paper)


def two_in_issue(world: World, who: Who) -> Case:
    """One of two papers by the same people in one issue."""
    serial, year, people = world.pick(), year_of(world, who), who.byline(world)
    number = world.regular(serial)
    paper = world.paper(serial, people, year, number)
    world.paper(serial, people, year, number)
    return clear(said(world, paper), paper)


def changed_inside(world: World, who: Who) -> Case:
    """A year in which a journal that is a monthly today came out every other month."""
    paper = _plain(world, who, "changed")
    return clear(said(world, paper), paper)


def _plain(world: World, who: Who, sort: str = "plain", **given: Any) -> Row:
    serial = world.pick(sort)
    return world.paper(serial, who.byline(world), year_of(world, who), world.regular(serial), **given)


def _supplement(world: World, serial: Row, year: int) -> Row:
    from bench.cases.world import shown

    people = strangers(world)
    return world.paper(serial, people, year, "增刊1", kind="supplement", **{"in": shown("增刊1", serial)})


ALL: dict[str, Kind] = {
    "clean": clean,
    "claimed": claimed,
    **{f"messy_{how}": messy(how) for how in MESSES},
    **{f"only_{source}": single(source) for source in SOURCES},
    "supplement_twin": supplement_twin,
    "combined": combined,
    "combined_codes": combined_codes,
    "month_known": month_known,
    "special_inside": special_inside,
    "renamed_before": renamed_before,
    "renamed_after": renamed_after,
    "renamed_today": renamed_today,
    "undated_name": undated_name,
    "undated_old": undated_old,
    "undated_living": undated_living,
    "shared_cn": shared_cn,
    "edition": edition,
    "alike": alike,
    "ten_day": ten_day,
    "half_month": half_month,
    "stopped_before": stopped_before,
    "electronic": electronic,
    "english": english,
    "jump": jump,
    "boundary": boundary,
    "part_of_two": part_of_two,
    "same_title": same_title,
    "namesakes": namesakes,
    "start_inside": start_inside,
    "end_day": end_day,
    "end_month": end_month,
    "late_index": late_index,
    "partial": partial,
    "phantom_twin": phantom_twin,
    "slip_authors": slip_authors,
    "formula": formula,
    "slip": slip,
    "supplement_in_title": supplement_in_title,
    "printed_later": printed_later,
    "romanised": romanised,
    "subtitle": subtitle,
    "class_letter": class_letter,
    "no_authors_shown": no_authors_shown,
    "two_in_issue": two_in_issue,
    "changed_inside": changed_inside,
}
