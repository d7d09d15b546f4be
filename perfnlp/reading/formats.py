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
    CONVERTED = "converted"  # .doc .wps .rtf .ofd .odt: what LibreOffice makes readable
    ENCRYPTED = "encrypted"  # Office files behind a password
    ZIP = "zip"  # archives of several files; of .rar and .7z only to refuse them


SUFFIXES = frozenset(
    (".txt", ".md", ".tsv", ".csv", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff",
     ".bmp", ".docx", ".docm", ".doc", ".wps", ".rtf", ".ofd", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".odt", ".zip",
     ".rar", ".7z")
)  # fmt: skip
"""Endings, in lower case, of the files that are read inside folders and archives."""

_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"%PDF-", Format.PDF),
    (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"II*\0", Format.IMAGE),
    (b"MM\0*", Format.IMAGE),
    (b"{\\rtf", Format.CONVERTED),
    (b"Rar!\x1a\x07", Format.ZIP),
    (b"7z\xbc\xaf\x27\x1c", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),  # a ZIP of nothing
)
_ZIP_START = b"PK\x03\x04"
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BITMAP = re.compile(rb"BM.{4}\0{4}.{4}[\x0c\x28\x38\x40\x6c\x7c]\0{3}", re.DOTALL)
_TEXT_SUFFIXES = {
    ".csv": Format.CSV,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".mhtml": Format.MHTML,
    ".mht": Format.MHTML,
}
_OFFICE_XML = re.compile(rb"\s*<\?xml\b.{0,2000}?<\?mso-application\b", re.DOTALL)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+"  # possessive: many comments cost no more than one
    rb"<(?:!doctype\s+html|html|head|body|frameset|title|table|meta|style|script|link|div|center|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_HEAD = 4096
_WORD_FLAGS = 0x0B
_FILE_PASS = 0x2F
_NEAR_START = 1024


def detect_format(data: bytes, name: str) -> Format:
    """Return the format of `data`; `name` decides only where the bytes are plain text."""
    if data.startswith(_ZIP_START):
        return _of_package(data)
    if data.startswith(_OLE_START):
        return _of_compound(data)
    head = data[:_HEAD]
    return _of_binary(head) or _of_markup(head) or _TEXT_SUFFIXES.get(PurePath(name).suffix.lower(), Format.TEXT)


def _of_binary(head: bytes) -> Format | None:
    """Return the format that the first bytes are the mark of."""
    for start, known in _STARTS:
        if head.startswith(start):
            return known
    if _BITMAP.match(head):
        return Format.IMAGE
    # some writers put bytes before the header
    return Format.PDF if b"%PDF-" in head[:_NEAR_START] and b"\0" not in head[:16] else None


def _of_markup(head: bytes) -> Format | None:
    """Return the format of a text that begins with tags or mail headers."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode(errors="ignore")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _OFFICE_XML.match(head):  # Excel and Word of 2003 saved as XML
        return Format.CONVERTED
    if _HTML.match(head):
        return Format.HTML
    return Format.MHTML if _MHTML.match(head) else None


def _of_package(data: bytes) -> Format:
    """Return the format of a ZIP: an Office package by the parts it holds, else an archive of files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, LookupError, OSError):
        return _of_cut_package(data)
    if any(part.startswith("word/document") for part in parts):
        return Format.DOCX
    if "xl/workbook.xml" in parts:
        return Format.XLSX
    if "content.xml" in parts and "mimetype" in parts:
        return Format.CALC if b"opendocument.spreadsheet" in data[:_NEAR_START] else Format.CONVERTED
    return Format.CONVERTED if "OFD.xml" in parts else Format.ZIP


def _of_cut_package(data: bytes) -> Format:
    """Return what a package without its list of parts was, by the names that stand before its first parts."""
    if b"word/" in data[: 2**20]:
        return Format.DOCX
    return Format.XLSX if b"xl/" in data[: 2**20] else Format.ZIP


def _of_compound(data: bytes) -> Format:
    """Return the format of an old Office file by the streams it holds."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            starts = {
                stream: compound.openstream(stream).read(_NEAR_START)
                for stream in ("Workbook", "Book", "WordDocument")
                if compound.exists(stream)
            }
            is_locked = compound.exists("EncryptedPackage")
    except (OSError, IndexError, ValueError, TypeError, AttributeError):  # what olefile lets through on a cut file
        return Format.CONVERTED
    sheet = starts.get("Workbook", starts.get("Book"))
    if is_locked or _is_locked_text(starts.get("WordDocument", b"")) or (sheet and _is_locked_sheet(sheet)):
        return Format.ENCRYPTED
    return Format.CONVERTED if sheet is None else Format.CALC


def _is_locked_text(start: bytes) -> bool:
    """Whether the first flags of a Word stream say that it is encrypted."""
    return len(start) > _WORD_FLAGS and bool(start[_WORD_FLAGS] & 1)


def _is_locked_sheet(start: bytes) -> bool:
    """Whether a FilePass record stands among the first records of an Excel stream."""
    place = 0
    for _ in range(4):
        kind, length = (int.from_bytes(start[at : at + 2], "little") for at in (place, place + 2))
        if kind == _FILE_PASS:
            return True
        place += 4 + length
    return False
