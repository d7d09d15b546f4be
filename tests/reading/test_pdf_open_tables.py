"""Tables without upright rulings: by blanks, by where rulings end, by coloured rows, or left as lines with a remark."""

from collections.abc import Sequence

import pytest
from reading.pdf_drawing import FONT, make_pdf
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from perfnlp.reading.options import ReadingOptions
from perfnlp.reading.pdf import read_pdf
from perfnlp.records import Paragraph, Report, Table

WIDTHS = (60, 120, 95, 110, 40, 40)
HEAD = ("一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
ROWS = (
    HEAD,
    ("产出指标", "按期完成率", "≥95%", "96%", "10", "10"),
    ("产出指标", "开展检查次数", "≥12次", "", "15", "9.5"),
    ("效益指标", "群众安全感", "明显提升", "有所提升，但有差距", "8", ""),
)
LEFT, TOP = 50.0, 700.0
BY_BLANKS = "的表格没有竖线，各列按空白划分，请对照原件核对。"
Rows = Sequence[Sequence[str]]


def edges() -> list[float]:
    return [LEFT + sum(WIDTHS[:index]) for index in range(len(WIDTHS) + 1)]


def draw(
    canvas: Canvas, rows: Rows, *, aligned: str = "c", size: float = 10, padding: float = 4, height: float = 24
) -> None:
    """Draw texts; a row of one text is left-aligned over all columns. `aligned` holds a letter for each column."""
    canvas.setFont(FONT, size)
    for number, row in enumerate(rows):
        y = TOP - (number + 0.5) * height - size / 3
        for column, text in enumerate(row):
            left, right = edges()[column], edges()[column + 1]
            width = stringWidth(text, FONT, size)
            way = aligned[column % len(aligned)] if len(row) > 1 else "l"
            x = {"l": left + padding, "r": right - padding - width, "c": (left + right - width) / 2}[way]
            canvas.drawString(x, y, text)


def rule(canvas: Canvas, numbers: Sequence[int], *, start: float = LEFT, height: float = 24) -> None:
    for number in numbers:
        canvas.line(start, TOP - number * height, edges()[-1], TOP - number * height)


def read(*pages: object) -> Report:
    return read_pdf(make_pdf(*pages), "report.pdf", ReadingOptions())


def cells(report: Report) -> list[tuple[str, ...]]:
    return [row.cells for block in report.blocks if isinstance(block, Table) for row in block.rows]


@pytest.mark.parametrize("aligned", ["l", "c", "r", "lrclrc", "rlrllr", "clcrrl"])
@pytest.mark.parametrize(("size", "padding"), [(7.5, 2.5), (9, 8), (10.5, 3), (12, 2.5)])
def test_columns_are_told_by_blanks_however_cells_are_aligned(aligned: str, size: float, padding: float):
    def page(canvas: Canvas) -> None:
        draw(canvas, ROWS, aligned=aligned, size=size, padding=padding)
        rule(canvas, range(5))

    report = read(page)
    assert cells(report) == list(ROWS)
    assert report.remarks == (f"第1页{BY_BLANKS}",)


def test_texts_that_share_the_room_of_a_column_but_no_row_are_one_column():
    rows = (HEAD, *((*row[:4], "8", "5") for row in ROWS[1:]))

    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 8)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                right = edges()[column + 1] - 3 - stringWidth(text, FONT, 8)
                x = right if number and column > 3 else edges()[column] + 3
                canvas.drawString(x, TOP - number * 24 - 15, text)
        rule(canvas, range(5))

    assert cells(read(page)) == list(rows)


def test_a_merged_cell_stands_left_of_where_rulings_begin():
    def page(canvas: Canvas) -> None:
        draw(canvas, [("", *row[1:]) for row in ROWS])
        canvas.drawString(LEFT + 4, TOP - 15, "一级指标")
        canvas.drawString(LEFT + 4, TOP - 51, "产出指标")
        canvas.drawString(LEFT + 4, TOP - 87, "效益指标")
        rule(canvas, (0, 1, 3, 4))
        rule(canvas, (2,), start=edges()[1])

    assert cells(read(page)) == list(ROWS)


def test_rows_that_are_merged_across_columns_do_not_join_those_between_them():
    titles = ("一、产出指标（10分）", "二、产出指标（15分）", "三、效益指标（8分）")
    rows = [HEAD]
    for title, row in zip(titles, ROWS[1:], strict=True):
        rows += [(title,), row]

    def page(canvas: Canvas) -> None:
        draw(canvas, rows)
        rule(canvas, range(8))

    found = cells(read(page))
    assert [found[0], *found[2::2]] == list(ROWS)
    assert [set(row) for row in found[1::2]] == [{title, ""} for title in titles]


def test_blanks_within_a_text_are_no_border():
    rows = [(*row[:1], name, *row[2:]) for row, name in zip(ROWS, ("三级指标", *("PM2.5 年均值",) * 3), strict=True)]

    def page(canvas: Canvas) -> None:
        draw(canvas, rows, aligned="l", size=12)
        rule(canvas, range(5))

    assert [len(row) for row in cells(read(page))] == [6] * 4


def test_prose_between_two_tables_is_in_neither():
    def page(canvas: Canvas) -> None:
        draw(canvas, ROWS)
        rule(canvas, range(5))
        canvas.drawString(LEFT, TOP - 120, "以上为第一个项目。")
        canvas.drawString(LEFT, TOP - 140, "以下为第二个项目的自评情况。")
        canvas.translate(0, -170)
        draw(canvas, ROWS)
        rule(canvas, range(5))

    report = read(page)
    assert [type(block) for block in report.blocks] == [Table, Paragraph, Paragraph, Table]
    assert cells(report) == [*ROWS, *ROWS]


def test_the_next_page_has_the_columns_of_the_first_though_one_is_blank_there():
    below = [("效益指标", "群众满意度", "≥90%", "93%", "", "5"), ("效益指标", "知晓率", "≥80%", "81%", "", "4")]

    def first(canvas: Canvas) -> None:
        draw(canvas, ROWS)
        rule(canvas, range(5))

    def second(canvas: Canvas) -> None:
        draw(canvas, below, aligned="lccccr")
        rule(canvas, range(3))

    report = read(first, second)
    assert cells(report) == [*ROWS, *below]
    assert report.remarks == (f"第1-2页{BY_BLANKS}",)


@pytest.mark.parametrize("coloured", [(0, 2), (1, 3), (0, 1, 2, 3)])
def test_coloured_rows_are_rows(coloured: tuple[int, ...]):
    def page(canvas: Canvas) -> None:
        for number in coloured:
            canvas.setFillGray(0.8 + 0.05 * (number % 2))
            canvas.rect(LEFT, TOP - (number + 1) * 24, sum(WIDTHS), 24, stroke=0, fill=1)
        canvas.setFillGray(0)
        draw(canvas, ROWS)

    report = read(page)
    assert cells(report) == list(ROWS)
    assert report.remarks == (f"第1页{BY_BLANKS}",)


def test_rows_that_nobody_can_part_are_lines_with_a_remark():
    def page(canvas: Canvas) -> None:
        draw(canvas, [row[:4] for row in ROWS])
        rule(canvas, (0, 1, 4))

    report = read(page)
    assert cells(report) == []
    assert report.remarks == ("第1页有表格没有竖线，行列无法确定，按文字行读入，请对照原件核对。",)
