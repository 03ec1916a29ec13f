"""`verifier corpus`: build a local corpus from a source's dump or an institution's licensed exports, search it, see what there is."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from verifier.cli.language import say
from verifier.errors import BadValue

if TYPE_CHECKING:
    from pathlib import Path

    from verifier.retrieval.corpus.search import Corpus, Hit
    from verifier.retrieval.corpus.store import Manifest

SHOWN = 10


@click.group("corpus", help=say("建立、检索本地语料库（开放数据包、授权导出），核验时先于网络查询。", "Build and search local corpora, asked before any network."))
def command() -> None:
    """Hold the subcommands together."""


_DATA = click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))
_REALM = click.option(
    "--realm", type=click.Choice(["live", "demo"]), default="live", show_default=True, help=say("真实或演示", "Live or demo")
)
_NAME = click.option("--name", required=True, metavar="NAME", help=say("语料库名，如 crossref-2024", "The corpus's name, like crossref-2024"))


@command.command(
    "build",
    help=say(
        "由 FILE（文件夹、tar 或文件）建立语料库：Crossref 公开数据包、OpenAlex 快照（JSON Lines 或 {'items': …}，可为 gzip），"
        "或各库的授权导出。中断后用同一命令续建。读不出的行逐条指出。",
        "Build a corpus from FILE (a folder, a tar, or files): Crossref's public data file, OpenAlex's snapshot, or licensed exports of a "
        "database. The same command goes on after a stop. What cannot be read is named line by line.",
    ),
)  # fmt: skip
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE…")
@_NAME
@click.option("--source", required=True, help=say("来源：crossref、openalex、cnki、wanfang、vip、ncpssd", "The source: crossref, openalex, cnki …"))
@click.option("--date", "day", required=True, metavar="YYYY-MM[-DD]", help=say("数据的日期", "Of which day the data is"))
@click.option("--licence", default="", help=say("授权依据；各库的导出必填", "On what ground it is used; exports of databases need it"))
@click.option(
    "--engine", type=click.Choice(["fts5", "tantivy"]), default="fts5", show_default=True,
    help=say("题名索引；约两百万条以上用 tantivy（附加组件 corpus）", "The title index; tantivy (extra corpus) beyond two million records"),
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help=say("列出全部未读的行", "Show everything that was not read"))
@_DATA
@_REALM
def build(
    files: tuple[str, ...], name: str, source: str, day: str, licence: str, engine: str, every: bool, data: str | None, realm: str
) -> int:  # fmt: skip
    """Build or go on, and say what was not read; exit code 1 where anything was left out."""
    from verifier.retrieval.corpus import build as building
    from verifier.retrieval.corpus.store import Manifest

    folder = _root(data, realm) / name
    building.begin(folder, Manifest(name=name, source=source, date=day, licence=licence, engine=engine, state="building"))
    found = building.build(folder, files, _progress())
    wrong = _say_wrong(folder, every)
    click.echo(say(f"{name}：{found.records} 条，未读 {wrong} 处。{folder}", f"{name}: {found.records} records, {wrong} pieces not read. {folder}"))
    return 1 if wrong else 0


def _progress() -> Any:
    """Return what tells of a build's progress on a terminal, and stays silent elsewhere."""
    began, shows = time.monotonic(), sys.stderr.isatty()

    def told(file: str, records: int) -> None:
        if shows:
            click.echo(f"\r{records} {file[-60:]:60} {records / max(time.monotonic() - began, 0.001):.0f}/s", nl=False, err=True)

    return told


def _say_wrong(folder: Path, every: bool) -> int:
    """Print where something was not read, and return how often that was."""
    from verifier.retrieval.corpus.store import Store

    store = Store(folder)
    total = store.counts()[2]
    for place, (file, line, zh, en) in enumerate(store.wrongs()):
        if place >= SHOWN and not every:
            click.echo(say(f"…… 另有 {total - SHOWN} 处（--all 全列）", f"… and {total - SHOWN} more (--all)"), err=True)
            break
        click.echo(f"{file}:{line}: {say(zh, en)}", err=True)
    store.close()
    return total


@command.command(
    "search",
    help=say(
        "按题名（可有一至三个错字）、DOI 或刊、年、期、首页检索语料库；列出所在数据包、日期、文件、行号和记录。查不到不说明没有。",
        "Search by title (one to three wrong characters are fine), DOI, or journal, year, issue and first page. Not found says nothing.",
    ),
)
@click.argument("title", required=False)
@click.option("--name", "names", multiple=True, metavar="NAME", help=say("只检索这个语料库", "Only this corpus"))
@click.option("--doi", default="", help="DOI")
@click.option("--journal", default="", help=say("刊名或ISSN", "Journal or ISSN"))
@click.option("--year", default="", help=say("年", "Year"))
@click.option("--issue", default="", help=say("期", "Issue"))
@click.option("--page", default="", help=say("首页", "First page"))
@click.option("--most", type=click.IntRange(1, 100), default=SHOWN, show_default=True, help=say("最多列出", "At most"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON Lines", "Print JSON lines"))
@_DATA
@_REALM
def search(
    title: str | None, names: tuple[str, ...], doi: str, journal: str, year: str, issue: str, page: str, most: int, as_json: bool,
    data: str | None, realm: str,
) -> int:  # fmt: skip
    """Print what is found; exit code 1 where that is nothing."""
    from verifier.retrieval.corpus.search import Corpus

    place = (journal, year, issue, page)
    if not (title or doi or all(place)):
        raise click.UsageError(say("请给出题名、--doi，或 --journal --year --issue --page", "give a title, --doi, or --journal --year --issue --page"))
    found = 0
    for path, manifest in _known(data, realm, names).items():
        corpus = Corpus(path)
        for hit in _hits(corpus, title or "", doi, place, most):
            found += 1
            click.echo(_line(manifest, hit, as_json))
        corpus.close()
    if not found:
        click.echo(say("语料库中未见；未见不说明没有。", "Not in the corpora; that is no proof that it does not exist."), err=True)
    return 0 if found else 1


def _hits(corpus: Corpus, title: str, doi: str, place: tuple[str, ...], most: int) -> list[Hit]:
    from verifier.normalize import issn
    from verifier.retrieval.corpus import keys
    from verifier.retrieval.corpus.search import Hit

    journal, year, issue, page = place
    exact = corpus.by_doi(doi) if doi else []
    if all(place):
        exact += corpus.by_place(keys.places((journal,), (issn.compact(journal),), (year,), issue, None, page))
    hits = {kept.number: Hit(kept, 100.0) for kept in exact}
    for hit in corpus.by_title(title, most) if title else []:
        hits.setdefault(hit.kept.number, hit)
    return list(hits.values())[:most]


def _line(manifest: Manifest, hit: Hit, as_json: bool) -> str:
    import msgspec

    from verifier.retrieval.corpus import shapes

    kept = hit.kept
    if as_json:
        told = {
            "corpus": manifest.name, "source": manifest.source, "date": manifest.date, "file": kept.file, "sha256": kept.sha256,
            "line": kept.line, "likeness": round(hit.likeness, 1), "record": msgspec.Raw(kept.raw),
        }  # fmt: skip
        return msgspec.json.encode(told).decode()
    return f"{hit.likeness:5.1f}  {shapes.title(kept.raw)}\n       {manifest.name} {manifest.date} {kept.file}:{kept.line} {kept.raw.decode()}"


@command.command("status", help=say("列出各语料库：来源、日期、条数、是否建完、未读处。", "List the corpora: source, date, records, whether whole, what was not read."))
@click.option("--all", "every", is_flag=True, help=say("列出全部未读的行", "Show everything that was not read"))
@_DATA
@_REALM
def status(every: bool, data: str | None, realm: str) -> int:
    """Print a line a corpus; exit code 1 where one is not whole."""
    from verifier.retrieval.corpus.store import Store

    known = _known(data, realm, ())
    for path, one in known.items():
        store = Store(path)
        begun, through, wrong = store.counts()
        store.close()
        state = say("完整", "whole") if one.state == "whole" else say("未建完，请用同一命令续建", "not whole: run the same build again")
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6
        click.echo(
            f"{one.name}\t{one.source}\t{one.date}\t{one.engine}\t"
            + say(f"{one.records} 条，文件 {through}/{begun}，未读 {wrong} 处，{size:.0f} MB，{state}",
                  f"{one.records} records, files {through}/{begun}, {wrong} not read, {size:.0f} MB, {state}")
            + (f"\t{one.licence}" if one.licence else "")
        )  # fmt: skip
        if every:
            _say_wrong(path, every)
    if not known:
        click.echo(say("没有语料库。请用 verifier corpus build 建立。", "There is no corpus. Build one by verifier corpus build."))
    return 0 if all(one.state == "whole" for one in known.values()) else 1


def _root(data: str | None, realm: str) -> Path:
    from verifier.retrieval.corpus.shelf import folder
    from verifier.settings import Settings, data_folder

    return folder(Settings(data=str(data_folder(data)), realm=realm))


def _known(data: str | None, realm: str, names: tuple[str, ...]) -> dict[Path, Manifest]:
    """Return the corpora of a data folder, all or the named ones. Raises BadValue for a name that none has."""
    from verifier.retrieval.corpus.shelf import manifests

    found = dict(manifests(_root(data, realm)))
    missing = [name for name in names if name not in {one.name for one in found.values()}]
    if missing:
        have = "、".join(one.name for one in found.values()) or "—"
        raise BadValue(f"没有语料库“{missing[0]}”。现有：{have}。", f"There is no corpus {missing[0]!r}. There are: {have}.")
    return {path: one for path, one in found.items() if not names or one.name in names}
