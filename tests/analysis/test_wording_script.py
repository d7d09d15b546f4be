import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.analysis.wording_script import mend, readable


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("服务意识显着增强", "服务意识显著增强"),
        ("明县改善", "明显改善"),
        ("己完成", "已完成"),
        ("完戍", "完成"),
        ("末完成", "未完成"),
        ("略由提升", "略有提升"),
        ("部份完成", "部分完成"),
    ],
)
def test_misprints_of_the_fields_wording_are_mended(printed, meant):
    assert mend(printed) == meant


@pytest.mark.parametrize(
    "text", ["由县级证明县情", "问题高发频发", "年末完成", "有听力障碍", "真空制冷", "全县著名品牌"]
)
def test_words_of_their_own_are_left_alone(text):
    assert mend(text) == text


def test_spaces_between_characters_go_and_the_places_of_the_others_are_kept():
    assert readable("明 显改善 3 处") == ("明显改善 3 处", (0, 2, 3, 4, 5, 6, 7, 8, 9))


@given(st.text(alphabet="明县显著着 末未完成戍a1", max_size=20))
def test_every_character_keeps_a_place(text):
    clean, places = readable(text)
    assert len(places) == len(clean) + 1
    assert places[-1] == len(text)
    assert list(places) == sorted(set(places))
