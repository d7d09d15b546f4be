"""Tell the format of a file by its content; the ending of its name only decides between kinds of text."""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    """A format with a reader of its own."""

    TEXT = "text"  # lines, tab and pipe tables
    CSV = "csv"
    HTML = "html"
    MHTML = "mhtml"
    PDF = "pdf"
    IMAGE = "image"
    DOCX = "docx"
    XLSX = "xlsx"  # and .xlsm
    CALC = "calc"  # .xls and .ods
    CONVERTED = "converted"  # .doc .wps .rtf .ofd .et: what LibreOffice makes readable
    ENCRYPTED = "encrypted"  # Office files behind a password
    ZIP = "zip"


SUFFIXES = frozenset(
    (".txt", ".md", ".tsv", ".csv", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff",
     ".bmp", ".docx", ".docm", ".doc", ".wps", ".rtf", ".ofd", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".zip")
)  # fmt: skip
"""Endings, in lower case, of the files that are read inside folders and archives."""

_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"%PDF-", Format.PDF),
    (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"II*\0", Format.IMAGE),
    (b"MM\0*", Format.IMAGE),
    (b"{\\rtf", Format.CONVERTED),
)
_ZIP_START = b"PK\x03\x04"
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {
    ".csv": Format.CSV,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".mhtml": Format.MHTML,
    ".mht": Format.MHTML,
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.I | re.S
)
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.I)
_HEAD = 4096


def detect_format(data: bytes, name: str) -> Format:
    """Return the format of `data`; `name` decides only where the bytes are plain text."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    for start, known in _STARTS:
        if head.startswith(start):
            return known
    if head.startswith(_ZIP_START):
        return _of_package(data)
    if head.startswith(_OLE_START):
        return _of_compound(data)
    if b"%PDF-" in head[:1024] and b"\0" not in head[:16]:  # some writers put bytes before the header
        return Format.PDF
    if _HTML.match(head):
        return Format.HTML
    if _MHTML.match(head):
        return Format.MHTML
    return _TEXT_SUFFIXES.get(PurePath(name).suffix.lower(), Format.TEXT)


def _of_package(data: bytes) -> Format:
    """Return the format of a ZIP: an Office package by the parts it holds, else an archive of files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, LookupError, OSError):
        return Format.ZIP
    if "word/document.xml" in parts:
        return Format.DOCX
    if "xl/workbook.xml" in parts:
        return Format.XLSX
    if "content.xml" in parts and "mimetype" in parts:
        return Format.CALC
    return Format.CONVERTED if "OFD.xml" in parts else Format.ZIP


def _of_compound(data: bytes) -> Format:
    """Return the format of an old Office file by the streams it holds."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            if compound.exists("EncryptedPackage"):
                return Format.ENCRYPTED
            return Format.CALC if compound.exists("Workbook") or compound.exists("Book") else Format.CONVERTED
    except (OSError, IndexError, ValueError):
        return Format.CONVERTED
