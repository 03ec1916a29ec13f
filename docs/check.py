"""Check the documents against the program: commands, settings, glossary, schemas, reasons, links. Exit code 1 with a list."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]


def glossary() -> Iterator[str]:
    """Every name in the glossary exists."""
    for name in re.findall(r"`(verifier[\w.]*(?::\w+)?)`", (ROOT / "docs/glossary.md").read_text("utf-8")):
        module, _, attribute = name.partition(":")
        try:
            found = importlib.import_module(module)
        except ImportError:
            yield f"docs/glossary.md: no module {module}"
            continue
        if attribute and not hasattr(found, attribute):
            yield f"docs/glossary.md: {module} has no {attribute}"


def settings() -> Iterator[str]:
    """Every setting is documented and every documented key exists."""
    from verifier.settings import Settings

    page = (ROOT / "docs/settings.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", page, re.M))
    for key in set(Settings.__struct_fields__) ^ documented:
        yield f"docs/settings.md: {key} stands only in one of page and program"


def generated() -> Iterator[str]:
    """The generated pages are fresh."""
    import make_commands
    import make_schema

    if make_commands.stale():
        yield "docs/commands.md is stale: run python docs/make_commands.py"
    yield from (f"docs/schema/{name}.json is stale: run python docs/make_schema.py" for name in make_schema.stale())


def links() -> Iterator[str]:
    """Every relative link leads somewhere."""
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                yield f"{page.relative_to(ROOT)}: broken link {target}"


def readme_commands() -> Iterator[str]:
    """Every `verifier …` command that README names exists with its options."""
    from verifier.cli import COMMANDS

    page = (ROOT / "README.md").read_text("utf-8")
    for command in set(re.findall(r"\bverifier ([a-z]+)\b", page)):
        if command not in COMMANDS:
            yield f"README.md: there is no command verifier {command}"
    for target in set(re.findall(r"`make (\w+)`", page)):
        if not re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.M):
            yield f"README.md: there is no make {target}"


def benches() -> Iterator[str]:
    """Every bench script that a page names exists."""
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for script in set(re.findall(r"\bbench/\w+\.py", page.read_text("utf-8"))):
            if not (ROOT / script).is_file():
                yield f"{page.name}: there is no {script}"


def places() -> Iterator[str]:
    """No file speaks of one machine: no home folder, no package registry's host."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()  # noqa: S607
    forbidden = re.compile(r"/(?:home|root)/\w|pypi\.org|files\.pythonhosted|pythonhosted\.org")
    for name in tracked:
        path = ROOT / name
        ours = path.suffix in {".md", ".toml", ".py", ".lock", ".in", ".sh"} and name != "docs/check.py" and path.is_file()
        if ours and forbidden.search(path.read_text("utf-8", errors="replace")):
            yield f"{name}: names a machine's path or a package registry's host"


CHECKS = (glossary, settings, generated, links, readme_commands, benches, places)


def main() -> int:
    """Run every check and print what does not hold."""
    wrong = [line for check in CHECKS for line in check()]
    print("\n".join(wrong) if wrong else f"docs: {len(CHECKS)} checks hold")  # noqa: T201 - a script's answer
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
