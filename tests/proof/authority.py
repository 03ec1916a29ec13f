"""A test PKI made on the spot: a root, certificates for the people who sign, and a time stamp authority on loopback."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSPHRASE = b"for tests only"
DAY = dt.timedelta(days=1)
STAMPED = dt.datetime(2026, 3, 2, 4, 5, 6, tzinfo=dt.UTC)


class Office:
    """A root and what it issued: `key(name)` is a PKCS#12 file, `root` a PEM file."""

    def __init__(self, folder: Path, name: str = "例根证书") -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name, "例认证中心")
        self._root = self._issue(self._name, self._key.public_key(), authority=True)
        self.root = folder / f"{name}.pem"
        self.root.write_bytes(self._root.public_bytes(serialization.Encoding.PEM))

    def key(self, name: str, organisation: str = "例单位") -> Path:
        """Return a PKCS#12 file with a signing key and its certificate."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        certificate = self._issue(_named(name, organisation), key.public_key())
        path = self.folder / f"{name}.p12"
        locked = serialization.BestAvailableEncryption(PASSPHRASE)
        path.write_bytes(pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [self._root], locked))
        return path

    def stamper(self) -> DummyTimeStamper:
        """Return what answers time stamp requests, its clock standing at `STAMPED`."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        certificate = self._issue(_named("例时间戳服务", "例认证中心"), key.public_key(), stamping=True)
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = SimpleCertificateStore()
        store.register(_asn1(self._root))
        return DummyTimeStamper(_asn1(certificate), keys.PrivateKeyInfo.load(private), certs_to_embed=store, fixed_dt=STAMPED)

    def _issue(self, subject: x509.Name, key: Any, *, authority: bool = False, stamping: bool = False) -> x509.Certificate:
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(STAMPED - 3650 * DAY)
            .not_valid_after(STAMPED + 3650 * DAY)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(_usage(authority), critical=True)
        )
        if stamping:
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return made.sign(self._key, hashes.SHA256())


@contextmanager
def serving(stamper: DummyTimeStamper) -> Iterator[str]:
    """Serve a time stamp authority on loopback and yield its URL."""

    class Stamps(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Stamps)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _named(name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
