"""Read a page that is only an image: its ruled tables cell by cell, its other lines of print as paragraphs.

Whatever is recognised keeps how surely it was read, and says in words that a person must
compare it with the original.
"""

import importlib.util
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from perfnlp.reading.scan_grid import Grid, GridCell, find_grids
from perfnlp.reading.scan_image import Grey, Page, prepare
from perfnlp.reading.scan_text import Reading, Span, detect, find_lines, read_once, recognise
from perfnlp.records import Block, Box, Locator, Paragraph, Table, TableRow

_UPRIGHT = 0.6  # usual confidence of the lines of a page that stands the right way up
_N_SAMPLE = 6  # lines that tell which way is up
_LEAST_SIDE = 32  # pixels: nothing smaller is a page
_BENEATH_SEAL = 0.8  # most confidence that a line beneath a seal can have
_SURE = 0.9  # below, a cell is named to the person who compares


def is_available() -> bool:
    """Whether the packages of the extra `ocr` are installed."""
    return all(importlib.util.find_spec(package) for package in ("PIL", "cv2", "onnxruntime", "rapidocr"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the blocks of a page stand in the document, and the page itself."""

    document: str
    page: int
    scale: float
    upright: Page

    def locator(self, spans: Iterable[Span | GridCell], legibility: float) -> Locator:
        """Return the place of what stands in `spans`; lines, tables and rows are numbered later."""
        boxes = []
        for span in spans:
            box = self.upright.locate((span.left, span.top, span.right, span.bottom))
            left, top, right, bottom = (round(value * self.scale, 1) for value in box)
            boxes.append(Box(page=self.page, left=left, top=top, right=right, bottom=bottom))
        return Locator(document=self.document, page=self.page, boxes=tuple(boxes), legibility=round(legibility, 3))


def read_page(
    image: NDArray[np.uint8], *, document: str, page: int, scale: float, first_line: int, first_table: int
) -> tuple[Block, ...]:
    """Return the tables and lines of print of a page, from top to bottom.

    Args:
        image: RGB pixels (height, width, 3) at any resolution, any way up.
        document: the source as the user named it.
        page: counted from 1.
        scale: output units of boxes per pixel.
        first_line: running number of the first line or row.
        first_table: running number of the first table.
    """
    if min(image.shape[:2]) < _LEAST_SIDE:
        return ()
    upright, lines = _turn_upright(image)
    grids, clean = find_grids(upright)
    outside = [line for line in lines if not any(_is_inside(line, grid) for grid in grids)]
    place = _Place(document=document, page=page, scale=scale, upright=upright)
    blocks: list[tuple[int, Block]] = [*_paragraphs(outside, place), *(_table(grid, clean, place) for grid in grids)]
    blocks.sort(key=lambda item: item[0])
    return tuple(_number([block for _, block in blocks], first_line, first_table))


def _turn_upright(image: NDArray[np.uint8]) -> tuple[Page, tuple[Span, ...]]:
    """Return the page the right way up, and its lines of print: the turn at which print is read most surely."""
    found: list[tuple[float, Page, tuple[Span, ...]]] = []
    turns = [0, 2]
    while turns:
        page = prepare(image, turns.pop(0))
        lines = detect(page.grey, page.letter)
        across = [line for line in lines if line.right - line.left > line.bottom - line.top]
        if not found and len(across) * 2 < len(lines):
            turns = [1, 3]
        sample = sorted(across, key=lambda line: line.left - line.right)[:_N_SAMPLE]
        readings = read_once(page.grey, sample, page.letter)
        sureness = float(np.median([reading.confidence for reading in readings])) if readings else 0.0
        found.append((sureness, page, lines))
        if sureness >= _UPRIGHT or not lines:
            break
    _, page, lines = max(found, key=lambda item: item[0])
    return page, lines


def _is_inside(line: Span, grid: Grid) -> bool:
    across, down = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    return grid.left <= across <= grid.right and grid.top <= down <= grid.bottom


def _paragraphs(lines: Sequence[Span], place: _Place) -> Iterator[tuple[int, Paragraph]]:
    """Yield the upper edge and the text of each printed line; what stands side by side is one line."""
    readings = dict(zip(lines, recognise(place.upright.grey, lines, place.upright.letter), strict=True))
    groups: list[list[Span]] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        last = groups[-1][0] if groups else None
        if last is not None and last.top < (line.top + line.bottom) / 2 < last.bottom:
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        read = [(line, readings[line]) for line in sorted(group, key=lambda line: line.left) if readings[line].text]
        if read:
            legibility = min(reading.confidence for _, reading in read)
            text = " ".join(reading.text for _, reading in read)
            yield group[0].top, Paragraph(text=text, locator=place.locator([line for line, _ in read], legibility))


def _table(grid: Grid, clean: Grey, place: _Place) -> tuple[int, Table]:
    """Return the upper edge of a table, and the table as read cell by cell."""
    lines = [(cell, line) for cell in grid.cells for line in _lines(cell, clean, place.upright.letter)]
    readings = recognise(clean, [line for _, line in lines], place.upright.letter)
    by_cell: dict[GridCell, list[Reading]] = {cell: [] for cell in grid.cells}
    for (cell, line), reading in zip(lines, readings, strict=True):
        by_cell[cell].append(_beneath_seal(reading, line, place.upright))
    rows = []
    for number in range(grid.n_rows):
        cells = [cell for cell in grid.cells if cell.row <= number < cell.row + cell.n_rows]
        cells.sort(key=lambda cell: cell.column)
        rows.append(_row(cells, by_cell, place))
    return grid.top, Table(rows=tuple(rows))


def _beneath_seal(reading: Reading, line: Span, page: Page) -> Reading:
    """Return the reading, doubted where a seal stood over the line."""
    is_covered = page.seal[line.top : line.bottom, line.left : line.right].any()
    return replace(reading, confidence=min(reading.confidence, _BENEATH_SEAL)) if is_covered else reading


def _lines(cell: GridCell, clean: Grey, letter: float) -> Iterator[Span]:
    inside = clean[cell.top : cell.bottom, cell.left : cell.right]
    for line in find_lines(inside, letter):
        yield Span(
            left=line.left + cell.left,
            top=line.top + cell.top,
            right=line.right + cell.left,
            bottom=line.bottom + cell.top,
        )


def _row(cells: Sequence[GridCell], by_cell: Mapping[GridCell, Sequence[Reading]], place: _Place) -> TableRow:
    texts: list[str] = []
    for cell in cells:
        text = "\n".join(reading.text for reading in by_cell[cell] if reading.text)
        texts.extend([text] * cell.n_columns)
    readings = [reading for cell in cells for reading in by_cell[cell]]
    legibility = round(min((reading.confidence for reading in readings), default=1.0), 3)
    remarks = [f"本行由扫描件文字识别得到，识别把握{legibility:.0%}，请对照原件核对。"]
    for reading in readings:
        if not reading.text:
            remarks.append("本行有墨迹未能识别，请查看原件。")
        elif reading.other is not None:
            remarks.append(f"“{reading.text}”另一次识别为“{reading.other}”，请以原件为准。")
        elif reading.confidence < _SURE:
            remarks.append(f"“{reading.text}”识别把握较低，请以原件为准。")
    return TableRow(cells=tuple(texts), locator=place.locator(cells, legibility), remarks=tuple(dict.fromkeys(remarks)))


def _number(blocks: Iterable[Block], first_line: int, first_table: int) -> Iterator[Block]:
    """Yield the blocks with their lines and tables numbered in reading order, the first one starting the page."""
    order, table = first_line, first_table
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            yield replace(block, locator=replace(block.locator, order=order), starts_page=place == 0)
            order += 1
            continue
        rows = []
        for number, row in enumerate(block.rows, start=1):
            rows.append(replace(row, locator=replace(row.locator, order=order, table=table, row=number)))
            order += 1
        table += 1
        yield Table(rows=tuple(rows))
