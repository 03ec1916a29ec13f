"""The bill of materials names what the locks pin, all of it and once, with every hash, and is the same at every making."""

from __future__ import annotations

import re
import sys

from tests.conftest import ROOT

sys.path.append(str(ROOT / "docs"))
import make_sbom


def test_every_pin_of_every_lock_is_a_component_with_its_hashes() -> None:
    bill = make_sbom.bill()
    named = {one["name"]: one for one in bill["components"]}
    assert len(named) == len(bill["components"]) > 60
    for lock in make_sbom.LOCKS:
        text = (ROOT / lock).read_text("utf-8")
        pins = re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
        assert {(make_sbom.normal(name), version) for name, version in pins} <= {
            (one["name"], one["version"]) for one in named.values()
        }
        assert len(pins) == len([*make_sbom.pinned(text)])
    told = {one["content"] for part in named.values() for one in part["externalReferences"][0]["hashes"]}
    assert told == set(
        re.findall(r"sha256:([0-9a-f]{64})", "".join((ROOT / lock).read_text("utf-8") for lock in make_sbom.LOCKS))
    )


def test_what_is_needed_by_whom_is_told_and_nothing_hangs_in_the_air() -> None:
    bill = make_sbom.bill()
    refs = {one["bom-ref"] for one in bill["components"]}
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    assert set(needs) == refs | {bill["metadata"]["component"]["bom-ref"]}
    assert {ref for several in needs.values() for ref in several} == refs
    of = {
        ref.split("@")[0].rpartition("/")[2]: {one.split("@")[0].rpartition("/")[2] for one in several}
        for ref, several in needs.items()
    }
    assert "django" in of["output-verifier"]
    assert "sqlparse" in of["django"]
    assert "requests" in of["output-verifier"]


def test_an_extra_is_optional_and_the_rest_is_not() -> None:
    scopes = {one["name"]: one["scope"] for one in make_sbom.bill()["components"]}
    assert (scopes["requests"], scopes["django"], scopes["distributed"], scopes["tantivy"]) == (
        "required",
        "optional",
        "optional",
        "optional",
    )
    assert "pytest" not in scopes


def test_the_same_locks_give_the_same_bill() -> None:
    assert make_sbom.bill() == make_sbom.bill()


def test_a_comment_of_several_users_is_read_to_its_end() -> None:
    text = (
        "a==1 \\\n    --hash=sha256:"
        + "0" * 64
        + "\n    # via\n    #   -c requirements.lock\n    #   b\n    #   C_d\nb==2\n    # via project (pyproject.toml)\n"
    )
    first, second = make_sbom.pinned(text)
    assert first == ("a", "1", {"0" * 64}, {"b", "c-d"})
    assert second == ("b", "2", set(), {"project"})
