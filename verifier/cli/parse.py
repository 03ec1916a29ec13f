"""`verifier parse`: citations in, one JSON object a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import click
import msgspec

from verifier import readers
from verifier.cli.language import say
from verifier.cli.reading import hand_in
from verifier.errors import BadValue, UnreadableFile, why
from verifier.model import Citation
from verifier.readers.document import citation, decode

FORMS = ("csl-json", "ris", "bibtex", "gbt7714-2015", "gbt7714-2025")


@click.command("parse", help=say("读取 FILE 中的著录，逐条输出。", "Read the citations in FILE and print them one by one."))
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--lines", is_flag=True, help=say("每行恰为一条著录（可写作 编号<TAB>著录，或 JSON）", "Exactly one citation a line"))
@click.option("--json", "as_json", is_flag=True, help=say("每条输出一个 JSON 对象", "Print one JSON object per citation"))
@click.option("--to", "form", type=click.Choice(FORMS), help=say("改写为其他格式或改正的著录", "Another format, or corrected references"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=say("界面语言", "Language"))
def command(files: tuple[str, ...], lines: bool, as_json: bool, form: str | None) -> int:
    """Read and print; a file that cannot be read is named and the others go on (exit code 2)."""
    failed = False
    write = _write_json if as_json else _writer(form)
    for name in files:
        try:
            citations = _by_line(name) if lines else _by_document(name)
            for one in citations:
                write(one)
        except (BadValue, UnreadableFile) as error:
            failed = True
            click.echo(error.say(say("zh", "en")), err=True)
    sys.stdout.flush()
    return 2 if failed else 0


def _by_document(name: str) -> Iterator[Citation]:
    data = sys.stdin.buffer.read() if name == "-" else _bytes(name)
    found = hand_in(data, Path(name).name)
    for number, piece in enumerate(found.pieces, 1):
        yield citation(piece, str(number))
    if found.failed:
        count = len(found.failed)
        raise UnreadableFile(f"{name} 中有 {count} 个文件未能读取，其余已读。", f"{count} files in {name} could not be read; the others were.")


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"文件 {name} 无法读取（{why(error)}）。请检查路径后重试。",
            f"The file {name} cannot be read ({error.strerror}). Check the path and retry.",
        ) from None


def _by_line(name: str) -> Iterator[Citation]:
    try:
        stream: BinaryIO = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UnreadableFile(
            f"文件 {name} 无法读取（{why(error)}）。请检查路径后重试。",
            f"The file {name} cannot be read ({error.strerror}). Check the path and retry.",
        ) from None
    with stream:
        yield from read_lines(stream, name)


def read_lines(stream: Iterable[bytes], name: str) -> Iterator[Citation]:
    """Read one citation a line, streaming: plain text, `ID<TAB>text`, or a JSON object with `id` and `text`."""
    for number, raw in enumerate(stream, 1):
        line = decode(raw.rstrip(b"\r\n"), f"{name}:{number}")
        if number == 1:
            line = line.removeprefix("\ufeff")
        if line.strip():
            identity, text = _identify(line, number, name)
            yield readers.read(text, identity)


def _identify(line: str, number: int, name: str) -> tuple[str, str]:
    if line.lstrip().startswith("{"):
        try:
            row = json.loads(line)
            return str(row.get("id", number)), str(row["text"])
        except (ValueError, KeyError, TypeError, AttributeError):
            if not line.lstrip().startswith('{"'):
                return str(number), line
            raise BadValue(
                f"{name} 第 {number} 行不是含 id 和 text 的 JSON 对象。请改正该行后重试。",
                f"Line {number} of {name} is no JSON object with id and text. Correct that line and retry.",
            ) from None
    identity, tab, text = line.partition("\t")
    return (identity.strip(), text) if tab and identity.strip() else (str(number), line)


def _write_json(citation: Citation) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(citation) + b"\n")


def _writer(form: str | None) -> Callable[[Citation], None]:
    """Return what prints one citation in a form; each import is late, as only one form is wanted."""
    if form in ("gbt7714-2015", "gbt7714-2025"):
        from verifier.formats.gbt7714out import render

        edition: Literal["2015", "2025"] = "2025" if form.endswith("2025") else "2015"
        return lambda citation: click.echo(render(citation, edition))
    if form == "csl-json":
        from verifier.formats.cslout import item

        return lambda citation: click.echo(json.dumps(item(citation), ensure_ascii=False))
    if form == "ris":
        from verifier.formats.risout import record

        return lambda citation: click.echo(record(citation))
    if form == "bibtex":
        from verifier.formats.bibtexout import entry

        return lambda citation: click.echo(entry(citation))
    return _write_text


def _write_text(citation: Citation) -> None:
    fields = ("type", "title", "authors", "container", "year", "volume", "issue", "pages", "doi", "publisher", "place")
    click.echo(f"[{citation.id}] {citation.raw}")
    for field in fields:
        value = getattr(citation, field)
        if value:
            click.echo(f"    {field}: {', '.join(value) if isinstance(value, tuple) else value}")
    for doubt in citation.doubts:
        click.echo(f"    ? {doubt.field}: {doubt.original} → {doubt.repaired or '—'} {doubt.note}")
