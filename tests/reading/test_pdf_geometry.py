"""Grids from rulings, columns over pages, frames of turned pages."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.reading.pdf_columns import align_columns
from perfnlp.reading.pdf_frame import compose, invert, map_rect, page_frame, turn
from perfnlp.reading.pdf_grids import Cell, Ruling, find_grids, join_rulings
from perfnlp.records import Locator, Table, TableRow

XS, YS = (0.0, 50.0, 100.0, 150.0), (0.0, 20.0, 40.0)


def full(lines: tuple[float, ...], start: float, end: float) -> list[Ruling]:
    return [Ruling(at, start, end) for at in lines]


def test_faces_without_a_ruling_between_them_are_one_cell():
    down = [Ruling(0, 0, 40), Ruling(50, 20, 40), Ruling(100, 0, 40), Ruling(150, 0, 40)]
    (grid,), alone = find_grids(full(YS, 0, 150), down)
    assert alone == []
    assert grid.cells == (Cell(0, 0, 2, 1), Cell(2, 0, 3, 1), Cell(0, 1, 1, 2), Cell(1, 1, 2, 2), Cell(2, 1, 3, 2))
    assert grid.faces == ((0, 0, 1), (2, 3, 4))


def test_rulings_that_do_not_touch_make_grids_of_their_own():
    across = [*full(YS, 0, 150), *full((100.0, 120.0), 0, 150)]
    down = [*full(XS, 0, 40), *full(XS, 100, 120)]
    grids, alone = find_grids([*across, Ruling(300, 0, 150)], down)
    assert [grid.ys for grid in grids] == [YS, (100.0, 120.0)]
    assert alone == [Ruling(300, 0, 150)]


def test_a_ruling_that_ends_within_a_cell_closes_nothing():
    (grid,), _ = find_grids([*full(YS, 0, 150), Ruling(30, 2, 30)], full(XS, 0, 40))
    assert grid.ys == YS


def test_a_drawing_of_thousands_of_lines_is_no_table():
    across = full(tuple(float(y) for y in range(0, 8000, 10)), 0, 100)
    down = full(tuple(float(x) for x in range(0, 8000, 10)), 0, 100)
    assert find_grids(across, down) == ([], [])


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param([(10, 0, 5), (10, 8, 20)], [(10, 0, 20)], id="a dash's gap"),
        pytest.param([(10, 0, 5), (10, 15, 20)], [(10, 0, 5), (10, 15, 20)], id="a wide gap"),
        pytest.param([(10, 0, 20), (12, 0, 20)], [(11, 0, 20)], id="a double line"),
        pytest.param([(10, 0, 20), (20, 0, 20)], [(10, 0, 20), (20, 0, 20)], id="two lines"),
        pytest.param([(10, 0, 2)], [], id="a dot"),
    ],
)
def test_join_rulings(pieces: list[tuple[int, ...]], expected: list[tuple[int, ...]]):
    assert join_rulings([Ruling(*piece) for piece in pieces]) == [Ruling(*ruling) for ruling in expected]


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[Cell]]:
    """Return a table cut into bands of rows, each band into cells over whole columns, some cells into rows."""
    n_columns, n_bands = draw(st.integers(2, 6)), draw(st.integers(1, 5))
    cells, top = [], 0
    for _ in range(n_bands):
        height = draw(st.integers(1, 3))
        cuts = sorted(draw(st.sets(st.integers(1, n_columns - 1), min_size=1)))
        for left, right in pairwise((0, *cuts, n_columns)):
            if draw(st.booleans()):
                cells.append(Cell(left, top, right, top + height))
            else:
                cells.extend(Cell(left, row, right, row + 1) for row in range(top, top + height))
        top += height
    return n_columns, top, cells


@given(tilings())
def test_the_cells_that_were_drawn_are_found_again(tiling: tuple[int, int, list[Cell]]):
    _n_columns, _n_rows, cells = tiling
    across = [Ruling(20.0 * y, 50.0 * c.left, 50.0 * c.right) for c in cells for y in (c.top, c.bottom)]
    down = [Ruling(50.0 * x, 20.0 * c.top, 20.0 * c.bottom) for c in cells for x in (c.left, c.right)]
    grids, _ = find_grids(join_rulings(across), join_rulings(down))
    assert len(grids) == 1
    found = {grids[0].area(cell) for cell in grids[0].cells}
    assert found == {(50.0 * c.left, 20.0 * c.top, 50.0 * c.right, 20.0 * c.bottom) for c in cells}


@given(st.integers(0, 3), st.integers(0, 3), st.lists(st.floats(-500, 500), min_size=4, max_size=4))
def test_turning_and_turning_back_changes_nothing(rotation: int, quarters: int, corners: list[float]):
    frame = compose(page_frame((0, 0, 595, 842), rotation), turn(quarters, 595, 842))
    left, right = sorted(corners[:2])
    top, bottom = sorted(corners[2:])
    there = map_rect(frame, left, top, right, bottom)
    assert map_rect(invert(frame), *there) == pytest.approx((left, top, right, bottom))


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [(0, (10, 822, 30, 832)), (1, (10, 10, 20, 30)), (2, (565, 10, 585, 20)), (3, (822, 565, 832, 585))],
)
def test_the_lower_left_corner_of_a_page_as_it_is_displayed(rotation: int, expected: tuple[float, ...]):
    assert map_rect(page_frame((0, 0, 595, 842), rotation), 10, 10, 30, 20) == expected


def table(page: int, *rows: tuple[str, ...]) -> Table:
    return Table(rows=tuple(TableRow(cells=cells, locator=Locator(document="", page=page)) for cells in rows))


def ruled(*borders: float) -> tuple[tuple[float, float], ...]:
    """Return borders that are rulings: each stands at one x only."""
    return tuple((border, border) for border in borders)


def test_columns_of_all_pieces_are_united():
    blocks = [table(1, ("a", "b", "c")), table(2, ("d", "e")), table(3, ("f", "g"))]
    columns = {0: ruled(0.0, 50.0, 100.0, 150.0), 1: ruled(1.0, 70.0, 151.0), 2: ruled(0.0, 20.0, 200.0)}
    assert [block.rows[0].cells for block in align_columns(blocks, columns)] == [
        ("a", "b", "b", "c"),
        ("d", "d", "e", "e"),
        ("f", "g"),
    ]


def test_tables_on_one_page_keep_their_own_columns():
    blocks = [table(1, ("a", "b", "c")), table(1, ("d", "e"))]
    assert align_columns(blocks, {0: ruled(0.0, 50.0, 100.0, 150.0), 1: ruled(0.0, 70.0, 150.0)}) == blocks


def test_a_border_in_a_blank_stands_where_another_page_rules_it():
    blocks = [table(1, ("a", "b", "c")), table(2, ("d", "e", "f"))]
    columns = {0: ruled(0, 50, 100, 150), 1: ((0, 0), (42, 60), (95, 108), (150, 150))}
    assert align_columns(blocks, columns) == blocks


def test_a_column_that_is_blank_on_the_next_page_stays_blank():
    blocks = [table(1, ("a", "b", "c")), table(2, ("d", "f"))]
    columns = {0: ruled(0, 50, 100, 150), 1: ((0, 0), (40, 110), (150, 150))}
    assert [block.rows[0].cells for block in align_columns(blocks, columns)] == [("a", "b", "c"), ("d", "", "f")]
