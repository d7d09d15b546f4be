"""Cells and bytes of every workbook: texts that stay texts, equal bytes for equal contents."""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = datetime(2020, 2, 25, tzinfo=UTC).replace(tzinfo=None)  # a fixed time: equal contents give equal bytes
_LONGEST = 32_767  # characters that a cell of Excel holds


def put_text(cell: Any, value: str) -> None:
    """Write `value` as a text that no program takes for a formula, not even after a person has edited it."""
    cell.value = plain_text(value)
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}


def plain_text(value: str) -> str:
    """Return `value` as a cell holds it: without characters that a workbook cannot hold, and not too long."""
    return _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))[:_LONGEST]


def save_book(book: Any, results: Mapping[tuple[str, str], Decimal]) -> bytes:
    """Return the workbook's bytes.

    Args:
        book: of openpyxl.
        results: (sheet, cell) -> value of the formula there, for programs that only show what is stored.
    """
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    from openpyxl.writer.excel import ExcelWriter

    parts: dict[str, dict[str, Decimal]] = {}
    for (title, cell), value in results.items():
        parts.setdefault(f"xl/worksheets/sheet{book.sheetnames.index(title) + 1}.xml", {})[cell] = value
    raw, fixed = io.BytesIO(), io.BytesIO()
    book.properties.created = book.properties.modified = _EPOCH
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    with ZipFile(raw) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), _with_results(source.read(name), parts.get(name, {})), ZIP_DEFLATED)
    return fixed.getvalue()


def _with_results(part: bytes, results: Mapping[str, Decimal]) -> bytes:
    if not results:
        return part
    pattern = re.compile(r'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)')
    return pattern.sub(
        lambda found: f"{found[1]}<v>{results[found[2]]:f}</v>" if found[2] in results else found[0],
        part.decode(),
    ).encode()
