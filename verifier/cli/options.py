"""Options that several commands share, and how an applicant is read from a file or from flags."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec

from verifier.cli.language import say
from verifier.errors import BadValue, why
from verifier.model import Applicant
from verifier.serving import Choice

DEFAULT_NOTICE = "liaoning-gxt-2021-194"


language = click.option(
    "--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=say("语言", "Language")
)
"""The option by which a command without sources takes the language; `cli.language` reads it before anything is imported."""


def sources(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which sources are asked and where state is kept."""
    for option in reversed(
        (
            click.option("--catalogue", type=click.Path(), help=say("用此目录启动演示站点", "Serve this catalogue for the run")),
            click.option("--stub", metavar="URL", help=say("使用已启动的演示站点", "Use running stub sites")),
            click.option("--registry", type=click.Path(), help=say("期刊名录快照（journals.jsonl）", "A registry snapshot")),
            click.option("--data", type=click.Path(), help=say("数据文件夹（缓存、证据）", "The folder of cache and evidence")),
            click.option("--settings", type=click.Path(), help=say("设置文件", "The settings file")),
            click.option("--fault", "faults", multiple=True, metavar="SITE:KIND:ON", help=say("令演示站点出此故障", "Force a fault on the stubs")),
            click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=say("语言", "Language")),
        )
    ):
        function = option(function)
    return function


def choice(words: dict[str, Any]) -> Choice:
    """Take the shared options out of a command's keyword arguments."""
    return Choice(**{name: words.pop(name) for name in ("catalogue", "stub", "registry", "data", "settings", "faults")})


FLAGS = {
    "name": ("--name", "姓名", "Name"),
    "units": ("--unit", "工作单位（与公章一致）", "Unit, as on its seal"),
    "series": ("--series", "系列：engineering 或 economics", "Series: engineering or economics"),
    "specialty": ("--specialty", "专业", "Specialty"),
    "level": ("--level", "申报级别", "Level applied for"),
    "title": ("--title", "现专业技术资格", "Current title"),
    "obtained": ("--obtained", "现资格取得时间，如 2016-12-30", "When it was obtained"),
    "name_latin": ("--name-latin", "姓名拼音", "Name in Latin letters"),
}


def applicant_flags(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags that describe an applicant without a file."""
    for key, (flag, zh, en) in reversed(FLAGS.items()):
        function = click.option(flag, f"applicant_{key}", help=say(zh, en))(function)
    return function


def applicant(file: str | None, words: dict[str, Any]) -> Applicant:
    """Read the applicant from a TOML or JSON file, with flags on top. Raises BadValue naming the key."""
    flags: dict[str, Any] = {key: words.pop(f"applicant_{key}") for key in FLAGS}
    raw: dict[str, Any] = _read(Path(file)) if file else {"id": "1"}
    raw.setdefault("id", "1")
    raw.update({key: flags[key] for key in ("name", "series", "specialty", "level") if flags[key]})
    raw.update({key: [flags[key]] for key in ("units", "name_latin") if flags[key]})
    if flags["obtained"] or flags["title"]:
        old = raw.get("qualification") or {}
        raw["qualification"] = {
            **(old if isinstance(old, dict) else {}),
            **({"title": flags["title"]} if flags["title"] else {}),
            **({"obtained": flags["obtained"]} if flags["obtained"] else {}),
        }
        raw["qualification"].setdefault("title", "")
    return convert_applicant(raw, file or say("命令行", "the command line"))


def convert_applicant(raw: object, where: str) -> Applicant:
    """Turn plain data into an Applicant. Raises BadValue naming the place and the key."""
    try:
        return msgspec.convert(raw, Applicant)
    except msgspec.ValidationError as error:
        raise BadValue(
            f"{where} 中的申报人信息有误：{error}。请补正该项（见 README“申报人文件”）后重试。",
            f"The applicant in {where} is wrong: {error}. Correct that key (README, “applicant file”) and retry.",
        ) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        raw = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except OSError as error:
        raise BadValue(
            f"申报人文件 {path} 无法读取（{why(error)}）。请检查路径后重试。",
            f"The applicant file {path} cannot be read ({error.strerror}). Check the path and retry.",
        ) from None
    except ValueError as error:
        raise BadValue(
            f"申报人文件 {path} 格式有误：{error}。请按 README 的样例改正后重试。",
            f"The applicant file {path} is malformed: {error}. Correct it after README's sample and retry.",
        ) from None
    return dict(raw)
