"""How papers are printed: the options that check, batch and dossier share, and the one way in which they issue a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from verifier.cli.language import LANG, say
from verifier.errors import BadValue

if TYPE_CHECKING:
    from verifier.model import Report
    from verifier.papers.register import Register
    from verifier.proof import Beside, Brought
    from verifier.retrieval.archive import Archive
    from verifier.settings import Settings

FORMATS = ("pdf", "docx", "html", "xlsx", "json")


class Printing(msgspec.Struct, frozen=True, kw_only=True):
    """What the person at the door chose: formats, who reviewed an unfinished search and why it is, and what is printed where."""

    formats: tuple[str, ...] = ("pdf",)
    reviewer: str = ""
    because: str = ""
    department: str = ""
    unit_code: str = "000000"
    by: str = ""


FLAGS = (
    ("--format", "formats", "pdf", "出具的格式（pdf、docx、html、xlsx、json），逗号分隔", "Formats (pdf, docx, html, xlsx, json), comma-separated"),
    ("--reviewer", "reviewer", "", "复核人：有未完成检索时，与 --because 同填方可出正本", "Reviewer of an unfinished search, with --because"),
    ("--because", "because", "", "复核人注明的未完成检索原因", "Why a search is unfinished, in the reviewer's words"),
    ("--department", "department", "", "主管部门名称（按上报渠道）", "Supervising department, by the channel"),
    ("--unit-code", "unit_code", "000000", "编号用的6位单位代码", "Unit code in the number, six characters"),
    ("--by", "by", "", "出具人或出具单位（记入登记簿）", "Who issues, for the register"),
)


def flags(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of printing."""
    for flag, name, default, zh, en in reversed(FLAGS):
        function = click.option(flag, name, default=default, show_default=bool(default), help=say(zh, en))(function)
    return function


def is_asked() -> bool:
    """Say whether the person gave one of the options of printing: who chooses how papers look wants papers."""
    here = click.get_current_context()
    return any(here.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE for _, name, *_ in FLAGS)


def chosen(words: dict[str, Any]) -> Printing:
    """Take the options of printing out of a command's keyword arguments. Raises BadValue for an unknown format."""
    formats = tuple(dict.fromkeys(one.strip().lower() for one in words.pop("formats").split(",") if one.strip()))
    if not formats or set(formats) - set(FORMATS):
        wrong = "、".join(one for one in formats if one not in FORMATS)
        raise BadValue(
            f"不能出具格式“{wrong}”。可用：{'、'.join(FORMATS)}（逗号分隔）。",
            f"Format {wrong!r} cannot be printed. Known: {', '.join(FORMATS)} (comma-separated).",
        )
    rest = {name: words.pop(name).strip() for name in ("reviewer", "because", "department", "unit_code", "by")}
    return Printing(formats=formats, **rest)


def opened_register(settings: Settings) -> Register:
    """Return the register of a run's realm."""
    from verifier.papers.register import Register, register_folder

    return Register(register_folder(settings))


def beside(
    report: Report, printing: Printing, data: Path, brought: tuple[Brought, ...] = ()
) -> Beside:
    """Return what is printed beside a report: the reviewer's reason, the department, what was brought, and people's decisions."""
    from verifier import decisions
    from verifier.proof import Beside, Noted
    from verifier.retrieval.wire import now

    today = now().date().isoformat()
    return Beside(
        noted=Noted(by=printing.reviewer, why=printing.because, at=today) if printing.reviewer else None,
        department=printing.department,
        brought=brought,
        decisions=decisions.of(report, decisions.Register(data, report.demo).load()),
    )


def issue(
    report: Report, archive: Archive, register: Register, printing: Printing, stated: Beside
) -> dict[str, bytes]:
    """Issue one report as chosen: number it, print it, enter it in the register."""
    from verifier import papers
    from verifier.retrieval.wire import now

    at = now()
    return papers.issue(
        report,
        archive,
        register,
        LANG,
        day=at.date().isoformat(),
        at=at.isoformat(timespec="seconds"),
        formats=printing.formats,
        beside=stated,
        unit_code=printing.unit_code,
        by=printing.by,
    )


def written(folder: Path, contents: dict[str, bytes]) -> list[Path]:
    """Write what was issued, whole or not at all."""
    from verifier import papers

    return papers.write(folder, contents)
