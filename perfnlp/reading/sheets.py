"""What spreadsheets share: cells of a sheet become a table; and CSV, the sheet without a workbook.

Only rows and columns that hold something are kept, so a table is as large as its content whatever a sheet claims.
"""

import csv
import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from perfnlp.errors import ReadingError
from perfnlp.reading.encoding import decode
from perfnlp.reading.front_matter import make_report
from perfnlp.reading.options import ReadingOptions
from perfnlp.reading.sheet_cells import Sheet, address, letters
from perfnlp.records import Block, Locator, Paragraph, Report, Table, TableRow

_MAX_CELLS = 3_000_000
_LEVEL = re.compile(
    r"\W*(?:[一二三四五六七八九十\d]+[、.．)）])?\s*\S{0,8}(?:指标|效益|满意度|产出|成本)\s*(?:[(（].{0,12}[)）])?"
)
_QUOTED = 20


def read_csv(data: bytes, name: str, _options: ReadingOptions) -> Report:
    """Return the report in a CSV file.

    Raises:
        ReadingError: the bytes are no text, or a quotation mark never closes.
    """
    return make_report(data, name, split_blocks(read_csv_table(data, name)))


def read_csv_table(data: bytes, name: str) -> Table:
    """Return the rows of a CSV file that hold something, separated by commas, tabs or semicolons.

    Raises:
        ReadingError: as `read_csv`.
    """
    text = decode(data, name)
    first = next((line for line in text.split("\n") if any(mark in line for mark in ",\t;")), "")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=first.count), strict=True)
    printed: list[tuple[Locator, list[str]]] = []
    line = 1
    try:
        for number, cells in enumerate(lines, start=1):
            if any(cell.strip() for cell in cells):
                printed.append((Locator(document=name, line=line, table=1, row=number), [*map(_unguarded, cells)]))
            line = lines.line_num + 1
    except csv.Error as error:
        message = f"cannot read '{name}', row at line {line}: {error}. Check its quotation marks or save it as .xlsx."
        raise ReadingError(message) from error
    width = max((len(cells) for _, cells in printed), default=0)
    return Table(
        rows=tuple(TableRow(cells=(*cells, *[""] * (width - len(cells))), locator=where) for where, cells in printed)
    )


def _unguarded(cell: str) -> str:
    """Drop the apostrophe that keeps a spreadsheet from running a text as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def make_tables(sheets: Iterable[Sheet], name: str) -> tuple[list[Table], list[str]]:
    """Return one table for each sheet that holds something, and what a person must know about the sheets.

    Raises:
        ReadingError: content is spread over more cells than a report can have.
    """
    tables: list[Table] = []
    remarks: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        if sheet.cells:
            tables.append(_table(sheet, number, name))
        if sheet.cells or sheet.formulas:
            remarks.extend(_describe(sheet))
        remarks.extend(f"工作表“{sheet.title}”{sentence}" for sentence in sheet.unread)
    return tables, remarks


def split_blocks(table: Table) -> Iterator[Block]:
    """Yield the table, its titles and notes as paragraphs: rows with one text above it, below it, after blank rows.

    A heading of level (产出指标) after a blank row stays inside, for the rows below go on under the same headings.
    """
    piece: list[TableRow] = []
    for row in table.rows:
        if piece and _has_one_text(row) and _is_apart(piece[-1], row):
            yield from _trim(piece)
            piece = []
        piece.append(row)
    yield from _trim(piece)


def _is_apart(above: TableRow, row: TableRow) -> bool:
    is_next = (row.locator.row or 0) - (above.locator.row or 0) <= 1
    return not is_next and not _LEVEL.fullmatch(next(filter(str.strip, row.cells)).strip())


def _has_one_text(row: TableRow) -> bool:
    return len({cell.strip() for cell in row.cells if cell.strip()}) == 1


def _trim(rows: Sequence[TableRow]) -> Iterator[Block]:
    """Yield a table without the rows of one text at its ends, and these as paragraphs."""
    full = [at for at, row in enumerate(rows) if not _has_one_text(row)]
    first, last = (full[0], full[-1] + 1) if full else (len(rows), len(rows))
    for row in rows[:first]:
        yield from _paragraphs(row)
    if full:
        yield Table(rows=tuple(rows[first:last]))
    for row in rows[last:]:
        yield from _paragraphs(row)


def _paragraphs(row: TableRow) -> Iterator[Paragraph]:
    text = next(filter(str.strip, row.cells))
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(text=line.strip(), locator=row.locator)


def _table(sheet: Sheet, number: int, name: str) -> Table:
    rows = sorted(sheet.cells)
    columns = sorted({column for cells in sheet.cells.values() for column in cells})
    if len(rows) * len(columns) > _MAX_CELLS:
        message = (
            f"cannot read '{name}': the content of sheet '{sheet.title}' is spread over {len(rows)} rows and "
            f"{len(columns)} columns. Delete the stray cells or split the sheet."
        )
        raise ReadingError(message)
    grid = {row: [cells.get(column, "") for column in columns] for row, cells in sheet.cells.items()}
    own = {row: len(cells) for row, cells in sheet.cells.items()}
    _repeat_merged(sheet, rows, columns, grid, own, name)
    first, last = letters(columns[0]), letters(columns[-1])
    return Table(
        rows=tuple(
            TableRow(
                cells=tuple(grid[row]),
                locator=Locator(
                    document=name, table=number, row=row, cell_range=f"{sheet.title}!{first}{row}:{last}{row}"
                ),
                remarks=tuple(_row_remarks(sheet, row)),
            )
            for row in rows
            if own[row]
        )
    )


def _repeat_merged(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[int], grid: Mapping[int, list[str]],
    own: dict[int, int], name: str,
) -> None:  # fmt: skip
    """Write the text of each merged range into all its cells; `own` counts what a row holds besides."""
    free = len(rows) * len(columns)
    for area in sheet.merges:
        text = sheet.cells.get(area.top, {}).get(area.left, "")
        across = range(bisect_left(columns, area.left), bisect_right(columns, area.right))
        down = rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]
        free -= len(across) * len(down)
        if free < 0:
            message = (
                f"cannot read '{name}': merged ranges of sheet '{sheet.title}' lie over one another. "
                "Open it in Excel, which repairs them, and save it again."
            )
            raise ReadingError(message)
        for row in down:
            for at in across:
                covered = sheet.cells[row].get(columns[at], "")
                if covered and (row, columns[at]) != (area.top, area.left):
                    own[row] -= 1
                    if covered != text:
                        _tell_covered(sheet, row, columns[at], covered)
                grid[row][at] = text


def _tell_covered(sheet: Sheet, row: int, column: int, text: str) -> None:
    quoted = text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
    sentence = f"单元格{address(row, column)}被合并单元格遮盖，其中的“{quoted}”未采用，请核对。"
    sheet.remark(row, sentence)
    sheet.unread.append(f"的{sentence}")


def _row_remarks(sheet: Sheet, row: int) -> Iterator[str]:
    if sheet.is_hidden:
        yield f"本行所在的工作表“{sheet.title}”是隐藏工作表，请核对是否应当计入。"
    if row in sheet.hidden_rows:
        yield f"本行在工作表“{sheet.title}”中是隐藏行，请核对是否应当计入。"
    if row in sheet.formulas:
        cells = "、".join(sheet.formulas[row])
        yield f"单元格{cells}是公式，文件中没有保存计算结果，请用Excel打开后重新保存。"
    yield from dict.fromkeys(sheet.remarks.get(row, ()))


def _describe(sheet: Sheet) -> Iterator[str]:
    """Yield what a person must know about a whole sheet."""
    if sheet.is_hidden:
        yield f"工作表“{sheet.title}”是隐藏工作表，已一并读取，请核对是否应当计入。"
    if sheet.hidden_rows:
        rows = "、".join(_runs(sorted(sheet.hidden_rows)))
        yield f"工作表“{sheet.title}”的第{rows}行是隐藏行，已一并读取，请核对是否应当计入。"
    filled = sorted({column for cells in sheet.cells.values() for column in cells})
    hidden = [column for column in filled if any(first <= column <= last for first, last in sheet.hidden_columns)]
    if hidden:
        columns = "、".join(map(letters, hidden))
        yield f"工作表“{sheet.title}”的{columns}列是隐藏列，已一并读取，请核对是否应当采用。"
    n_formulas = sum(map(len, sheet.formulas.values()))
    if n_formulas:
        yield f"工作表“{sheet.title}”有{n_formulas}个公式没有保存计算结果，按空白读取，请用Excel打开后重新保存。"


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Yield runs of numbers: 5-7, 9."""
    first = previous = numbers[0]
    for number in [*numbers[1:], 0]:
        if number != previous + 1:
            yield str(first) if first == previous else f"{first}-{previous}"
            first = number
        previous = number
