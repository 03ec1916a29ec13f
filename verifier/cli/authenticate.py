"""`verifier authenticate`: is a paper unchanged, who issued it, and does it still stand?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verifier.cli import options
from verifier.cli.language import say
from verifier.errors import UnreadableFile, why

if TYPE_CHECKING:
    from verifier.papers.authentic import Verdict
    from verifier.papers.register import Register, State
    from verifier.proof.seal import Signature

REALMS = ("live", "demo")
LARGEST = 256 * 1024 * 1024
CONTENTS = {
    "unchanged": ("未改动：与出具时逐字节相同", "unchanged: byte for byte as issued"),
    "signed": ("未改动：出具后只增加了签名", "unchanged: only signatures were added since it was issued"),
    "changed": ("已改动：与出具的文件不同", "changed: not the file that was issued"),
    "unknown": ("不能确认：登记簿中没有这份文件", "cannot be told: the register does not hold this file"),
}
STANDINGS = {
    "standing": ("有效", "stands"),
    "draft": ("草稿，未出正本", "a draft; no original was issued"),
    "superseded": ("已被编号 {by} 取代（{at}）", "superseded by number {by} ({at})"),
    "withdrawn": ("已撤销（{by}，{at}）：{why}", "withdrawn ({by}, {at}): {why}"),
    "numbered": ("已编号，未出具", "numbered, never issued"),
}


@click.command(
    "authenticate",
    help=say(
        "核对 FILE（检索证明、核对事项、卷宗、证据包，或印在纸上的短码）：是否改动，由谁出具，是否仍然有效。",
        "Check FILE (a paper, a dossier, a bundle, or the short code printed on paper): unchanged, issued by whom, standing?",
    ),
)
@click.argument("file", metavar="FILE")
@click.option("--data", type=click.Path(), help=say("数据文件夹（其中的登记簿）", "The data folder with the register"))
@click.option("--trust", type=click.Path(), multiple=True, metavar="PEM", help=say("签名所信任的根证书", "Root certificates to trust"))
@click.option("--withdraw", metavar="WHY", help=say("撤销这份文件的编号，写明原因（须有 --by）", "Withdraw its number, with the reason (needs --by)"))
@click.option("--by", default="", help=say("撤销人", "Who withdraws it"))
@options.language
def command(file: str, data: str | None, trust: tuple[str, ...], withdraw: str | None, by: str) -> int:
    """Answer the three questions; exit code 0 only for an unchanged original that stands."""
    from verifier.papers.register import Register
    from verifier.settings import data_folder

    registers = [Register(data_folder(data) / "register" / realm) for realm in REALMS]
    short = _short(file)
    if short is not None:
        return _by_code(short, registers)
    verdict = _verdict(file, registers, trust)
    if withdraw is not None:
        _withdraw(verdict.number, registers, withdraw, by)
        verdict = _verdict(file, registers, trust)
    for line in lines(verdict):
        click.echo(line)
    return 0 if verdict.good else 1


def _verdict(file: str, registers: list[Register], trust: tuple[str, ...]) -> Verdict:
    from verifier.papers.authentic import authenticate
    from verifier.proof import seal

    roots: tuple[Any, ...] = seal.roots(map(Path, trust)) if trust else ()
    return authenticate(_bytes(file), registers, roots)


def _bytes(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST)
    except OSError as error:
        raise UnreadableFile(
            f"文件 {file} 无法读取（{why(error)}），也不是短码。请检查路径，或照纸上所印输入短码。",
            f"{file} cannot be read ({error.strerror}) and is no short code. Check the path, or type the code as printed.",
        ) from None


def _short(text: str) -> str | None:
    from verifier.proof.number import read_short

    return None if Path(text).exists() else read_short(text)


def _by_code(short: str, registers: list[Register]) -> int:
    """Say what the register holds under a short code; the paper itself is then to be compared with its digest."""
    for register in registers:
        number = register.with_short(short)
        if number is not None:
            issued, state = register.numbered[number], register.state(number)
            assert state is not None
            click.echo(f"{say('短码', 'Short code')}: {short}")
            click.echo(f"{say('编号', 'Number')}: {number}　{issued.day}　{issued.unit}")
            click.echo(f"{say('内容摘要', 'Digest')}: {issued.report}")
            click.echo(f"{say('效力', 'Standing')}: {standing(state)}{_demo(issued.demo)}")
            return 0 if state.standing == "standing" else 1
    click.echo(say(f"登记簿中没有短码 {short}。", f"The register does not hold the short code {short}."))
    return 1


def _withdraw(number: str, registers: list[Register], reason: str, by: str) -> None:
    from verifier.retrieval.wire import now

    register = next((one for one in registers if number in one.numbered), registers[0])
    register.withdraw(number, why=reason, by=by, at=now().isoformat(timespec="seconds"))


def lines(verdict: Verdict) -> list[str]:
    """Return a verdict as lines for a person."""
    found = [f"{say('编号', 'Number')}: {verdict.number or say('未读出', 'not found in it')}"]
    if verdict.name:
        found[0] += f"　{verdict.name}"
    found.append(f"{say('内容', 'Contents')}: {say(*CONTENTS[verdict.contents])}")
    found += [f"  {say('不符', 'Does not fit')}: {problem}" for problem in verdict.problems]
    if verdict.issued is not None:
        by = verdict.printed.by if verdict.printed else ""
        who = "，".join(part for part in (verdict.issued.unit, by) if part)
        found.append(f"{say('出具', 'Issued')}: {verdict.issued.day}　{who}　{verdict.issued.notice}{_demo(verdict.issued.demo)}")
    if verdict.is_draft:
        found.append(say("这份文件是草稿，不得作正本使用。", "This file is a draft and no original."))
    if verdict.state is not None:
        found.append(f"{say('效力', 'Standing')}: {standing(verdict.state)}")
    found += [_signature(one) for one in verdict.signatures]
    return found


def standing(state: State) -> str:
    """Return where a number stands in words."""
    return say(*STANDINGS[state.standing]).format(by=state.by, at=state.at, why=state.why)


def _demo(demo: bool) -> str:
    return say("　（演示数据，不得用于申报）", "　(demonstration data)") if demo else ""


def _signature(one: Signature) -> str:
    from verifier.proof.seal import ROLES

    role = next((say(*text) for key, text in ROLES.items() if key == one.role), one.role)
    facts = [
        say("签名完好", "intact") if one.holds else say("签后有改动", "changed since"),
        say("证书可信", "trusted") if one.trusted else say("证书未验证（用 --trust 给出根证书）", "certificate not verified (--trust)"),
        say("时间戳", "time stamp") if one.stamped else say("签署人自报时间", "the signer's own clock"),
    ]
    return f"{say('签名', 'Signature')}: {role}　{one.signer}　{one.at}　{say('，', ', ').join(facts)}"
