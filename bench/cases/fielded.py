"""The notice's own specialties against an article's class numbers and its journal's class letter."""

from __future__ import annotations

from bench.cases import words
from bench.cases.case import CLEAR, REVIEW, Case, Kind, Who, year_of
from bench.cases.citing import said, text
from bench.cases.world import Row, World

CORE = {
    "建材": ("TQ17", "TU5"), "机电": ("TH", "TM", "TG"), "电子": ("TN", "TP"), "电力": ("TM", "TK"), "冶金": ("TF", "TG"),
    "石油化工": ("TE", "TQ"), "纺织": ("TS1", "TS94"), "轻工": ("TS",), "综合": ("TH", "TU", "TV", "X", "TB"),
    "无人机科学与工程": ("V2", "V3", "TP24"), "安防工程": ("TU89", "TP391.4", "TN94", "TM9", "X9", "D63"), "经济": ("F",),
}  # fmt: skip
NEAR = {
    "建材": ("TB3", "TU", "X7"), "机电": ("TP2", "TN", "TK", "TB", "U46"), "电子": ("TM", "O4", "TH7", "TB"),
    "电力": ("TV7", "TL", "TP", "TH"), "冶金": ("TD", "TB3", "TQ17", "X75"), "石油化工": ("O6", "TK", "X74", "TB"),
    "纺织": ("TQ34", "TH", "TP"), "轻工": ("TQ", "TB48", "X79"), "综合": ("U", "V", "F4"),
    "无人机科学与工程": ("TN", "P23", "U", "TM91"), "安防工程": ("TP", "TN", "TU", "D"), "经济": ("C8", "C93", "D92", "G3"),
}  # fmt: skip
CLASSES = {
    "建材": ("TQ", "TU"), "机电": ("TH", "TM", "TG"), "电子": ("TN", "TP"), "电力": ("TM", "TK"), "冶金": ("TF",), "石油化工": ("TE", "TQ"),
    "纺织": ("TS",), "轻工": ("TS",), "综合": ("TH",), "无人机科学与工程": ("V",), "安防工程": (), "经济": ("F",),
}  # fmt: skip
FAR = ("R197", "H319.3", "I206", "J523", "K928", "B82", "A81", "G807")
BARE = ("R", "H", "J", "K")
GENERAL = ("N", "Z", "T")


def _number(world: World, stem: str) -> str:
    """Return a class number under a stem, deeper as often as not."""
    if not stem[-1].isdigit():
        return stem + world.rng.choice(("", "1", "2", "31.5", "6+2"))
    return stem + world.rng.choice(("", "2" if "." in stem else ".3", "1"))


def of(numbers: str, letters: str, good: bool) -> tuple[Kind, bool]:
    """Return a kind: an article with such numbers in a journal of such a class letter."""

    def run(world: World, who: Who) -> Case:
        specialty = world.rng.choice([one for one in CORE if CLASSES[one] or letters != "core"])
        clc = {
            "core": lambda: [_number(world, world.rng.choice(CORE[specialty]))],
            "near": lambda: [_number(world, world.rng.choice(NEAR[specialty]))],
            "both": lambda: [world.rng.choice(FAR), _number(world, world.rng.choice(CORE[specialty]))],
            "far": lambda: [world.rng.choice(FAR)],
            "none": list,
            "general": lambda: [world.rng.choice(GENERAL)],
        }[numbers]()
        letter = world.rng.choice({"core": CLASSES[specialty], "far": BARE, "general": GENERAL}[letters])
        serial = world.serial("of_field", cn=words.cn(world.rng, world._cn, letter))
        paper = world.paper(serial, who.byline(world), year_of(world, who), world.regular(serial), clc=clc)
        series = "economics" if specialty == "经济" else "engineering"
        applicant: Row = {"specialty": specialty, "series": series, "fields": None}
        reasons = (
            ()
            if good
            else ("off_field",)
            if (numbers, letters) == ("far", "far")
            else ("off_field", "field_undetermined")
        )
        return Case(text(said(world, paper)), (CLEAR,) if good else (REVIEW,), paper, reasons, applicant=applicant)

    return run, good


ALL: dict[str, tuple[Kind, bool]] = {
    "field_core": of("core", "far", True),
    "field_near": of("near", "far", True),
    "field_both": of("both", "general", True),
    "field_by_class": of("none", "core", True),
    "field_cleared": of("far", "core", True),
    "field_off": of("far", "far", False),
    "field_unknown": of("none", "far", False),
    "field_general": of("general", "general", False),
}
