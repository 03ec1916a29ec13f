"""`verifier batch`: many submissions in, one report a line out."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from verifier.cli import batch_words, options, printing
from verifier.cli.language import LANG, say
from verifier.errors import BadValue


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
@click.option("--cluster", metavar="ADDRESS", help=say("在此 Dask 集群上核验（tls://主机:端口）", "Judge on this Dask cluster (tls://host:port)"))
@click.option(
    "--papers",
    is_flag=True,
    help=say(
        "同时为每人出具检索证明和核对事项（给出 --format 等出具选项时亦然）",
        "Print both papers for everybody, too; so does any option of printing",
    ),
)
@click.option("--since", type=click.Path(file_okay=False), metavar="DIR", help=say("只核验与该批不同的申报", "Only what differs from that batch"))
@click.option("--earlier", type=click.Path(), multiple=True, metavar="FILE", help=say("以前申报的 report.jsonl", "An earlier report.jsonl"))
@printing.flags
@options.sources
def command(
    submissions: str, out: str, notice: str, jobs: int, cluster: str | None, papers: bool, since: str | None, earlier: tuple[str, ...], **words: Any
) -> int:  # fmt: skip
    """Run a batch; a row that cannot be used is listed in rejected.jsonl and the others go on.

    Ctrl-C or SIGTERM pauses it, and so does a power cut: the same command goes on where it was.
    """
    from verifier.cli.reports import listed_before
    from verifier.finished import Basis, Finished, registry_digest
    from verifier.serving import opened_settings

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    choice, how, folder = options.choice(words), printing.chosen(words), Path(out)
    papers = papers or printing.is_asked()
    before, digest = listed_before(earlier), registry_digest(choice.registry)
    spool, rejected, rules = _read(submissions, notice, choice.registry, folder)
    with opened_settings(choice) as settings, contextlib.closing(Finished(folder)) as finished:
        basis = Basis(rules, settings.realm, digest)
        if since:
            finished.take_over(Path(since), basis)
        tally, summaries = _judge(spool, finished, basis, settings, choice, folder, _engine(cluster, jobs, settings), jobs)
        if papers:
            _papers(folder, settings, how)
    _across(summaries, before, rules, tally, folder)
    finished.remove()
    batch_words.say_rejected(rejected)
    batch_words.say_tally(tally, folder)
    return _exit_code(tally, bool(rejected))


def _read(submissions: str, notice: str, registry: str | None, folder: Path) -> tuple[Any, Any, dict[str, Any]]:
    """Spool the submissions; return them, the rows that cannot be used, and the rules by the names that the submissions use."""
    from verifier.errors import UnknownNotice
    from verifier.finished import Spool
    from verifier.packaged import load_standards
    from verifier.submissions import Rejected, read_submissions

    coming = read_submissions(Path(submissions), notice)
    first = next(coming, None)  # a file that cannot be read stops here, before anything is written
    folder.mkdir(parents=True, exist_ok=True)
    rules: dict[str, Any] = {}
    wrong: dict[str, UnknownNotice] = {}
    spool, rejected = Spool(folder), batch_words.Rejects(folder)
    for one in itertools.chain([first] if first is not None else [], coming):
        if isinstance(one, Rejected):
            rejected.add(one)
            continue
        name = one.submission.notice
        if name not in rules and name not in wrong:
            try:
                rules[name] = load_standards(name, registry)
            except UnknownNotice as error:
                wrong[name] = error
        if name in wrong:
            rejected.add(Rejected(where=one.submission.applicant.id, zh=wrong[name].zh, en=wrong[name].en))
        else:
            spool.add(one)
    return spool, rejected, rules


def _engine(address: str | None, jobs: int, settings: Any) -> Any:
    """Return what judges: processes here, or a cluster that answers now, before anything is asked of a source."""
    if address is None:
        from verifier import batch

        return functools.partial(batch.made, jobs=jobs)
    try:
        from verifier import cluster
    except ImportError:
        raise BadValue(
            "使用集群须另装 output-verifier[cluster]。请安装后重试，或去掉 --cluster 在本机核验。",
            "A cluster needs output-verifier[cluster]. Install it, or verify on this machine without --cluster.",
        ) from None
    cluster.greet(address, settings)
    return functools.partial(cluster.made, address=address)


def _judge(
    spool: Any, finished: Any, basis: Any, settings: Any, choice: Any, folder: Path, engine: Any, jobs: int
) -> tuple[Any, Any]:
    """Crawl, judge from the cache as of one moment, and write the reports with what judging them again would need."""
    from verifier import batch, batch_files, decisions, rejudge
    from verifier.cli.progress import counted
    from verifier.retrieval.crawl import crawl
    from verifier.retrieval.wire import now

    known = finished.keys()
    with counted(say("检索", "Searching")) as step:
        new = (one for one in spool if basis.key(one) not in known)
        crawl(batch.open_questions(new, settings, jobs), settings, progress=step)
    at = now()
    decided_before = decisions.Register(Path(settings.data), settings.realm != "live").load()
    part, summaries, taken = folder / "report.jsonl.part", batch_files.Summaries(), 0
    fresh = functools.partial(engine, settings=settings, rules=basis.rules, at=at)
    with part.open("wb") as reports, (folder / "decisions.jsonl").open("wb") as decided, counted(say("核验", "Judging")) as step:
        writer = batch_files.Writer(reports, decided, decided_before)
        for count, (made, is_new) in enumerate(batch.judged(spool, finished, basis, fresh), 1):
            writer.write(made)
            summaries.add(made.summaries)
            taken += not is_new
            step(count, len(spool), "", "")
    spool.keep()
    part.replace(folder / "report.jsonl")
    rejudge.keep(folder, settings, choice.registry, basis.rules, at, basis.registry)
    batch_words.say_left_out(folder)
    batch_words.say_taken(taken, len(spool))
    return writer.tally, summaries


def _across(summaries: Any, before: Any, rules: dict[str, Any], tally: Any, folder: Path) -> None:
    """Write what no single list shows: one output under several applicants, or listed in an earlier application."""
    from verifier import batch_files
    from verifier.judging import across, earlier

    notices = {standards.notice.id: standards.notice for standards in rules.values()}
    together = (finding for output in summaries.outputs() for finding in across.over_batch(output, notices))
    findings = (*together, *earlier.reused(summaries, before, notices))
    batch_files.raise_outcomes(tally, findings, summaries)
    (folder / "across.jsonl").write_bytes(batch_files.across_lines(findings))
    (folder / "summary.json").write_bytes(batch_files.summary(tally, folder, across.crowded(summaries)))


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
    from verifier.cli.progress import counted
    from verifier.retrieval.archive import Archive, archive_folder

    register = printing.opened_register(settings)
    with (
        Archive(archive_folder(settings)) as archive,
        (folder / "report.jsonl").open("rb") as stream,
        counted(say("出具", "Printing")) as step,
    ):
        everybody = sum(1 for _ in stream)
        stream.seek(0)
        for count, line in enumerate(stream, 1):
            report = papers.read_report(line)
            stated = printing.beside(report, how, Path(settings.data))
            printing.written(folder / "papers" / f"{count:05d}", printing.issue(report, archive, register, how, stated))
            step(count, everybody, "", "")
            yield report


def _exit_code(tally: Any, rejected: bool) -> int:
    if rejected:
        return 2
    if tally.unfinished:
        return 3
    return 1 if tally.review or tally.bar or tally.raised else 0
