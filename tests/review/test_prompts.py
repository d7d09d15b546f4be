"""The plain mode: line in, answer out."""

import io

import pytest
from screen_rows import ROWS, SURE, desk, record, store_with

from perfnlp.records import Action
from perfnlp.review.prompts import Prompts


@pytest.fixture
def store(tmp_path):
    with store_with(tmp_path) as opened:
        yield opened


def answer(opened, *lines):
    """Give `lines` to the prompts of the desk `opened` and return what they say."""
    sink = io.StringIO()
    Prompts(desk=opened, source=io.StringIO("".join(f"{line}\n" for line in lines)), sink=sink).run()
    return sink.getvalue()


def acted(store):
    return [(entry.row_id, entry.action) for entry in store.entries()]


def test_a_row_is_read_in_a_steady_order_with_the_evidence_in_brackets(store):
    text = answer(desk(store), "q")
    labels = ("第1行：待核", "三级指标：道路养护里程", "年度指标值：", "实际完成值：【有序推进】，尚未完成", "分值：5")
    places = [text.index(label) for label in (*labels, "建议：部分完成", "档次：", "理由：", "来源：桐岭县.txt 第3行")]
    assert places == sorted(places)
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["a"], [("a1", Action.ACCEPT)], id="accept"),
        pytest.param(["k", "3", "u"], [("a1", Action.KEEP), ("b2", Action.TIER), ("c3", Action.SEND_BACK)], id="three"),
        pytest.param(["s 2.5"], [("a1", Action.SCORE)], id="score on the line"),
        pytest.param(["s ２。５分"], [("a1", Action.SCORE)], id="full-width score"),
        pytest.param(["s", "2.5"], [("a1", Action.SCORE)], id="score when asked"),
        pytest.param(["d", "c 缺佐证"], [("a1", Action.DEFER), ("b2", Action.COMMENT)], id="defer and comment"),
        pytest.param(["a", "z", "y"], [("a1", Action.ACCEPT), ("a1", Action.UNDO), ("a1", Action.REDO)], id="undo"),
        pytest.param(["g 3", "k"], [("c3", Action.KEEP)], id="jump"),
        pytest.param(["/道路", "k"], [("a1", Action.KEEP)], id="search"),
        pytest.param(["f 4", "n", "k"], [("b2", Action.KEEP)], id="filter and next"),
        pytest.param(["f", "4", "o", "k"], [("a1", Action.KEEP)], id="filter when asked, order"),
        pytest.param(["g b", "=", "", "2"], [("b2", Action.TIER), ("c3", Action.TIER)], id="equal rows"),
        pytest.param(["g b", "=", "3", "2"], [("b2", Action.TIER)], id="equal rows but one"),
        pytest.param(["g b", "=", "7", "g b", "=", "", ""], [], id="equal rows, none of them"),
        pytest.param(["b", "y"], [("f6", Action.ACCEPT), ("g7", Action.ACCEPT)], id="bulk"),
        pytest.param(["b", "是", "b"], [], id="bulk not confirmed"),
        pytest.param(["x", "ab", "a 1", "6", "f 99", "f x", "s 二", "", "?", "4"], [], id="nothing that decides"),
        pytest.param(["q", "a"], [], id="nothing after q"),
        pytest.param(["s"], [], id="input ends while something is asked"),
    ],
)
def test_keys_decide_what_they_decide_on_the_screen(store, lines, expected):
    answer(desk(store), *lines)
    assert acted(store) == expected


def test_the_end_of_the_input_ends_with_the_standing(store):
    assert answer(desk(store), "k").endswith("\n已定1 余6  自评25 建议20.5 复核5分\n")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(["4"], "评分规则只有3档", id="no such tier"),
        pytest.param(["s 9"], "得分须在0至5分之间", id="score above the points"),
        pytest.param(["s 二"], "“二”不是得分", id="no number"),
        pytest.param(["g 4", "a"], "本行没有建议得分", id="nothing proposed"),
        pytest.param(["g 4", "k"], "本行没有自评得分", id="no own score"),
        pytest.param(["="], "没有目标值与完成情况都相同的其他", id="no row like it"),
        pytest.param(["g b", "=", "9"], "行号“9”不在其中", id="no row of the group"),
        pytest.param(["z"], "没有可撤销的操作", id="nothing to undo"),
        pytest.param(["y"], "没有可重做的操作", id="nothing to redo"),
        pytest.param(["c", ""], "备注为空", id="empty comment"),
        pytest.param(["g 99"], "没有行号或编号为“99”的行", id="no such row"),
        pytest.param(["f 99"], "没有序号为“99”的筛选", id="no such filter"),
        pytest.param(["f"], "4 需人工复核", id="filters are told"),
        pytest.param(["x"], "没有“x”这个键", id="no such key"),
        pytest.param(["?"], "批量采纳免复核的行", id="help"),
    ],
)
def test_what_cannot_be_done_is_said_and_decides_nothing(store, lines, message):
    assert message in answer(desk(store), *lines)
    assert acted(store) == []


def test_audited_rows_do_not_tell_their_proposal(tmp_path):
    with store_with(tmp_path, (record("f6", **SURE, reasons=["按100%计5分。"]),)) as store:
        text = answer(desk(store, audit=1.0), "a", "?", "=", "b", "f 6", "f 1")
        assert "请先独立评定" in text
        assert not any(part in text for part in ("按100%计", "建议得分 5", "0.99", "免核"))
        assert acted(store) == []
        assert "抽查：建议为完成、5分，一致" in answer(desk(store, audit=1.0), "1")


def test_every_row_to_the_end(store):
    text = answer(desk(store), *["u"] * len(ROWS))
    assert "已定7 余0" in text
    assert [row_id for row_id, _ in acted(store)] == ["a1", "b2", "c3", "d4", "e5", "f6", "g7"]
