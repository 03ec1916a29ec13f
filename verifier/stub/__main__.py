"""The stub's command: `python -m verifier.stub --catalogue DIR [--port N] [--fault SITE:KIND:ON[:for=N][:after=N]]…`."""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from verifier.stub.catalogue import CatalogueError
from verifier.stub.serve import serve


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verifier.stub", description="演示站点：按目录中的数据模拟检索网站（stub sites）"
    )
    parser.add_argument(
        "--catalogue", required=True, type=Path, metavar="DIR", help="目录（journals.jsonl、papers.jsonl …）"
    )
    parser.add_argument("--port", type=int, default=0, metavar="N", help="端口；0 = 任一空闲端口")
    parser.add_argument(
        "--fault", action="append", default=[], metavar="SITE:KIND:ON[:for=N][:after=N]", help="强制的故障，可多次给出"
    )
    parser.add_argument("--die-with-parent", action="store_true", help="标准输入结束时退出")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT (or the end of stdin); 0 then, 2 for bad input. One line on stdout: the base URL."""
    options = _parser().parse_args(arguments)
    # the records stay for the life of the process: looking for garbage among them doubles the start
    gc.disable()
    try:
        stub = serve(options.catalogue, options.port, options.fault)
    except (CatalogueError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    gc.freeze()
    gc.enable()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if options.die_with_parent:
        threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    sys.stdout.write(f"{stub.url}\n")
    sys.stdout.flush()
    ended.wait()
    stub.close()
    return 0


def _wait_for_end(ended: threading.Event) -> None:
    """Set the event when stdin reaches its end: whoever started the stub is gone."""
    while sys.stdin.buffer.read(1024):
        pass
    ended.set()


if __name__ == "__main__":
    sys.exit(main())
