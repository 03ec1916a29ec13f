"""`verifier sign`: add an electronic signature to a certificate, by the unit's own certificate."""

from __future__ import annotations

import os
from pathlib import Path

import click

from verifier.cli import options
from verifier.cli.language import say
from verifier.errors import UnreadableFile, why

PASSPHRASE = "VERIFIER_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable
REALMS = ("live", "demo")
KEY_HELP = say(f"证书文件；口令取自 {PASSPHRASE} 或当场输入", f"The key file; its passphrase from {PASSPHRASE}, or typed")


@click.command(
    "sign",
    help=say(
        "以单位自己的证书（PKCS#12）签署 FILE（检索证明 PDF）。按检索人、复核人、单位、主管部门的顺序；程序不画章，不代签。",
        "Sign FILE (a certificate's PDF) by the unit's own PKCS#12 certificate, in the order searcher, reviewer, unit, department.",
    ),
)
@click.argument("file", type=click.Path())
@click.option("--key", required=True, type=click.Path(), metavar="P12", help=KEY_HELP)
@click.option("--as", "role", required=True, type=click.Choice(["searcher", "reviewer", "unit", "department"]), help=say("以谁的名义", "As whom"))
@click.option("--authority", metavar="URL", help=say("时间戳服务（RFC 3161）", "Time stamp authority (RFC 3161)"))
@click.option("--reason", default="", help=say("签署说明", "Reason of signing"))
@click.option("--out", type=click.Path(), help=say("写到何处；不写则为原名加 .signed.pdf", "Where to; else the name with .signed.pdf"))
@click.option("--data", type=click.Path(), help=say("数据文件夹（其中的登记簿）", "The data folder with the register"))
@options.language
def command(
    file: str, key: str, role: str, authority: str | None, reason: str, out: str | None, data: str | None
) -> int:  # fmt: skip
    """Sign one file and enter the signed file in the register that holds the original."""
    from verifier import papers
    from verifier.proof import seal

    source = Path(file)
    pdf = _bytes(source)
    kind = next(one for one in seal.ROLES if one == role)
    signed = seal.sign(pdf, kind, key=Path(key), passphrase=_passphrase(), reason=reason, authority=authority)
    target = Path(out) if out else source.with_name(f"{source.name.removesuffix('.pdf').removesuffix('.signed')}.signed.pdf")
    papers.write(target.parent, {target.name: signed})
    _enter(pdf, signed, target.name, data)
    click.echo(f"{say('已写入', 'Written')}: {target}")
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"文件 {path} 无法读取（{why(error)}）。请检查路径后重试。",
            f"{path} cannot be read ({error.strerror}). Check the path and retry.",
        ) from None


def _passphrase() -> bytes:
    given = os.environ.get(PASSPHRASE)
    return (given if given is not None else click.prompt(say("证书口令", "Passphrase"), hide_input=True)).encode()


def _enter(before: bytes, signed: bytes, name: str, data: str | None) -> None:
    """Note the signed file beside the original that it was made from, where a register holds that."""
    from verifier.papers.authentic import authenticate
    from verifier.papers.register import Register
    from verifier.retrieval.wire import now
    from verifier.settings import data_folder

    for realm in REALMS:
        register = Register(data_folder(data) / "register" / realm)
        verdict = authenticate(before, [register])
        if verdict.printed is not None and verdict.contents in ("unchanged", "signed"):
            at = now().isoformat(timespec="seconds")
            register.note(verdict.number, {name: signed}, draft=verdict.is_draft, at=at, by=verdict.printed.by)
