"""PDF files: rulings of every kind, turned pages, watermarks, locked and damaged files, pages that are images."""

import random
from collections.abc import Callable

import numpy as np
import pdf_drawing as drawing
import pytest
from pdf_drawing import HEAD, HEIGHT, LEFT, ROWS, TOP, draw_lines, draw_texts, make_pdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from perfnlp.errors import ReadingError
from perfnlp.reading import ReadingOptions, read_bytes, scan
from perfnlp.records import Box, Locator, Paragraph, Report, Table

PROSE = ("某市某局2023年度绩效自评报告", "一、基本情况", "全年开展检查12次，完成率100%。")


def read(data: bytes, **options: object) -> Report:
    return read_bytes(data, "report.pdf", options=ReadingOptions(**options))


def tables(report: Report) -> list[tuple[tuple[str, ...], ...]]:
    return [tuple(row.cells for row in block.rows) for block in report.blocks if isinstance(block, Table)]


def lines(report: Report) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Paragraph)]


def draw_ruled(canvas: Canvas) -> None:
    draw_lines(canvas)
    draw_texts(canvas)


def draw_prose(canvas: Canvas) -> None:
    for number, line in enumerate(PROSE):
        canvas.drawString(LEFT, 700 - 20 * number, line)


def draw_image(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 60), "white")), 0, 0, *A4)


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(drawing.draw_lines, id="lines"),
        pytest.param(drawing.draw_cell_boxes, id="a rectangle for each cell"),
        pytest.param(lambda canvas: drawing.draw_cell_boxes(canvas, inset=1), id="double lines"),
        pytest.param(drawing.draw_thin_fills, id="thin filled rectangles"),
        pytest.param(drawing.draw_dashes, id="dashes"),
        pytest.param(drawing.draw_coloured_head, id="grey lines, filled heading"),
        pytest.param(drawing.draw_without_sides, id="no left and right border"),
        pytest.param(drawing.draw_as_form, id="scaled form"),
        pytest.param(drawing.draw_only_across, id="horizontal lines only"),
        pytest.param(drawing.draw_three_lines, id="three-line table"),
        pytest.param(drawing.draw_without_row_lines, id="no lines between rows"),
    ],
)
def test_a_table_is_read_however_it_is_ruled(draw: Callable[[Canvas], None]):
    def page(canvas: Canvas) -> None:
        draw(canvas)
        draw_texts(canvas)

    assert tables(read(make_pdf(page))) == [ROWS]


@pytest.mark.parametrize("drawn", range(4))
@pytest.mark.parametrize("shown", [0, 90, 180, 270])
def test_a_table_is_read_whichever_way_it_stands_on_the_page(drawn: int, shown: int):
    width, height = A4
    corner = [(0, 0), (width, 0), (width, height), (0, height)][drawn]

    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(shown)
        canvas.translate(*corner)
        canvas.rotate(90 * drawn)
        canvas.translate(0, -200 * (drawn % 2))
        canvas.drawString(LEFT, TOP + 20, "绩效自评表")
        draw_ruled(canvas)

    report = read(make_pdf(page))
    assert tables(report) == [ROWS]
    assert lines(report) == ["绩效自评表"]


def test_boxes_are_points_from_the_upper_left_corner_of_the_displayed_page():
    height = A4[1]
    expected = [
        (LEFT, height - TOP + HEIGHT, 140, height - TOP + 2 * HEIGHT),
        (140, height - TOP + HEIGHT, 260, height - TOP + 2 * HEIGHT),
    ]
    table = read(make_pdf(draw_ruled)).blocks[0]
    locator = table.rows[1].locator
    assert (locator.page, locator.table, locator.row, locator.order, len(locator.boxes)) == (1, 1, 2, 2, 4)
    for box, sides in zip(locator.boxes, expected, strict=False):
        assert (box.left, box.top, box.right, box.bottom) == pytest.approx(sides, abs=0.1)


def test_boxes_of_a_turned_table_stand_on_the_page_as_displayed():
    width, height = A4

    def page(canvas: Canvas) -> None:
        canvas.translate(width, 0)
        canvas.rotate(90)
        canvas.translate(0, -200)
        draw_ruled(canvas)

    # the text runs upwards: the first column is the lowest, and rows follow from left to right
    box = read(make_pdf(page)).blocks[0].rows[0].locator.boxes[0]
    left = width + 200 - TOP
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(
        (left, height - 140, left + HEIGHT, height - LEFT), abs=0.1
    )


def test_a_merged_cell_is_repeated_in_each_row_and_column_that_it_spans():
    def page(canvas: Canvas) -> None:
        left, right, bottom = LEFT, LEFT + 340, TOP - 3 * HEIGHT
        for y in (TOP, TOP - HEIGHT, bottom):
            canvas.line(left, y, right, y)
        canvas.line(140, TOP - 2 * HEIGHT, right, TOP - 2 * HEIGHT)
        canvas.line(left, TOP, left, bottom)
        canvas.line(right, TOP, right, bottom)
        for x in (140, 260):
            canvas.line(x, TOP - HEIGHT, x, bottom)
        draw_texts(canvas, (("项目支出绩效自评表",), ("产出", "检查次数", "12次"), ("", "合格率", "95%")))

    title = "项目支出绩效自评表"
    assert tables(read(make_pdf(page))) == [
        ((title, title, title), ("产出", "检查次数", "12次"), ("产出", "合格率", "95%"))
    ]


def test_a_line_break_in_a_cell_is_kept_and_an_underline_parts_nothing():
    def page(canvas: Canvas) -> None:
        draw_lines(canvas)
        draw_texts(canvas, (*ROWS[:3], ("效益指标", "群众/安全感", "明显提升", "8")))
        canvas.line(LEFT + 4, TOP - HEIGHT - 14, LEFT + 44, TOP - HEIGHT - 14)

    assert tables(read(make_pdf(page))) == [(*ROWS[:3], ("效益指标", "群众\n安全感", "明显提升", "8"))]


def test_figures_of_one_row_stay_in_it_and_are_told():
    cells = ("产出指标", "安置人数、/补贴人数", "350/150", "10")
    report = read(make_pdf(lambda canvas: (draw_lines(canvas), draw_texts(canvas, (*ROWS[:3], cells)))))
    row = report.blocks[0].rows[3]
    assert row.cells == ("产出指标", "安置人数、\n补贴人数", "350\n150", "10")
    assert row.remarks == ("本行有单元格内含多行数字，可能是几行并在一起，请对照原件核对。",)


def test_text_that_runs_on_into_an_empty_neighbour_belongs_to_its_own_cell():
    def page(canvas: Canvas) -> None:
        draw_lines(canvas)
        draw_texts(canvas, (*ROWS[:3], ("效益指标", "辖区人民群众的安全感和满意程度", "", "8")))

    assert tables(read(make_pdf(page))) == [(*ROWS[:3], ("效益指标", "辖区人民群众的安全感和满意程度", "", "8"))]


def test_what_was_typed_into_a_form_field_stands_in_its_cell():
    def page(canvas: Canvas) -> None:
        draw_lines(canvas)
        draw_texts(canvas, (*ROWS[:3], ("效益指标", "群众安全感", "明显提升", "")))
        place = {"x": drawing.edges()[3] + 2, "y": TOP - 4 * HEIGHT + 2, "width": 50, "height": 20}
        canvas.acroForm.textfield(name="score", value="8", fontSize=10, borderWidth=0, **place)

    assert tables(read(make_pdf(page))) == [ROWS]


def test_tables_and_lines_stand_in_the_order_of_the_page_whatever_the_order_of_the_file():
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT, 100, "第1页")
        draw_lines(canvas, top=400)
        draw_texts(canvas, tuple(reversed(ROWS)), top=400)
        canvas.drawString(LEFT, 500, "表2")
        draw_ruled(canvas)
        canvas.drawString(LEFT, 800, "表1")

    report = read(make_pdf(page))
    kinds = [block.text if isinstance(block, Paragraph) else block.rows[0].cells for block in report.blocks]
    assert kinds == ["表1", HEAD, "表2", ROWS[-1], "第1页"]
    numbers = [
        locator.order
        for block in report.blocks
        for locator in ([block.locator] if isinstance(block, Paragraph) else [row.locator for row in block.rows])
    ]
    assert numbers == list(range(1, 12))


def test_a_page_without_tables_gives_its_lines_with_their_boxes():
    report = read(make_pdf(draw_prose, draw_prose))
    assert lines(report) == [*PROSE, *PROSE]
    assert [block.starts_page for block in report.blocks] == [True, False, False, True, False, False]
    assert report.title == PROSE[0]
    box = report.blocks[1].locator.boxes[0]
    assert (box.page, box.left) == (1, pytest.approx(LEFT, abs=2))
    assert box.top < A4[1] - 680 < box.bottom


def test_pieces_of_a_line_that_the_file_holds_apart_are_one_line():
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT + 80, 700, "全年开展检查，")
        canvas.drawString(LEFT, 680, "完成率100%，群众满意。")
        canvas.drawString(LEFT, 700, "2023年度，")

    assert lines(read(make_pdf(page))) == ["2023年度， 全年开展检查，", "完成率100%，群众满意。"]


@pytest.mark.parametrize(("angle", "grey", "size"), [(35, 0.2, 30), (0, 0.85, 48)], ids=["askew", "large and pale"])
def test_a_watermark_stays_out_of_the_cells_and_is_told(angle: float, grey: float, size: float):
    def page(canvas: Canvas) -> None:
        draw_ruled(canvas)
        canvas.translate(LEFT + 40, 660)
        canvas.rotate(angle)
        canvas.setFont(drawing.FONT, size)
        canvas.setFillGray(grey)
        canvas.drawString(0, 0, "内部资料")

    report = read(make_pdf(page))
    assert tables(report) == [ROWS]
    assert report.remarks == ("第1页有水印或印章文字“内部资料”，未读入正文和表格。",)


def test_text_printed_twice_to_look_bold_is_read_once():
    def page(canvas: Canvas) -> None:
        draw_ruled(canvas)
        canvas.translate(0.3, 0)
        draw_texts(canvas)

    assert tables(read(make_pdf(page))) == [ROWS]


def test_pieces_of_a_table_on_following_pages_get_the_same_columns():
    def first(canvas: Canvas) -> None:
        draw_ruled(canvas)

    def second(canvas: Canvas) -> None:
        bottom = TOP - HEIGHT
        for y in (TOP, bottom):
            canvas.line(LEFT, y, LEFT + 340, y)
        for x in (LEFT, 260, LEFT + 340):
            canvas.line(x, TOP, x, bottom)
        canvas.drawString(LEFT + 4, TOP - 12, "合计")
        canvas.drawString(264, TOP - 12, "27.5")

    assert tables(read(make_pdf(first, second)))[1] == (("合计", "合计", "27.5", "27.5"),)


def test_pages_beyond_the_limit_are_told_and_progress_is_reported():
    seen: list[tuple[int, int]] = []
    report = read(make_pdf(*[draw_prose] * 5), n_pages=2, on_page=lambda page, total: seen.append((page, total)))
    assert len(report.blocks) == 6
    assert report.remarks == ("文件共5页，只读了前2页，其余未读。",)
    assert seen == [(1, 5), (2, 5)]


def test_a_locked_file_opens_with_one_of_the_passwords():
    data = make_pdf(draw_ruled, encrypt=StandardEncryption("secret", ownerPassword="other"))
    assert tables(read(data, passwords=("wrong", "secret"))) == [ROWS]
    with pytest.raises(ReadingError, match=r"'report\.pdf': the PDF is encrypted and it asks.*--password-file"):
        read(data)
    with pytest.raises(ReadingError, match="none of the passwords opens it"):
        read(data, passwords=("wrong",))


def test_a_file_cut_anywhere_is_refused():
    data = make_pdf(draw_ruled, draw_prose)
    for part in range(1, 31):
        with pytest.raises(ReadingError, match=r"cannot read 'report\.pdf'"):
            read(data[: len(data) * part // 31])
    with pytest.raises(ReadingError, match="damaged or cut off"):
        read(data + b"\n90 0 obj\n<</Type /Page")  # a later version of the file, cut


def test_damaged_bytes_give_a_report_or_a_reading_error():
    data = make_pdf(draw_ruled, draw_prose)
    chance = random.Random(7)  # noqa: S311
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 10, 60))):
            damaged[chance.randrange(8, len(data))] = chance.randrange(256)
        try:
            read(bytes(damaged))
        except ReadingError as error:
            assert str(error).startswith("cannot read 'report.pdf'")  # noqa: PT017  not every damage is one


def test_image_pages_without_text_recognition_name_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scan, "is_available", lambda: False)
    with pytest.raises(ReadingError, match=r"pip install 'perfnlp\[ocr\]'"):
        read(make_pdf(draw_image))
    report = read(make_pdf(draw_prose, draw_image, draw_image, draw_prose, draw_image))
    assert len(report.blocks) == 6
    assert report.remarks == ("第2-3、5页没有可读的文字（扫描件或字体无编码），未读；安装 perfnlp[ocr] 后可识别。",)


def test_image_pages_are_recognised_with_boxes_in_points(monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[object, ...]] = []

    def recognise(image: np.ndarray, *, page: int, scale: float, first_line: int, **rest: object) -> tuple[Paragraph]:
        height, width, channels = image.shape
        asked.append((page, first_line, rest["first_table"], channels))
        box = Box(page=page, left=0, top=0, right=width * scale, bottom=height * scale)
        locator = Locator(document="report.pdf", page=page, order=first_line, boxes=(box,))
        return (Paragraph(text="扫描", locator=locator),)

    monkeypatch.setattr(scan, "is_available", lambda: True)
    monkeypatch.setattr(scan, "read_page", recognise)
    report = read(make_pdf(draw_prose, draw_image, draw_prose))
    assert lines(report) == [*PROSE, "扫描", *PROSE]
    assert asked == [(2, 4, 1, 3)]
    assert [block.locator.order for block in report.blocks] == [1, 2, 3, 4, 5, 6, 7]
    box = report.blocks[3].locator.boxes[0]
    assert (box.right, box.bottom) == pytest.approx(A4, abs=1)


def test_a_table_that_is_an_image_in_a_text_page_is_recognised_in_its_place(monkeypatch: pytest.MonkeyPatch):
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT, 800, "下表为本年度绩效自评情况，数据截至年末，单位为万元。")
        canvas.drawImage(ImageReader(Image.new("RGB", (40, 60), "white")), 50, 200, 500, 550)
        canvas.drawString(LEFT, 100, "填表人：某某")

    def recognise(image: np.ndarray, *, page: int, scale: float, first_line: int, **_: object) -> tuple[Paragraph]:
        box = Box(page=page, left=0, top=0, right=image.shape[1] * scale, bottom=image.shape[0] * scale)
        return (Paragraph(text="表", locator=Locator(document="", page=page, order=first_line, boxes=(box,))),)

    monkeypatch.setattr(scan, "is_available", lambda: True)
    monkeypatch.setattr(scan, "read_page", recognise)
    report = read(make_pdf(page))
    assert lines(report) == ["下表为本年度绩效自评情况，数据截至年末，单位为万元。", "表", "填表人：某某"]
    box = report.blocks[1].locator.boxes[0]
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((50, A4[1] - 750, 550, A4[1] - 200), abs=1)


def test_a_scanners_text_layer_is_used_where_nothing_can_be_recognised(monkeypatch: pytest.MonkeyPatch):
    def page(canvas: Canvas) -> None:
        draw_image(canvas)
        text = canvas.beginText(LEFT, 700)
        text.setTextRenderMode(3)
        text.setFont(drawing.FONT, 10)
        for line in PROSE:
            text.textLine(line)
        canvas.drawText(text)

    monkeypatch.setattr(scan, "is_available", lambda: False)
    report = read(make_pdf(page))
    assert lines(report) == list(PROSE)
    assert report.remarks == ("第1页的文字来自扫描软件的识别结果，请对照原件核对。",)


def test_an_empty_document_page_gives_nothing():
    report = read(make_pdf(lambda _canvas: None, draw_prose))
    assert lines(report) == list(PROSE)
    assert report.remarks == ()


def test_a_glyph_whose_meaning_only_its_font_knows_is_shown_as_unknown():
    report = read(drawing.make_coded_pdf("2023 total score 95.5 of 100 points \ue123 reached"))
    assert lines(report) == ["2023 total score 95.5 of 100 points \ufffd reached"]


def test_a_page_of_glyphs_without_meaning_is_taken_as_an_image(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scan, "is_available", lambda: False)
    with pytest.raises(ReadingError, match="images without text"):
        read(drawing.make_coded_pdf("".join(map(chr, range(0xE000, 0xE040)))))
