"""A scheduler and three workers on hosts of their own; one is killed and one cut off in mid-batch. Is anything lost, twice, or other?

    python bench/hosts.py [--applicants N] [--distinct N] [--data DIR]          (as root on Linux: it makes network namespaces)

Five namespaces: a switch (a bridge) and four hosts, each joined to it by a veth pair and seeing nothing else; the hosts share the disk, as
they would by NFS. The head crawls the packaged catalogue's stub sites and runs Dask's scheduler; each other host runs one worker; all speak
TLS. From an empty data folder `verifier batch --cluster` is started in the head. When an eighth of the lists is judged one worker is killed
(-9); at a quarter the link of another is taken down, so that its connections stay open and answer nothing. Then the same lists are judged on
the head alone, over the same data folder. Asserted: the reports are the same bytes, one for each list, in order; no key was asked of a source
twice; the second run asked nothing; the archive is whole. The undisturbed cluster is timed as well. `--data DIR` is a catalogue.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from memory import papers, submissions  # noqa: E402

from tests.cluster import machines  # noqa: E402
from verifier.retrieval.archive import Archive  # noqa: E402
from verifier.retrieval.archive_check import check  # noqa: E402

EACH = 10
HOSTS = ("head", "one", "two", "three")
FILES = ("report.jsonl", "across.jsonl", "decisions.jsonl")


class Net:
    """Hosts on one switch, as network namespaces of this run alone."""

    def __init__(self) -> None:
        """Name everything after this process."""
        self.tag = f"v{os.getpid()}"
        self.addresses = {host: f"10.77.0.{number}" for number, host in enumerate(HOSTS, 1)}

    def inside(self, host: str) -> list[str]:
        """Return the words that run a command on a host."""
        return ["ip", "netns", "exec", f"{self.tag}{host}"]

    def make(self) -> None:
        """Make the switch and join the hosts to it."""
        _ip("netns", "add", f"{self.tag}switch")
        switch = self.inside("switch")
        _run([*switch, "ip", "link", "add", "bridge", "type", "bridge"])
        _run([*switch, "ip", "link", "set", "bridge", "up"])
        for host, address in self.addresses.items():
            _ip("netns", "add", f"{self.tag}{host}")
            _run(
                [
                    *switch,
                    "ip",
                    "link",
                    "add",
                    host,
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "eth0",
                    "netns",
                    f"{self.tag}{host}",
                ]
            )
            _run([*switch, "ip", "link", "set", host, "master", "bridge", "up"])
            for words in (
                ("addr", "add", f"{address}/24", "dev", "eth0"),
                ("link", "set", "eth0", "up"),
                ("link", "set", "lo", "up"),
            ):
                _run([*self.inside(host), "ip", *words])

    def cut(self, host: str) -> None:
        """Take a host's link down at the switch, as somebody does who pulls its cable."""
        _run([*self.inside("switch"), "ip", "link", "set", host, "down"])

    def remove(self) -> None:
        """Remove everything; who is in a namespace has been ended before."""
        for host in ("switch", *HOSTS):
            subprocess.run(["ip", "netns", "delete", f"{self.tag}{host}"], check=False, stderr=subprocess.DEVNULL)


def _ip(*words: str) -> None:
    _run(["ip", *words])


def _run(words: Sequence[str]) -> None:
    subprocess.run(words, check=True)


@contextmanager
def hosts() -> Iterator[Net]:
    """Make the hosts for as long as they are needed."""
    net = Net()
    try:
        net.make()
        yield net
    finally:
        net.remove()


@contextmanager
def cluster(net: Net, folder: Path, tls: machines.Papers) -> Iterator[tuple[str, dict[str, subprocess.Popen[bytes]]]]:
    """Run a scheduler in the head and a worker on every other host; yield its address and the workers."""
    folder.mkdir()
    with ExitStack() as stack:

        def ended(child: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
            stack.callback(lambda: (child.kill(), child.wait(20)))
            return child

        scheduler, address = machines.scheduler(folder, tls, net.addresses["head"], net.inside("head"))
        ended(scheduler)
        yield (
            address,
            {
                host: ended(machines.worker(folder, tls, address, host, net.addresses[host], net.inside(host)))
                for host in HOSTS[1:]
            },
        )


def batch(net: Net, home: Path, out: str, data: str, catalogue: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start a batch on the head."""
    words = [
        "batch",
        f"{home}/s.jsonl",
        "--out",
        f"{home}/{out}",
        "--data",
        f"{home}/{data}",
        "--catalogue",
        str(catalogue),
    ]
    command = [
        *net.inside("head"),
        sys.executable,
        "-m",
        "verifier",
        *words,
        "--settings",
        f"{home}/verifier.toml",
        *more,
    ]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command,
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=quiet,
        stderr=(home / f"{out}.log").open("wb"),
    )


def judged(out: Path) -> int:
    """Return how many lists of a batch under way are judged."""
    try:
        return (out / "finished.jsonl").read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def until(child: subprocess.Popen[bytes], out: Path, count: int) -> float:
    """Wait until so many lists are judged; return the moment."""
    while judged(out) < count:
        assert child.poll() is None, f"the batch ended before {count} lists were judged"
        time.sleep(0.05)
    return time.monotonic()


def ended(child: subprocess.Popen[bytes], home: Path, out: str) -> float:
    """Wait for a batch to end as it should; return the moment."""
    code = child.wait(3600)
    assert code in (0, 1, 3), (home / f"{out}.log").read_text("utf-8")[-2000:]
    return time.monotonic()


def asked(data: Path) -> Counter[tuple[str, ...]]:
    """Return how often each key was asked of a source, by the archive's log; a step of a session's opening is no question."""
    with Archive(data / "archive" / "demo") as archive:
        entries = [*archive.entries(), *archive.refusals()]
    return Counter((one.source, *one.key) for one in entries if one.key and one.key[1:2] != ("prelude",))


def story(net: Net, home: Path, given: argparse.Namespace) -> dict[str, object]:
    """Run everything and return what was measured."""
    tls = machines.Papers(home / "tls", tuple(net.addresses.values()))
    tls.settings(home / "verifier.toml", home / "data")
    with cluster(net, home / "first", tls) as (address, workers):
        began = time.monotonic()
        child = batch(net, home, "there", "data", given.data, "--cluster", address)
        until(child, home / "there", 1)
        crawled = time.monotonic() - began
        killed = until(child, home / "there", given.applicants // 8)
        workers["one"].send_signal(signal.SIGKILL)
        cut = until(child, home / "there", given.applicants // 4)
        net.cut("two")
        disturbed = ended(child, home, "there") - began
        stopped = Counter(asked(home / "data"))
    with cluster(net, home / "second", tls) as (address, _):
        began = time.monotonic()
        calm = ended(batch(net, home, "calm", "data", given.data, "--cluster", address), home, "calm") - began
    began = time.monotonic()
    alone = ended(batch(net, home, "here", "data", given.data, "--jobs", "2"), home, "here") - began
    after = asked(home / "data")
    names = [json.loads(line)["applicant"]["id"] for line in (home / "there" / "report.jsonl").open(encoding="utf-8")]
    wanted = [json.loads(line)["applicant"]["id"] for line in (home / "s.jsonl").open(encoding="utf-8")]
    verdict = check(home / "data" / "archive" / "demo")
    return {
        "lists": len(wanted), "citations": len(wanted) * EACH, "first report after s": round(crawled, 1),
        "with one killed and one cut off, cold cache, s": round(disturbed, 1), "from the kill to the cut, s": round(cut - killed, 1),
        "undisturbed, warm cache, two hosts, s": round(calm, 1), "head alone, two processes, warm cache, s": round(alone, 1),
        "every list once, in order": names == wanted,
        "same bytes as the head alone": all(len({(home / out / name).read_bytes() for out in ("there", "calm", "here")}) == 1 for name in FILES),
        "questions to sources": sum(stopped.values()), "asked twice": sum(count - 1 for count in stopped.values()),
        "asked by the later runs": sum((after - stopped).values()), "archive whole": verdict.evidence and verdict.log,
    }  # fmt: skip


def main() -> int:
    """Print what was measured; exit code 1 where something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=2_000)
    parser.add_argument("--distinct", type=int, default=1_000)
    parser.add_argument("--data", type=Path, default=ROOT / "fixtures" / "catalogue", help="a catalogue")
    given = parser.parse_args()
    if os.geteuid() != 0:
        print("network namespaces need root")
        return 2
    with hosts() as net, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with (home / "s.jsonl").open("w", encoding="utf-8") as out:
            for row in submissions(papers(given.data, given.distinct), given.applicants * EACH):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        found = story(net, home, given)
    print("\n".join(f"{key}: {value}" for key, value in found.items()))
    holds = ("every list once, in order", "same bytes as the head alone", "archive whole")
    return (
        0
        if all(found[key] for key in holds) and not found["asked twice"] and not found["asked by the later runs"]
        else 1
    )


if __name__ == "__main__":
    sys.exit(main())
