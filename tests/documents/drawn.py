"""PDF drawn by reportlab: rulings of several kinds, rows cut by page ends, watermarks, turned pages, odd order."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from documents.model import Cell, Document, Grid, Line

Rulings = Literal["rectangles", "lines", "fills", "horizontal"]
FONTS: Mapping[str, str] = {
    "zenhei": "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "microhei": "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
}
"""Noto's outlines are no TrueType, which is all that reportlab embeds; "STSong-Light" is named and not embedded."""

_PAGE = (595.0, 842.0)
_MARGIN = 48.0
_SIZE = 9.0
_LEADING = 12.0
_PADDING = 3.0


@dataclass(slots=True, kw_only=True)
class _Style:
    """How one document is drawn."""

    font: str
    rulings: Rulings
    is_cut: bool
    is_header_repeated: bool
    is_turned: bool
    has_watermark: bool
    is_by_column: bool


@dataclass(slots=True)
class _Strip:
    """The part of row `at` that stands on one page; `is_end` where no more of the row follows."""

    at: int
    height: float
    is_end: bool = True


def write_pdf(document: Document, random: Random, *, is_half_ruled: bool = False) -> bytes:
    """Return the document as a PDF, the same bytes for the same document; half ruled has no upright rulings."""
    from reportlab.pdfgen.canvas import Canvas

    style = _Style(
        font=_register(random.choice((*FONTS, *FONTS, "STSong-Light"))),
        rulings="horizontal" if is_half_ruled else random.choice(("rectangles", "lines", "fills")),
        is_cut=random.random() < 0.6,
        is_header_repeated=random.random() < 0.5,
        is_turned=document.is_landscape and random.random() < 0.5,
        has_watermark=random.random() < 0.25,
        is_by_column=random.random() < 0.2,
    )
    stream = io.BytesIO()
    width, height = reversed(_PAGE) if document.is_landscape else _PAGE
    canvas = Canvas(stream, pagesize=(height, width) if style.is_turned else (width, height), invariant=1)
    page = _Page(canvas, width, height, style)
    for block in document.blocks:
        if isinstance(block, Line):
            page.write(block)
        else:
            page.draw(block)
    page.end()
    canvas.save()
    return stream.getvalue()


class _Page:
    """The page that is being filled; `top` is what is left of it, counted from the lower edge."""

    def __init__(self, canvas: Any, width: float, height: float, style: _Style) -> None:
        self.canvas, self.width, self.height, self.style = canvas, width, height, style
        self.number = 0
        self.top = 0.0
        self._begin()

    def write(self, line: Line) -> None:
        """Write a line of text, wrapped at the margins."""
        size = 15.0 if line.kind == "title" else 10.0
        for text in wrapped(line.text, self.width - 2 * _MARGIN, self.style.font, size):
            if self.top < _MARGIN + 2 * size:
                self.end()
                self._begin()
            self.top -= size * 1.6
            self.canvas.setFont(self.style.font, size)
            if line.kind == "title":
                self.canvas.drawCentredString(self.width / 2, self.top, text)
            else:
                self.canvas.drawString(_MARGIN, self.top, text)

    def draw(self, grid: Grid) -> None:
        """Draw a table over as many pages as it takes."""
        self.top -= _LEADING
        sheet = _Sheet(grid, self.width - 2 * _MARGIN, self.style.font)
        strips: list[_Strip] = []
        used = 0.0
        for at in range(len(grid.rows)):
            left = sheet.heights[at]
            while left > 0:
                room = self.top - _MARGIN - used
                if left <= room:
                    part = left
                elif self.style.is_cut and room >= 2 * _LEADING and left > 2 * _LEADING:
                    part = room - room % _LEADING
                else:
                    part = 0.0
                if part:
                    strips.append(_Strip(at, part, is_end=part == left))
                    used += part
                    left -= part if part == left else part - _LEADING  # the cut costs a line
                if left > 0:
                    used = self._turn_over(sheet, strips, at)
        self._draw_strips(sheet, strips)
        self.top -= used + _LEADING

    def end(self) -> None:
        """Finish the page with its number and, where the document has one, its watermark."""
        self.canvas.setFont(self.style.font, 8)
        self.canvas.drawCentredString(self.width / 2, _MARGIN / 2, f"- {self.number} -")
        if self.style.has_watermark:
            self.canvas.saveState()
            self.canvas.setFillGray(0.85)
            self.canvas.setFont(self.style.font, 60)
            self.canvas.translate(self.width / 2, self.height / 2)
            self.canvas.rotate(35)
            self.canvas.drawCentredString(0, 0, "绩效自评")
            self.canvas.restoreState()
        self.canvas.showPage()

    def _begin(self) -> None:
        self.number += 1
        self.top = self.height - _MARGIN
        if self.style.is_turned:  # drawn sideways on an upright page that the viewer turns
            self.canvas.setPageRotation(90)
            self.canvas.translate(self.height, 0)
            self.canvas.rotate(90)

    def _turn_over(self, sheet: "_Sheet", strips: list[_Strip], at: int) -> float:
        """Draw what stands on this page and begin the next in row `at`; return the height of a repeated header."""
        self._draw_strips(sheet, strips)
        self.end()
        self._begin()
        strips.clear()
        header = sheet.grid.header
        if header is None or at < header[1] or not self.style.is_header_repeated:
            return 0.0
        strips += [_Strip(row, sheet.heights[row]) for row in range(*header)]
        sheet.restart(range(*header))
        return sum(strip.height for strip in strips)

    def _draw_strips(self, sheet: "_Sheet", strips: list[_Strip]) -> None:
        tops = [self.top]
        for strip in strips:
            tops.append(tops[-1] - strip.height)
        boxes = list(sheet.boxes(strips, tops))
        if self.style.is_by_column:
            boxes.sort(key=lambda box: (box[0], -box[1]))
        for left, top, right, bottom, _, _ in boxes:
            self._rule(left, top, right, bottom)
        for left, top, right, bottom, lines, is_long in boxes:
            self._fill(left, top, right, bottom, lines, is_long=is_long)

    def _rule(self, left: float, top: float, right: float, bottom: float) -> None:
        canvas = self.canvas
        canvas.setLineWidth(0.5)
        kind = self.style.rulings
        if kind == "rectangles":
            canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)
            return
        draw: Callable[..., None] = canvas.line
        if kind == "fills":  # word processors draw rulings as thin filled rectangles

            def draw(x0: float, y0: float, x1: float, y1: float) -> None:
                canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)

        draw(left, top, right, top)
        draw(left, bottom, right, bottom)
        if kind != "horizontal":
            draw(left, bottom, left, top)
            draw(right, bottom, right, top)

    def _fill(self, left: float, top: float, right: float, bottom: float, lines: list[str], *, is_long: bool) -> None:
        self.canvas.setFont(self.style.font, _SIZE)
        y = (top + bottom + len(lines) * _LEADING) / 2 - _SIZE
        for line in lines:
            if is_long:
                self.canvas.drawString(left + _PADDING, y, line)
            else:
                self.canvas.drawCentredString((left + right) / 2, y, line)
            y -= _LEADING


class _Sheet:
    """A grid with its columns and row heights measured, and what is left to print of each cell."""

    def __init__(self, grid: Grid, width: float, font: str) -> None:
        self.grid = grid
        unit = width / sum(grid.widths)
        self.edges = [_MARGIN]
        for share in grid.widths:
            self.edges.append(self.edges[-1] + share * unit)
        self.cells = list(grid.placed())
        self.font = font
        self.left = {(at, column): self._lines(column, cell) for at, column, cell in self.cells}
        self.heights = [_LEADING + 2 * _PADDING] * len(grid.rows)
        for at, column, cell in sorted(self.cells, key=lambda entry: entry[2].rows):
            needed = len(self.left[at, column]) * _LEADING + 2 * _PADDING
            missing = needed - sum(self.heights[at : at + cell.rows])
            self.heights[at + cell.rows - 1] += max(0.0, missing)

    def restart(self, rows: range) -> None:
        """Let `rows` be printed once more."""
        for at, column, cell in self.cells:
            if at in rows:
                self.left[at, column] = self._lines(column, cell)

    def boxes(
        self, strips: list[_Strip], tops: list[float]
    ) -> Iterator[tuple[float, float, float, float, list[str], bool]]:
        """Yield left, top, right, bottom, lines and alignment of each cell as far as it is on the page."""
        for at, column, cell in self.cells:
            inside = [number for number, strip in enumerate(strips) if at <= strip.at < at + cell.rows]
            if not inside:
                continue
            top, bottom = tops[inside[0]], tops[inside[-1] + 1]
            last = strips[inside[-1]]
            is_end = last.is_end and last.at == at + cell.rows - 1
            room = max(1, int((top - bottom - _PADDING) // _LEADING))
            lines = self.left[at, column]
            here = lines if is_end else lines[:room]
            self.left[at, column] = lines[len(here) :]
            yield self.edges[column], top, self.edges[column + cell.columns], bottom, here, cell.is_long

    def _lines(self, column: int, cell: Cell) -> list[str]:
        width = self.edges[column + cell.columns] - self.edges[column] - 2 * _PADDING
        printed = cell.text.replace("⩾", "≥")  # which these fonts lack
        return [line for text in printed.split("\n") for line in wrapped(text, width, self.font, _SIZE) if text]


def wrapped(text: str, width: float, font: str, size: float) -> list[str]:
    """Break `text` where the next character does not fit; figures and Latin words stay whole if they can."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines, line = [], ""
    for word in _words(text):
        pieces = [word] if stringWidth(word, font, size) <= width else list(word)
        for piece in pieces:
            if line and stringWidth(line + piece, font, size) > width:
                lines.append(line)
                line = ""
            line += piece
    return [*lines, line]


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        is_glued = bool(word) and (character in "，。；：、）%” " or (character.isascii() and word[-1].isascii()))
        if word and not is_glued:
            yield word
            word = ""
        word += character
    if word:
        yield word


def _register(name: str) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, FONTS[name], subfontIndex=0) if name in FONTS else UnicodeCIDFont(name))
    return name
