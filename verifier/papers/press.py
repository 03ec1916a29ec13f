"""The press: brought PDF and picture files are measured and bound in a child process with bounds on time and memory.

`measure` says of each file how many pages it has and which lie; `bind` prints a volume over them. A file that is encrypted,
damaged or hostile ends as a sentence that names it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import verifier
from verifier.errors import UnreadableFile
from verifier.proof.dossier import Dossier
from verifier.proof.pdf import Attached
from verifier.proof.volume import MAIN, OUT, Picture, sources

SECONDS = 120
MEMORY = 3 * 1024**3
LARGEST = 64 * 1024 * 1024
"""Bytes of one brought file."""
PAGES = 300
"""Pages of one brought file."""
PIXELS = 120_000_000
KINDS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


def kind_of(data: bytes, name: str) -> str:
    """Return pdf, jpg or png by a file's first bytes. Raises UnreadableFile for anything else."""
    found = next((kind for mark, kind in KINDS.items() if data.startswith(mark)), "")
    if b"%PDF-" in data[:1024]:
        found = "pdf"
    if not found or len(data) > LARGEST:
        raise _refused(name, "不是 PDF、JPG、PNG，或超过 64 MB", "it is no PDF, JPG or PNG, or larger than 64 MB")
    return found


def measure(data: bytes, name: str) -> tuple[tuple[int, int], ...]:
    """Return (width, height) of every page of a file, in points or pixels. Raises UnreadableFile."""
    return measure_all([(name, data)])[0]


def measure_all(files: Sequence[tuple[str, bytes]]) -> list[tuple[tuple[int, int], ...]]:
    """Return the page sizes of several (name, bytes), all in one child. Raises UnreadableFile naming the first that is refused."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for place, (name, data) in enumerate(files):
            paths.append(Path(folder) / f"{place}.{kind_of(data, name)}")
            paths[-1].write_bytes(data)
        said = _child(["measure", *map(str, paths)]) if paths else None
    answers = said.stdout.splitlines() if said else []
    if len(answers) < len(files):
        raise _refused(files[len(answers)][0], "已加密、损坏或过于庞大，无法读出", "it is encrypted, damaged or too large to be read")
    return [_sized(json.loads(answer), name) for answer, (name, _) in zip(answers, files, strict=True)]


def _sized(pages: list[list[int]], name: str) -> tuple[tuple[int, int], ...]:
    if not 0 < len(pages) <= PAGES:
        raise _refused(name, f"没有页面或超过 {PAGES} 页", f"it has no page or more than {PAGES}")
    return tuple((width, height) for width, height in pages)


def bind(
    book: Dossier,
    files: Mapping[str, tuple[str, bytes, tuple[tuple[int, int], ...]]],
    attached: tuple[Attached, ...] = (),
) -> bytes:
    """Return the volume as a PDF with files attached; `files` maps a digest to (name, bytes, page sizes).

    Raises UnreadableFile where the whole is too much for the press.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "files").mkdir()
        pictures = {}
        for place, (digest, (name, data, pages)) in enumerate(files.items()):
            path = f"{place}.{kind_of(data, name)}"
            (root / "files" / path).write_bytes(data)
            pictures[digest] = tuple(
                Picture(path=path, page=count, flipped=width > height) for count, (width, height) in enumerate(pages, 1)
            )
        (root / "attached").mkdir()
        for part, text in sources(book, pictures, attached).items():
            (root / part).write_bytes(text)
        said = _child(["bind", str(root), book.sheet.issued])
        if said.returncode != 0:
            raise UnreadableFile(
                "卷宗未能装订：材料过多或过大。请减少页数（降低扫描分辨率）后重试。",
                "The dossier could not be bound: too many or too large pages. Use fewer pages or a lower scanning resolution.",
            )
        return (root / OUT).read_bytes()


def _child(words: list[str]) -> subprocess.CompletedProcess[bytes]:
    home = str(Path(verifier.__file__).parents[1])
    path = os.pathsep.join(part for part in (home, os.environ.get("PYTHONPATH", "")) if part)
    command = [sys.executable, "-m", "verifier.papers.press", *words]
    environment = {"PYTHONPATH": path, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    try:
        return subprocess.run(command, capture_output=True, env=environment, timeout=SECONDS + 30, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        return subprocess.CompletedProcess(command, 1, b"", error.stderr or b"")


def _refused(name: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(
        f"材料 {name} 不能装订：{zh}。请另存（打印）为普通 PDF 或重新扫描后再试。",
        f"{name} cannot be bound: {en}. Save or print it as a plain PDF, or scan it again.",
    )


# ---------------------------------------------------------------- the child


def _measured(file: Path) -> list[tuple[int, int]]:
    """Return a file's page sizes, after the printer has set every one of its pages. Raises whatever it stumbles over."""
    sizes = _sizes(file)
    if len(sizes) <= PAGES:
        pages = range(1, len(sizes) + 1)
        words = "".join(f'#image("{file.name}", page: {count}, width: 1cm)\n' for count in pages)
        source = words if file.suffix == ".pdf" else f'#image("{file.name}", width: 1cm)'
        main = file.with_suffix(".typ")
        main.write_text(source, encoding="utf-8")
        _printed(main, "")
    return sizes


def _sizes(file: Path) -> list[tuple[int, int]]:
    if file.suffix != ".pdf":
        return [_pixels(file.read_bytes())]
    import pypdfium2

    opened: Any = pypdfium2.PdfDocument  # untyped
    with opened(file) as document:
        count = len(document)
        if count > PAGES:
            return [(0, 0)] * (PAGES + 1)
        return [(round(width), round(height)) for width, height in (document[place].get_size() for place in range(count))]


def _pixels(data: bytes) -> tuple[int, int]:
    """Return a JPG's or PNG's width and height from its header. Raises ValueError for more than `PIXELS`."""
    width, height = _png(data) if data.startswith(b"\x89PNG") else _jpg(data)
    if not 0 < width * height <= PIXELS:
        raise ValueError("size")
    return width, height


def _png(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpg(data: bytes) -> tuple[int, int]:
    """Walk a JPG's segments to its frame header (ISO/IEC 10918-1, B.1)."""
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            place += 1
            continue
        mark = data[place + 1]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[place + 7 : place + 9], "big"), int.from_bytes(data[place + 5 : place + 7], "big")
        if mark in (0xFF, 0x01) or 0xD0 <= mark <= 0xD9:
            place += 1 if mark == 0xFF else 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    raise ValueError("no frame header")


def _bound(main: Path, issued: str) -> bytes:
    """Print a volume as PDF/A-3b where nothing but pictures is placed.

    A brought PDF brings fonts and colours of its own, which nobody can vouch for; placed as it is, it keeps its text and lines,
    and the volume is a plain PDF 1.7. Painted over as a picture it would fit PDF/A and be worth less as evidence.
    """
    import typst


    if not any(main.parent.joinpath("files").glob("*.pdf")):
        with contextlib.suppress(typst.TypstError):  # a picture that PDF/A does not allow, such as one in JPEG's four inks
            return _printed(main, issued, "a-3b")
    return _printed(main, issued)


def _printed(main: Path, issued: str, standard: Literal["1.7", "a-3b"] = "1.7") -> bytes:
    import typst

    from verifier.proof import pdf

    made = typst.compile(
        str(main),
        root=str(main.parent),
        font_paths=pdf.fonts(),
        pdf_standards=[standard],
        timestamp=pdf.stamp(issued),
        pdf_tags=False,
    )
    assert isinstance(made, bytes)
    return made


def main(words: list[str]) -> None:
    """Bound this process for good, then measure files, a line of JSON each, or bind one volume."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if words[0] == "measure":
        for file in words[1:]:
            print(json.dumps(_measured(Path(file))), flush=True)  # noqa: T201 - the child's answer
    else:
        root = Path(words[1])
        (root / OUT).write_bytes(_bound(root / MAIN, words[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
