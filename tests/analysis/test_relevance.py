import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.analysis.relevance import relevance

ASKED = ("道路", "绿化", "面积", "提高")


def test_an_answer_with_every_content_word_is_wholly_relevant():
    assert relevance(ASKED, "新增道路绿化带，面积约3公顷") == 1.0


def test_half_the_words_count_half():
    assert relevance(("税收", "收入"), "全年税收平稳") == 0.5


@pytest.mark.parametrize("actual", ["", "修缮校舍"])
def test_an_answer_about_something_else_is_irrelevant(actual):
    assert relevance(ASKED, actual) == 0.0


def test_nothing_of_content_asked_is_answered_by_anything():
    assert relevance(("完成", "100%", "≥"), "已完成") == 1.0
    assert relevance(("完成", "100%", "≥"), "") == 0.0


@given(asked=st.lists(st.text(min_size=1)), actual=st.text())
def test_relevance_is_a_share(asked, actual):
    assert 0.0 <= relevance(asked, actual) <= 1.0
