"""What the program logs, and what it never does: a person's name. Set up only at the doors (command line, portal, worker, crawl).

The text of an exception and the address of a page may hold what somebody typed, so that neither is logged: of an exception its kind and
the places in the program, of a request its route. `VERIFIER_LOG=json` turns each line into one JSON object.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO

from verifier.errors import VerifierError

VARIABLE = "VERIFIER_LOG"
FIELDS = ("status", "seconds", "method", "route")
"""What a record may carry besides its message: none of it is anybody's."""
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.Formatter):
    """One line of text a record, the places of an exception below it."""

    def __init__(self) -> None:
        """Say when, how bad, where, what."""
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text."""
        return super().format(_sober(record))

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - logging's name
        """Return an exception's kind and places."""
        return "\n".join(_places(ei))


class Json(Lines):
    """One JSON object a record: `at` (ISO 8601), `level`, `logger`, `message`, and where there are any `error` with its `places`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        plain = _sober(record)
        told: dict[str, Any] = {
            "at": self.formatTime(plain, "%Y-%m-%dT%H:%M:%S%z"),
            "level": plain.levelname,
            "logger": plain.name,
            "message": plain.getMessage(),
        }
        told |= {key: getattr(plain, key) for key in FIELDS if hasattr(plain, key)}
        if plain.exc_info and plain.exc_info[0]:
            told["error"], *told["places"] = _places(plain.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def formatter() -> logging.Formatter:
    """Return how this process writes its log: as VERIFIER_LOG says, which children inherit."""
    return Json() if os.environ.get(VARIABLE) == "json" else Lines()


def handler(level: int = logging.WARNING, stream: TextIO | None = None) -> logging.Handler:
    """Return what writes the log of this process, by default on standard error."""
    made = logging.StreamHandler(stream or sys.stderr)
    made.setLevel(level)
    made.setFormatter(formatter())
    return made


def _sober(record: logging.LogRecord) -> logging.LogRecord:
    """Return a record without what a visitor typed: Django's records of a request name the address."""
    request = getattr(record, "request", None)
    if request is None:
        return record
    match = getattr(request, "resolver_match", None)
    plain = logging.makeLogRecord({**record.__dict__, "args": (), "exc_text": None})
    plain.msg = f"{getattr(record, 'status_code', '')} {getattr(request, 'method', '')} {match.route if match else '(no such page)'}"
    return plain


def _places(raised: Raised) -> list[str]:
    """Return the kinds of an exception and of what caused it, with files and lines, and not a word of their messages.

    >>> try:
    ...     int("林知远")
    ... except ValueError as error:
    ...     _places((ValueError, error, None))
    ['ValueError']
    """
    found: list[str] = []
    error = raised[1]
    while error is not None and len(found) < 200:
        found.append(type(error).__name__ + (f" exit {error.exit_code}" if isinstance(error, VerifierError) else ""))
        frames = traceback.extract_tb(error.__traceback__)[-20:]
        found += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found
