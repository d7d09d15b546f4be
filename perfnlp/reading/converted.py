"""Formats that LibreOffice makes readable: .doc .wps .rtf .odt and Office files of 2003 saved as XML; .ofd is refused.

A conversion that lost rows of the tables is refused, not read.
"""

import hashlib
import io
import re
from dataclasses import replace

from perfnlp.errors import ReadingError
from perfnlp.reading.converted_rows import count_rows
from perfnlp.reading.docx import read_docx
from perfnlp.reading.docx_package import WordPackage
from perfnlp.reading.libreoffice import convert
from perfnlp.reading.office_package import OfficePackage, tag
from perfnlp.reading.options import ReadingOptions
from perfnlp.records import Report

_SHEET = re.compile(rb'mso-application\s+progid="Excel')
_HEAD = 4096
_WITH_TABLES = frozenset({"header", "footer", "footnotes", "endnotes"})


def read_converted(data: bytes, name: str, options: ReadingOptions) -> Report:
    """Return the report in `data`, converted by LibreOffice.

    Raises:
        ReadingError: LibreOffice is missing or cannot convert the file, the conversion lost
            tables, or the file is no text document.
    """
    ending = _ending(data, name)
    if ending == "xml" and _SHEET.search(data[:_HEAD]):
        from perfnlp.reading.xlsx import read_xlsx

        report = read_xlsx(convert(data, ending, "xlsx", name), name, options)
    else:
        document = convert(data, ending, "docx", name)
        stated, kept = count_rows(data), _rows_of(document, name)
        if kept < stated:
            message = (
                f"cannot read '{name}': LibreOffice kept {kept} of its {stated} table rows. "
                "Open it in Word or WPS and save it as .docx."
            )
            raise ReadingError(message)
        report = read_docx(document, name, options)
    return replace(report, sha256=hashlib.sha256(data).hexdigest())


def _ending(data: bytes, name: str) -> str:
    """Return the ending that LibreOffice knows the format of `data` by."""
    what: str | None
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK"):
        if b"opendocument.text" in data[:_HEAD]:
            _refuse_password(data, name)
            return "odt"
        what = "an .ofd document or another package that LibreOffice cannot convert"
    elif data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return "xml"
    else:
        what = _not_word(data)
        if what is None:
            return "doc"
    message = f"cannot read '{name}': it is {what}. Open it in its program and save it as .docx or PDF."
    raise ReadingError(message)


def _refuse_password(data: bytes, name: str) -> None:
    manifest = OfficePackage(data, name, "OpenDocument text").xml("META-INF/manifest.xml")
    if manifest is not None and any(tag(element) == "encryption-data" for element in manifest.iter()):
        message = f"cannot read '{name}': it is behind a password. Open it in its program and save it without one."
        raise ReadingError(message)


def _not_word(data: bytes) -> str | None:
    """Return what an old Office file is that holds no Word text, None if it does."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            if compound.exists("WordDocument"):
                return None
            return "a presentation" if compound.exists("PowerPoint Document") else "no text document"
    except (OSError, IndexError, ValueError, TypeError, AttributeError):  # what olefile lets through
        return "a damaged Office file"


def _rows_of(document: bytes, name: str) -> int:
    """Return how many table rows a converted document holds, those of its page headers and notes included."""
    package = WordPackage(document, name)
    part = package.main_part()
    related = (each.part for each in package.relations(part).values() if each.kind in _WITH_TABLES)
    roots = [root for each in (part, *related) if (root := package.xml(each)) is not None]
    return sum(tag(element) == "tr" for root in roots for element in root.iter())
