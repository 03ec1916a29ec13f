"""`verifier batch`: many submissions in, one report a line out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from verifier.cli import options, printing
from verifier.cli.language import LANG, say


@click.command(
    "batch",
    help=say(
        "核验 SUBMISSIONS（submissions.jsonl、工作簿或文件夹），在 --out 中写 report.jsonl。",
        "Verify SUBMISSIONS (submissions.jsonl, a workbook or a folder) and write report.jsonl in --out.",
    ),
)
@click.argument("submissions", type=click.Path())
@click.option("--out", type=click.Path(file_okay=False), default="out", show_default=True, help=say("输出文件夹", "Output folder"))
@click.option("--notice", default=options.DEFAULT_NOTICE, show_default=True, help=say("未写明通知者所用的通知", "Notice where none is named"))
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help=say("并行进程数", "Processes"))
@click.option("--papers", is_flag=True, help=say("同时为每人出具检索证明和核对事项", "Print both papers for everybody, too"))
@click.option("--earlier", type=click.Path(), multiple=True, metavar="FILE", help=say("以前申报的 report.jsonl", "An earlier report.jsonl"))
@printing.flags
@options.sources
def command(
    submissions: str, out: str, notice: str, jobs: int, papers: bool, earlier: tuple[str, ...], **words: Any
) -> int:  # fmt: skip
    """Run a batch; a row that cannot be used is listed in rejected.jsonl and the others go on."""
    from verifier.serving import opened_settings

    choice, how, folder = options.choice(words), printing.chosen(words), Path(out)
    before = _register(earlier)
    handed, rejected, rules = _read(submissions, notice, choice.registry)
    folder.mkdir(parents=True, exist_ok=True)
    with opened_settings(choice) as settings:
        tally, summaries = _judge(handed, rules, settings, choice, folder, jobs)
        if papers:
            _papers(folder, settings, how)
    _across(summaries, before, rules, tally, folder)
    _say_left_out(handed, folder)
    _say_rejected(rejected, folder)
    _say_tally(tally, folder)
    return _exit_code(tally, bool(rejected))


def _read(submissions: str, notice: str, registry: str | None) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Return the submissions, the rows that cannot be used, and the rules by the names that the submissions use."""
    from verifier.errors import UnknownNotice
    from verifier.packaged import load_standards
    from verifier.submissions import Handed, Rejected, read_submissions

    rules: dict[str, Any] = {}
    wrong: dict[str, UnknownNotice] = {}
    handed, rejected = list[Handed](), list[Rejected]()
    for one in read_submissions(Path(submissions), notice):
        if isinstance(one, Rejected):
            rejected.append(one)
            continue
        name = one.submission.notice
        if name not in rules and name not in wrong:
            try:
                rules[name] = load_standards(name, registry)
            except UnknownNotice as error:
                wrong[name] = error
        if name in wrong:
            rejected.append(Rejected(where=one.submission.applicant.id, zh=wrong[name].zh, en=wrong[name].en))
        else:
            handed.append(one)
    return handed, rejected, rules


def _judge(
    handed: list[Any], rules: dict[str, Any], settings: Any, choice: Any, folder: Path, jobs: int
) -> tuple[Any, list[Any]]:
    """Crawl, judge from the cache as of one moment, and write the reports with what judging them again would need."""
    from verifier import batch, decisions, rejudge
    from verifier.retrieval.wire import now
    from verifier.verify import unfinished

    _crawl(list(batch.questions(handed)), settings)
    at = now()
    known = decisions.Register(Path(settings.data), settings.realm != "live").load()
    part, summaries = folder / "report.jsonl.part", list[Any]()
    with part.open("wb") as reports, (folder / "decisions.jsonl").open("wb") as decided:
        writer = batch.Writer(reports, decided, known)
        for report in batch.reports(handed, settings, rules, jobs, at):
            summaries += writer.write(report, unfinished(report))
    part.replace(folder / "report.jsonl")
    rejudge.keep(folder, settings, choice.registry, handed, at)
    return writer.tally, summaries


def _across(summaries: list[Any], before: Any, rules: dict[str, Any], tally: Any, folder: Path) -> None:
    """Write what no single list shows: one output under several applicants, or listed in an earlier application."""
    from verifier import batch
    from verifier.judging import across, earlier

    notices = {standards.notice.id: standards.notice for standards in rules.values()}
    findings = (*across.over_batch(summaries, notices), *earlier.reused(summaries, before, notices))
    batch.raise_outcomes(tally, findings, summaries)
    (folder / "across.jsonl").write_bytes(batch.across_lines(findings))
    (folder / "summary.json").write_bytes(batch.summary(tally, folder, across.crowded(summaries)))


def _register(files: tuple[str, ...]) -> Any:
    from itertools import chain

    from verifier.cli.reports import each_report
    from verifier.judging import earlier

    return earlier.listed(chain.from_iterable(each_report(Path(file)) for file in files))


def _crawl(questions: list[Any], settings: Any) -> None:
    from verifier.cli.progress import counted
    from verifier.retrieval.crawl import crawl

    if questions:
        with counted(say("检索", "Searching")) as step:
            crawl(questions, settings, progress=step)


def _papers(folder: Path, settings: Any, how: printing.Printing) -> None:
    """Issue everybody's papers, and the unit's summary as a workbook."""
    from verifier.proof import summary, xlsx
    from verifier.proof.wording import DEMO

    tables = summary.build(_issued(folder, settings, how), LANG)
    marks = (say(*DEMO),) if settings.realm != "live" else ()
    printing.written(folder, {"summary.xlsx": xlsx.render(tables, title=say("汇总", "Summary"), marks=marks)})


def _issued(folder: Path, settings: Any, how: printing.Printing) -> Iterator[Any]:
    """Yield every report of the batch after its papers are written."""
    from verifier import papers
    from verifier.retrieval.archive import Archive, archive_folder

    register = printing.opened_register(settings)
    with Archive(archive_folder(settings)) as archive, (folder / "report.jsonl").open("rb") as stream:
        for count, line in enumerate(stream, 1):
            report = papers.read_report(line)
            printing.written(folder / "papers" / f"{count:05d}", printing.issue(report, archive, register, how))
            yield report


def _say_left_out(handed: list[Any], folder: Path) -> None:
    """List what the applicants' documents held beside citations, so that nothing is left out in silence."""
    rows = [{"applicant": one.submission.applicant.id, "left_out": list(one.left_out)} for one in handed if one.left_out]
    if not rows:
        return
    file = folder / "left_out.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    click.echo(
        say(
            f"{len(rows)} 位申报人的清单中有未作为著录的内容（标题、签名、缺少题名的记录等），已列入 {file}。",
            f"The lists of {len(rows)} applicants hold more than citations (headings, signatures, records without a title); see {file}.",
        ),
        err=True,
    )


def _say_rejected(rejected: list[Any], folder: Path) -> None:
    if not rejected:
        return
    lines = [json.dumps({"where": one.where, "why": one.zh}, ensure_ascii=False) for one in rejected]
    (folder / "rejected.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for one in rejected[:20]:
        click.echo(f"{one.where}: {say(one.zh, one.en)}", err=True)
    click.echo(
        say(
            f"有 {len(rejected)} 行未能使用，已列入 {folder / 'rejected.jsonl'}；请改正后重新运行，其余各行已核验。",
            f"{len(rejected)} rows could not be used and are listed in {folder / 'rejected.jsonl'}; the others are done.",
        ),
        err=True,
    )


def _say_tally(tally: Any, folder: Path) -> None:
    click.echo(
        say(
            f"申报人 {tally.applicants}，成果 {tally.items}：未见问题 {tally.clear}，须人工核实 {tally.review}，"
            f"属条款所列情形 {tally.bar}；未完成检索 {tally.unfinished} 人，跨申报人事项涉及 {tally.raised} 项。",
            f"{tally.applicants} applicants, {tally.items} items: {tally.clear} clear, {tally.review} to review, "
            f"{tally.bar} under a clause; {tally.unfinished} unfinished, {tally.raised} concerned across applicants.",
        )
    )
    if tally.decided:
        settled = (tally.settled_clear, tally.settled_review, tally.settled_bar)
        click.echo(
            say(
                f"另计：{tally.decided} 项已有人工结论（无须再核 {settled[0]}，仍须核实 {settled[1]}，不予认定 {settled[2]}），见 decisions.jsonl。",
                f"Apart: people decided on {tally.decided} items ({settled[0]} settled, {settled[1]} still to check, "
                f"{settled[2]} not recognised); see decisions.jsonl.",
            )
        )
    click.echo(f"{say('已写入', 'Written')}: {folder / 'report.jsonl'}")


def _exit_code(tally: Any, rejected: bool) -> int:
    if rejected:
        return 2
    if tally.unfinished:
        return 3
    return 1 if tally.review or tally.bar or tally.raised else 0
