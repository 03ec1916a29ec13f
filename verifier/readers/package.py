"""Zip packages (.docx, .xlsx, .zip): weighed before anything is unpacked, and unpacked with a bound."""

from __future__ import annotations

import io
import zipfile
import zlib

from verifier.readers.unreadable import unreadable

MAX_UNZIPPED = 256 * 1024 * 1024
MAX_MEMBER = 96 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5_000
UTF8_NAME = 0x800


class Package:
    """An opened zip file whose members are known to be of a sane size. Raises UnreadableFile where they are not."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
            raise unreadable(name, "已损坏，请重新保存后再交", "it is damaged; save it again and retry") from None
        if any(info.flag_bits & 1 for info in infos):
            raise unreadable(name, "已加密，请去掉密码后再交", "it is encrypted; remove the password and retry")
        size = sum(info.file_size for info in infos)
        if size > MAX_UNZIPPED or size > MAX_RATIO * max(len(data), 10_000) or len(infos) > MAX_MEMBERS:
            raise unreadable(name, "解压后异常庞大，未予打开", "it unpacks to an abnormal size and was not opened")
        self.infos = {_spelled(info): info for info in infos if info.filename and not info.is_dir()}

    def __contains__(self, member: str) -> bool:
        return member in self.infos

    def read(self, member: str) -> bytes:
        """Return a member's bytes, never more than it announces. Raises UnreadableFile where it is damaged or too large."""
        info = self.infos[member]
        if info.file_size > MAX_MEMBER:
            raise unreadable(self.name, f"其中 {member} 过大", f"its part {member} is too large")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
            raise unreadable(self.name, f"其中 {member} 已损坏，请重新保存后再交", f"its part {member} is damaged; save it again and retry") from None
        if len(data) > info.file_size:
            raise unreadable(self.name, "压缩包内长度不符，未予打开", "its members are longer than announced; it was not opened")
        return data


def _spelled(info: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese systems write GBK where the flag for UTF-8 is not set."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename
