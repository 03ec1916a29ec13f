"""`python docs/make_sbom.py [FILE]`: the bill of materials (CycloneDX 1.5, JSON) of what an installation consists of, from the lock files.

One component a package: name, version, package URL, the SHA-256 of every file that the lock lets in, the extras that bring it, and what
needs it (the lock's own "via" comments). It holds no time and no number of chance: the same locks give the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCKS = {
    "requirements.lock": "required",
    "requirements-portal.lock": "portal",
    "requirements-corpus.lock": "corpus",
    "requirements-cluster.lock": "cluster, sign",
}
"""The locks of an installation, and the extra that each is of; what only development needs is left out."""
PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s\\;]+)", re.MULTILINE)

USER = re.compile(r"\s*([A-Za-z0-9][\w.-]*)(?: \(pyproject\.toml\))?\s*")
"""Who needs a package, in a lock's comment; `-c` and `-r` name files and nobody."""


class Package:
    """One pinned package, as several locks tell of it."""

    def __init__(self, name: str, version: str) -> None:
        """Begin with nothing known but the pin."""
        self.name, self.version = name, version
        self.hashes: set[str] = set()
        self.extras: list[str] = []
        self.needed_by: set[str] = set()

    @property
    def purl(self) -> str:
        """Return the package URL, which is the component's reference as well."""
        return f"pkg:pypi/{self.name}@{self.version}"

    def component(self) -> dict[str, Any]:
        """Return it as CycloneDX says it."""
        return {
            "type": "library", "bom-ref": self.purl, "name": self.name, "version": self.version, "purl": self.purl,
            "scope": "required" if "required" in self.extras else "optional",
            "externalReferences": [
                {"type": "distribution", "url": self.purl, "hashes": [{"alg": "SHA-256", "content": one} for one in sorted(self.hashes)]}
            ],
            "properties": [{"name": "verifier:extra", "value": extra} for extra in self.extras],
        }  # fmt: skip


def pinned(text: str) -> Iterator[tuple[str, str, set[str], set[str]]]:
    """Yield (name, version, SHA-256s, needed by) of every package of a lock."""
    starts = [*PIN.finditer(text)]
    for found, end in zip(starts, [*(one.start() for one in starts[1:]), len(text)], strict=True):
        block = text[found.start() : end]
        via = block.partition("# via")[2].replace("#", " ").split("\n")
        needed = {user[1] for line in via if (user := USER.fullmatch(line))}
        yield (
            normal(found["name"]),
            found["version"],
            set(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)),
            {normal(one) for one in needed},
        )


def normal(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def packages() -> list[Package]:
    """Return every package of all locks, each once. Raises ValueError where two locks pin one differently."""
    found: dict[str, Package] = {}
    for lock, extra in LOCKS.items():
        for name, version, hashes, needed in pinned((ROOT / lock).read_text("utf-8")):
            one = found.setdefault(name, Package(name, version))
            if one.version != version:
                raise ValueError(f"{lock} pins {name} {version}, another lock {one.version}")
            one.hashes |= hashes
            one.extras += [] if extra in one.extras or "required" in one.extras else [extra]
            one.needed_by |= needed
    return sorted(found.values(), key=lambda one: one.name)


def bill() -> dict[str, Any]:
    """Return the whole bill."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ours = {"name": project["name"], "version": project["version"]}
    own = f"pkg:pypi/{ours['name']}@{ours['version']}"
    every = packages()
    known = {ours["name"]: own, **{one.name: one.purl for one in every}}
    needs: dict[str, list[str]] = {own: [], **{one.purl: [] for one in every}}
    for one in every:
        users = [known[name] for name in sorted(one.needed_by) if name in known] or [own]
        for user in users:
            needs[user].append(one.purl)
    body = {
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "purl": own,
                **ours,
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [one.component() for one in every],
        "dependencies": [{"ref": ref, "dependsOn": sorted(others)} for ref, others in sorted(needs.items())],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", "version": 1, **body}


def main() -> None:
    """Write the bill to FILE, or print it."""
    text = json.dumps(bill(), ensure_ascii=False, indent=1) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
