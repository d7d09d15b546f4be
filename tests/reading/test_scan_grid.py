from importlib.resources import files

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scan_drawing import Cell, Sheet

from perfnlp.reading.scan_grid import find_grids
from perfnlp.reading.scan_image import Page

FONT = str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")
LETTER = 20


def page(image):
    grey = np.asarray(image.convert("L"))
    return Page(grey=grey, seal=np.zeros_like(grey), letter=LETTER, to_source=np.eye(2, 3))


def rule(lines, *, level=0):
    image = Image.new("L", (640, 400), 255)
    draw = ImageDraw.Draw(image)
    for line in lines:
        draw.line(line, fill=level, width=2)
    return image


def frame(left=40, top=40, right=600, bottom=340):
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    upper, lower = (*corners[0], *corners[1]), (*corners[3], *corners[2])
    return [upper, lower, (*corners[0], *corners[3]), (*corners[1], *corners[2])]


def spans(image):
    grids, _ = find_grids(page(image))
    return [sorted((cell.row, cell.column, cell.n_rows, cell.n_columns) for cell in grid.cells) for grid in grids]


FOUR = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
CROSS = [(40, 190, 600, 190), (320, 40, 320, 340)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([*frame(), *CROSS], [FOUR], id="four cells"),
        pytest.param([*frame(), (40, 190, 600, 190), (320, 190, 320, 340)],
                     [[(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]], id="a cell over two columns"),
        pytest.param([*frame(), (320, 190, 600, 190), (320, 40, 320, 340)],
                     [[(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]], id="a cell over two rows"),
        pytest.param([*frame()[:2], *CROSS], [FOUR], id="no ruling left and right"),
        pytest.param([*frame(), (40, 190, 300, 190), (318, 190, 600, 190), CROSS[1]], [FOUR], id="a gap in a ruling"),
        pytest.param(frame(), [], id="a frame around everything"),
        pytest.param([*frame(), *frame(100, 100, 500, 200), (300, 100, 300, 200)],
                     [[(0, 0, 1, 1), (0, 1, 1, 1)]], id="a table inside a frame"),
        pytest.param([*frame(), *CROSS, (80, 100, 180, 100)], [FOUR], id="a line in the middle of a cell"),
        pytest.param([(40, 190, 600, 190)], [], id="one line"),
    ],
)  # fmt: skip
def test_cells_are_the_places_between_rulings(lines, expected):
    assert spans(rule(lines)) == expected


def test_pale_rulings_are_rulings():
    assert spans(rule([*frame(), *CROSS], level=180)) == [FOUR]


def test_insides_exclude_the_rulings():
    ((grid,), _) = find_grids(page(rule([*frame(), *CROSS])))
    first = next(cell for cell in grid.cells if (cell.row, cell.column) == (0, 0))
    assert (41 < first.left < 46, 41 < first.top < 46) == (True, True)
    assert (314 < first.right < 320, 184 < first.bottom < 190) == (True, True)


def test_taking_rulings_away_leaves_the_text():
    sheet = Sheet(dpi=150, font=FONT, height=120)
    sheet.rule([["中国", Cell(text="业务一")]], [120, 120])
    grids, clean = find_grids(page(sheet.image))
    assert len(grids) == 1
    inside = [(slice(cell.top, cell.bottom), slice(cell.left, cell.right)) for cell in grids[0].cells]
    before = np.asarray(sheet.image.convert("L"))
    assert [np.count_nonzero(clean[place] < 128) for place in inside] == [
        np.count_nonzero(before[place] < 128) for place in inside
    ]
    assert np.count_nonzero(clean < 128) == sum(np.count_nonzero(before[place] < 128) for place in inside)
