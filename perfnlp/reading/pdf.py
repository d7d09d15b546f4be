"""PDF files: page by page lines and tables, scanned pages through text recognition."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from perfnlp.errors import ReadingError
from perfnlp.reading.front_matter import make_report
from perfnlp.reading.options import ReadingOptions
from perfnlp.reading.pdf_cells import PageTable
from perfnlp.reading.pdf_characters import UNKNOWN
from perfnlp.reading.pdf_columns import Borders, align_columns
from perfnlp.reading.pdf_frame import Rect
from perfnlp.reading.pdf_pages import Item, PageContent, is_inside, open_page, read_content
from perfnlp.reading.pdf_rows import holds_figures
from perfnlp.records import Block, Box, Locator, Paragraph, Report, Table, TableRow

_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_DPI = 250
"""Resolution that pages are rendered with for text recognition."""
_PAGES_AT_ONCE = 400
"""Pages after which the file is opened anew: pdfium keeps what it has parsed until it is closed."""
_UNKNOWN_GLYPH = f"本行有无法识别的字形（显示为“{UNKNOWN}”），请对照原件核对。"

_SEVERAL_FIGURES = "本行有单元格内含多行数字，可能是几行并在一起，请对照原件核对。"


def read_pdf(data: bytes, name: str, options: ReadingOptions) -> Report:
    """Return the report in `data`: a `Table` for each ruled table of a page, a `Paragraph` for each other line.

    Pages without text are given to text recognition where it is installed.

    Raises:
        ReadingError: `data` is no PDF, damaged, locked, or no page of it could be read.
    """
    _refuse_cut(data, name)
    document = _open(data, name, options.passwords)
    try:
        draft = _Draft(name=name)
        n_pages = len(document)
        n_read = min(n_pages, options.n_pages)
        for number in range(1, n_read + 1):
            if number % _PAGES_AT_ONCE == 0:
                document.close()
                document = _open(data, name, options.passwords)
            _read_page(document, number, draft)
            if options.on_page is not None:
                options.on_page(number, n_pages)
    finally:
        document.close()
    if n_read < n_pages:
        draft.remarks.append(f"文件共{n_pages}页，只读了前{n_read}页，其余未读。")
    _refuse_unread(draft, n_read)
    return make_report(data, name, align_columns(draft.blocks, draft.columns), draft.all_remarks())


def _refuse_cut(data: bytes, name: str) -> None:
    """Refuse a file without its end: pdfium would mend it silently and lose pages."""
    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:
        message = f"cannot read '{name}': the PDF is damaged or cut off. Get the file again from its source."
        raise ReadingError(message)


def _open(data: bytes, name: str, passwords: tuple[str, ...]) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError

    for password in (None, *passwords):
        try:
            return PdfDocument(data, password=password)
        except PdfiumError as error:
            if error.err_code != _WRONG_PASSWORD:
                message = f"cannot read '{name}': the PDF is damaged ({error}). Get the file again from its source."
                raise ReadingError(message) from error
    tried = "none of the passwords opens it" if passwords else "it asks for a password"
    message = f"cannot read '{name}': the PDF is encrypted and {tried}. Give its password with --password-file."
    raise ReadingError(message)


@dataclass(slots=True, kw_only=True)
class _Draft:
    """The report while its pages are read.

    Attributes:
        name: the source as the user named it.
        blocks: what was read, in document order.
        columns: index of a block -> the column borders of that table.
        n_lines, n_tables: running numbers.
        remarks: about the document.
        broken, unread, layered, partly: pages that cannot be opened, that need text recognition, whose
            text is a scanner's, and that have an image nobody read.
        open: pages with tables whose columns only blanks keep apart; unparted: with some left as lines.
        aside: text of watermarks -> its pages.
    """

    name: str
    blocks: list[Block] = field(default_factory=list)
    columns: dict[int, Borders] = field(default_factory=dict)
    n_lines: int = 0
    n_tables: int = 0
    remarks: list[str] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    partly: list[int] = field(default_factory=list)
    layered: list[int] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    unparted: list[int] = field(default_factory=list)
    aside: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def all_remarks(self) -> Iterator[str]:
        """Yield what a person must see of the document."""
        yield from self.remarks
        if self.broken:
            yield f"{_pages(self.broken)}已损坏，未读。"
        if self.unread:
            yield f"{_pages(self.unread)}没有可读的文字（扫描件或字体无编码），未读；安装 perfnlp[ocr] 后可识别。"
        if self.partly:
            yield f"{_pages(self.partly)}有大幅图片，其中的文字未读；安装 perfnlp[ocr] 后可识别。"
        if self.layered:
            yield f"{_pages(self.layered)}的文字来自扫描软件的识别结果，请对照原件核对。"
        if self.open:
            yield f"{_pages(self.open)}的表格没有竖线，各列按空白划分，请对照原件核对。"
        if self.unparted:
            yield f"{_pages(self.unparted)}有表格没有竖线，行列无法确定，按文字行读入，请对照原件核对。"
        for text, pages in self.aside.items():
            yield f"{_pages(pages)}有水印或印章文字“{text}”，未读入正文和表格。"


def _pages(pages: Iterable[int]) -> str:
    """Return page numbers as a person lists them: 第1-3、7页."""
    runs = []
    for _, run in groupby(enumerate(pages), key=lambda pair: pair[1] - pair[0]):
        numbers = [page for _, page in run]
        runs.append(str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}")
    return f"第{'、'.join(runs)}页"


def _refuse_unread(draft: _Draft, n_read: int) -> None:
    if n_read and len(draft.broken) == n_read:
        message = f"cannot read '{draft.name}': none of its {n_read} pages opens. Get the file again from its source."
        raise ReadingError(message)
    if draft.unread and not draft.blocks:
        message = (
            f"cannot read '{draft.name}': its pages are images without text. "
            "Install text recognition: pip install 'perfnlp[ocr]'."
        )
        raise ReadingError(message)


def _read_page(document: Any, number: int, draft: _Draft) -> None:
    from pypdfium2 import PdfiumError

    try:
        page = open_page(document, number)
    except PdfiumError:
        draft.broken.append(number)
        return
    try:
        content = read_content(page)
        if content.aside:
            draft.aside[content.aside].append(number)
        if any(isinstance(item, PageTable) and item.is_open for item in content.items):
            draft.open.append(number)
        if content.is_unparted:
            draft.unparted.append(number)
        if content.picture is None:
            _add_items(content.items, number, draft)
        else:
            _add_picture(page, content, content.picture, number, draft)
    finally:
        page.close()


def _add_items(items: Iterable[Item], page: int, draft: _Draft) -> None:
    n_blocks = len(draft.blocks)
    for item in items:
        if isinstance(item, PageTable):
            draft.n_tables += 1
            draft.columns[len(draft.blocks)] = item.borders
            draft.blocks.append(Table(rows=tuple(_rows(item, page, draft))))
        else:
            draft.n_lines += 1
            box = Box(page=page, left=item.left, top=item.top, right=item.right, bottom=item.bottom)
            locator = Locator(document=draft.name, page=page, order=draft.n_lines, boxes=(box,))
            starts_page = len(draft.blocks) == n_blocks
            draft.blocks.append(Paragraph(text=item.text, locator=locator, starts_page=starts_page))


def _rows(table: PageTable, page: int, draft: _Draft) -> Iterator[TableRow]:
    for number, row in enumerate(table.rows, start=1):
        draft.n_lines += 1
        boxes = tuple(Box(page=page, left=a, top=b, right=c, bottom=d) for a, b, c, d in row.boxes)
        locator = Locator(
            document=draft.name, page=page, order=draft.n_lines, table=draft.n_tables, row=number, boxes=boxes
        )
        remarks = [_UNKNOWN_GLYPH] if any(UNKNOWN in cell for cell in row.cells) else []
        if any(map(holds_figures, row.cells)):
            remarks.append(_SEVERAL_FIGURES)
        yield TableRow(cells=row.cells, locator=locator, remarks=tuple(remarks))


def _add_picture(page: Any, content: PageContent, picture: Rect, number: int, draft: _Draft) -> None:
    """Read a picture by text recognition, the lines above and below it as they are."""
    from perfnlp.reading import scan

    if not scan.is_available():
        _add_items(content.items, number, draft)
        pages = draft.layered if content.is_layered else draft.partly if content.items else draft.unread
        pages.append(number)
        return
    around = [item for item in content.items if not is_inside(item, picture)]
    middle = (picture.top + picture.bottom) / 2
    _add_items((item for item in around if _bottom(item) <= middle), number, draft)
    _add_recognised(page, picture, number, draft)
    _add_items((item for item in around if _bottom(item) > middle), number, draft)


def _bottom(item: Item) -> float:
    return item.area.bottom if isinstance(item, PageTable) else item.bottom


def _add_recognised(page: Any, picture: Rect, number: int, draft: _Draft) -> None:
    """Render the picture and add what text recognition finds, its boxes in points of the page."""
    from perfnlp.reading import scan

    width, height = page.get_size()
    crop = (picture.left, height - picture.bottom, width - picture.right, picture.top)
    image = page.render(scale=_DPI / 72, crop=crop, rev_byteorder=True, prefer_bgrx=False).to_numpy()[:, :, :3]
    blocks = scan.read_page(
        image,
        document=draft.name,
        page=number,
        scale=72 / _DPI,
        first_line=draft.n_lines + 1,
        first_table=draft.n_tables + 1,
    )
    draft.blocks.extend(_moved(block, picture) for block in blocks)
    draft.n_lines += sum(len(block.rows) if isinstance(block, Table) else 1 for block in blocks)
    draft.n_tables += sum(isinstance(block, Table) for block in blocks)


def _moved(block: Block, picture: Rect) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, locator=_moved_locator(block.locator, picture))
    return Table(rows=tuple(replace(row, locator=_moved_locator(row.locator, picture)) for row in block.rows))


def _moved_locator(locator: Locator, picture: Rect) -> Locator:
    x, y = picture.left, picture.top
    boxes = (
        replace(box, left=box.left + x, right=box.right + x, top=box.top + y, bottom=box.bottom + y)
        for box in locator.boxes
    )
    return replace(locator, boxes=tuple(boxes))
