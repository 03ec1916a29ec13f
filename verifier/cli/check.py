"""`verifier check`: one applicant's list in, the retrieval certificate and the check list out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from verifier.cli import options, printing
from verifier.cli.language import LANG, say
from verifier.errors import EmptyList, UnreadableFile, why
from verifier.model import AcrossFinding, Applicant, Report, Submission

if TYPE_CHECKING:
    from verifier.judging.earlier import Register
    from verifier.verify import Standards


@click.command(
    "check",
    help=say(
        "核验 LIST（Word、Excel、PDF、文本清单，或各数据库导出的题录），在 --out 中留下检索证明、核对事项（PDF）和核验结果（JSON）。",
        "Verify LIST (Word, Excel, PDF, text, or a database's export) and leave certificate, check list (PDF) and report (JSON) in --out.",
    ),
)
@click.argument("file", metavar="LIST", type=click.Path(), required=False)
@click.option("--applicant", "person", metavar="FILE", type=click.Path(), help=say("申报人文件（TOML 或 JSON）", "Applicant file"))
@click.option("--notice", default=options.DEFAULT_NOTICE, show_default=True, help=say("评审通知", "The notice"))
@click.option("--out", type=click.Path(file_okay=False), default="out", show_default=True, help=say("输出文件夹", "Output folder"))
@click.option("--nil", is_flag=True, help=say("清单为空时出具无研究成果的证明", "Print a nil certificate for an empty list"))
@click.option(
    "--earlier", type=click.Path(), multiple=True, metavar="FILE", help=say("以前申报的 report.json(l)", "An earlier report.json(l)")
)
@options.applicant_flags
@printing.flags
@options.sources
def command(
    file: str | None, person: str | None, notice: str, out: str, nil: bool, earlier: tuple[str, ...], **words: Any
) -> int:
    """Check one list; returns the exit code of the contract."""
    from verifier.cli.reports import listed_before

    before = listed_before(earlier)
    choice, how = options.choice(words), printing.chosen(words)
    applicant = options.applicant(person, words)
    submission, citations = submit(file, applicant, notice, nil)
    return run(submission, citations, choice, Path(out), how, before)


def submit(file: str | None, applicant: Applicant, notice: str, nil: bool) -> tuple[Submission, dict[str, Any]]:
    """Read the list into a submission. Raises UnreadableFile, or EmptyList unless a nil certificate was asked for."""
    from verifier.cli.reading import hand_in
    from verifier.readers import document
    from verifier.submissions import item, valid

    pieces = hand_in(_bytes(file), Path(file).name, applicant.name).pieces if file else ()
    if not pieces and not nil:
        raise EmptyList(
            f"清单 {file or ''} 中没有读到著录。确无研究成果的，请加 --nil 出具空白证明；否则请检查文件内容。",
            f"No citation was read from {file or 'the list'}. If there are no outputs, add --nil; else check the file.",
        )
    items = tuple(item(piece, str(number)) for number, piece in enumerate(pieces, 1))
    citations = {one.id: document.citation(piece, one.id) for one, piece in zip(items, pieces, strict=True)}
    return valid(Submission(applicant=applicant, notice=notice, items=items)), citations


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"清单 {file} 无法读取（{why(error)}）。请检查路径和权限后重试。",
            f"The list {file} cannot be read ({error.strerror}). Check its path and permissions, then retry.",
        ) from None


def run(
    submission: Submission, citations: dict[str, Any], choice: Any, out: Path, how: printing.Printing | None = None,
    before: Register | None = None,
) -> int:  # fmt: skip
    """Ask the sources with progress shown, write the papers, print the table and what an earlier application listed."""
    from rich.console import Console

    from verifier import proof
    from verifier.cli.progress import shown
    from verifier.desk import opened_desk

    with opened_desk(choice, submission.notice) as desk:
        with shown(len(submission.items), say("检索", "Searching")) as step:
            report = desk.verify(submission, citations, step)
        register = printing.opened_register(desk.settings)
        how = how or printing.Printing()
        stated = printing.beside(report, how, Path(desk.settings.data))
        again = reused(report, before, desk.standards) if before is not None else ()
        paths = printing.written(out, printing.issue(report, desk.archive, register, how, stated))
    console = Console(highlight=False)
    console.print(proof.terminal.table(report, LANG))
    for text in decided(report, desk.settings.data):
        console.print(text, soft_wrap=True)
    for one in again:
        told = say(f"{one.says}{one.remedy}", f"{one.says_en} {one.remedy_en}")
        console.print(f"{say('以前申报', 'Earlier application')} {', '.join(one.items)}: {told}", soft_wrap=True)
    for path in paths:
        console.print(f"{say('已写入', 'Written')}: {path}", soft_wrap=True)
    return max(exit_code(report), 1 if again else 0)


def reused(report: Report, before: Register, standards: Standards) -> tuple[AcrossFinding, ...]:
    """Return what an earlier application listed; it stands beside the report, which speaks of its own list alone."""
    from verifier.judging import across, earlier

    found = (across.summarise(report.applicant, item, report.notice) for item in report.items)
    return earlier.reused(found, before, {standards.notice.id: standards.notice})


def decided(report: Report, data: str) -> list[str]:
    """Return a line for every decision that people made on these items, now or under an earlier report of the same text."""
    from verifier import decisions
    from verifier.cli.decide import line

    made = decisions.of(report, decisions.Register(Path(data), report.demo).load())
    word = say("人工结论", "Decision")
    return [f"{word} {item}: {line(one)}" for item, several in made.items() for one in several]


def exit_code(report: Report) -> int:
    """Return 3 if a source failed and something stays unverified, 1 if there are findings, else 0."""
    from verifier.verify import unfinished

    if unfinished(report):
        return 3
    return 1 if report.across or any(item.outcome != "CLEAR" for item in report.items) else 0


def with_notice(submission: Submission, notice: str) -> Submission:
    """Return the submission under another notice."""
    return msgspec.structs.replace(submission, notice=notice)
