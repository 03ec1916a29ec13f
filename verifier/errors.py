"""The tree of errors that a person may meet, each with a sentence that says what to do next.

    VerifierError
    ├── InputError          exit 2: something handed in cannot be used
    │   ├── UnreadableFile      a file is missing, damaged, encrypted or of no known kind
    │   ├── BadValue            a date, flag, cell or key has a value that cannot be used
    │   ├── UnknownNotice       no notice of that name
    │   └── EmptyList           a list without a single citation, and no nil certificate asked for
    ├── StorageError        exit 2: the disk is full or the data folder cannot be written
    └── SourceError         exit 3: no source could be reached at all

A failing source is no exception: it is a state of a lookup (`model.State`), so that it can never be swallowed.
"""

from __future__ import annotations

import errno


class VerifierError(Exception):
    """An error with a Chinese and an English sentence; both say what to do next."""

    exit_code = 2

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en

    def say(self, lang: str = "zh") -> str:
        """Return the sentence in `lang` (`zh` or `en`)."""
        return self.en if lang == "en" else self.zh


class InputError(VerifierError):
    """Something handed in cannot be used."""


class UnreadableFile(InputError):
    """A file is missing, damaged, encrypted or of no known kind."""


class BadValue(InputError):
    """A date, flag, cell or key has a value that cannot be used."""


class UnknownNotice(InputError):
    """No notice of that name is known."""


class EmptyList(InputError):
    """A list holds no citation and no nil certificate was asked for."""


class StorageError(VerifierError):
    """The disk is full or the data folder cannot be written."""


class SourceError(VerifierError):
    """No source could be reached at all."""

    exit_code = 3


_WHY = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "超过文件大小的限制",
    errno.EROFS: "只读的磁盘",
    errno.ENAMETOOLONG: "文件名过长",
}


def why(error: OSError) -> str:
    """Say in Chinese why the operating system refused.

    >>> why(FileNotFoundError(2, "No such file or directory"))
    '文件不存在'
    """
    return _WHY.get(error.errno or 0, error.strerror or str(error))
