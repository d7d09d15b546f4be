import pytest

from perfnlp.analysis import analyze
from perfnlp.grading.rules import decide, may_be_certified, words_beside_figures
from perfnlp.records import Indicator, Locator, Status


def analysis(target, actual, *, name="服务对象数量", note=None):
    row = Indicator(id="0" * 16, name=name, target=target, actual=actual, note=note, locator=Locator(document="-"))
    return analyze([row])[0]


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        pytest.param("≥85%", "82.3%", Status.PARTIAL, id="short by a little"),
        pytest.param("≥12次", "12次", Status.COMPLETED, id="met exactly"),
        pytest.param("≥12次", "13次", Status.EXCEEDED, id="better than asked"),
        pytest.param("100人", "59人", Status.NOT_COMPLETED, id="below six tenths"),
        pytest.param("培训100人、演练5次", "培训90人、演练5次", Status.PARTIAL, id="one part of two"),
        pytest.param("完成", "—", Status.UNCLEAR, id="a blank cell"),
    ],
)
def test_figures_and_blanks_need_no_model(target, actual, expected):
    decided = decide(analysis(target, actual))
    assert decided is not None
    assert decided[0] is expected


@pytest.mark.parametrize(
    ("target", "actual", "note"),
    [
        pytest.param("明显提升", "有所提升", None, id="wording"),
        pytest.param("500人", "还差38人", None, id="words that turn the figure"),
        pytest.param("≥90%", "已完成100%", None, id="a rate of completion for a value"),
        pytest.param("8座", "8座", "均未通水", id="a note that takes it back"),
        pytest.param("巩固率争取100%", "巩固率争取100%", None, id="a copied aim"),
    ],
)
def test_language_is_left_to_the_model(target, actual, note):
    assert decide(analysis(target, actual, note=note)) is None


def test_words_of_name_and_target_add_nothing_beside_a_figure():
    assert words_beside_figures(analysis("培训260人", "共培训280人", name="培训人数")) == ""
    assert words_beside_figures(analysis("培训260人", "问卷回收率95%", name="培训人数")) == "问卷回收"


@pytest.mark.parametrize(
    ("target", "actual", "note", "name"),
    [
        pytest.param("8座", "8座", "均未通水", "公厕", id="a note beside a met target"),
        pytest.param("8座", "8座", "已完工5座", "公厕", id="a note with a figure of its own"),
        pytest.param("达到95%", "力争达到95%", None, "覆盖率", id="an aim"),
        pytest.param("完成", "重访率100%，完成目标", None, "重访率", id="less is better, no yardstick"),
        pytest.param("≥85分", "85分以上", None, "考核得分", id="a bound for a value"),
    ],
)
def test_no_confidence_releases_a_met_target_that_is_open(target, actual, note, name):
    assert not may_be_certified(analysis(target, actual, note=note, name=name), Status.COMPLETED)


def test_a_plain_met_target_may_be_released():
    assert may_be_certified(analysis("≥85%", "85%"), Status.COMPLETED)
