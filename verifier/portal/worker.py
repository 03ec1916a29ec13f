"""The worker: takes tasks under a lease and carries them out; started by the portal, or alone on another machine."""

from __future__ import annotations

import time

from verifier.retrieval.orphan import leave_with_parent

REST = 1.0


def run() -> None:
    """Work until ended."""
    while True:
        time.sleep(REST)


def main() -> None:
    """Set Django up in this process and work; a worker whose server is gone leaves."""
    import django

    django.setup()
    leave_with_parent()
    run()


if __name__ == "__main__":
    main()
