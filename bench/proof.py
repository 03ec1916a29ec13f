"""Measure the papers: speed, size, sameness, the volume, and whether an altered file is ever taken for an issued one.

Run `python bench/proof.py` from the project's folder. `--data FILE` takes a report of your own (JSON) for the figures of printing;
`--altered N` alters so many PDFs and bundles (1000 by default, 0 for none). The peers, reportlab and WeasyPrint, print the same
sheet where they are installed, and are left out by name where not.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402
import pypdfium2  # noqa: E402

from tests.papers.altering import altered  # noqa: E402
from tests.papers.pictures import page, png  # noqa: E402
from tests.papers.small_office import Office, script  # noqa: E402
from verifier.model import Report  # noqa: E402
from verifier.papers import brought, bundle, issuing  # noqa: E402
from verifier.papers.authentic import authenticate  # noqa: E402
from verifier.proof import (  # noqa: E402
    AnnexPage,
    Beside,
    certificate,
    checklist,
    docx,
    html,
    pdf,
    render,
    summary,
    visible_text,
    xlsx,
)
from verifier.proof.sheet import Fields, Prose, Sheet, Table  # noqa: E402

SAMPLES = ROOT / "fixtures/reports"
NUMBER, ISSUED = "202621010000001E", "2026-03-02"
ROWS = "".join(f"<tr><td>{n}</td><td>例文题名之{n}</td><td>例作者</td><td>例刊 2019({n % 12 + 1})</td></tr>" for n in range(50))
PAGE = f"<html><body><h1>检索结果</h1><table>{ROWS}</table></body></html>"
COLD = """
import sys; sys.path.insert(0, {root!r})
import pathlib, time, msgspec, typst, pylopdf_fonts_zh_cn
from verifier.model import Report
from verifier.proof import render
report = msgspec.json.decode(pathlib.Path({path!r}).read_bytes(), type=Report)
start = time.perf_counter()
render(report, number={number!r}, issued={issued!r})
print(time.perf_counter() - start)
"""


def annexed(report: Report) -> tuple[AnnexPage, ...]:
    """Return a box for each piece of evidence, with the text of a made-up result page of fifty rows."""
    text = visible_text(PAGE.encode())
    return tuple(AnnexPage(evidence=one, text=text, fields=(("题名", "例文"),)) for one in report.evidence)


def cold(path: Path) -> float:
    """Return the seconds of the first pair of papers in a fresh process, imports not counted; the best of three."""
    code = COLD.format(root=str(ROOT), path=str(path), number=NUMBER, issued=ISSUED)
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


def timed(work: Callable[[], bytes], times: int = 3) -> tuple[float, bytes]:
    """Return the mean seconds of a piece of work, run `times` times after one warm-up, and its result."""
    result = work()
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times, result


def pages_of(data: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def pages_per_second(report: Report, annex: tuple[AnnexPage, ...], copies: int = 20) -> tuple[float, float, float]:
    """Return pages printed a second by the clock and by the processor, and pairs by the processor.

    `copies` pairs for different applicants, no text of theirs the same. The processor's seconds are not spoilt by others' load.
    """
    different = [everywhere(report, annex, f"第{place}人") for place in range(copies)]
    start, worked, pages = time.perf_counter(), time.process_time(), 0
    for place, (one, boxes) in enumerate(different):
        papers = render(one, annex=boxes, number=f"{place:016d}", issued=ISSUED)
        pages += sum(map(pages_of, papers.values()))
    spent, worked = time.perf_counter() - start, time.process_time() - worked
    return pages / spent, pages / worked, copies / worked


def everywhere(report: Report, annex: tuple[AnnexPage, ...], mark: str) -> tuple[Report, tuple[AnnexPage, ...]]:
    """Return a report and its boxes with a mark in every title and every line, so that nothing set before is used again."""
    items = tuple(
        msgspec.structs.replace(one, citation=msgspec.structs.replace(one.citation, title=f"{mark}{one.citation.title}"))
        for one in report.items
    )
    person = msgspec.structs.replace(report.applicant, name=mark)
    boxes = tuple(msgspec.structs.replace(one, text=one.text.replace("例文", f"{mark}例文")) for one in annex)
    return msgspec.structs.replace(report, applicant=person, items=items), boxes


def printing(path: Path) -> None:
    """Print the figures of printing one report."""
    report = msgspec.json.decode(path.read_bytes(), type=Report)
    annex = annexed(report)
    paper = certificate.build(report, annex=annex, number=NUMBER, issued=ISSUED)
    print(f"cold pair, imports not counted: {cold(path):.3f} s")
    for name, given in (("with annex", annex), ("without annex", ())):
        pages, worked, pairs = pages_per_second(report, given)
        print(f"batch {name}: {pages:.0f} pages/s, by the processor {worked:.0f} pages/s, {pairs:.1f} pairs/s")
    formats: dict[str, Callable[[], bytes]] = {
        "pdf with annex and data": lambda: render(report, annex=annex, number=NUMBER, issued=ISSUED)["certificate.pdf"],
        "docx": lambda: docx.render(paper),
        "html": lambda: html.render(paper),
        "xlsx": lambda: xlsx.paper(paper),
        "checklist pdf": lambda: pdf.render(checklist.build(report, number=NUMBER, issued=ISSUED)),
        "xlsx summary of 500 reports": lambda: xlsx.render(summary.build([report] * 500), issued=ISSUED),
    }
    for name, work in formats.items():
        seconds, data = timed(work)
        same = "same bytes again" if work() == data else "NOT THE SAME AGAIN"
        print(f"{name}: {seconds * 1000:.0f} ms, {len(data) / 1000:.0f} kB, {same}")
    print(f"outputs {len(report.items)}, boxes in the annex {len(paper.annex)}, pages {pages_of(pdf.render(paper))}")


def peers(path: Path) -> None:
    """Print the certificate without annex by this program and by two others from the same sheet, repeatedly changed."""
    report = msgspec.json.decode(path.read_bytes(), type=Report)
    printers: dict[str, Callable[[Sheet], bytes]] = {"typst (ours)": pdf.render}
    for name, module, work in (("reportlab", "reportlab", by_reportlab), ("WeasyPrint", "weasyprint", by_weasyprint)):
        if importlib.util.find_spec(module):
            printers[name] = work
        else:
            print(f"peer {name}: not installed, left out")
    for name, print_it in printers.items():
        sheets = [certificate.build(report, number=f"{place:016d}", issued=ISSUED) for place in range(6)]
        print_it(sheets[0])
        start, pages = time.process_time(), 0
        for sheet in sheets[1:]:
            pages += pages_of(print_it(sheet))
        spent = time.process_time() - start
        same = print_it(sheets[0]) == print_it(sheets[0])
        size = len(print_it(sheets[0])) / 1000
        print(f"peer {name}: by the processor {pages / spent:.0f} pages/s, {size:.0f} kB, same bytes again: {'yes' if same else 'no'}")


def by_reportlab(sheet: Sheet) -> bytes:
    """Print a sheet's blocks by reportlab, with the CID font that it brings."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("c", fontName="STSong-Light", fontSize=8, leading=10, wordWrap="CJK")
    flow: list[object] = [Paragraph(sheet.title, ParagraphStyle("t", parent=style, fontSize=18, leading=24, alignment=1))]
    for rows, widths in grids(sheet):
        cells = [[Paragraph(cell.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>"), style) for cell in row] for row in rows]
        whole = sum(widths)
        grid = LongTable(cells, colWidths=[740 * width / whole for width in widths], repeatRows=1)
        grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
        flow += [grid, Spacer(1, 8)]
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=50, rightMargin=50, topMargin=48, bottomMargin=45).build(flow)
    return out.getvalue()


def grids(sheet: Sheet) -> list[tuple[list[tuple[str, ...]], list[float]]]:
    """Return the rows and column widths of everything that a sheet lays out."""
    found: list[tuple[list[tuple[str, ...]], list[float]]] = []
    for block in sheet.blocks:
        if isinstance(block, Fields):
            found.append((list(block.pairs), [1.0, 4.0]))
        elif isinstance(block, Table) and block.rows:
            head = tuple(column.title for column in block.columns)
            found.append(([head, *block.rows], [column.width for column in block.columns]))
        elif isinstance(block, Prose):
            found.append(([(line,) for line in block.lines], [1.0]))
    return found


def by_weasyprint(sheet: Sheet) -> bytes:
    """Print a sheet by WeasyPrint from our own HTML."""
    from weasyprint import HTML

    printed: bytes = HTML(string=html.render(sheet).decode()).write_pdf()
    return printed


def volume(folder: Path) -> None:
    """Print how long a volume of eight outputs with thirty brought files takes, and its size."""
    office = Office(folder / "data")
    report = office.take("ordinary")
    (folder / "brought").mkdir()
    for place in range(1, 9):
        (folder / "brought" / f"{place} 封面.png").write_bytes(png(600, 800 + place))
        (folder / "brought" / f"{place} 版权页.png").write_bytes(png(600, 900 + place))
        (folder / "brought" / f"{place} 期刊查询.pdf").write_bytes(page(f"查询页{place}", 2))
        (folder / "brought" / f"{place} 正文.pdf").write_bytes(page(f"正文{place}", 6))
    start = time.perf_counter()
    held = brought.read(folder / "brought", len(report.items))
    beside = Beside(brought=held.brought)
    papers = office.issue(report, beside=beside)
    made = issuing.volume(report, office.archive, office.register, "zh", papers=papers, held=held, beside=beside)
    spent = time.perf_counter() - start
    size = len(made.files[issuing.VOLUME]) / 1000
    print(f"volume: {made.pages[issuing.VOLUME]} pages with {len(held.brought)} brought files in {spent:.1f} s, {size:.0f} kB")
    office.archive.close()


def tampering(folder: Path, count: int) -> None:
    """Alter `count` PDFs and bundles and print how many were taken for genuine: every one is named."""
    office = Office(folder / "data")
    report = office.take("ordinary")
    paper = office.issue(report)["certificate.pdf"]
    packed = bundle.build(report, office.index(report), office.archive, {"certificate.pdf": paper})
    check = script()
    half = count // 2
    start = time.perf_counter()
    passed = [f"PDF: {name}" for name, data in altered(paper, count - half, seed=11) if authenticate(data, [office.register]).good]
    passed += [f"bundle: {name}" for name, data in altered(packed, half, seed=13) if whole(check.check, data, check.Misfit)]
    spent = time.perf_counter() - start
    assert authenticate(paper, [office.register]).good
    assert whole(check.check, packed, check.Misfit)
    print(f"altered: {count - half} PDFs and {half} bundles in {spent:.0f} s, {len(passed)} taken for genuine; the unaltered pass")
    for name in passed:
        print(f"  NOT FOUND: {name}")
    office.archive.close()


def whole(check: Callable[[bytes], object], data: bytes, misfit: type[Exception]) -> bool:
    """Say whether the stand-alone script finds nothing."""
    try:
        check(data)
    except (misfit, KeyError, TypeError, AttributeError, IndexError, ValueError):
        return False
    return True


def main() -> None:
    """Print one line a figure."""
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=SAMPLES / "ordinary.json")
    options.add_argument("--altered", type=int, default=1000)
    given = options.parse_args()
    printing(given.data)
    peers(given.data)
    with tempfile.TemporaryDirectory() as folder:
        volume(Path(folder))
    if given.altered:
        with tempfile.TemporaryDirectory() as folder:
            tampering(Path(folder), given.altered)


if __name__ == "__main__":
    main()
