"""Reading what people hand in: time and memory for a big workbook, a long PDF and every hostile file, and what comes out of the samples.

Run as `python bench/read_documents.py [--only start|big|samples|hostile|peers]`; exits 1 if a bound is not met. Data of its own is made
in memory; `--data FILE…` reads files of yours instead and prints what came out of each. Times are of the whole door: child process, reading, and the
way back. Beside the workbook stands openpyxl where it is installed.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from verifier import sandbox  # noqa: E402 - the checkout is put on the path first
from verifier.errors import VerifierError  # noqa: E402
from verifier.readers import document  # noqa: E402

MB = 1024


class Measured(NamedTuple):
    """What was measured, its bound, and whether it held."""

    what: str
    value: str
    bound: str
    held: bool


def workbook() -> bytes:
    """Return a workbook of 20,000 rows as a unit keeps it: ten columns, titles in Chinese."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True, "in_memory": True}) as book:
        sheet = book.add_worksheet("论文")
        heads = ("序号", "姓名", "论文题目", "发表刊物", "刊号", "发表时间", "卷期页码", "全部作者", "本人排名", "备注")
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head)
        for row in range(1, 20_001):
            title, imprint = f"第{row}号带式输送机托辊的振动试验与寿命估计", f"34({row % 12 + 1}):{row % 90 + 1}-{row % 90 + 6}"
            cells = (row, f"甲{row % 500}", title, "某某机械", "CN21-4001/TH", "2019.05", imprint, "甲某某、乙某", 1, "")
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    return stream.getvalue()


def pdf(pages: int = 200) -> bytes:
    """Return a PDF of so many pages of references."""
    import pylopdf_fonts_zh_cn
    import typst

    lines = (
        f"\\[{number}\\] 甲某某, 乙某. 第{number}号带式输送机托辊的振动试验与寿命估计及其在某某矿区的应用研究\\[J\\]. "
        f"某某机械, {1990 + number % 30}({number % 12 + 1}): {number}-{number + 5}."
        for number in range(1, pages * 19)
    )
    source = '#set page(header: [某某公司 成果汇总])\n#set text(font: "Noto Serif SC", size: 11pt)\n' + "\n\n".join(lines)
    return typst.compile(source.encode(), font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)])


def big_inputs() -> Iterator[Measured]:
    """Measure the workbook and the PDF."""
    for what, make, bound, least in (("workbook, 20,000 rows", workbook, 2.0, 20_000), ("PDF, 200 pages", pdf, 5.0, 3_000)):
        data = make()
        seconds = 1e9
        for _ in range(3):  # the best of three: what else the machine does is not measured
            started = time.perf_counter()
            with sandbox.Reader() as reader:
                found = reader.read(data, "x")
                seconds = min(seconds, time.perf_counter() - started)
                peak, cpu = memory(reader), processor(reader)
        held = seconds <= bound and len(found.pieces) >= least
        what = f"{what} ({len(data) / 1e6:.1f} MB, {len(found.pieces)} citations)"
        yield Measured(what, f"{seconds:.2f} s ({cpu:.2f} s of processor), {peak} MB", f"{bound} s", held)


def processor(reader: sandbox.Reader) -> float:
    """Return the processor time of the child so far: what a busy machine does not change."""
    child = reader._child
    if child is None:
        return 0.0
    fields = Path(f"/proc/{child.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(reader: sandbox.Reader) -> int:
    """Return the largest memory of the child so far, in MB, or 0 where it is gone."""
    child = reader._child  # measuring looks inside
    if child is None:
        return 0
    text = Path(f"/proc/{child.pid}/status").read_text("ascii")
    return next(int(line.split()[1]) // MB for line in text.splitlines() if line.startswith("VmHWM"))


def hostile() -> Iterator[Measured]:
    """Measure every hostile file; the child's memory is bounded by its limit where it died."""
    import hostile_files

    for make in hostile_files.ALL:
        data = make()
        reader = sandbox.Reader()
        started = time.perf_counter()
        try:
            found = reader.read(data, make.__name__)
            said = f"{len(found.pieces)} read, {len(found.left_out)} left out, {len(found.failed)} failed"
        except VerifierError as error:
            said = error.en[:60]
        seconds, peak = time.perf_counter() - started, memory(reader)
        reader.close()
        yield Measured(f"{make.__name__}: {said}", f"{seconds:.2f} s, {peak or '<=480'} MB", "10 s, 512 MB", seconds <= 10 and peak <= 512)


def samples() -> Iterator[Measured]:
    """Count what comes out of the samples in fixtures: everything, or it is named."""
    for folder in ("exports", "documents"):
        for path in sorted((ROOT / "fixtures" / folder).iterdir()):
            if path.suffix in (".py", ".expected") or path.name.endswith(".expected.json") or path.is_dir():
                continue
            try:
                found = document.read_hand_in(path.read_bytes(), path.name)
                said = f"{found.form}: {len(found.pieces)} read, {len(found.left_out)} left out, {len(found.failed)} failed"
                held = bool(found.pieces)
            except VerifierError as error:
                said, held = error.en[:70], True
            yield Measured(f"{folder}/{path.name}", said, "never a silent empty list", held)


def peers() -> Iterator[Measured]:
    """Time openpyxl on the same workbook, where it is installed."""
    try:
        import openpyxl
    except ImportError:
        yield Measured("openpyxl", "not installed", "-", True)
        return
    data = workbook()
    started = time.perf_counter()
    rows = sum(1 for row in openpyxl.load_workbook(io.BytesIO(data), read_only=True)["论文"].iter_rows(values_only=True) if row)
    yield Measured(f"openpyxl, rows alone ({rows})", f"{time.perf_counter() - started:.2f} s", "-", True)


def start() -> Iterator[Measured]:
    """Time what a child costs to start, and the same small list with and without one."""
    text = "\n".join(f"[{number}] 甲某. 题名之{number}[J]. 某刊, 2019(3): 1-5." for number in range(1, 31)).encode()
    started = time.perf_counter()
    document.read_hand_in(text, "x.txt")
    here = time.perf_counter() - started
    started = time.perf_counter()
    with sandbox.Reader() as reader:
        reader.read(text, "x.txt")
        first = time.perf_counter() - started
        started = time.perf_counter()
        reader.read(text, "x.txt")
        second = time.perf_counter() - started
    said = f"{here * 1000:.0f} ms here, {first * 1000:.0f} ms in a new child, {second * 1000:.0f} ms in a running one"
    yield Measured("30 references of plain text", said, "-", True)


def given(files: list[str]) -> Iterator[Measured]:
    """Read files of one's own."""
    for name in files:
        started = time.perf_counter()
        try:
            found = sandbox.read_hand_in(Path(name).read_bytes(), Path(name).name)
            said = f"{found.form}: {len(found.pieces)} read, {len(found.left_out)} left out, {len(found.failed)} failed"
        except VerifierError as error:
            said = error.en
        yield Measured(name, f"{said}; {time.perf_counter() - started:.2f} s", "-", True)


PARTS: dict[str, Callable[[], Iterator[Measured]]] = {"start": start, "big": big_inputs, "samples": samples, "hostile": hostile, "peers": peers}


def main() -> int:
    """Print a line a measurement; 1 if a bound is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--data", nargs="*", metavar="FILE")
    words = parser.parse_args()
    parts = [lambda: given(words.data)] if words.data else [PARTS[words.only]] if words.only else list(PARTS.values())
    failed = 0
    for part in parts:
        for one in part():
            failed += not one.held
            print(f"{'ok ' if one.held else 'NO '} {one.what}: {one.value} (bound {one.bound})", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
