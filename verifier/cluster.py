"""The judging of a batch on the machines of an existing Dask cluster, behind the same seam as the pool of processes.

The crawl stays here, one polite process a source. Every machine of the cluster sees the data folder (the page cache, what people
brought) under the same path, or under the path that its own VERIFIER_DATA names; docs/decisions says why the pages do not travel.
Dask's scheduler lets in whoever reaches it, so that it is spoken to over TLS, or on loopback alone.
"""

from __future__ import annotations

import contextlib
import functools
import os
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from distributed import Client, Security, WorkerPlugin
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from verifier import batch
from verifier.errors import BadValue, SourceError
from verifier.finished import Made
from verifier.retrieval.cache import cache_folder
from verifier.settings import Settings
from verifier.submissions import Handed

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SIZE = 32
"""Submissions a task, about a hundred citations: a task costs Dask 2 to 4 ms, its work some hundred times as much."""
AHEAD = 4
"""Tasks under way for each thread of the cluster."""
PATIENCE = "20s"

_workers: dict[str, batch.Worker] = {}
"""On a machine of the cluster: what works for each batch under way."""


def made(
    handed: Iterable[Handed], settings: Settings, rules: batch.Rules, at: datetime, address: str
) -> Iterator[Made]:
    """Yield one report per submission, in order, judged by the cluster at an address. Raises BadValue and SourceError."""
    name, threads = uuid.uuid4().hex, greet(address, settings)
    pool = functools.partial(
        opened, functools.partial(connected, address, settings), Preparation(name, settings, rules, at)
    )
    try:
        yield from batch.made_of(handed, pool, functools.partial(work, name), AHEAD * threads, SIZE)
    except BrokenExecutor as error:
        raise _unreachable(address, error) from None


def greet(address: str, settings: Settings) -> int:
    """Return how many threads the cluster at an address has now. Raises BadValue and SourceError."""
    with connected(checked(address), settings) as client:
        threads = int(sum(client.nthreads().values()))
    if not threads:
        raise _alone(address)
    return threads


def checked(address: str) -> str:
    """Return an address that may be spoken to: `tls://host:port`, or `tcp://` on loopback. Raises BadValue."""
    parts = urlsplit(address)
    if parts.scheme == "tls" or (parts.scheme == "tcp" and parts.hostname in LOOPBACK):
        return address
    raise BadValue(
        f"集群地址 {address} 不能用：须为 tls://主机:端口；tcp:// 只限本机（127.0.0.1）。请改正后重试。",
        f"The cluster's address {address} cannot be used: give tls://host:port; tcp:// is for this machine (127.0.0.1) alone.",
    )


@contextlib.contextmanager
def connected(address: str, settings: Settings) -> Iterator[Client]:
    """Open a connection to the scheduler. Raises BadValue where certificates are missing, SourceError where nobody answers."""
    try:
        client = Client(address, security=_security(address, settings), timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise _unreachable(address, error) from None
    with client:
        yield client


@contextlib.contextmanager
def opened(client: Any, preparation: Preparation) -> Iterator[Executor]:
    """Open the executor of a batch. A lost scheduler breaks it, as a killed worker breaks a pool of processes; a lost worker does not."""
    try:
        with client() as one:
            one.register_plugin(preparation, name=preparation.name)
            with one.get_executor(pure=False, retries=3) as executor:
                yield executor
            one.unregister_worker_plugin(preparation.name)
    except (CancelledError, FutureCancelledError, KilledWorker, OSError, SourceError) as error:
        raise BrokenExecutor(str(error)) from error


class Preparation(WorkerPlugin):
    """What every machine of the cluster does before it works for a batch; those that join later do it too."""

    def __init__(self, name: str, settings: Settings, rules: batch.Rules, at: datetime) -> None:
        """Take what a worker needs, and the version that it must be of: reports are the same bytes wherever they are made."""
        from verifier import __version__

        self.name, self.version = name, __version__
        self.settings, self.rules, self.at = settings, rules, at

    def setup(self, worker: Any) -> None:
        """Make the batch's worker. Raises BadValue where the machine has another version or does not see the data folder."""
        from verifier import __version__

        if __version__ != self.version:
            raise BadValue(
                f"集群节点 {worker.address} 的程序版本是 {__version__}，本机是 {self.version}。请装成同一版本后重试。",
                f"The worker {worker.address} runs version {__version__}, this machine {self.version}. Install the same version.",
            )
        settings = msgspec.structs.replace(self.settings, data=os.environ.get("VERIFIER_DATA") or self.settings.data)
        if not Path(cache_folder(settings)).is_dir():
            raise BadValue(
                f"集群节点 {worker.address} 看不到数据文件夹 {settings.data}。请共享该文件夹，或在节点上设 VERIFIER_DATA。",
                f"The worker {worker.address} does not see the data folder {settings.data}. Share it, or set VERIFIER_DATA there.",
            )
        _workers[self.name] = batch.Worker(settings, self.rules, self.at, keeps=False)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - Dask's signature
        """Forget the batch."""
        _workers.pop(self.name, None)


def work(name: str, chunk: bytes) -> list[bytes]:
    """Return what a chunk came to, on a machine of the cluster."""
    return batch.work_with(_workers[name], chunk)


def _security(address: str, settings: Settings) -> Any:
    if not address.startswith("tls://"):
        return None
    if settings.cluster is None:
        raise BadValue(
            "连接 tls:// 集群须在设置文件的 [cluster] 中写明 ca、cert、key 三个文件。请补充后用 --settings 指定。",
            "A tls:// cluster needs the files ca, cert and key in the settings file's [cluster]. Add them and name it by --settings.",
        )
    one = settings.cluster
    for file in (one.ca, one.cert, one.key):
        if not Path(file).is_file():
            raise BadValue(
                f"找不到集群证书文件 {file}。请检查设置文件中的 [cluster]。",
                f"The cluster's file {file} is missing. Check [cluster].",
            )
    return Security(require_encryption=True, tls_ca_file=one.ca, tls_client_cert=one.cert, tls_client_key=one.key)


def _alone(address: str) -> SourceError:
    return SourceError(
        f"集群 {address} 没有工作节点。请启动节点（dask worker）后重试，或去掉 --cluster 在本机核验。",
        f"The cluster {address} has no workers. Start some (dask worker), or verify on this machine without --cluster.",
    )


def _unreachable(address: str, error: Exception) -> SourceError:
    return SourceError(
        f"集群 {address} 连接不上或已中断（{type(error).__name__}）。已核验的不会丢失；请检查后用同一命令续作，或去掉 --cluster。",
        f"The cluster {address} cannot be reached or broke off ({type(error).__name__}). Nothing judged is lost: "
        "check it and run the same command again, or leave out --cluster.",
    )
