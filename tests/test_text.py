from hypothesis import given
from hypothesis import strategies as st

from perfnlp.text import fold, join_wrapped, squeeze


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_folding_makes_full_width_figures_and_odd_signs_comparable():
    assert fold("≧９５．５％") == "≥95.5%"


def test_folding_leaves_chinese_punctuation_alone():
    assert fold("完成，（3分）。") == "完成，（3分）。"


def test_squeezed_names_differ_in_neither_space_nor_quote_marks():
    assert squeeze("当年 网格化建设“民呼我应” 响应率") == squeeze('当年网格化建设"民呼我应"响应率')


def test_wrapped_chinese_joins_without_a_space_and_latin_words_with_one():
    assert join_wrapped(["254.8万", "美元"]) == "254.8万美元"
    assert join_wrapped(["按照 Air", "Quality 标准"]) == "按照 Air Quality 标准"
