"""Column headings in the words of many provinces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.extraction.headings import is_header, map_columns, match_heading, normalize_heading
from perfnlp.lexicon import load_lexicon

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("三级指标", "name"),
        ("年度指标值（A）", "target"),
        ("年 初\n目标值", "target"),
        ("目标值(标准)", "target"),
        ("2023年度目标值", "target"),
        ("全年实际完成值(B)", "actual"),
        ("１－８月完成情况", "actual"),
        ("截至11月底进展情况", "actual"),
        ("分值（权重）", "points"),
        ("自评得分", "score"),
        ("得分/评分", "score"),
        ("未完成或偏差较大的原因及下一步改进措施", "note"),
        ("一級指標", "level1"),
        ("實際完成值", "actual"),
        ("指标性质", "sign"),
        ("计量单位", "unit"),
        ("序号", "number"),
        ("评分标准", "criterion"),
        ("指标解释", "explanation"),
        ("复核得分", "other"),
        ("Self_Score", "score"),
        ("indicator", "name"),
        ("LEVEL 2", "level2"),
        ("数量指标", None),
        ("因天气原因，停工3天", None),
        ("", None),
    ],
)
def test_match_heading(heading, field):
    assert match_heading(heading, LEXICON) == field


def test_clear_headings_win_over_vague_ones():
    header = ("目标", "绩效指标", "指标名称", "目标值", "完成情况", "实际完成值", "备注", "偏差原因")
    assert map_columns([header], LEXICON) == {"name": 2, "target": 3, "actual": 5, "note": 7}


def test_names_narrow_down_from_left_to_right_and_other_fields_keep_the_first():
    header = ("三级指标", "四级指标", "目标值", "完成值", "得分", "评价得分")
    assert map_columns([header], LEXICON) == {"name": 1, "target": 2, "actual": 3, "score": 4}


def test_vague_headings_serve_where_nothing_clearer_stands():
    assert map_columns([("任务", "目标", "进展", "备注")], LEXICON) == {"name": 0, "target": 1, "actual": 2, "note": 3}


def test_headers_of_two_rows_are_joined_or_narrowed_down():
    header = [
        ("绩效指标", "绩效指标", "年度", "全年", "偏差原因"),
        ("一级指标", "三级指标", "指标值", "完成值", "分析"),
    ]
    assert map_columns(header, LEXICON) == {"level1": 0, "name": 1, "target": 2, "actual": 3, "note": 4}


def test_rows_of_values_are_no_headers():
    assert not is_header(("产出指标", "数量指标", "完成率", "100%", "100%", "5"), LEXICON)
    assert not is_header(("完成情况", "", ""), LEXICON)


def test_listed_headings_stand_in_their_normal_form():
    assert [heading for heading in LEXICON.headings if normalize_heading(heading) != heading] == []


@given(st.text(max_size=30))
def test_normalizing_twice_changes_nothing_that_could_match(text):
    once = normalize_heading(text)
    assert (once in LEXICON.headings) <= (normalize_heading(once) == once)
