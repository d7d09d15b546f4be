"""One PDF page: its printed lines and tables from top to bottom, or that it is a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfnlp.reading.pdf_cells import PageTable, read_tables, turn_table
from perfnlp.reading.pdf_characters import is_legible
from perfnlp.reading.pdf_frame import Affine, Rect, compose, invert, map_rect, page_frame, turn
from perfnlp.reading.pdf_glyphs import Line, drop_overprints, make_lines, read_glyphs, spread_glyphs
from perfnlp.reading.pdf_grids import Ruling, find_grids, join_rulings
from perfnlp.reading.pdf_lines import read_lines
from perfnlp.reading.pdf_marks import Marks, Stroke, is_layered, read_marks
from perfnlp.reading.pdf_unruled import find_joints, find_open_grids, find_stripes
from perfnlp.reading.pdf_watermarks import find_watermarks

_FEW_CHARACTERS = 20
_LARGE = 0.4
"""Share of a page from which an image may hold its table."""
_N_OUTLINES = 300
"""Shapes on a page without text: letters drawn as outlines."""
_STRAIGHT = 0.7
_FEW_RULINGS = 3
"""Rulings that meet no other and make a table yet."""
_MAX_LINES_OVER_PICTURE = 2

Item = Line | PageTable


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """What a page shows, in the frame of the displayed page.

    Attributes:
        items: lines and tables from top to bottom.
        picture: the area that only text recognition can read; None if all is text.
        is_layered: whether the items are an invisible layer that a scanner put over its picture.
        aside: text of watermarks and seals; not in `items`.
        is_unparted: whether lines among the items are a table's whose rows or columns nobody can tell.
    """

    items: tuple[Item, ...] = ()
    picture: Rect | None = None
    is_layered: bool = False
    aside: str = ""
    is_unparted: bool = False


def open_page(document: Any, number: int) -> Any:
    """Return a page (counted from 1) of a pypdfium2 document, what was typed into its form fields printed on it.

    Raises:
        PdfiumError: the page is damaged.
    """
    import pypdfium2.raw as pdfium

    page = document[number - 1]
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT}:
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            return document[number - 1]
    return page


def read_content(page: Any) -> PageContent:
    """Return what a pypdfium2 page shows."""
    marks = read_marks(page)
    rotation = page.get_rotation() // 90
    bounds = page.get_bbox()
    display = page_frame(bounds, rotation)
    size = map_rect(display, *bounds)
    image = _large_image(marks, size, display)
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() < _FEW_CHARACTERS and (image is not None or marks.n_paths >= _N_OUTLINES):
            return PageContent(picture=size)
        direction = marks.directions.most_common(1)[0][0] if marks.directions else rotation
        upright = turn((direction - rotation) % 4, size.right, size.bottom)
        layered = image is not None and is_layered(textpage)
        content = _read_items(textpage, marks, compose(display, upright), is_turned=direction != rotation)
    finally:
        textpage.close()
    if not is_legible(_texts(content.items)):
        return PageContent(picture=size)
    back = invert(upright)
    shown = tuple(_turned(item, back) for item in content.items) if direction != rotation else content.items
    picture = _unread_picture(shown, image, layered=layered)
    return replace(content, items=shown, picture=picture, is_layered=layered)


def _large_image(marks: Marks, size: Rect, display: Affine) -> Rect | None:
    """Return the area that images cover, if it is a large part of the page; a scan may lie in strips."""
    areas = []
    for image in marks.images:
        left, top, right, bottom = map_rect(display, *image)
        area = Rect(max(left, 0.0), max(top, 0.0), min(right, size.right), min(bottom, size.bottom))
        if area.left < area.right and area.top < area.bottom:
            areas.append(area)
    covered = sum((area.right - area.left) * (area.bottom - area.top) for area in areas)
    if covered < _LARGE * size.right * size.bottom:
        return None
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return Rect(min(lefts), min(tops), max(rights), max(bottoms))


def _read_items(textpage: Any, marks: Marks, frame: Affine, *, is_turned: bool) -> PageContent:
    """Return lines and tables in the frame of the upright text, and the text of watermarks."""
    across, down = _rulings(marks.strokes, frame)
    grids, alone = find_grids(join_rulings(across), join_rulings(down))
    is_ruled = bool(grids) or len(alone) >= _FEW_RULINGS
    if not (is_ruled or marks.fills or is_turned or marks.oblique):
        lines = read_lines(textpage, frame)
        if lines is not None:
            return PageContent(items=tuple(lines))
    glyphs = drop_overprints(read_glyphs(textpage, frame))
    aside = find_watermarks(textpage, glyphs, marks.oblique)
    tables, rest = read_tables(grids, [glyph for glyph in glyphs if glyph.order not in aside])
    if not is_ruled:
        across += find_stripes([map_rect(frame, *fill) for fill in marks.fills], rest)
        alone = join_rulings(across)
    is_unparted = False
    if len(alone) >= _FEW_RULINGS:
        open_grids, is_unparted = find_open_grids(alone, find_joints(across), spread_glyphs(textpage, frame, rest))
        more, rest = read_tables(open_grids, rest)
        tables += more
    items: list[Item] = [*make_lines(rest), *tables]
    left_out = "".join(glyph.text for glyph in glyphs if glyph.order in aside)
    return PageContent(items=tuple(sorted(items, key=_top)), aside=left_out, is_unparted=is_unparted)


def _rulings(strokes: Sequence[Stroke], frame: Affine) -> tuple[list[Ruling], list[Ruling]]:
    """Return the pieces of horizontal and of vertical rulings in a frame."""
    a, b, c, d, e, f = frame
    across: list[Ruling] = []
    down: list[Ruling] = []
    for x0, y0, x1, y1 in strokes:
        left, top, right, bottom = a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f
        if abs(top - bottom) <= _STRAIGHT and abs(left - right) >= abs(top - bottom):
            across.append(Ruling((top + bottom) / 2, min(left, right), max(left, right)))
        elif abs(left - right) <= _STRAIGHT:
            down.append(Ruling((left + right) / 2, min(top, bottom), max(top, bottom)))
    return across, down


def _top(item: Item) -> float:
    return item.area.top if isinstance(item, PageTable) else item.top


def _turned(item: Item, back: Affine) -> Item:
    if isinstance(item, PageTable):
        return turn_table(item, back)
    return Line(item.text, *map_rect(back, item.left, item.top, item.right, item.bottom))


def _texts(items: Sequence[Item]) -> list[str]:
    texts: list[str] = []
    for item in items:
        if isinstance(item, PageTable):
            texts.extend(cell for row in item.rows for cell in row.cells)
        else:
            texts.append(item.text)
    return texts


def _unread_picture(items: Sequence[Item], image: Rect | None, *, layered: bool) -> Rect | None:
    """Return the image if a table may stand in it: none is text, and the image is no mere background."""
    if image is None or any(isinstance(item, PageTable) for item in items):
        return None
    n_over = sum(is_inside(item, image) for item in items)
    return image if layered or n_over <= _MAX_LINES_OVER_PICTURE else None


def is_inside(item: Item, area: Rect) -> bool:
    """Whether the middle of an item lies in `area`."""
    box = item.area if isinstance(item, PageTable) else item
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return area.left <= across <= area.right and area.top <= down <= area.bottom
