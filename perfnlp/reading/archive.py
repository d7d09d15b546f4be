"""Archives of reports (.zip), read in place: nothing is ever unpacked to a disk, names are only for display."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NoReturn

from perfnlp.errors import ReadingError
from perfnlp.reading.formats import SUFFIXES
from perfnlp.reading.options import ReadingOptions
from perfnlp.reading.saved_pages import without_page_parts
from perfnlp.records import Report

_MAX_MEMBERS = 10_000
_MAX_WHOLE = 2 * 2**30
_MAX_MEMBER = 500 * 2**20
_MAX_RATIO = 1000
_SMALL = 10 * 2**20
_OFFICE_PARTS = frozenset({"[Content_Types].xml", "mimetype", "OFD.xml"})
"""What stands in a ZIP that is one document."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_AES = 99
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError, NotImplementedError,
)  # fmt: skip
"""What zipfile lets through on an archive that is cut, changed, or packed in an unknown way."""


def is_archive(path: Path) -> bool:
    """Whether the file begins like a ZIP and is not one document."""
    try:
        with path.open("rb") as file:
            if file.read(4) not in _ZIP_STARTS:
                return False
        with zipfile.ZipFile(path) as archive:
            return not _OFFICE_PARTS.intersection(archive.namelist())
    except _DAMAGED:
        return False


def list_members(path: Path, options: ReadingOptions) -> tuple[tuple[str, ...], ...]:
    """Return the readable files in the archive at `path`, those of an archive in it too: (inner.zip, report.docx).

    An inner archive that cannot be opened stands for itself, so that reading it tells why.

    Raises:
        ReadingError: the archive is damaged, holds no report, or is larger than any batch of reports.
    """
    outer = _open(path, path.stat().st_mtime_ns, (), options.passwords)
    found: list[tuple[str, ...]] = []
    for name in outer.members:
        found.extend(_inner_members(path, name, options) if name.lower().endswith(".zip") else [(name,)])
        if len(found) > _MAX_MEMBERS:
            outer.refuse_many()
    return tuple(found)


def read_member(path: Path, members: tuple[str, ...], options: ReadingOptions) -> bytes:
    """Return the bytes of one file in the archive at `path`, as `list_members` names it.

    Raises:
        ReadingError: it is damaged, locked, or unpacks to an absurd size.
    """
    return _open(path, path.stat().st_mtime_ns, members[:-1], options.passwords).read(members[-1])


def read_archive(data: bytes, name: str, options: ReadingOptions) -> Report:
    """Tell why an archive is no report.

    Raises:
        ReadingError: always.
    """
    _Archive(io.BytesIO(data), name, options.passwords)
    message = (
        f"cannot read '{name}': it is an archive where one report is expected; archives are read from a file, "
        "and in one another only once. Unpack it and name the folder."
    )
    raise ReadingError(message)


def _inner_members(path: Path, name: str, options: ReadingOptions) -> list[tuple[str, ...]]:
    try:
        inner = _open(path, path.stat().st_mtime_ns, (name,), options.passwords)
    except ReadingError:
        return [(name,)]
    return [(name, member) for member in inner.members]


@lru_cache(maxsize=2)  # the members of one archive are read one after the other
def _open(path: Path, _changed: int, inner: tuple[str, ...], passwords: tuple[str, ...]) -> "_Archive":
    if not inner:
        return _Archive(path, str(path), passwords)
    outer = _open(path, _changed, inner[:-1], passwords)
    return _Archive(io.BytesIO(outer.read(inner[-1])), f"{outer.name}/{inner[-1]}", passwords)


class _Archive:
    """One open archive.

    Attributes:
        name: for messages.
        members: the readable files by their printed names, in the archive's order.
    """

    def __init__(self, file: Path | io.BytesIO, name: str, passwords: tuple[str, ...]) -> None:
        self.name = name
        self._passwords = passwords
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGED as error:
            message = (
                f"cannot read '{name}': it is no ZIP archive, or a damaged one; RAR and 7z are not read. "
                "Unpack it and name the folder, or pack the reports again as .zip."
            )
            raise ReadingError(message) from error
        infos = self._zip.infolist()
        if len(infos) > _MAX_MEMBERS:
            self.refuse_many()
        if sum(info.file_size for info in infos) > _MAX_WHOLE:
            message = (
                f"cannot read '{name}': it unpacks to more than {_MAX_WHOLE // 2**30} GB. "
                "Unpack it and name the folder if you trust it."
            )
            raise ReadingError(message)
        self.members: Mapping[str, zipfile.ZipInfo] = _readable(infos)
        if not self.members:
            message = (
                f"the archive '{name}' holds no report. Files that can be read end in {', '.join(sorted(SUFFIXES))}."
            )
            raise ReadingError(message)

    def refuse_many(self) -> NoReturn:
        """Raise the error for more files than any batch has."""
        message = f"cannot read '{self.name}': it holds more than {_MAX_MEMBERS} files. Pack fewer reports together."
        raise ReadingError(message)

    def read(self, member: str) -> bytes:
        """Return the bytes of `member`."""
        name = f"{self.name}/{member}"
        info = self.members.get(member)
        if info is None:
            message = f"'{name}' does not exist. Check the path."
            raise ReadingError(message)
        is_bomb = info.file_size > _SMALL and info.file_size > _MAX_RATIO * max(info.compress_size, 1)
        if is_bomb or info.file_size > _MAX_MEMBER:
            message = (
                f"cannot read '{name}': it unpacks from {info.compress_size:,} to {info.file_size:,} bytes, "
                "as no report does. Unpack it and name the file if you trust it."
            )
            raise ReadingError(message)
        if info.flag_bits & _ENCRYPTED:
            return self._unlock(info, name)
        try:
            return self._zip.read(info)
        except _DAMAGED as error:
            message = f"cannot read '{name}': the archive is damaged there. Ask for it again."
            raise ReadingError(message) from error

    def _unlock(self, info: zipfile.ZipInfo, name: str) -> bytes:
        if info.compress_type == _AES:
            message = f"cannot read '{name}': it is encrypted with AES. Unpack the archive and name the folder."
            raise ReadingError(message)
        for password in self._passwords:
            for encoding in ("utf-8", "gb18030"):
                try:
                    return self._zip.read(info, pwd=password.encode(encoding))
                except (RuntimeError, *_DAMAGED):  # a wrong password, told by chance or by the check sum
                    continue
        message = f"cannot read '{name}': it is encrypted, and no password opens it. Give it with --password-file."
        raise ReadingError(message)


def _readable(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files among `infos` that may be reports, by names of their own."""
    named: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        path = PurePosixPath(*_parts(info))
        is_link = stat.S_ISLNK(info.external_attr >> 16)
        is_hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in path.parts)
        if is_link or is_hidden or info.orig_filename.endswith(("/", "\\")) or path.suffix.lower() not in SUFFIXES:
            continue
        named[next(name for name in _names(path) if name not in named)] = info
    kept = without_page_parts([PurePosixPath(name) for name in named])
    return {str(path): named[str(path)] for path in kept}


def _names(path: PurePosixPath) -> Iterator[str]:
    """Yield the name, and others for a second file of that name."""
    yield str(path)
    for number in range(2, _MAX_MEMBERS + 2):
        yield str(path.with_stem(f"{path.stem} ({number})"))


def _parts(info: zipfile.ZipInfo) -> list[str]:
    """Return the name's parts as a person reads them; roots, drives and ways upwards are left out."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        name = _decoded(name.encode("cp437", errors="replace"), name)
    shown = "".join(character if character.isprintable() else "\ufffd" for character in name)
    return [part for part in shown.replace("\\", "/").split("/") if part not in {"", ".", ".."} and part[1:] != ":"]


def _decoded(raw: bytes, otherwise: str) -> str:
    """Return the name that a Chinese computer wrote without saying in which encoding."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return otherwise
