"""Word documents (.docx, .docm): paragraphs and tables in the order of the body, tracked changes taken as accepted.

Macros are never touched, nothing outside of the file is followed. Headers and footers of
the pages are not read. Word files know no pages, so locators carry none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from perfnlp.errors import ReadingError
from perfnlp.reading.docx_numbering import Numbering
from perfnlp.reading.docx_package import DROPPED, WordPackage, children, find, is_on, number, value
from perfnlp.reading.docx_table import MAX_COLUMNS, GridCell, GridRow, lay_out
from perfnlp.reading.docx_text import PAGE, Oddity, read_text
from perfnlp.reading.formats import Format, detect_format
from perfnlp.reading.front_matter import make_report
from perfnlp.reading.office_package import attribute, tag
from perfnlp.reading.options import ReadingOptions
from perfnlp.records import Block, Locator, Paragraph, Report, Table

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INSERTED = frozenset({Format.TEXT, Format.HTML, Format.MHTML, Format.XLSX, Format.CALC})
"""What an embedded part may be; Word files and archives are left out, for they may hold more of themselves."""


def read_docx(data: bytes, name: str, options: ReadingOptions) -> Report:
    """Return the report in the Word document `data`.

    Raises:
        ReadingError: the file is damaged, is no Word document, holds neither text nor
            pictures, or unpacks to more than any report.
    """
    package = WordPackage(data, name)
    part = package.main_part()
    root = package.xml(part)
    body = find(root, "body") if root is not None and tag(root) == "document" else None
    if body is None:
        message = f"cannot read '{name}': it holds no Word document. Open it in Word and save it as .docx."
        raise ReadingError(message)
    document = _Document(package, part, name, options)
    blocks = tuple(_numbered([*document.blocks(body), *document.notes()]))
    if not blocks and not document.oddities[Oddity.PICTURE]:
        message = f"cannot read '{name}': the document is empty. Check that the report was saved."
        raise ReadingError(message)
    return make_report(data, name, blocks, _remarks(document, blocks))


def _remarks(document: "_Document", blocks: Iterable[Block]) -> Iterator[str]:
    yield from document.remarks
    if document.oddities[Oddity.PICTURE] and not any(isinstance(block, Table) for block in blocks):
        yield "文档中没有表格，只有文字和图片；表格若在图片里，请提供其原文件或扫描件的PDF。"
    yield from _sentences("全文", document.oddities)


def _sentences(where: str, oddities: Counter[Oddity]) -> Iterator[str]:
    yield from (oddity.value.format(where=where, n=oddities[oddity]) for oddity in Oddity if oddities[oddity])


class _Document:
    """Walks through the parts of one document.

    Attributes:
        oddities: what a person must know of, counted over the document.
        remarks: sentences about embedded documents.
    """

    def __init__(self, package: WordPackage, part: str, name: str, options: ReadingOptions) -> None:
        self.oddities: Counter[Oddity] = Counter()
        self.remarks: list[str] = []
        self._package = package
        self._options = options
        self._place = Locator(document=name)
        self._relations = package.relations(part)
        self._numbering = Numbering(self._related("numbering"), self._related("styles"))
        self._starts_page = False

    def notes(self) -> Iterator[Block]:
        """Yield the footnotes and endnotes."""
        for kind in ("footnotes", "endnotes"):
            root = self._related(kind)
            for note in root if root is not None else ():
                if attribute(note, "type") in {None, "normal"}:
                    yield from self.blocks(note)

    def blocks(self, container: "Element") -> Iterator[Block]:
        """Yield the paragraphs and tables in `container`, not yet numbered."""
        carried = ""
        for element in children(container):
            if tag(element) == "p":
                found = read_text(element)
                self.oddities += found.oddities
                carried += str(found)
                if any(find(element, "pPr", "rPr", change) is not None for change in DROPPED):
                    self.oddities[Oddity.REVISED] += 1
                else:
                    yield from self._lines(self._numbering.label(element), carried)
                    carried = ""
                for box in found.boxes:
                    yield from self.blocks(box)
                for key in found.inserted:
                    yield from self._inserted(key)
            elif tag(element) == "tbl":
                yield from lay_out(tuple(self._rows(element)), self._place)
            elif tag(element) == "altChunk":
                yield from self._inserted(attribute(element, "id") or "")
        yield from self._lines("", carried)

    def _lines(self, label: str, text: str) -> Iterator[Paragraph]:
        """Yield a paragraph for each line that breaks leave; a page that begins inside a line is not marked."""
        self._starts_page |= text.startswith(PAGE)
        for line in (label + text.removeprefix(PAGE)).split("\n"):
            starts = self._starts_page or line.startswith(PAGE)
            words = line.replace(PAGE, "").strip()
            if words:
                yield Paragraph(text=words, locator=self._place, starts_page=starts)
            self._starts_page = line.endswith(PAGE) or (starts and not words)

    def _rows(self, table: "Element") -> Iterator[GridRow]:
        for row in children(table):
            properties = find(row, "trPr")
            if tag(row) != "tr":
                continue
            if properties is not None and find(properties, "del") is not None:
                self.oddities[Oddity.REVISED] += 1
                continue
            before = self.oddities.copy()
            cells = self._cells(row, properties)
            hidden = ("本行在文档中设为隐藏，打印时看不到。",) if is_on(properties, "hidden") else ()
            yield GridRow(cells=cells, remarks=(*hidden, *_sentences("本行", self.oddities - before)))

    def _cells(self, row: "Element", properties: "Element | None") -> tuple[GridCell, ...]:
        cells = list(_blank(properties, "Before"))
        for element in children(row):
            of_cell = find(element, "tcPr")
            if tag(element) != "tc" or (of_cell is not None and find(of_cell, "cellDel") is not None):
                continue
            cell = self._cell(element, of_cell)
            beside = find(of_cell, "hMerge") if of_cell is not None else None
            if beside is not None and value(beside) != "restart" and cells:
                left = cells.pop()
                cell = replace(left, blocks=left.blocks + cell.blocks, span=left.span + cell.span,
                               width=left.width + cell.width)  # fmt: skip
            cells.append(cell)
        return (*cells, *_blank(properties, "After"))

    def _cell(self, element: "Element", properties: "Element | None") -> GridCell:
        span, merge, width = (
            find(properties, name) if properties is not None else None for name in ("gridSpan", "vMerge", "tcW")
        )
        return GridCell(
            blocks=tuple(self.blocks(element)),
            span=_span(span),
            merge=None if merge is None else value(merge) or "continue",
            width=_width(width),
        )

    def _inserted(self, key: str) -> Iterator[Block]:
        """Yield the blocks of an embedded document or sheet."""
        from perfnlp.reading import read_bytes

        relation = self._relations.get(key)
        content = self._package.content(relation.part) if relation is not None else None
        if content is None or detect_format(content, "") not in _INSERTED:
            self.oddities[Oddity.OBJECT] += 1
            return
        try:
            report = read_bytes(content, self._place.document, options=self._options)
        except ReadingError:
            self.oddities[Oddity.OBJECT] += 1
            return
        self.remarks += ["文档中嵌有另一份文件或表格，已一并读取，请核对是否属于本报告。", *report.remarks]
        yield from report.blocks

    def _related(self, kind: str) -> "Element | None":
        part = next((relation.part for relation in self._relations.values() if relation.kind == kind), None)
        return self._package.xml(part) if part is not None else None


def _blank(properties: "Element | None", side: str) -> Iterator[GridCell]:
    """Yield the columns that a row leaves out on one side, as a blank cell."""
    left_out = find(properties, f"grid{side}") if properties is not None else None
    if properties is not None and left_out is not None and number(left_out, 0) > 0:
        yield GridCell(blocks=(), span=_span(left_out), width=_width(find(properties, f"w{side}")))


def _span(element: "Element | None") -> int:
    return min(max(1, number(element, 1)), MAX_COLUMNS)


def _width(element: "Element | None") -> int:
    is_measured = element is not None and attribute(element, "type") == "dxa"
    return max(0, number(element, 0, "w")) if is_measured else 0


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks with their running numbers: lines over all paragraphs and rows, tables, rows of each table."""
    line = table = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            line += 1
            yield replace(block, locator=replace(block.locator, order=line, table=None, row=None))
            continue
        table += 1
        rows = []
        for place, row in enumerate(block.rows, start=1):
            line += 1
            rows.append(replace(row, locator=replace(row.locator, order=line, table=table, row=place)))
        yield Table(rows=tuple(rows))
