"""A Dask cluster for tests and benches: an authority, a scheduler, and workers, each a process that can be killed."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).parents[2]
DAY = dt.timedelta(days=1)


class Papers:
    """The three files by which the parts of a cluster know each other."""

    def __init__(self, folder: Path, hosts: Sequence[str] = ("127.0.0.1",)) -> None:
        """Make an authority and one certificate for these addresses."""
        folder.mkdir(parents=True, exist_ok=True)
        self.ca, self.cert, self.key = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root_name, name = _name("test authority"), _name("test cluster")
        root = _certificate(root_name, root_name, root_key, root_key).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        addresses = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host)) for host in hosts])
        signed = _certificate(name, root_name, key, root_key).add_extension(addresses, critical=False)
        self.ca.write_bytes(root.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        self.cert.write_bytes(signed.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    def flags(self) -> list[str]:
        """Return Dask's own flags for them."""
        return ["--tls-ca-file", str(self.ca), "--tls-cert", str(self.cert), "--tls-key", str(self.key)]

    def settings(self, file: Path, data: Path) -> Path:
        """Write a settings file of ours that names them."""
        words = "\n".join(f'{key} = "{getattr(self, key)}"' for key in ("ca", "cert", "key"))
        file.write_text(f'data = "{data}"\n[cluster]\n{words}\n', encoding="utf-8")
        return file


def scheduler(
    folder: Path, papers: Papers, host: str = "127.0.0.1", before: Sequence[str] = ()
) -> tuple[subprocess.Popen[bytes], str]:
    """Start a scheduler; return it and its address once it listens."""
    file = folder / "scheduler.json"
    words = ["distributed.cli.dask_scheduler", "--host", host, "--port", "0", "--protocol", "tls", "--no-dashboard"]
    child = _started(before, words, ["--scheduler-file", str(file), *papers.flags()])
    address = ""
    for _ in range(600):
        if file.exists() and (found := file.read_text(encoding="utf-8")) and '"address"' in found:
            import json

            address = json.loads(found)["address"]
            break
        time.sleep(0.1)
    assert address, "the scheduler did not start"
    return child, address


def worker(
    folder: Path, papers: Papers, address: str, name: str, host: str = "127.0.0.1", before: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Start a worker without a nanny: once killed it stays away."""
    words = [
        "distributed.cli.dask_worker",
        address,
        "--host",
        host,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
        "--name",
        name,
    ]
    return _started(before, words, ["--local-directory", str(folder / name), *papers.flags()])


def _started(before: Sequence[str], words: Sequence[str], more: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [*before, sys.executable, "-m", *words, *more]
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, words)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    today = dt.datetime.now(dt.UTC)
    found = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    found = (
        found.serial_number(x509.random_serial_number()).not_valid_before(today - DAY).not_valid_after(today + 30 * DAY)
    )
    key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    return found.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    ).add_extension(key_id, critical=False)
