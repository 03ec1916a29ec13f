"""Electronic signatures (PAdES) by the unit's own certificate: never a drawn seal, never a key of ours. Needs the extra `sign`.

Several people sign in the order of the paper's places: 检索人, 复核人, 单位, 主管部门. The first signature certifies the paper:
from then on nothing but further signatures may be added, and whatever else is changed is seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from verifier.errors import BadValue, InputError, UnreadableFile
from verifier.model import Frozen
from verifier.proof.words import Text

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps import TimeStamper

Role = Literal["searcher", "reviewer", "unit", "department"]
ROLES: dict[Role, Text] = {
    "searcher": ("检索人", "Searched by"),
    "reviewer": ("复核人", "Reviewed by"),
    "unit": ("单位", "Unit"),
    "department": ("主管部门", "Supervising department"),
}
"""Who signs, in the order in which they sign."""
FIELD = "Place{place}_{role}"
SECONDS = 20
"""How long a time stamp authority may take."""


class Signature(Frozen, frozen=True, kw_only=True):
    """One signature as it was checked.

    `intact`: what was signed is unchanged. `whole`: after it nothing but further signatures was added. `trusted`: its
    certificate leads to one of the given roots. `at` is the stamped time if `stamped`, else what the signer's clock said.
    """

    role: str
    signer: str
    at: str
    stamped: bool
    intact: bool
    whole: bool
    trusted: bool

    @property
    def holds(self) -> bool:
        """Say whether nothing was changed since; whom to trust is another question."""
        return self.intact and self.whole


def sign(
    pdf: bytes, role: Role, *, key: Path, passphrase: bytes, reason: str = "", authority: str | TimeStamper | None = None
) -> bytes:
    """Return the PDF with one more signature, by the certificate in the PKCS#12 file `key`.

    `authority` is the URL of an RFC 3161 time stamp authority (or a client of one), None for no time stamp. Raises BadValue
    where the key cannot be opened, the role has signed or comes before one that has, or the authority does not answer.
    """
    hanko = _hanko()
    document = _opened(pdf)
    signed = [one.field_name for one in document.embedded_signatures]
    place = list(get_args(Role)).index(role) + 1
    _in_turn(signed, role, place)
    meta = hanko.signers.PdfSignatureMetadata(
        field_name=FIELD.format(place=place, role=role),
        md_algorithm="sha256",
        subfilter=hanko.fields.SigSeedSubFilter.PADES,
        reason=reason or None,
        certify=not signed,
        docmdp_permissions=hanko.fields.MDPPerm.FILL_FORMS,
    )
    out = BytesIO()
    try:
        hanko.signers.sign_pdf(
            hanko.IncrementalPdfFileWriter(BytesIO(pdf)),
            meta,
            _signer(key, passphrase),
            timestamper=_authority(authority),
            new_field_spec=hanko.fields.SigFieldSpec(sig_field_name=meta.field_name),
            output=out,
        )
    except (hanko.TimestampRequestError, hanko.SigningError, OSError) as error:
        raise BadValue(
            f"未能签署：{error}。文件没有改动；请检查证书用途、时间戳服务地址和网络后重试。",
            f"Not signed: {error}. The file is unchanged; check the certificate's usage, the authority's address, the network.",
        ) from None
    return out.getvalue()


def signatures(pdf: bytes, roots: Iterable[Any] = ()) -> tuple[Signature, ...]:
    """Return every signature of a PDF, checked, in the order in which they were made. Raises UnreadableFile for no PDF."""
    document = _opened(pdf)
    trusted = tuple(roots)
    return tuple(_checked(one, trusted) for one in document.embedded_regular_signatures)


def has_signatures(pdf: bytes) -> bool:
    """Say, without reading the file's structure, whether a PDF seems to hold signatures."""
    return b"/ByteRange" in pdf


def roots(files: Iterable[Path]) -> tuple[Any, ...]:
    """Return the certificates of PEM or DER files. Raises UnreadableFile naming the file."""
    load: Any = _hanko().load_certs
    found: list[Any] = []
    for file in files:
        try:
            found += load([str(file)])
        except (OSError, ValueError) as error:
            raise UnreadableFile(
                f"根证书 {file} 无法读取：{error}。请给出 PEM 或 DER 格式的证书。",
                f"The root certificate {file} cannot be read: {error}. Give PEM or DER.",
            ) from None
    return tuple(found)


def _in_turn(signed: list[str], role: Role, place: int) -> None:
    """Refuse a second signature of one role, and one that comes too late in the order."""
    done = [int(name[5]) for name in signed if name[:5] == "Place" and name[5:6].isdigit()]
    if done and max(done) >= place:
        zh, en = ROLES[role]
        raise BadValue(
            f"{zh}不能在此时签署：该处或其后的签署人已签。须按检索人、复核人、单位、主管部门的顺序签署。",
            f"{en} cannot sign now: this place or a later one is signed. The order is searcher, reviewer, unit, department.",
        )


def _signer(key: Path, passphrase: bytes) -> SimpleSigner:
    load: Any = _hanko().signers.SimpleSigner.load_pkcs12
    signer: SimpleSigner | None = load(str(key), passphrase=passphrase)
    if signer is None:
        raise BadValue(
            f"证书 {key} 无法打开：口令不符，或不是 PKCS#12（.p12、.pfx）文件。请检查后重试。",
            f"The certificate {key} cannot be opened: wrong passphrase, or no PKCS#12 file. Check and retry.",
        )
    return signer


def _authority(given: str | TimeStamper | None) -> TimeStamper | None:
    if not isinstance(given, str):
        return given
    client: Any = _hanko().TimeStamper
    stamper: TimeStamper = client(given, timeout=SECONDS)
    return stamper


def _checked(embedded: Any, trusted: tuple[Any, ...]) -> Signature:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    def context() -> ValidationContext:
        return ValidationContext(trust_roots=list(trusted), allow_fetching=False)

    status = validate_pdf_signature(
        embedded, signer_validation_context=context(), ts_validation_context=context()
    )
    stamp = status.timestamp_validity
    at = stamp.timestamp if stamp is not None and stamp.valid and stamp.intact else status.signer_reported_dt
    level = status.modification_level
    whole = bool(status.docmdp_ok) and level is not None and level <= ModificationLevel.FORM_FILLING
    return Signature(
        role=embedded.field_name.partition("_")[2] or embedded.field_name,
        signer=status.signing_cert.subject.human_friendly,
        at=at.isoformat() if at else "",
        stamped=bool(stamp is not None and stamp.valid and stamp.intact),
        intact=status.intact and status.valid,
        whole=whole,
        trusted=bool(status.trusted),
    )


def _opened(pdf: bytes) -> Any:
    hanko = _hanko()
    try:
        return hanko.PdfFileReader(BytesIO(pdf))
    except (hanko.PdfError, ValueError, KeyError, RecursionError) as error:
        raise UnreadableFile(
            f"PDF 无法读取：{error}。请使用本程序出具的原文件。",
            f"The PDF cannot be read: {error}. Use the file that this program made.",
        ) from None


class _Hanko:
    """What is used of pyHanko, imported when a signature is made or checked: it is an extra and costs 0.4 s."""

    def __init__(self) -> None:
        from pyhanko.keys import load_certs_from_pemder
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign import fields, signers
        from pyhanko.sign.general import SigningError
        from pyhanko.sign.timestamps.common_utils import TimestampRequestError
        from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper

        self.fields, self.signers = fields, signers
        self.PdfError, self.PdfFileReader, self.IncrementalPdfFileWriter = PdfError, PdfFileReader, IncrementalPdfFileWriter
        self.load_certs, self.TimeStamper = load_certs_from_pemder, RequestsHTTPTimeStamper
        self.SigningError, self.TimestampRequestError = SigningError, TimestampRequestError


def _hanko() -> _Hanko:
    try:
        return _Hanko()
    except ImportError:
        raise InputError(
            "电子签名需要附加组件：请用 pip install 'output-verifier[sign]' 安装后重试。",
            "Signatures need an extra: install 'output-verifier[sign]' and retry.",
        ) from None
