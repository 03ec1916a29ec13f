"""The register of what was issued: which report got which number, which files were printed, and what was withdrawn.

One hash chain (`register.jsonl`, audit.Link lines) in the data folder, demo apart from live. A report keeps its number, day and
chain head however often it is printed, so that a reprint is the same file; a later original for the same applicant and notice
supersedes the earlier one. No name is kept, only a digest of whom a report is about.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from verifier import audit
from verifier.errors import BadValue, UnreadableFile
from verifier.model import Frozen, Report
from verifier.proof import number as numbers
from verifier.settings import Settings

Standing = Literal["standing", "draft", "superseded", "withdrawn", "numbered"]
FILE = "register.jsonl"


class Numbered(Frozen, frozen=True, kw_only=True, tag="numbered", tag_field="kind"):
    """A report got its number: its content digest, the day and chain head to print, and whom it is about (a digest)."""

    number: str
    report: str
    subject: str
    notice: str
    unit: str
    day: str
    head: str
    demo: bool
    at: str


class Printed(Frozen, frozen=True, kw_only=True, tag="printed", tag_field="kind"):
    """Files were printed under a number: name -> (SHA-256, bytes); `by` is the person or unit at the door, "" unknown."""

    number: str
    draft: bool
    files: dict[str, tuple[str, int]]
    at: str
    by: str = ""


class Withdrawn(Frozen, frozen=True, kw_only=True, tag="withdrawn", tag_field="kind"):
    """A person withdrew a number, with a reason."""

    number: str
    why: str
    by: str
    at: str


Act = Numbered | Printed | Withdrawn


class State(Frozen, frozen=True, kw_only=True):
    """Where a number stands; `by` is the number that superseded it, or who withdrew it, with `why` and `at`."""

    standing: Standing
    by: str = ""
    why: str = ""
    at: str = ""


def register_folder(settings: Settings) -> Path:
    """Return where a run's register lies: demo apart from live."""
    return Path(settings.data) / "register" / settings.realm.split("-")[0]


def subject(report: Report) -> str:
    """Return the digest of whom and what a report is about: notice, applicant's id and name."""
    who = report.applicant
    return hashlib.sha256(msgspec.json.encode([report.notice, who.id, who.name])).hexdigest()


class Register:
    """One process's view of a register. Other processes may append meanwhile: every look reads what they wrote."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is made before the first number."""
        self.path = folder / FILE
        self.numbered: dict[str, Numbered] = {}
        self.printed: dict[str, list[Printed]] = {}
        self.withdrawn: dict[str, Withdrawn] = {}
        self._by_report: dict[str, str] = {}
        self._by_subject: dict[str, list[str]] = {}
        self._by_file: dict[str, tuple[str, Printed]] = {}
        self._read = 0
        self._last: audit.Link | None = None
        self.look()

    def look(self) -> None:
        """Read what was appended since the last look. Raises UnreadableFile where a line does not follow the one before."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(self._read)
            lines = file.read()
        lines = lines[: lines.rfind(b"\n") + 1]
        for line in lines.splitlines(keepends=True):
            self._take(line)
        self._read += len(lines)

    def number(self, report: Report, *, day: str, head: str, at: str, unit: str = numbers.NO_UNIT) -> Numbered:
        """Return a report's number, a new one where it has none: the running part its digest suggests, else the next free."""
        with self._alone():
            known = self._by_report.get(report.hash)
            if known is not None:
                return self.numbered[known]
            made = Numbered(
                number=self._free(report, day, unit),
                report=report.hash,
                subject=subject(report),
                notice=report.rules.document,
                unit="；".join(report.applicant.units),
                day=day,
                head=head,
                demo=report.demo,
                at=at,
            )
            self._append(made)
            return made

    def number_of(self, report: Report) -> str:
        """Return the number that a report has. Raises KeyError when it has none."""
        return self._by_report[report.hash]

    def note(self, number: str, files: dict[str, bytes], *, draft: bool, at: str, by: str = "") -> None:
        """Note the digests of printed files; what is already noted is not noted again."""
        digests = {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items()}
        with self._alone():
            held = (self._by_file.get(digest) for digest, _ in digests.values())
            if all(one is not None and (one[1].number, one[1].draft) == (number, draft) for one in held):
                return
            self._append(Printed(number=number, draft=draft, files=digests, at=at, by=by))

    def withdraw(self, number: str, *, why: str, by: str, at: str) -> None:
        """Withdraw a number for good. Raises BadValue where it is unknown, or no name or reason is given."""
        with self._alone():
            if number not in self.numbered or not why.strip() or not by.strip():
                raise BadValue(
                    f"编号 {number} 不能撤销：须是登记簿中的编号，并写明撤销人和原因。",
                    f"Number {number} cannot be withdrawn: it must be in the register, with a name and a reason given.",
                )
            self._append(Withdrawn(number=number, why=why, by=by, at=at))

    def holder(self, digest: str) -> tuple[str, Printed] | None:
        """Return the name under which, and the act in which, the file with this SHA-256 was printed; None when it was not."""
        return self._by_file.get(digest)

    def with_short(self, short: str) -> str | None:
        """Return the number that was issued under a short code."""
        return next((one.number for one in self.numbered.values() if numbers.short(one.report) == short), None)

    def state(self, number: str) -> State | None:
        """Return where a number stands, None when the register does not know it."""
        entry = self.numbered.get(number)
        if entry is None:
            return None
        gone = self.withdrawn.get(number)
        if gone is not None:
            return State(standing="withdrawn", by=gone.by, why=gone.why, at=gone.at)
        if not self.printed.get(number):
            return State(standing="numbered", at=entry.at)
        if not self._is_original(number):
            return State(standing="draft", at=entry.at)
        line = self._by_subject[entry.subject]
        later = [one for one in line[line.index(number) + 1 :] if self._is_original(one) and one not in self.withdrawn]
        if later:
            return State(standing="superseded", by=later[-1], at=self.numbered[later[-1]].at)
        return State(standing="standing", at=entry.at)

    def _is_original(self, number: str) -> bool:
        return any(not one.draft for one in self.printed.get(number, ()))

    def _free(self, report: Report, day: str, unit: str) -> str:
        first = numbers.running_of(report.hash) - 1
        for step in range(numbers.RUNNING):
            made = numbers.compose(int(day[:4]), unit, (first + step) % numbers.RUNNING + 1)
            if made not in self.numbered:
                return made
        raise BadValue(
            f"单位代码 {unit} 在{day[:4]}年的编号已用完，请换用另一单位代码。",
            f"All numbers of unit {unit} in {day[:4]} are taken; use another unit code.",
        )

    def _append(self, act: Act) -> None:
        link = audit.follow(self._last, msgspec.to_builtins(act))
        line = audit.to_line(link)
        with self.path.open("ab") as file:
            file.truncate(self._read)  # a half line that a killed process left behind
            file.write(line)
        self._take(line)
        self._read += len(line)

    def _take(self, line: bytes) -> None:
        wrong = audit.breaks([line]) if self._last is None else _follows(line, self._last)
        if wrong:
            raise _damaged(self.path, str(wrong))
        try:
            link = audit.from_line(line)
            act: Act = msgspec.convert(link.entry, Act)
        except msgspec.DecodeError as error:
            raise _damaged(self.path, str(error)) from None
        self._last = link
        self._index(act)

    def _index(self, act: Act) -> None:
        if isinstance(act, Numbered):
            self.numbered[act.number] = act
            self._by_report[act.report] = act.number
            self._by_subject.setdefault(act.subject, []).append(act.number)
        elif isinstance(act, Printed):
            self.printed.setdefault(act.number, []).append(act)
            self._by_file.update((digest, (name, act)) for name, (digest, _) in act.files.items())
        else:
            self.withdrawn[act.number] = act

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the register alone and read what others wrote; processes take turns."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.look()
            yield
        finally:
            os.close(lock)


def _follows(line: bytes, last: audit.Link) -> str:
    """Say what is wrong with a line after `last`, "" when nothing is."""
    try:
        link = audit.from_line(line)
    except msgspec.DecodeError:
        return "该行不是一条完整的记录"
    if link.hash != audit.seal(link.n, link.prev, link.entry):
        return f"第 {link.n} 条的内容与其哈希值不符"
    return "" if (link.n, link.prev) == (last.n + 1, last.hash) else f"第 {link.n} 条与前一条不相接"


def _damaged(path: Path, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"登记簿 {path} 已损坏：{why}。请停止使用并从备份恢复。",
        f"The register {path} is damaged: {why}. Stop using it and restore it from a backup.",
    )
