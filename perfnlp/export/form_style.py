"""How the sheets of a form look: borders, widths, wrapped texts, print set-up."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from perfnlp.export.workbook import put_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = "9"
_LINE = 12.5  # points that a line of text is high
_HIGHEST = 409.0  # points that a row may be high
_SHARE = 0.92  # width of a letter in this font to the letter that widths are counted in
_EAST_ASIAN = frozenset("WFA")


def put(cell: Any, value: str | Decimal | float | None, *, centred: bool = False) -> None:
    """Write a text or a number, wrapped."""
    if isinstance(value, str):
        if value:
            put_text(cell, value)
    elif value is not None:
        cell.value = float(value) if isinstance(value, Decimal) and value != value.to_integral_value() else value
        if isinstance(value, Decimal) and value == value.to_integral_value():
            cell.value = int(value)
    cell.alignment = _alignment(centred=centred)
    cell.font = _font(bold=False)


@cache  # one object for all cells: openpyxl hashes every style that it is given
def _alignment(*, centred: bool) -> Any:
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=True, vertical="center", horizontal="center" if centred else None)


@cache
def _font(*, bold: bool) -> Any:
    from openpyxl.styles import Font

    return Font(name="宋体", size=9, bold=bold)


@cache
def _border() -> Any:
    from openpyxl.styles import Border, Side

    side = Side(style="thin")
    return Border(left=side, right=side, top=side, bottom=side)


def titled(page: "Worksheet", title: str, headings: Sequence[str]) -> None:
    """Write a title over the whole width, and the headings below it."""
    from openpyxl.styles import Font

    last = page.cell(row=1, column=len(headings)).column_letter
    merged(page, f"A1:{last}1", title, centred=True)
    page["A1"].font = Font(name="黑体", bold=True, size=14)
    page.row_dimensions[1].height = 26
    headed(page, 2, headings)
    page.row_dimensions[2].height = 30


def embolden(cell: Any) -> None:
    """Print a cell in bold."""
    cell.font = _font(bold=True)


def headed(page: "Worksheet", line: int, headings: Sequence[str]) -> None:
    """Write a row of headings."""
    from openpyxl.styles import PatternFill

    for place, heading in enumerate(headings, start=1):
        cell = page.cell(row=line, column=place)
        put(cell, heading, centred=True)
        embolden(cell)
        cell.fill = PatternFill("solid", fgColor="DDEBF7")
    bordered(page, f"A{line}:{page.cell(row=line, column=len(headings)).coordinate}")


def merged(page: "Worksheet", cells: str, text: str, *, centred: bool = False) -> None:
    """Write one text over several cells."""
    page.merge_cells(cells)
    put(page[cells.partition(":")[0]], text, centred=centred)


def bordered(page: "Worksheet", cells: str) -> None:
    """Draw a thin line round each cell."""
    for row in page[cells]:
        for cell in row:
            cell.border = _border()


def fit(page: "Worksheet", line: int, widths: Sequence[float]) -> None:
    """Make a row as high as its longest text needs; cells merged into it from above do not count."""
    (cells,) = page.iter_rows(min_row=line, max_row=line, max_col=len(widths))
    n_lines = max(
        (_n_lines(cell.value, width) for cell, width in zip(cells, widths, strict=True) if _is_text(cell)),
        default=1,
    )
    page.row_dimensions[line].height = min(n_lines * _LINE + 4, _HIGHEST)


def _is_text(cell: Any) -> bool:
    return isinstance(cell.value, str) and cell.data_type == "s"


def _n_lines(text: str, width: float) -> int:
    return sum(max(1, ceil(_width(part) * _SHARE / (width - 1))) for part in text.split("\n"))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in _EAST_ASIAN else 1 for sign in text)


def lay_out(page: "Worksheet", widths: Sequence[float], *, heading_row: int, area: str | None = None) -> None:
    """Set widths and print on A4 landscape, one page wide, headings repeated, pages numbered."""
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.page_setup.paperSize, page.page_setup.orientation = _A4, "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.5, 0.8, 0.35
    page.print_options.horizontalCentered = True
    page.print_title_rows = f"{heading_row}:{heading_row}"
    page.oddFooter.center.text = "第 &P 页　共 &N 页"
    page.oddFooter.right.text = "&A"
    page.freeze_panes = f"A{heading_row + 1}"
    if area is not None:
        page.print_area = area
