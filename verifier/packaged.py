"""What comes with the program, read from disk at the door: fixtures, notices, weights and maps."""

from __future__ import annotations

import tomllib
from pathlib import Path

from verifier.errors import UnknownNotice, why
from verifier.judging import defects, policy, weights
from verifier.model import Journal
from verifier.verify import Standards

HERE = Path(__file__).parent


def fixtures() -> Path:
    """Return the packaged fixtures: inside the installed package, else beside it in a checkout."""
    inside = HERE / "_fixtures"
    return inside if inside.is_dir() else HERE.parent / "fixtures"


def notice_names() -> list[str]:
    """Return the names of the notices that come with the program."""
    return sorted(path.stem for path in (HERE / "notices").glob("*.toml"))


def load_notice(name: str) -> policy.Notice:
    """Load a notice by its name, or from a file (`*.toml`) of one's own. Raises UnknownNotice or BadValue."""
    path = notice_file(name)
    known = "、".join(notice_names())
    if not name.endswith(".toml") and name not in notice_names():
        raise UnknownNotice(
            f"没有名为 {name} 的评审通知。可用的有：{known}；也可以给出规则文件（.toml）的路径。",
            f"There is no notice named {name}. Known: {', '.join(notice_names())}; or give the path of a .toml file.",
        )
    try:
        text = path.read_bytes()
    except OSError as error:
        raise UnknownNotice(
            f"规则文件 {path} 无法读取（{why(error)}）。请检查路径。",
            f"The rules file {path} cannot be read ({error.strerror}). Check the path.",
        ) from None
    return policy.load(text, path.name, field_map(path).read_bytes())


def notice_file(name: str) -> Path:
    """Return the file of a notice: a path of one's own (`*.toml`), else the packaged one of that name."""
    return Path(name) if name.endswith(".toml") else HERE / "notices" / f"{name}.toml"


def field_map(notice: Path) -> Path:
    """Return the map of specialties that a notice uses: `fields.toml` beside a file of one's own, else the packaged one."""
    beside = notice.parent / "fields.toml"
    return beside if beside.is_file() else HERE / "data" / "fields.toml"


def load_standards(notice: str, registry: str | None = None) -> Standards:
    """Load what a run judges by: the notice, the weights, and a registry snapshot if one is named."""
    return standards(load_notice(notice), registry)


def standards(notice: policy.Notice, registry: str | None = None) -> Standards:
    """Return what a run judges by under a loaded notice."""
    snapshot: tuple[Journal, ...] = ()
    if registry:
        from verifier.retrieval.snapshot import load  # late: most runs have no snapshot

        snapshot = load(Path(registry))
    numbers, known = (tomllib.loads((HERE / "data" / f"{name}.toml").read_text("utf-8")) for name in ("weights", "defects"))
    return Standards(notice=notice, weights=weights.parse(numbers), defects=defects.parse(known), snapshot=snapshot)
