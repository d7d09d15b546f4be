"""DOCX: merged cells as Word writes them (gridSpan, vMerge), text cut into runs, insertions and content controls."""

import io
import zipfile
from random import Random
from typing import Any

from documents.model import Cell, Document, Grid, Line

_PAGE = (11906, 16838)  # A4 in twentieths of a point
_MARGIN = 1134
_DATE = (2024, 3, 15, 0, 0, 0)


def write_docx(document: Document, random: Random, *, is_plain: bool = False) -> bytes:
    """Return the document as a .docx file; a plain one (to be converted) has no changes to show."""
    from docx import Document as WordFile
    from docx.oxml.ns import qn
    from docx.shared import Pt, Twips

    file = WordFile()
    _strip(file)
    style = file.styles["Normal"]
    style.font.name, style.font.size = document.font, Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), document.font)
    section = file.sections[0]
    width, height = reversed(_PAGE) if document.is_landscape else _PAGE
    section.page_width, section.page_height = Twips(width), Twips(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Twips(_MARGIN)
    if random.random() < 0.4:
        section.header.paragraphs[0].text = "绩效自评材料"
    for block in document.blocks:
        if isinstance(block, Line):
            _write_line(file, block)
        else:
            table = _table(block, width - 2 * _MARGIN, None if is_plain else random)
            is_framed = not is_plain and random.random() < 0.15
            file.element.body.insert(-1, _framed(table, width) if is_framed else table)
            file.add_paragraph()
    stream = io.BytesIO()
    file.save(stream)
    return repacked(stream.getvalue())


def repacked(data: bytes) -> bytes:
    """Return a ZIP package with fixed times, so that equal content is equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(zipfile.ZipInfo(part, _DATE), old.read(part), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _strip(file: Any) -> None:
    """Leave out what python-docx's template brings along and no document here uses: nine tenths of the size."""
    from docx.oxml.ns import qn

    styles = file.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) is None:
            styles.remove(style)
    for key, relation in list(file.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del file.part.rels[key]


def _write_line(file: Any, line: Line) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = file.add_paragraph()
    run = paragraph.add_run(line.text)
    if line.kind == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run.font.size = Pt(16)
    run.bold = line.kind != "body"


def _framed(table: Any, width: int) -> Any:
    """Return `table` inside the one cell of a table that only lays it out."""
    frame = _element("w:tbl")
    _child(_child(frame, "w:tblPr"), "w:tblW", w=str(width), type="dxa")
    _child(_child(frame, "w:tblGrid"), "w:gridCol", w=str(width))
    box = _child(_child(frame, "w:tr"), "w:tc")
    _child(_child(box, "w:tcPr"), "w:tcW", w=str(width), type="dxa")
    box.append(table)
    _child(box, "w:p")
    return frame


def _table(grid: Grid, width: int, random: Random | None) -> Any:
    unit = width / sum(grid.widths)
    widths = [round(share * unit) for share in grid.widths]
    table = _element("w:tbl")
    properties = _child(table, "w:tblPr")
    _child(properties, "w:tblW", w=str(sum(widths)), type="dxa")
    borders = _child(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(borders, f"w:{side}", val="single", sz="4", space="0", color="000000")
    _child(properties, "w:tblLayout", type="fixed")
    columns = _child(table, "w:tblGrid")
    for share in widths:
        _child(columns, "w:gridCol", w=str(share))
    owners = {(at + down, column): (at, cell) for at, column, cell in grid.placed() for down in range(cell.rows)}
    for at in range(len(grid.rows)):
        row = _child(table, "w:tr")
        if grid.header and grid.header[0] == 0 and at < grid.header[1]:
            _child(_child(row, "w:trPr"), "w:tblHeader")
        for column in sorted(column for row_at, column in owners if row_at == at):
            first, cell = owners[at, column]
            _write_cell(row, cell, sum(widths[column : column + cell.columns]), random, is_first=first == at)
    return table


def _write_cell(row: Any, cell: Cell, width: int, random: Random | None, *, is_first: bool) -> None:
    box = _child(row, "w:tc")
    properties = _child(box, "w:tcPr")
    _child(properties, "w:tcW", w=str(width), type="dxa")
    if cell.columns > 1:
        _child(properties, "w:gridSpan", val=str(cell.columns))
    if cell.rows > 1:
        _child(properties, "w:vMerge", **({"val": "restart"} if is_first else {}))
    _child(properties, "w:vAlign", val="center")
    paragraph = _child(box, "w:p")
    settings = _child(paragraph, "w:pPr")
    _child(settings, "w:spacing", before="20", after="20")
    _child(settings, "w:jc", val="left" if cell.is_long else "center")
    if is_first:
        _write_text(paragraph, cell.text, random)


def _write_text(paragraph: Any, text: str, random: Random | None) -> None:
    """Write `text` in one run, or as `random` says in the ways in which Word cuts it up."""
    for number, line in enumerate(text.split("\n")):
        if number:
            _child(_child(paragraph, "w:r"), "w:br")
        style = random.random() if random else 1.0
        cut = len(line) // 2
        if random and style < 0.06 and line:
            _run(_child(paragraph, "w:ins", id=str(random.randrange(10**6)), author="a"), line)
            gone = _child(paragraph, "w:del", id=str(random.randrange(10**6)), author="a")
            _run(gone, "原值", tag="w:delText")
        elif style < 0.1 and line:
            control = _child(paragraph, "w:sdt")
            _child(control, "w:sdtPr")
            _run(_child(control, "w:sdtContent"), line)
        elif style < 0.4 and cut:
            _run(paragraph, line[:cut])
            _run(paragraph, line[cut:])
        elif line:
            _run(paragraph, line)


def _run(parent: Any, text: str, *, tag: str = "w:t") -> None:
    _child(_child(parent, "w:r"), tag).text = text


def _element(tag: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(tag)


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    from docx.oxml.ns import qn

    child = _element(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child
