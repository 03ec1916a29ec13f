"""Circumstances beside the plain ones, each accusing kind beside its innocent twin: other writings, other records, other times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.cases import words
from bench.cases.case import BAR, REVIEW, Case, Kind, Who, asks, clear, strangers, year_of
from bench.cases.citing import MORE_STYLES, STYLES, Said, said, text
from bench.cases.world import SOURCES, Row, World

NO_CLAIM: Row = {"author_rank": None, "cn": None, "issn": None, "certificate": None}


def _paper(world: World, who: Who, sort: str = "plain", least: int = 1, **given: Any) -> Row:
    serial = world.pick(sort)
    return world.paper(serial, who.byline(world, least), year_of(world, who), world.regular(serial), **given)


def _undotted(who: Who) -> Who:
    """Leave out people with a dot in their name, since rarer styles set other things off with dots."""
    plain = "卓" + who.name[-1] if "·" in who.name else who.name
    return replace(who, name=plain, team=[one for one in who.team if "·" not in one])


# ---------------------------------------------------------------- how it is written


def style(number: int) -> Kind:
    """A plain paper in one of the rarer styles."""

    def run(world: World, who: Who) -> Case:
        plain = _undotted(who)
        paper = _paper(world, plain)
        case = clear(replace(said(world, paper), style=len(STYLES) - len(MORE_STYLES) + number), paper)
        case.applicant = {"name": plain.name} if plain.name != who.name else None
        return case

    return run


def cn_writing(world: World, who: Who) -> Case:
    """The right CN and ISSN, written in another way."""
    paper = _paper(world, who)
    serial = world.journals[paper["journal"]]
    number, _, letter = serial["cn"].partition("/")
    cn = world.rng.choice((number, f"CN {number}/{letter}", f"CN{number}", number.replace("-", "—") + f"/{letter}", f"{number}／{letter}",
                           f"国内统一刊号：CN{number}/{letter}", f"cn{number}/{letter.lower()}", f"{number[:2]} - {number[3:]}/{letter}"))  # fmt: skip
    issn = world.rng.choice(
        (
            serial["issn"].lower(),
            serial["issn"].replace("-", ""),
            "ISSN " + serial["issn"],
            serial["issn"].replace("-", "－"),
        )
    )
    return clear(said(world, paper), paper, {**NO_CLAIM, "cn": cn, "issn": issn})


def combined_writing(world: World, who: Who) -> Case:
    """A combined issue in many writings."""
    serial, year = world.pick("combining"), year_of(world, who)
    first = world.rng.randrange(1, 12 if serial["frequency"] == "月刊" else 6, 2)
    paper = world.paper(serial, who.byline(world), year, f"{first}/{first + 1}", kind="combined")
    a, b = str(first), str(first + 1)
    one = world.rng.choice(
        (f"{a}、{b}", f"{a}～{b}", f"{a.zfill(2)}/{b.zfill(2)}", f"{a}-{b}期合刊", f"{a}—{b}", f"{a}+{b}")
    )
    return clear(replace(said(world, paper), issue=one), paper)


def name_dot(world: World, who: Who) -> Case:
    """A name with a dot, which everybody writes with another sign."""
    paper = _paper(world, who)
    name = "阿力木·" + who.name[-2:].replace("·", "江")
    paper["authors"].append({"name": name, "affiliations": []})
    one = said(world, paper)
    shown = name.replace("·", world.rng.choice(("•", "・", "")))
    if "·" not in shown and one.style == 3:  # without a mark nothing tells a name of five characters from a title
        one = replace(one, style=0)
    return clear(replace(one, authors=tuple(shown if author == name else author for author in one.authors)), paper)


def romanised_ways(world: World, who: Who) -> Case:
    """The authors in Latin letters, in one of the ways that lists know."""
    import pypinyin  # late: only this kind needs its tables

    serial = world.pick()
    people = [name for name in who.byline(world) if "·" not in name and name[0] not in "鄂欧"] or ["卓" + who.name[-1]]
    paper = world.paper(serial, people, year_of(world, who), world.regular(serial))
    way = world.rng.randrange(4)
    names = []
    for name in people:
        cut = 2 if name[:2] in words.COMPOUND else 1
        family, *given = ("".join(pypinyin.lazy_pinyin(part)).capitalize() for part in (name[:cut], *name[cut:]))
        whole = given[0] + "".join(given[1:]).lower()
        names.append(
            (
                f"{whole} {family}",
                f"{family} {'-'.join(given)}",
                f"{family.upper()} {' '.join(one[0] for one in given)}",
                f"{family} {whole}",
            )[way]
        )
    case = clear(replace(said(world, paper), authors=tuple(names), style=0), paper)
    if who.name not in people:
        case.applicant = {"name": people[0]}
    return case


def title_abroad(world: World, who: Who) -> Case:
    """A paper of a Chinese journal, cited by the English title that its databases print beside the Chinese one."""
    paper = _paper(world, who)
    paper["title_en"] = next(world.latin)
    one = replace(said(world, paper), title=paper["title_en"], style=0)
    return clear(one, paper)


def rare_name(world: World, who: Who) -> Case:
    """A name with a rare character, for which one database has no glyph."""
    paper = _paper(world, who)
    name = who.name[0] + world.rng.choice(("𬭎", "㛃", "𣲗", "䶮", "犇"))
    paper["authors"].append({"name": name, "affiliations": []})
    people = [author["name"] for author in paper["authors"]]
    paper["in"] = {**paper["in"], "wanfang": {"authors": [one.replace(name[1], "□") for one in people]}}
    return clear(said(world, paper), paper)


def long_byline(world: World, who: Who) -> Case:
    """Seven authors, of whom the reference names three and says 等."""
    serial = world.pick()
    people = [who.name, *who.team[:6]]
    paper = world.paper(serial, people, year_of(world, who), world.regular(serial))
    return clear(replace(said(world, paper), authors=tuple(people[: world.rng.choice((1, 3))]), et_al=True), paper)


def rank_right(world: World, who: Who) -> Case:
    """The right rank of a long list."""
    serial = world.pick()
    people = [*world.rng.sample(who.team, 3), who.name]
    world.rng.shuffle(people)
    paper = world.paper(serial, people, year_of(world, who), world.regular(serial))
    return clear(said(world, paper), paper, {**NO_CLAIM, "author_rank": people.index(who.name) + 1})


def misread(world: World, who: Who) -> Case:
    """A title in which a sign was read for another by whoever typed or scanned it."""
    paper = _paper(world, who)
    right, wrong = world.rng.choice(
        (("己二酸", "已二酸"), ("末端", "未端"), ("CO2", "C02"), ("Fe3O4", "Fe304"), ("干燥", "千燥"), ("日用", "曰用"))
    )
    paper["title"] = right + paper["title"]
    one = said(world, paper)
    return clear(replace(one, title=one.title.replace(right, wrong), style=world.rng.choice((0, 3, 4, 5))), paper)


def left_out_by_more(world: World, who: Who) -> Case:
    """A paper of seven, of whom the reference names three; the applicant is among those that 等 stands for."""
    serial = world.pick()
    people = [*who.team[:5], who.name]
    paper = world.paper(serial, people, year_of(world, who), world.regular(serial))
    return clear(
        replace(said(world, paper), authors=tuple(people[:3]), et_al=True), paper, {**NO_CLAIM, "author_rank": 6}
    )


def combined_as_coded(world: World, who: Who) -> Case:
    """A combined issue, cited by the mark of CNKI."""
    serial = world.serial("as_coded", frequency=world.rng.choice(("月刊", "双月刊")), listed=True)
    first = world.rng.randrange(1, 12 if serial["frequency"] == "月刊" else 6, 2)
    paper = world.paper(serial, who.byline(world), year_of(world, who), f"{first}/{first + 1}", kind="combined")
    return clear(replace(said(world, paper), issue="Z1"), paper)


def signs_in_title(world: World, who: Who) -> Case:
    """A title with signs that everybody writes otherwise."""
    paper = _paper(world, who)
    stem = paper["title"]
    ours, theirs = world.rng.choice((
        (f"《{stem[:4]}》{stem[4:]}", f"<{stem[:4]}>{stem[4:]}"), (f"{stem}(Ⅱ)", f"{stem}(II)"), (f"1 000 ℃下{stem}", f"1000℃下{stem}"),
        (f"{stem}——以A厂为例", f"{stem}:以A厂为例"), (f"10~20 mm{stem}", f"10～20mm{stem}"), (f"α-Al2O3{stem}", f"α-Al_2O_3{stem}"),
        (f"“{stem[:3]}”型{stem}", f"\"{stem[:3]}\"型{stem}"), (f"{stem},现状与展望", f"{stem}、现状与展望"), (f"H13钢{stem}", f"Ｈ１３钢{stem}"),
    ))  # fmt: skip
    paper["title"] = ours
    one = said(world, paper)
    for source in world.rng.sample(SOURCES, 2):
        paper["in"][source] = {**paper["in"][source], "title": theirs}
    return clear(replace(one, title=world.rng.choice((ours, theirs)), style=world.rng.choice((0, 4, 5))), paper)


# ---------------------------------------------------------------- how the sources show it


def shown_apart(world: World, who: Who) -> Case:
    """Every database writes issue, pages and numbers in its own way, or leaves something out."""
    paper = _paper(world, who)
    serial = world.journals[paper["journal"]]
    paper["in"] = {
        "cnki": {"issue": paper["issue"].zfill(2), "volume": None},
        "wanfang": {"pages": paper["pages"] + f",{int(paper['pages'].split('-')[1]) + 4}", "cn": None},
        "vip": {"issue": paper["issue"], "issn": serial["issn"].replace("-", ""), "cn": serial["cn"].split("/")[0]},
    }
    one = said(world, paper)
    return clear(replace(one, pages=world.rng.choice((paper["pages"], paper["in"]["wanfang"]["pages"]))), paper)


def slip_of(field: str) -> Kind:
    """One database prints another value than the two that agree with the applicant."""

    def run(world: World, who: Who) -> Case:
        serial, year = world.pick(frequency="月刊"), year_of(world, who)
        paper = world.paper(serial, who.byline(world, 2), year, str(world.rng.randint(2, 11)))
        title = paper["title"]
        odd = {
            "year": {"year": year + 1},
            "volume": {"volume": str(world.rng.randint(60, 90))},
            "title": {"title": title[:3] + world.rng.choice("磁硫铝镁") + title[4:]},
            "clc": {"clc": ["TB1"]},
            "published": {"published": f"{year}-{int(paper['issue']) + 1:02d}-28"},
            "dropped": {"authors": [author["name"] for author in paper["authors"]][:1]},
        }[field]
        paper["in"] = {**paper["in"], world.rng.choice(SOURCES): odd}
        return clear(said(world, paper), paper)

    return run


def name_of_today(world: World, who: Who) -> Case:
    """A database prints today's name over an earlier paper that is cited under the name of its time, or the other way round."""
    serial = world.pick("renamed")
    year = int(serial["former"][0]["until"][:4]) - 1
    year = year if year > who.year else int(serial["former"][0]["until"][:4]) + 2
    paper = world.paper(serial, who.byline(world), year, world.regular(serial))
    old, new = serial["former"][0]["title"], serial["title"]
    one = said(world, paper)
    other = new if one.journal == old else old
    paper["in"] = {**paper["in"], world.rng.choice(SOURCES): {"journal": other if one.journal == old else new}}
    return clear(one, paper)


def renamed_in_year(world: World, who: Who) -> Case:
    """A journal renamed in the middle of the year, cited by the name that stood on the issue."""
    year = max(year_of(world, who), who.year + 1)
    serial = world.serial("mid_year", frequency="月刊", habit=world.rng.choice(("none", "month")))
    old, _ = next(world._names)
    serial["former"] = [
        {"title": old, "from": "1985", "until": f"{year}-06", "cn": words.cn(world.rng, world._cn, "T")}
    ]
    early = world.rng.random() < 0.5
    number = str(world.rng.randint(1, 6) if early else world.rng.randint(7, 12))
    paper = world.paper(serial, who.byline(world), year, number)
    cn = serial["former"][0]["cn"] if early else serial["cn"]
    return clear(
        said(world, paper, old if early else serial["title"]), paper, world.rng.choice((None, {**NO_CLAIM, "cn": cn}))
    )


def renamed_twice(world: World, who: Who) -> Case:
    """A journal with three names, cited by the one of the paper's time."""
    year = max(year_of(world, who), who.year + 1)
    first, second = next(world._names)[0], next(world._names)[0]
    former = [
        {"title": first, "from": "1972", "until": f"{year - 2}", "cn": None},
        {"title": second, "from": f"{year - 1}", "until": f"{year + 1}"},
    ]
    serial = world.serial("twice", former=[{key: value for key, value in one.items() if value} for one in former])
    paper = world.paper(serial, who.byline(world), year, world.regular(serial))
    return clear(said(world, paper, second), paper)


def merged_before(world: World, who: Who) -> Case:
    """A title that was merged into another later; the other one bears its name among the earlier ones."""
    year = year_of(world, who)
    old = world.serial("merged", status="merged", until=f"{year + 1}-12")
    world.serial(
        "merger",
        former=[{"title": old["title"], "from": "1980", "until": f"{year + 1}", "cn": old["cn"], "issn": old["issn"]}],
    )
    paper = world.paper(old, who.byline(world), year, world.regular(old))
    return clear(said(world, paper, old["title"]), paper)


def stopped_undated(world: World, who: Who) -> Case:
    """A journal that has stopped, nobody says when."""
    serial = world.serial("ended", status="stopped", until=None)
    paper = world.paper(serial, who.byline(world), year_of(world, who), world.regular(serial))
    return clear(said(world, paper), paper)


def first_online(world: World, who: Who) -> Case:
    """A paper that stands in CNKI twice: released on-line, and in its issue."""
    year = year_of(world, who)
    serial = world.pick(frequency="月刊")
    people = who.byline(world)
    paper = world.paper(serial, people, year, "9", published=f"{year}-09-15")
    world.paper(
        serial, people, year, None, kind="online_first", title=paper["title"], clc=paper["clc"],
        online_first=f"{year}-04-20", pages=None, **{"in": {"cnki": {}}},
    )  # fmt: skip
    return clear(said(world, paper), paper)


def with_thesis(world: World, who: Who) -> Case:
    """A paper drawn from the applicant's own thesis of the same title."""
    paper = _paper(world, who)
    thesis = world.paper(
        None,
        [who.name],
        paper["year"] - 1,
        None,
        kind="thesis",
        title=paper["title"],
        clc=paper["clc"],
        **{"in": {"cnki": {}}},
    )
    thesis["authors"][0]["affiliations"] = ["辽海理工大学"]
    return clear(said(world, paper), paper)


def with_proceedings(world: World, who: Who) -> Case:
    """A paper that stands in a conference volume of the year before as well; the journal's is cited."""
    paper = _paper(world, who)
    _meeting(world, paper, paper["year"] - 1)
    return clear(said(world, paper), paper)


def _meeting(world: World, paper: Row, year: int) -> Row:
    book = {"title": "第六届辽海工程技术学术会议论文集", "isbn": None, "publisher": "辽海教育出版社", "cip": None}
    return world.paper(
        None, [author["name"] for author in paper["authors"]], year, None, kind="proceedings", title=paper["title"], clc=paper["clc"],
        pages="75-79", book=book, published=f"{year}-10-12", **{"in": {"cnki": {"dbcode": "CPFD"}, "wanfang": {}}},
    )  # fmt: skip


def with_correction(world: World, who: Who) -> Case:
    """A paper to which a correction appeared later."""
    paper = _paper(world, who)
    serial = world.journals[paper["journal"]]
    people = [author["name"] for author in paper["authors"]]
    world.paper(
        serial, people, paper["year"], paper["issue"], title=f"《{paper['title']}》一文的更正", clc=paper["clc"]
    )
    return clear(said(world, paper), paper)


def collected_with_cn(world: World, who: Who) -> Case:
    """A collected serial that has a CN."""
    if not world.of_sort["collected"]:
        for _ in range(4):
            world.serial(
                "collected",
                next(world._names)[0] + world.rng.choice(("论丛", "集刊", "辑刊")),
                "综合",
                frequency="半年刊",
            )
    paper = _paper(world, who, "collected")
    paper["in"] = {**paper["in"], "cnki": {"dbcode": "CCJD"}}
    return clear(said(world, paper), paper)


def network(world: World, who: Who) -> Case:
    """A registered network serial, on which the notice is silent."""
    serial = world.serial("network", cn=words.cn(world.rng, world._cn, "T", 6101, 8899), medium="network")
    paper = world.paper(serial, who.byline(world), year_of(world, who), world.regular(serial))
    return clear(said(world, paper), paper)


def print_in_6000s(world: World, who: Who) -> Case:
    """A print journal of region 11 whose serial lies in the network range."""
    number = f"11-{world.rng.randint(6000, 6027)}"
    while number in world._cn:
        number = f"11-{world.rng.randint(6000, 6099)}"
    world._cn.add(number)
    serial = world.serial("six", cn=f"{number}/TH")
    paper = world.paper(serial, who.byline(world), year_of(world, who), world.regular(serial))
    return clear(said(world, paper), paper, {**NO_CLAIM, "cn": serial["cn"]})


def article_number(world: World, who: Who) -> Case:
    """A paper with an article number for pages."""
    paper = _paper(world, who)
    paper["pages"] = world.rng.choice(("e4375", "0123", "0101-0108", "A1-A6", "101-102,106-108"))
    return clear(replace(said(world, paper), style=world.rng.choice((0, 3, 5))), paper)


def weekly(world: World, who: Who) -> Case:
    """A weekly, by its running number of the year."""
    if not world.of_sort["weekly"]:
        for _ in range(4):
            world.serial("weekly", frequency=world.rng.choice(("周刊", "双周刊")), habit="none")
    paper = _paper(world, who, "weekly")
    return clear(said(world, paper), paper)


def no_volume_list(world: World, who: Who) -> Case:
    """A paper in one database whose list of that year is far from whole."""
    serial = world.serial("sparse", listed=True, coverage={})
    paper = world.paper(serial, who.byline(world), year_of(world, who), world.regular(serial))
    paper["in"] = {world.rng.choice(SOURCES): {}}
    return clear(said(world, paper), paper)


def series_other(world: World, who: Who) -> Case:
    """An applicant of a series that the notice does not know, with fields of his own."""
    paper = _paper(world, who)
    case = clear(said(world, paper), paper)
    stem = "".join(sign for sign in paper["clc"][0][:2] if sign.isalpha())
    case.applicant = {"series": "other", "specialty": "气象", "fields": {"own": ["P4"], "near": [stem]}}
    return case


# ---------------------------------------------------------------- what must not pass


def collection_as_journal(world: World, who: Who) -> Case:
    """A paper of an edited collection, cited as if a journal had printed it."""
    held = _paper(world, who)
    paper = _meeting(world, held, held["year"])
    paper |= {"kind": "collection", "book": {**paper["book"], "title": "辽海机电优秀成果汇编"}}
    held["in"] = {}
    return Case(
        text(said(world, held)),
        (REVIEW, BAR),
        paper,
        ("journal_differs", "collection", "not_retrieved", "not_in_issue"),
    )


def proceedings_as_journal(world: World, who: Who) -> Case:
    """A conference paper, cited as if a journal had printed it."""
    held = _paper(world, who)
    paper = _meeting(world, held, held["year"])
    held["in"] = {}
    return Case(
        text(said(world, held)), (REVIEW,), paper, ("journal_differs", "proceedings", "not_retrieved", "not_in_issue")
    )


def thesis_as_journal(world: World, who: Who) -> Case:
    """A thesis, cited as if a journal had printed it."""
    held = _paper(world, who)
    paper = world.paper(
        None,
        [who.name],
        held["year"],
        None,
        kind="thesis",
        title=held["title"],
        clc=held["clc"],
        **{"in": {"cnki": {}}},
    )
    paper["authors"][0]["affiliations"] = ["辽海理工大学"]
    held["in"] = {}
    return Case(
        text(said(world, held)),
        (REVIEW,),
        paper,
        ("journal_differs", "not_checked_kind", "not_retrieved", "not_in_issue", "type_differs"),
    )


def tampered(change: Callable[[World, Who, Said, Row], Said], *reasons: str, known: bool = True) -> Kind:
    """A true paper with one thing changed."""

    def run(world: World, who: Who) -> Case:
        paper = _paper(
            world, who, "alike" if change is _alike else "edition" if change is _brother else "plain", least=3
        )
        case = asks(change(world, who, said(world, paper), paper), paper, *reasons)
        return case if known else replace(case, paper=None)

    return run


def _alike(world: World, _who: Who, one: Said, _paper: Row) -> Said:
    others = [
        row["title"]
        for row in world.of_sort["alike"]
        if row["title"][1:] == one.journal[1:] and row["title"] != one.journal
    ]
    return replace(one, journal=others[0])


def _brother(_world: World, _who: Who, one: Said, _paper: Row) -> Said:
    swap = ("自然科学版", "社会科学版") if "自然" in one.journal else ("社会科学版", "自然科学版")
    return replace(one, journal=one.journal.replace(*swap))


def _replaced(world: World, _who: Who, one: Said, _paper: Row) -> Said:
    return replace(one, authors=(*one.authors[:-1], strangers(world, 1)[0]))


def _to_front(_world: World, who: Who, one: Said, _paper: Row) -> Said:
    rest = [name for name in one.authors if name != who.name]
    order = (who.name, *rest) if one.authors[0] != who.name else (rest[0], who.name, *rest[1:])
    return replace(one, authors=order)


def _number_in_title(world: World, _who: Who, one: Said, paper: Row) -> Said:
    paper["title"] = world.rng.choice(("110kV", "2×600MW", "Q345", "1.5MW")) + paper["title"]
    wrong = {"110kV": "220kV", "2×600MW": "2×660MW", "Q345": "Q355", "1.5MW": "15MW"}
    true = next(word for word in wrong if paper["title"].startswith(word))
    return replace(one, title=wrong[true] + paper["title"][len(true) :])


def _word_left_out(_world: World, _who: Who, one: Said, paper: Row) -> Said:
    paper["title"] = one.title + "的试验研究"
    return replace(one, title=one.title + "的理论研究")


def _supplement_of_regular(world: World, _who: Who, one: Said, _paper: Row) -> Said:
    return replace(one, issue=world.rng.choice(("增刊1", "S1")))


def wrong_issn(world: World, who: Who) -> Case:
    """A true paper with another journal's ISSN claimed."""
    paper = _paper(world, who)
    case = asks(said(world, paper), paper, "issn_differs", "registry_ambiguous")
    case.claimed = {**NO_CLAIM, "issn": world.pick("stopped")["issn"]}
    return case


def hidden_behind_more(world: World, who: Who) -> Case:
    """Others' paper, cited with the applicant in front and 等 behind."""
    paper = world.paper(world.pick(), strangers(world, 4), year_of(world, who), "1")
    one = replace(said(world, paper), authors=(who.name,), et_al=True)
    return Case(text(one), (REVIEW,), paper, ("authors_differ", "applicant_not_author", "ambiguous_record"))


def supplement_and_regular(world: World, who: Who) -> Case:
    """A supplement of a year whose list one database shows without its supplements."""
    serial, year = world.pick(listed=True), year_of(world, who)
    marks = {"cnki": {"issue": "S1"}, "vip": {"issue": world.rng.choice(("增刊", "增刊1", "S01"))}}
    paper = world.paper(serial, who.byline(world), year, "增刊1", kind="supplement", **{"in": marks})
    one = replace(said(world, paper), issue=world.rng.choice(("S1", "增刊", "增1", "增刊(1)", "Z1", "增刊一")))
    return Case(text(one), (BAR, REVIEW), paper, ("supplement", "issue_kind_unsure"))


ALL: dict[str, tuple[Kind, bool]] = {
    **{f"style_{number}": (style(number), True) for number in range(len(MORE_STYLES))},
    "cn_writing": (cn_writing, True),
    "combined_writing": (combined_writing, True),
    "name_dot": (name_dot, True),
    "rare_name": (rare_name, True),
    "romanised_ways": (romanised_ways, True),
    "title_abroad": (title_abroad, True),
    "long_byline": (long_byline, True),
    "rank_right": (rank_right, True),
    "signs_in_title": (signs_in_title, True),
    "misread": (misread, True),
    "left_out_by_more": (left_out_by_more, True),
    "combined_as_coded": (combined_as_coded, True),
    "shown_apart": (shown_apart, True),
    **{f"slip_{field}": (slip_of(field), True) for field in ("year", "volume", "title", "clc", "published", "dropped")},
    "name_of_today": (name_of_today, True),
    "renamed_in_year": (renamed_in_year, True),
    "renamed_twice": (renamed_twice, True),
    "merged_before": (merged_before, True),
    "stopped_undated": (stopped_undated, True),
    "first_online": (first_online, True),
    "with_thesis": (with_thesis, True),
    "with_proceedings": (with_proceedings, True),
    "with_correction": (with_correction, True),
    "collected_with_cn": (collected_with_cn, True),
    "network": (network, True),
    "print_in_6000s": (print_in_6000s, True),
    "article_number": (article_number, True),
    "weekly": (weekly, True),
    "no_volume_list": (no_volume_list, True),
    "series_other": (series_other, True),
    "collection_as_journal": (collection_as_journal, False),
    "proceedings_as_journal": (proceedings_as_journal, False),
    "thesis_as_journal": (thesis_as_journal, False),
    "tampered_alike": (tampered(_alike, "journal_differs"), False),
    "tampered_brother": (tampered(_brother, "journal_differs"), False),
    "tampered_replaced": (tampered(_replaced, "authors_differ"), False),
    "tampered_front": (tampered(_to_front, "authors_differ"), False),
    "tampered_number": (tampered(_number_in_title, "title_differs", "ambiguous_record"), False),
    "tampered_word": (tampered(_word_left_out, "title_differs", "ambiguous_record"), False),
    "tampered_supplement": (tampered(_supplement_of_regular, "issue_differs"), False),
    "wrong_issn": (wrong_issn, False),
    "hidden_behind_more": (hidden_behind_more, False),
    "supplement_and_regular": (supplement_and_regular, False),
}
