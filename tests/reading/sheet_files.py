"""Workbooks that tests make: with openpyxl, or part by part where openpyxl writes no such thing."""

import io
import zipfile

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(*rows, change=None):
    """Return a workbook with `rows` on its first sheet, after `change(sheet)`."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change is not None:
        change(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def archive(parts):
    """Return a ZIP of named texts; the name of the format stands unpacked, as the format wants it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


def raw_workbook(sheet_data, *, after="", before="", prolog="", properties="", namespace=MAIN, parts=None):
    """Return a workbook of one sheet, S, from XML."""
    relations = f'<Relationship Id="rId1" Type="{_TYPES}/worksheet" Target="worksheets/sheet1.xml"/>'
    return archive({
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{_TYPES}">{properties}'
        '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{namespace}">{before}'
        f"<sheetData>{sheet_data}</sheetData>{after}</worksheet>",
        **(parts or {}),
    })  # fmt: skip


def raw_relations(*kinds_and_targets):
    """Return the relations of the sheet of `raw_workbook`, by part name."""
    items = "".join(
        f'<Relationship Id="rId{at}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(kinds_and_targets)
    )
    text = f'<Relationships xmlns="{_PACKAGE}">{items}</Relationships>'
    return {"xl/worksheets/_rels/sheet1.xml.rels": text}


def shown(report):
    """Return the cells of every table of a report."""
    return [[row.cells for row in block.rows] for block in report.blocks if hasattr(block, "rows")]
