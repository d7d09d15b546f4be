"""Characters, lines and tables without vertical rulings."""

import pytest

from perfnlp.reading.pdf_characters import UNKNOWN, fold_characters, is_legible
from perfnlp.reading.pdf_glyphs import Glyph, drop_overprints, make_lines
from perfnlp.reading.pdf_grids import Ruling
from perfnlp.reading.pdf_unruled import find_open_grids

PITCH = 10.0


def glyphs(text: str, left: float, base: float, *, pitch: float = PITCH, size: float = 9) -> list[Glyph]:
    return [
        Glyph(character, left + pitch * place, base - size, left + pitch * place + size, base, base, False, place)  # noqa: FBT003
        for place, character in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param("⽬标⾼于⼀般", "目标高于一般", id="radicals with a compatibility form"),
        pytest.param("⺠⽣⻓效⻋辆", "民生长效车辆", id="radicals without"),
        pytest.param("ﬁnal", "final", id="ligature"),
        pytest.param("绩\u00ad效\u200b", "绩效", id="soft hyphen and joiner"),
        pytest.param("\ue123分\uf0b7", f"{UNKNOWN}分{UNKNOWN}", id="private codes"),
        pytest.param("≥９０％，①Ⅱ㎡", "≥９０％，①Ⅱ㎡", id="printed forms stay"),
        pytest.param("一\u3000二\u00a0三", "一 二 三", id="blanks"),
    ],
)
def test_fold_characters(printed: str, read: str):
    assert fold_characters(printed) == read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绩效自评表，满分100分。", True),
        ("一、概况" + "." * 90 + "3", True),
        (UNKNOWN * 9 + "分", False),
        ("!\"#$%&'()*+,-./", False),
        ("", True),
    ],
)
def test_is_legible(text: str, expected: bool):  # noqa: FBT001
    assert is_legible([text]) is expected


def test_lines_follow_from_top_to_bottom_whatever_the_order_of_the_glyphs():
    text = [*glyphs("安全感", 0, 32), *reversed(glyphs("人民群众的", 0, 20))]
    assert [line.text for line in make_lines(text)] == ["人民群众的", "安全感"]


def test_figures_in_a_wide_distance_stay_apart():
    assert make_lines([*glyphs("10", 0, 20), *glyphs("95", 60, 20)])[0].text == "10 95"


def test_repeated_characters_side_by_side_are_no_overprint():
    text = glyphs("...1100", 0, 20, pitch=3.5, size=3)
    assert "".join(glyph.text for glyph in drop_overprints(text)) == "...1100"


def rows(texts: list[tuple[str, str, str]], *, tops: list[float]) -> list[Glyph]:
    columns = (0, 120, 200)
    return [
        glyph
        for row, top in zip(texts, tops, strict=True)
        for left, text in zip(columns, row, strict=True)
        for glyph in glyphs(text, left, top)
    ]


def places(rulings: list[float], printed: list[Glyph]) -> list[tuple[float, ...]]:
    grids, _ = find_open_grids([Ruling(at, 0, 300) for at in rulings], [], printed)
    return [grid.ys for grid in grids]


def test_figures_in_first_lines_tell_the_rows_of_a_three_line_table():
    texts = [("三级指标", "指标值", "得分"), ("群众满意", "提升", "10"), ("程度", "", ""), ("合格率", "达标", "8")]
    assert places([0, 20, 100], rows(texts, tops=[15, 35, 47, 59])) == [(0, 20, 48.5, 100)]


def test_figures_in_the_middle_of_their_rows_part_them_at_the_widest_distance():
    texts = [("指标", "值", "得分"), ("群众", "", ""), ("满意", "提升", "10"), ("程度", "", ""), ("合格", "是", "8")]
    assert places([0, 20, 120], rows(texts, tops=[15, 35, 47, 59, 80])) == [(0, 20, 65, 120)]


def test_rows_that_nothing_parts_stay_lines():
    texts = [("指标", "值", "完成"), ("群众", "", ""), ("满意", "提升", "较好"), ("程度", "", ""), ("合格", "是", "是")]
    assert places([0, 20, 120], rows(texts, tops=[15, 35, 47, 59, 71])) == []


def test_prose_between_rulings_is_no_table():
    assert places([0, 40, 80], [*glyphs("本年度工作总体完成较好。" * 2, 0, 20), *glyphs("详见附件。", 0, 60)]) == []
