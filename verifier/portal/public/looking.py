"""What the public page tells of a certificate: no more than is printed on it, and the same words for whatever is not known."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Literal, NamedTuple

from verifier.papers.register import Register
from verifier.portal import walk
from verifier.proof import number as numbers

REALMS = ("live", "demo")
SHOWN = 16
"""Hex digits of the content's digest that are shown, to be compared with the paper."""
LONGEST = 200
_DIGEST = re.compile(r"SHA256:([0-9A-F]{64})")

Standing = Literal["standing", "draft", "superseded", "withdrawn"]


class Known(NamedTuple):
    """What is told of a number. `fits` is whether the digest of a QR code is the registered one (None: none was given)."""

    number: str
    day: str
    standing: Standing
    digest: str
    short: str
    demo: bool
    fits: bool | None = None


class Asked(NamedTuple):
    """What somebody typed or scanned: a number or a short code with a right check character, and a QR code's digest; else a fault."""

    number: str = ""
    short: str = ""
    digest: str = ""

    @property
    def is_form(self) -> bool:
        """Whether there is anything to look up."""
        return bool(self.number or self.short)


_open: dict[Path, Register] = {}
_alone = threading.Lock()


def registers() -> list[Register]:
    """Return the registers of the data folder, as they are now."""
    found = []
    for realm in REALMS:
        folder = Path(walk.run().data) / "register" / realm
        with _alone:
            register = _open.get(folder) or _open.setdefault(folder, Register(folder))
            register.look()
        found.append(register)
    return found


def read(text: str) -> Asked:
    """Read a number, a short code or the text of the QR code; the check characters are counted here, no register is asked.

    >>> read("2026 2101 0000 001E").number, read("42k8-mhen-s75").short, read("202621010000010E").is_form
    ('202621010000001E', '42K8-MHEN-S75', False)
    """
    plain = text[:LONGEST].strip().upper()
    digest = _DIGEST.search(plain)
    first = plain.split(" SHA256:")[0]
    whole = re.sub(r"[\s·—–-]+", "", first)
    if numbers.is_valid(whole):
        return Asked(number=whole, digest=digest[1].lower() if digest else "")
    for part in first.split():
        if numbers.is_valid(part):
            return Asked(number=part, digest=digest[1].lower() if digest else "")
    return Asked(short=numbers.read_short(re.sub(r"\s+", "", first)) or "")


def look(asked: Asked) -> Known | None:
    """Return what is known of a number or short code; every register is walked, whether or not an earlier one knew it."""
    known = [_in(register, asked) for register in registers()]
    return next((one for one in known if one is not None), None)


def _in(register: Register, asked: Asked) -> Known | None:
    number = asked.number or register.with_short(asked.short) or ""
    state, entry = register.state(number), register.numbered.get(number)
    if state is None or entry is None or state.standing == "numbered":
        return None
    fits = entry.report == asked.digest if asked.digest else None
    return Known(number, entry.day, state.standing, entry.report[:SHOWN], numbers.short(entry.report), entry.demo, fits)
