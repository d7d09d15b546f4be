"""PDF pages with tables, drawn for the tests by reportlab in many ways of ruling."""

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 10
WIDTHS = (80, 120, 80, 60)
HEIGHT = 30
LEFT, TOP = 60, 760  # in points from the lower left corner of an A4 page

HEAD = ("一级指标", "三级指标", "年度指标值", "得分")
ROWS = (
    HEAD,
    ("产出指标", "开展检查次数", "≥12次", "9.5"),
    ("产出指标", "按期完成率", "≥95%", "10"),
    ("效益指标", "群众安全感", "明显提升", "8"),
)

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def make_pdf(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4, **settings: object) -> bytes:
    """Return a PDF with a page for each function that draws one."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, **settings)
    for page in pages:
        canvas.setFont(FONT, SIZE)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def edges() -> list[float]:
    """Return the x of each column border."""
    return [LEFT + sum(WIDTHS[:index]) for index in range(len(WIDTHS) + 1)]


def draw_texts(canvas: Canvas, rows: Sequence[Sequence[str]] = ROWS, *, top: float = TOP) -> None:
    """Draw each cell's text; lines within a cell are apart by "/"."""
    for index, row in enumerate(rows):
        for left, text in zip(edges(), row, strict=False):
            for number, line in enumerate(text.split("/")):
                canvas.drawString(left + 4, top - index * HEIGHT - 12 - number * 12, line)


def draw_lines(canvas: Canvas, n_rows: int = len(ROWS), *, top: float = TOP) -> None:
    """Draw every ruling of the table from end to end."""
    bottom = top - n_rows * HEIGHT
    for x in edges():
        canvas.line(x, top, x, bottom)
    for index in range(n_rows + 1):
        canvas.line(LEFT, top - index * HEIGHT, edges()[-1], top - index * HEIGHT)


def draw_cell_boxes(canvas: Canvas, *, inset: float = 0.0) -> None:
    """Draw a stroked rectangle around each cell; inset, the borders of neighbours are double lines."""
    for row in range(len(ROWS)):
        for x, width in zip(edges(), WIDTHS, strict=False):
            canvas.rect(x + inset, TOP - (row + 1) * HEIGHT + inset, width - 2 * inset, HEIGHT - 2 * inset)


def draw_thin_fills(canvas: Canvas) -> None:
    """Draw the rulings as filled rectangles half a point thick, in a piece for each cell as word processors do."""
    for row in range(len(ROWS) + 1):
        for x, width in zip(edges(), WIDTHS, strict=False):
            canvas.rect(x, TOP - row * HEIGHT - 0.25, width, 0.5, stroke=0, fill=1)
    for row in range(len(ROWS)):
        for x in edges():
            canvas.rect(x - 0.25, TOP - (row + 1) * HEIGHT, 0.5, HEIGHT, stroke=0, fill=1)


def draw_dashes(canvas: Canvas) -> None:
    """Draw every ruling as short strokes of their own."""
    bottom = TOP - len(ROWS) * HEIGHT
    for x in edges():
        for step in range(0, TOP - bottom, 5):
            canvas.line(x, bottom + step, x, bottom + step + 3)
    for row in range(len(ROWS) + 1):
        y = TOP - row * HEIGHT
        for step in range(LEFT, edges()[-1], 5):
            canvas.line(step, y, step + 3, y)


def draw_coloured_head(canvas: Canvas) -> None:
    """Draw a filled heading and all rulings in grey."""
    canvas.setFillGray(0.8)
    canvas.rect(LEFT, TOP - HEIGHT, sum(WIDTHS), HEIGHT, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.setStrokeGray(0.6)
    draw_lines(canvas)


def draw_without_sides(canvas: Canvas) -> None:
    """Draw all rulings but the left and the right border."""
    for x in edges()[1:-1]:
        canvas.line(x, TOP, x, TOP - len(ROWS) * HEIGHT)
    for row in range(len(ROWS) + 1):
        canvas.line(LEFT, TOP - row * HEIGHT, edges()[-1], TOP - row * HEIGHT)


def draw_as_form(canvas: Canvas) -> None:
    """Draw the rulings half as large into a form, and the form twice as large."""
    canvas.beginForm("rulings")
    canvas.saveState()
    canvas.scale(0.5, 0.5)
    canvas.translate(-LEFT, -TOP)
    draw_lines(canvas)
    canvas.restoreState()
    canvas.endForm()
    canvas.saveState()
    canvas.translate(LEFT, TOP)
    canvas.scale(2, 2)
    canvas.doForm("rulings")
    canvas.restoreState()
    canvas.setFont(FONT, SIZE)


def draw_only_across(canvas: Canvas) -> None:
    """Draw no vertical ruling."""
    for row in range(len(ROWS) + 1):
        canvas.line(LEFT, TOP - row * HEIGHT, edges()[-1], TOP - row * HEIGHT)


def draw_three_lines(canvas: Canvas) -> None:
    """Draw the rulings of a three-line table."""
    for row in (0, 1, len(ROWS)):
        canvas.line(LEFT, TOP - row * HEIGHT, edges()[-1], TOP - row * HEIGHT)


def draw_without_row_lines(canvas: Canvas) -> None:
    """Draw the columns and the heading, and no line between the rows below."""
    for x in edges():
        canvas.line(x, TOP, x, TOP - len(ROWS) * HEIGHT)
    draw_three_lines(canvas)


def make_coded_pdf(text: str) -> bytes:
    """Return a PDF of one line whose font maps the codes 1, 2, ... to the characters of `text`."""
    pairs = "".join(f"<{code:02x}> <{ord(character):04x}>\n" for code, character in enumerate(text, start=1))
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(text)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    )
    codes = "".join(f"{code:02x}" for code in range(1, len(text) + 1))
    parts = (
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>",
        _stream(f"BT /F 10 Tf 60 700 Td <{codes}> Tj ET"),
        (
            f"<</Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R /FirstChar 0 /LastChar 255"
            f" /Widths [{' 600' * 256}]>>"
        ),
        _stream(table),
    )
    body = "".join(f"{number} 0 obj\n{part}\nendobj\n" for number, part in enumerate(parts, start=1))
    return f"%PDF-1.4\n{body}trailer <</Root 1 0 R /Size 7>>\n%%EOF\n".encode("latin-1")


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>\nstream\n{content}\nendstream"
