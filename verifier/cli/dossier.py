"""`verifier dossier`: bind one applicant's volume, or a whole unit's, with the slip, the display list and the print order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verifier.cli import options, printing
from verifier.cli.language import LANG, say
from verifier.errors import BadValue

if TYPE_CHECKING:
    from verifier.model import Report
    from verifier.papers.brought import Held
    from verifier.papers.register import Register
    from verifier.proof.unit import Printout
    from verifier.retrieval.archive import Archive

REALMS = {True: "demo", False: "live"}


@click.command(
    "dossier",
    help=say(
        "依 REPORT（report.json，或成批的 report.jsonl）装订卷宗：论文、著作各附网上检索页，目录、页码、核对表、书签。"
        "材料放在 --attach 文件夹，文件名以成果序号开头，如“1 期刊查询.pdf”“1-版权页.jpg”“3 知网.pdf”；成批时每人一个以申报人编号命名的子文件夹。",
        "Bind the volume of REPORT (report.json, or a batch's report.jsonl): papers and books, each with its search pages, contents, "
        "page numbers, completeness, bookmarks. Files lie in --attach, named by output (“1 期刊查询.pdf”, “1-版权页.jpg”), in a batch in "
        "a folder for each applicant's id.",
    ),
)
@click.argument("report", type=click.Path())
@click.option("--attach", type=click.Path(file_okay=False), help=say("材料文件夹（打印件、扫描件）", "Folder of prints and scans"))
@click.option("--out", type=click.Path(file_okay=False), default="out", show_default=True, help=say("输出文件夹", "Output folder"))
@click.option("--first", type=click.IntRange(1, 9999), default=1, show_default=True, help=say("本部分首页的卷内页码", "Number of the first page"))
@click.option("--names", is_flag=True, help=say("公示表中印出姓名（默认由单位填写）", "Print names in the display list"))
@click.option("--data", type=click.Path(), help=say("数据文件夹（证据、登记簿）", "The folder of evidence and register"))
@printing.flags
@options.language
def command(
    report: str, attach: str | None, out: str, first: int, names: bool, data: str | None, **words: Any
) -> int:  # fmt: skip
    """Bind every report of the file; a unit's file also leaves its display list and print order."""
    from verifier.cli.reports import each_report

    how, folder = printing.chosen(words), Path(out)
    desk = _Desk(data)
    done: list[tuple[Report, str, Printout]] = []
    many = report.endswith(".jsonl")
    for count, one in enumerate(each_report(Path(report)), 1):
        place = folder / f"{count:05d}" if many else folder
        held = _held(Path(attach) if attach else None, one, many)
        number, pages = _bind(one, held, desk, how, place, first)
        done.append((one, number, _printout(one, place, folder, pages)))
    if many:
        _unit(done, folder, names)
    click.echo(f"{say('已写入', 'Written')}: {folder}")
    return 0


class _Desk:
    """The archives and registers of both realms, opened as they are needed."""

    def __init__(self, data: str | None) -> None:
        from verifier.settings import data_folder

        self.data = data_folder(data)
        self._open: dict[bool, tuple[Archive, Register]] = {}

    def of(self, report: Report) -> tuple[Archive, Register]:
        from verifier.papers.register import Register
        from verifier.retrieval.archive import Archive

        if report.demo not in self._open:
            realm = REALMS[report.demo]
            self._open[report.demo] = Archive(self.data / "archive" / realm), Register(self.data / "register" / realm)
        return self._open[report.demo]


def _held(attach: Path | None, report: Report, many: bool) -> Held:
    """Read the brought files of one applicant and name those that no output claims."""
    from verifier.papers import brought

    folder = attach / report.applicant.id if attach and many else attach
    if folder is None or (many and not folder.is_dir()):
        return brought.Held()
    held = brought.read(folder, len(report.items))
    for name in held.unused:
        click.echo(
            say(
                f"未装订 {name}：文件名须以成果序号开头（如“1 版权页.pdf”），且为 PDF、JPG、PNG。",
                f"{name} is not bound: its name must begin with an output's number, and it must be PDF, JPG or PNG.",
            ),
            err=True,
        )
    return held


def _bind(
    report: Report, held: Held, desk: _Desk, how: printing.Printing, place: Path, first: int
) -> tuple[str, dict[str, int]]:
    """Issue the papers with what was brought, bind the volume, write the slip and the bundle; return number and page counts."""
    from verifier.papers import issuing, prints

    archive, register = desk.of(report)
    held = prints.with_prints(held, report, archive)
    stated = printing.beside(report, how, desk.data, held.brought)
    contents = printing.issue(report, archive, register, how, stated)
    more = issuing.volume(
        report,
        archive,
        register,
        LANG,
        papers=contents,
        held=held,
        beside=stated,
        manual=_manual(report),
        order=_order(report),
        first=first,
        formats=how.formats,
        by=how.by,
    )
    printing.written(place, {**contents, **more.files})
    return register.number_of(report), more.pages


def _notice(report: Report) -> Any:
    from verifier.errors import VerifierError
    from verifier.packaged import load_standards

    try:
        return load_standards(report.rules.id, None).notice
    except VerifierError:
        return None  # a notice of one's own, no longer at hand: the volume then has no list of what people check


def _manual(report: Report) -> tuple[tuple[str, str], ...]:
    notice = _notice(report)
    return tuple((one.clause, one.says) for one in notice.manual) if notice else ()


def _order(report: Report) -> str:
    notice = _notice(report)
    return str(notice.order) if notice else ""


def _printout(report: Report, place: Path, folder: Path, pages: dict[str, int]) -> Printout:
    from verifier.proof.unit import Printout

    return Printout(applicant=report.applicant.name, folder=str(place.relative_to(folder)), pages=pages)


def _unit(done: list[tuple[Report, str, Printout]], folder: Path, names: bool) -> None:
    """Write the unit's display list and print order, each as PDF and workbook."""
    from verifier import proof
    from verifier.proof import unit
    from verifier.retrieval.wire import now

    if not done:
        raise BadValue("文件中没有核验结果，无可装订。", "The file holds no report; there is nothing to bind.")
    reports, numbers, printouts = [one for one, _, _ in done], [one for _, one, _ in done], [one for _, _, one in done]
    issued = now().date().isoformat()
    shown = unit.display(reports, numbers, LANG, names=names, issued=issued)
    order = unit.order(reports, printouts, LANG, issued=issued)
    made = {
        f"{name}.{kind}": proof.in_format(sheet, kind)
        for name, sheet in (("display", shown), ("print-order", order))
        for kind in ("pdf", "xlsx")
    }
    printing.written(folder, made)


