"""Time stamps (RFC 3161) on the head of an archive's log: proof by somebody outside that the log stood like this at that time.

A stamp is two files in `stamps/`: `<number>.head`, the bytes of the `head` file that were stamped, and `<number>.tst`, the token.
Anybody can check it without this program: `openssl ts -verify -data N.head -in N.tst -token_in -CAfile authority.pem`. A copy of
both, kept elsewhere, shows a dropped tail or a log written anew even if the archive's own copies were removed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from verifier.errors import BadValue, StorageError, UnreadableFile
from verifier.model import Frozen
from verifier.retrieval.chain import HEAD, ChainFile, read_head
from verifier.retrieval.wire import SHANGHAI

FOLDER = "stamps"


class Stamped(Frozen, frozen=True, kw_only=True):
    """The link that names a stamp: the stamped link's number and hash, and the token's file, digest and time."""

    kind: str = "stamped"
    number: int
    head: str
    token: str
    sha256: str
    at: str
    authority: str


class Witness(Frozen, frozen=True, kw_only=True):
    """What a stamp proves: that link `number` had this hash `at` that time (ISO 8601).

    `trusted` = the authority's certificate leads to one that the user trusts; `wrong` says why the stamp proves nothing, "" if it does.
    """

    file: str
    number: int = 0
    head: str = ""
    at: str = ""
    trusted: bool = False
    wrong: str = ""


def stamp(folder: Path, authority: Any) -> Stamped:
    """Have the head of an archive's log stamped and keep the token; `authority` is a URL, or a client of one.

    Raises BadValue where there is nothing to stamp or the authority does not answer, StorageError where nothing can be written.
    """
    head = folder / HEAD
    kept = read_head(folder)
    if kept is None:
        raise BadValue(
            f"{folder} 中还没有证据，无可加盖时间戳。请先检索。", f"{folder} holds no evidence yet; search first."
        )
    content = head.read_bytes()
    token = _token(content, authority)
    number, digest = kept
    try:
        (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
        (folder / FOLDER / f"{number:012d}.head").write_bytes(content)
        (folder / FOLDER / f"{number:012d}.tst").write_bytes(token)
        entry = Stamped(
            number=number,
            head=digest,
            token=f"{number:012d}.tst",
            sha256=hashlib.sha256(token).hexdigest(),
            at=_time(token).isoformat(timespec="seconds"),
            authority=authority if isinstance(authority, str) else "",
        )
        ChainFile(folder).add(msgspec.to_builtins(entry))
    except OSError as error:
        raise StorageError(
            f"时间戳无法写入 {folder}：{error}。请检查磁盘空间和权限后重试。",
            f"The time stamp cannot be written to {folder}: {error}. Check space and permissions, then try again.",
        ) from None
    return entry


def witnesses(folder: Path, trust: Path | None = None) -> Iterator[Witness]:
    """Yield what every stamp in an archive's folder proves (or in a folder of copies); `trust` is a PEM file of authorities."""
    place = folder / FOLDER if (folder / FOLDER).is_dir() else folder
    for token in sorted(place.glob("*.tst")):
        yield witness(token, trust)


def witness(token: Path, trust: Path | None = None) -> Witness:
    """Return what one stamp proves: a token beside the head file that it stamps."""
    head = token.with_suffix(".head")
    try:
        content, data = head.read_bytes(), token.read_bytes()
    except OSError as error:
        return Witness(file=token.name, wrong=f"时间戳无法读取：{error}")
    kept = read_head(head.parent, head.name)
    if kept is None or kept[0] < 1:
        return Witness(file=token.name, wrong="时间戳所盖的链头文件已损坏")
    wrong, trusted = _validated(data, content, trust)
    at = "" if wrong else _time(data).isoformat(timespec="seconds")
    return Witness(file=token.name, number=kept[0], head=kept[1], at=at, trusted=trusted, wrong=wrong)


def _token(content: bytes, authority: Any) -> bytes:
    hanko = _hanko()
    client = hanko.HTTPTimeStamper(authority, timeout=20) if isinstance(authority, str) else authority
    try:
        found = hanko.run(client.async_timestamp(hashlib.sha256(content).digest(), "sha256"))
        token: bytes = found.dump()
    except (hanko.TimestampRequestError, OSError, ValueError, TypeError) as error:
        raise BadValue(
            f"时间戳服务没有给出时间戳：{error}。请检查其地址和网络后重试；证据和留痕没有改动。",
            f"The time stamp authority gave no stamp: {error}. Check its address and the network; nothing was changed.",
        ) from None
    wrong, _ = _validated(token, content, None)
    if wrong:
        raise BadValue(f"时间戳服务的应答不可用：{wrong}。", f"The answer of the time stamp authority cannot be used: {wrong}.")
    return token


def _time(token: bytes) -> datetime:
    """Return the time that a token states. Raises ValueError or TypeError where it is none."""
    signed = _hanko().cms.ContentInfo.load(token)["content"]
    found: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    return found.astimezone(SHANGHAI)


def _validated(token: bytes, content: bytes, trust: Path | None) -> tuple[str, bool]:
    """Return what is wrong with a token, "" for nothing, and whether its authority is trusted."""
    hanko = _hanko()
    roots = _roots(trust)
    try:
        at = _time(token)
        signed = hanko.cms.ContentInfo.load(token)["content"]
        context = hanko.ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)
        facts = hanko.run(hanko.validate(signed, context, lambda name: hashlib.new(name, content).digest()))
    except (ValueError, TypeError, KeyError, AttributeError, OSError, hanko.Invalid) as error:
        return f"时间戳不可用：{error}", False
    if not facts["intact"]:
        return "时间戳与所盖的链头不符", False
    if not facts["valid"]:
        return "时间戳的签名无效", False
    return "", bool(facts.get("trust_problem_indic") is None and facts.get("validation_path") is not None)


def _roots(trust: Path | None) -> list[Any]:
    if trust is None:
        return []
    try:
        return list(_hanko().load_certs([str(trust)]))
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"证书文件 {trust} 无法读取：{error}。请给出 PEM 或 DER 格式的根证书。",
            f"The certificate {trust} cannot be read: {error}. Give a root certificate as PEM or DER.",
        ) from None


class _Hanko:
    """What is used of pyHanko, imported only when a stamp is made or checked: it is an extra and costs 0.4 s."""

    def __init__(self) -> None:
        import asyncio

        from asn1crypto import cms
        from pyhanko.keys import load_certs_from_pemder
        from pyhanko.sign.timestamps.common_utils import TimestampRequestError
        from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
        from pyhanko.sign.validation.errors import SignatureValidationError
        from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
        from pyhanko_certvalidator import ValidationContext

        self.cms: Any = cms
        self.run = asyncio.run
        self.ValidationContext: Any = ValidationContext
        self.HTTPTimeStamper: Any = RequestsHTTPTimeStamper
        self.validate: Any = validate_tst_signed_data
        self.Invalid = SignatureValidationError
        self.TimestampRequestError = TimestampRequestError
        self.load_certs: Any = load_certs_from_pemder


def _hanko() -> _Hanko:
    try:
        return _Hanko()
    except ImportError:
        raise BadValue(
            "时间戳需要可选组件。请安装：pip install 'output-verifier[sign]'。",
            "Time stamps need an optional part. Install it: pip install 'output-verifier[sign]'.",
        ) from None
