"""Is a paper what we issued? Three questions, answered apart: unchanged, issued by whom, and still standing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, Literal

from verifier.errors import VerifierError
from verifier.model import Frozen
from verifier.papers import claims
from verifier.papers.claims import Claim
from verifier.papers.register import Numbered, Printed, Register, State
from verifier.proof.seal import Signature, has_signatures, signatures

REVISIONS = 64
_END = re.compile(rb"%%EOF\r?\n?")

Contents = Literal["unchanged", "signed", "changed", "unknown"]
"""unchanged: byte for byte as printed; signed: as printed, with signatures and nothing else added; unknown: not in the register."""


class Verdict(Frozen, frozen=True, kw_only=True):
    """What is known of a handed-in file; `problems` say in Chinese what does not fit, `name` is the file's when it was printed."""

    contents: Contents
    kind: str
    number: str = ""
    name: str = ""
    issued: Numbered | None = None
    printed: Printed | None = None
    state: State | None = None
    signatures: tuple[Signature, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Say whether the file may be relied on as it is: unchanged, an original, and standing."""
        sound = self.contents in ("unchanged", "signed") and not self.problems
        return sound and self.state is not None and self.state.standing == "standing" and not self.is_draft

    @property
    def is_draft(self) -> bool:
        """Say whether the file was printed as a draft."""
        return self.printed is not None and self.printed.draft


def authenticate(data: bytes, registers: Iterable[Register], roots: tuple[Any, ...] = ()) -> Verdict:
    """Return what the registers and the file itself say of a file."""
    claim = claims.read(data)
    signed, problems = _signatures(data, claim, roots)
    for register in registers:
        held = register.holder(_sha(data)) or _original(data, register)
        if held is not None:
            return _known(data, held, register, claim, signed, problems)
    for register in registers:
        number = claim.number or next((one.number for one in register.numbered.values() if one.report == claim.report), "")
        if number in register.numbered:
            return _changed(number, register, claim, signed, problems)
    return Verdict(
        contents="unknown",
        kind=claim.kind,
        number=claim.number,
        signatures=signed,
        problems=(*problems, *claim.wrong) if claim.number or claim.report else problems,
    )


def _known(
    data: bytes,
    held: tuple[str, Printed],
    register: Register,
    claim: Claim,
    signed: tuple[Signature, ...],
    problems: tuple[str, ...],
) -> Verdict:
    name, printed = held
    _, size = printed.files[name]
    contents: Contents = "unchanged" if len(data) == size else "signed"
    if contents == "signed" and (not signed or not signed[-1].holds):
        contents, problems = "changed", (*problems, "原文件之后附加了签名以外的内容")
    return Verdict(
        contents=contents,
        kind=claim.kind,
        number=printed.number,
        name=name,
        issued=register.numbered[printed.number],
        printed=printed,
        state=register.state(printed.number),
        signatures=signed,
        problems=problems,
    )


def _original(data: bytes, register: Register) -> tuple[str, Printed] | None:
    """Return the printed PDF that a longer file begins with: signatures are added behind it."""
    if not has_signatures(data):
        return None
    ends = [end.end() for end in _END.finditer(data)][:REVISIONS]
    found = (register.holder(_sha(data[:end])) for end in ends)
    return next((one for one in found if one is not None), None)


def _changed(
    number: str, register: Register, claim: Claim, signed: tuple[Signature, ...], problems: tuple[str, ...]
) -> Verdict:
    issued = register.numbered[number]
    said = list(claim.wrong)
    if claim.report and claim.report != issued.report:
        said.append("所附的核验结果不是该编号登记的那一份")
    return Verdict(
        contents="changed",
        kind=claim.kind,
        number=number,
        issued=issued,
        state=register.state(number),
        signatures=signed,
        problems=("与该编号登记的各文件都不相同", *problems, *said),
    )


def _signatures(data: bytes, claim: Claim, roots: tuple[Any, ...]) -> tuple[tuple[Signature, ...], tuple[str, ...]]:
    if claim.kind != "pdf" or not has_signatures(data):
        return (), ()
    try:
        found = signatures(data, roots)
    except VerifierError as error:
        return (), (error.zh,)
    return found, tuple(f"{one.signer} 签署之后文件有改动" for one in found if not one.holds)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
