"""Web pages (.html, .htm) and pages saved in one file (.mhtml, .mht): what a browser shows, nothing run or fetched."""

import email
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from typing import TYPE_CHECKING

from perfnlp.errors import ReadingError
from perfnlp.reading.front_matter import find_organisation, find_title, find_year, make_report
from perfnlp.reading.html_encoding import decode_html
from perfnlp.reading.html_table import GridRow, Part, find_layout_cells, read_table
from perfnlp.reading.html_text import Descent, Walk, printed_lines
from perfnlp.reading.options import ReadingOptions
from perfnlp.records import Block, Locator, Paragraph, Report, Table, TableRow

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ENDS = re.compile(r"</\s*(?:html|body|frameset)\s*>", re.IGNORECASE)
_BEGINS = re.compile(r"<\s*(?:html|body)\b", re.IGNORECASE)
_TITLE_SEAM = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|[-–—]{2,}")
_CUT = "网页没有结束标记，文件可能不完整，请与原件核对。"


def read_html(data: bytes, name: str, _options: ReadingOptions) -> Report:
    """Return the report in the page `data`: its tables with spans repeated, every other line a `Paragraph`.

    Raises:
        ReadingError: the bytes are no text, or a page that holds nothing.
    """
    return _report(data, name, [(data, None)], [])


def read_mhtml(data: bytes, name: str, _options: ReadingOptions) -> Report:
    """Return the report in a page saved in one file: its parts that are pages, one after the other.

    Raises:
        ReadingError: the file holds no page, or pages that hold nothing.
    """
    try:
        parts = list(email.message_from_bytes(data).walk())
    except RecursionError as error:
        message = f"cannot read '{name}': its parts are nested too deeply. Open it in a browser and save it again."
        raise ReadingError(message) from error
    pages = [(_payload(part), part.get_content_charset()) for part in parts if part.get_content_type() == "text/html"]
    if not pages:
        message = f"cannot read '{name}': it holds no web page. Open it in a browser and save it again."
        raise ReadingError(message)
    is_cut = any(part.defects for part in parts)
    return _report(data, name, pages, ["网页文件已损坏或不完整，请与原件核对。"] if is_cut else [])


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _report(data: bytes, name: str, pages: list[tuple[bytes, str | None]], remarks: list[str]) -> Report:
    blocks = _Blocks(name)
    titles: list[str] = []
    for page, charset in pages:
        text, told = decode_html(page, name, charset)
        remarks.extend(told)
        if _BEGINS.search(text) and not _ENDS.search(text):
            remarks.append(_CUT)
        root = _parse(text, name)
        if root is not None:
            titles.extend(_own_titles(root))
            blocks.read(root)
            remarks.extend(_unread(root, blocks.found) if len(pages) == 1 else ())
    if not blocks.found and not remarks:
        message = f"cannot read '{name}': the page is empty. Open it in a browser and save it again."
        raise ReadingError(message)
    return _named(make_report(data, name, blocks.found, remarks), titles)


def _parse(text: str, name: str) -> "Element | None":
    """Return the root of the page, None if it has no element and no text."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode(errors="replace"), parser)
    except etree.XMLSyntaxError:  # nothing that could be an element
        return None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        message = (
            f"cannot read '{name}': its elements are nested too deeply, or too large. "
            "Open it in a browser and save it as PDF."
        )
        raise ReadingError(message)
    return root


def _own_titles(root: "Element") -> Iterator[str]:
    """Yield what the page calls itself: its main headings, then the parts of its title bar."""
    for heading in root.iter("h1"):
        yield " ".join("".join(heading.itertext()).split())
    for title in root.iter("title"):
        yield from _TITLE_SEAM.split(" ".join("".join(title.itertext()).split()))


class _Blocks:
    """Numbers what is found, over all pages of a file.

    Attributes:
        found: paragraphs and tables in document order.
    """

    def __init__(self, name: str) -> None:
        self.found: list[Block] = []
        self._name = name
        self._lines = itertools.count(1)
        self._tables = itertools.count(1)

    def read(self, root: "Element") -> None:
        """Add what `root` shows; tables that only arrange the page are entered, however deep they lie."""
        layout_cells = find_layout_cells(root)
        open_parts: list[Iterator[Part]] = [printed_lines(Walk(root).tokens())]
        while open_parts:
            part = next(open_parts[-1], None)
            if part is None:
                open_parts.pop()
            elif isinstance(part, str):
                self._add_line(part)
            elif not isinstance(part, Descent):
                self._add_rows(part)
            elif part.element.tag == "table":
                open_parts.append(read_table(part, layout_cells, self._name))
            else:
                open_parts.append(printed_lines(Walk(part.element, is_hidden=part.is_hidden).tokens()))

    def _add_line(self, text: str) -> None:
        locator = Locator(document=self._name, order=next(self._lines))
        self.found.append(Paragraph(text=text, locator=locator))

    def _add_rows(self, rows: tuple[GridRow, ...]) -> None:
        """Add a table, or its lines where no row has two cells to keep apart."""
        filled = [row for row in rows if any(row.cells)]
        if all(row.n_own <= 1 for row in filled):
            for row in filled:
                for cell in dict.fromkeys(filter(None, row.cells)):
                    for line in cell.split("\n"):
                        self._add_line(line)
            return
        table = next(self._tables)
        self.found.append(
            Table(
                rows=tuple(
                    TableRow(
                        cells=row.cells,
                        locator=Locator(document=self._name, order=next(self._lines), table=table, row=row.number),
                        remarks=row.remarks,
                    )
                    for row in filled
                )
            )
        )


def _unread(root: "Element", blocks: list[Block]) -> Iterator[str]:
    """Yield remarks on what the page shows from elsewhere, where no table of its own could be the form."""
    if any(isinstance(block, Table) for block in blocks):
        return
    if any(True for _ in root.iter("frame", "iframe", "object", "embed")):
        yield "网页的内容在框架或嵌入的文件中，本文件不含这些内容，未读取；请打开原网页另存为PDF或单个文件网页。"
    n_images = sum(1 for _ in root.iter("img"))
    if n_images:
        yield f"网页中没有表格，另有{n_images}张图片未读取，请核对指标是否在图片中。"


def _named(report: Report, titles: list[str]) -> Report:
    """Return `report` with the title that the page gives itself, where menus stand above the text's own."""
    if report.title is not None:
        return report
    title = next(filter(None, (find_title([title]) for title in titles)), None)
    lines = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    organisation = report.organisation or find_organisation(title, lines)
    return replace(report, title=title, organisation=organisation, year=find_year(title, lines))
