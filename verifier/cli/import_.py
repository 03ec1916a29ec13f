"""`verifier import`: what people bring of a source, in bulk: exports, saved pages, and prints of the registry with who and when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.language import say
from verifier.errors import BadValue, InputError, UnreadableFile, why

if TYPE_CHECKING:
    from verifier.imports import Shown
    from verifier.retrieval.archive import Archive
    from verifier.retrieval.manual import Filed, Manual
    from verifier.settings import Settings

SHOWN = 10


@click.command(
    "import",
    help=say(
        "导入 FILE（各库“导出题录”的文件、保存为 HTML 的详细页）和 --print 打印件，存入证据库，供核验时作为手工证据。"
        "来源自己已答复的，以其答复为准，手工证据列在旁边。",
        "Take in FILE (a database's exports, detail pages saved as HTML) and prints of the registry as manual evidence. What a source "
        "itself has answered stands; manual evidence is shown beside it.",
    ),
)
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False), metavar="FILE…")
@click.option(
    "--print", "prints", multiple=True, type=click.Path(dir_okay=False), metavar="FILE",
    help=say("登记网站的打印件（PDF、PNG、JPG）或保存的查询页", "A print or saved page of the registry"),
)  # fmt: skip
@click.option("--journal", help=say("查询时输入的刊名；省略则取打印件的文件名", "The name that was typed; the print's file name by default"))
@click.option("--cn", help=say("打印件上所载CN号", "The CN that the print shows"))
@click.option("--issn", help=say("打印件上所载ISSN", "The ISSN that the print shows"))
@click.option("--authority", help=say("打印件上所载主管单位", "The authority that the print shows"))
@click.option("--sponsor", "sponsors", multiple=True, help=say("打印件上所载主办单位", "A sponsor that the print shows"))
@click.option("--absent", is_flag=True, help=say("打印件为查无结果", "The print shows that there is no such journal"))
@click.option("--source", default="", help=say("来源（cnki、wanfang、vip …），看不出时填写", "The source, where the file does not tell"))
@click.option("--by", required=True, help=say("经办人", "Who brought it"))
@click.option("--on", "made", metavar="YYYY-MM-DD[ HH:MM]", help=say("何时取得，默认现在", "When it was made, now by default"))
@click.option("--match", metavar="LIST", type=click.Path(), help=say("列出 LIST 各项成果与所导入记录的对应", "Show what answers each output of LIST"))
@click.option("--data", type=click.Path(), help=say("数据文件夹", "The data folder"))
@click.option("--realm", type=click.Choice(["live", "demo"]), default="live", show_default=True, help=say("真实或演示", "Live or demo"))
def command(
    files: tuple[str, ...], prints: tuple[str, ...], journal: str | None, cn: str | None, issn: str | None, authority: str | None,
    sponsors: tuple[str, ...], absent: bool, source: str, by: str, made: str | None, match: str | None, data: str | None, realm: str,
) -> int:  # fmt: skip
    """Read every file, archive it and list it; a file that cannot be used is named and the others go on (exit code 2)."""
    from verifier.imports import Shown
    from verifier.retrieval import manual
    from verifier.retrieval.archive import Archive, archive_folder
    from verifier.settings import Settings, data_folder

    if not files and not prints:
        raise click.UsageError(say("请给出文件，或 --print 打印件", "name a file, or a print by --print"))
    if len(prints) > 1 and (journal or cn or issn or absent):
        raise BadValue(
            "--journal、--cn、--issn、--absent 只能用于一份打印件。请逐份导入。", "These flags describe one print. Import the prints one by one."
        )
    settings = Settings(data=str(data_folder(data)), realm=realm)
    moment = _moment(made)
    failed = 0
    with Archive(archive_folder(settings)) as archive:
        for name in files:
            failed += not _taken(archive, settings, name, by, moment, source, journal or "", None)
        for name in prints:
            asked = (journal or Path(name).stem).strip("《》 ")
            shown = Shown(title=asked, cn=cn, issn=issn, authority=authority, sponsors=sponsors, absent=absent)
            failed += not _taken(archive, settings, name, by, moment, source or manual.REGISTRY, asked, shown)
    if match:
        _say_matches(Path(match), manual.load(settings))
    return 2 if failed else 0


def _taken(
    archive: Archive, settings: Settings, name: str, by: str, at: str, source: str, asked: str, shown: Shown | None
) -> bool:  # fmt: skip
    """Take one file in and say what it holds; False where it cannot be used."""
    from verifier import imports
    from verifier.retrieval import manual

    try:
        data = _bytes(name)
        filed, unread = imports.take(data, Path(name).name, by=by, at=at, source=source, asked=asked, shown=shown)
    except InputError as error:
        click.echo(error.say(say("zh", "en")), err=True)
        return False
    if filed.says in {one.says for one in manual.load(settings).filed}:
        click.echo(say(f"{name}：已导入过，未重复导入。", f"{name}: taken in before, not again."))
        return True
    filed = imports.archived(archive, filed, data)
    manual.add(settings, [filed])
    click.echo(f"{name}: {_held(filed)} {filed.evidence}")
    for line in unread[:SHOWN]:
        click.echo(f"  {say('未读', 'not read')} {line}", err=True)
    if len(unread) > SHOWN:
        click.echo(say(f"  另有 {len(unread) - SHOWN} 条未读", f"  and {len(unread) - SHOWN} more"), err=True)
    return True


def _held(filed: Filed) -> str:
    from verifier.model import State

    parts = [
        (len(filed.records), say(f"题录 {len(filed.records)} 条", f"{len(filed.records)} records")),
        (len(filed.journals), say(f"期刊 {len(filed.journals)} 种", f"{len(filed.journals)} journals")),
        (filed.state is State.NOT_FOUND, say("查无结果", "not found")),
        (filed.state is State.SKIPPED, say("只作附件，未填所载内容（CN号等），不作查询结果", "kept as an annex; nothing is stated of it")),
    ]
    return f"{filed.source}，{'，'.join(text for there, text in parts if there)}"


def _moment(made: str | None) -> str:
    import datetime as dt

    from verifier.retrieval.wire import SHANGHAI, now

    if not made:
        return now().isoformat(timespec="seconds")
    try:
        found = dt.datetime.fromisoformat(made)
    except ValueError:
        raise BadValue(f"时间“{made}”无法读出。请写作 2021-08-30 或 2021-08-30 09:15。", f"“{made}” is no time. Write 2021-08-30 09:15.") from None
    return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).isoformat(timespec="seconds")


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{name} 无法读取（{why(error)}）。请检查路径后重试。", f"{name} cannot be read ({error.strerror}).") from None


def _say_matches(path: Path, held: Manual) -> None:
    """Print for every output of a list which brought record answers it."""
    from verifier.cli.lists import citations
    from verifier.model import Lookup, State, Step, Trace
    from verifier.verify import question

    sources = dict.fromkeys(one.source for one in held.filed)
    for one in citations(path):
        asked = question(one.citation, one.claimed)
        said = []
        for source in sources:
            open_end = Lookup(source=source, state=State.UNREACHABLE, trail=(Trace(step=Step(kind="search"), state=State.UNREACHABLE),))
            found = held.amend(asked, open_end)
            if found.state is State.FOUND:
                said.append(found.note)
        label = f"{one.applicant}:{one.citation.id}" if one.applicant else one.citation.id
        click.echo(f"{label}\t{one.citation.title or ''}\t{'；'.join(said) or say('没有对应的手工证据', 'no manual evidence')}")
