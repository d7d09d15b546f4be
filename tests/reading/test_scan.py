from importlib.resources import files

import numpy as np
import pytest
from scan_drawing import Cell, Damage, Sheet, spoil

from perfnlp.reading import scan
from perfnlp.records import Paragraph, Table

FONT = str(files("pylopdf_fonts_zh_cn") / "NotoSerifSC-Regular.otf")
HEADER = ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]
ROWS = [
    HEADER,
    [Cell(text="产出指标", rows=2), "新建泵站数量", "≥12座", "9座", "10.00", "7.5", "三座泵站推迟至次年开工"],
    ["工程验收合格率", "≥98.5%", "100%", "1", "1", "/"],
    [Cell(text="合计", columns=4), "11", "8.5", ""],
]


def draw(*, dpi=200, **damage):
    sheet = Sheet(dpi=dpi, font=FONT, height=260)
    sheet.write("2023年度云溪县项目支出绩效自评表", points=16, left=150)
    truth = sheet.rule(ROWS, [60, 100, 70, 70, 45, 45, 120])
    sheet.write("填报人要对数据的真实性负责。")
    return np.asarray(spoil(sheet.image, Damage(**damage), font=FONT)), truth


def read(image, **changes):
    arguments = {"document": "云溪.png", "page": 3, "scale": 0.5, "first_line": 7, "first_table": 2} | changes
    return scan.read_page(image, **arguments)


@pytest.fixture(scope="module")
def scanned():
    """A page as a scanner delivers it, with a red seal over two cells, and what was read on it."""
    image, truth = draw(skew=1.2, noise=8, blur=0.7, jpeg=60, ink=50, paper=235, seals=((0.58, 0.42),))
    return image, truth, read(image)


def texts(table):
    return [[cell.replace("\n", "") for cell in row.cells] for row in table.rows]


def test_a_damaged_page_gives_its_lines_and_its_table_in_order(scanned):
    _, truth, (title, table, note) = scanned
    assert (title.text, note.text) == ("2023年度云溪县项目支出绩效自评表", "填报人要对数据的真实性负责。")
    assert texts(table) == truth


def test_a_merged_cell_stands_in_every_place_that_it_spans(scanned):
    rows = scanned[2][1].rows
    assert [row.cells[0] for row in rows[1:3]] == ["产出指标", "产出指标"]
    assert rows[3].cells[:4] == ("合计",) * 4


def test_lines_and_tables_are_numbered_on_from_the_page_before(scanned):
    title, table, note = scanned[2]
    assert [title.locator.order, *(row.locator.order for row in table.rows), note.locator.order] == [
        7,
        8,
        9,
        10,
        11,
        12,
    ]
    assert [(row.locator.table, row.locator.row) for row in table.rows] == [(2, 1), (2, 2), (2, 3), (2, 4)]
    assert (title.starts_page, note.starts_page) == (True, False)


def test_every_row_says_that_it_was_recognised_and_how_surely(scanned):
    for row in scanned[2][1].rows:
        assert 0 < row.locator.legibility <= 1
        assert row.remarks[0] == f"本行由扫描件文字识别得到，识别把握{row.locator.legibility:.0%}，请对照原件核对。"


def test_boxes_stand_where_the_cells_are_on_the_page_as_it_came(scanned):
    image, _, (_, table, _) = scanned
    boxes = table.rows[1].locator.boxes
    assert [box.left for box in boxes] == sorted(box.left for box in boxes)
    assert {box.page for box in boxes} == {3}
    height, width = image.shape[:2]
    points = boxes[4]  # "10.00", 270 to 315 of 595 points from the left, at half a unit a pixel
    assert width * 0.5 * 308 / 595 < (points.left + points.right) / 2 < width * 0.5 * 382 / 595
    assert all(0 <= box.left < box.right <= width / 2 and 0 <= box.top < box.bottom <= height / 2 for box in boxes)


@pytest.mark.parametrize("quarter_turns", [pytest.param(1, id="on its side"), pytest.param(2, id="upside down")])
def test_a_turned_page_is_read_upright(quarter_turns):
    image, truth = draw(dpi=150, quarter_turns=quarter_turns)
    table = next(block for block in read(image) if isinstance(block, Table))
    assert texts(table) == truth


def test_what_stands_beneath_a_seal_is_doubtful(scanned):
    legibility = [row.locator.legibility for row in scanned[2][1].rows]
    assert legibility[1] <= 0.8 < legibility[3]


def test_a_sign_told_by_its_slant_alone_is_doubtful(scanned):
    row = scanned[2][1].rows[2]
    assert row.cells[-1] == "/"
    assert row.locator.legibility <= 0.8
    assert "“/”另一次识别为“1”，请以原件为准。" in row.remarks


def test_a_page_without_rulings_gives_paragraphs_and_an_empty_one_nothing():
    sheet = Sheet(dpi=120, font=FONT, height=120)
    empty = np.asarray(sheet.image)
    sheet.write("一、项目基本情况")
    assert [type(block) for block in read(np.asarray(sheet.image))] == [Paragraph]
    assert read(empty) == ()
    assert read(empty[:20, :20]) == ()
