"""The screen by keys alone, with Textual's Pilot: what is decided, what is shown and what is not."""

import asyncio
import re

import pytest
from rich.cells import cell_len
from screen_rows import CERTIFICATE, ROWS, SURE, desk, record, store_with

from perfnlp.records import Action
from perfnlp.review.adjudication import disputed
from perfnlp.review.screen import ReviewApp
from perfnlp.review.screen_list import RowList, column_widths

NARROW = (80, 40)  # detail below the list: its lines stand alone


@pytest.fixture
def store(tmp_path):
    with store_with(tmp_path) as opened:
        yield opened


def press(opened, *keys, size=(120, 40), look=None):
    """Press `keys` on the screen of the desk `opened`; return what is seen, or what `look` returns."""

    async def run():
        async with ReviewApp(opened).run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                if isinstance(key, tuple):
                    await pilot.resize_terminal(*key)
                else:
                    await pilot.press(key)
            await pilot.pause()
            return look(pilot.app) if look else seen(pilot.app)

    return asyncio.run(run())


def seen(app):
    """Return the lines on the screen as text."""
    svg = app.export_screenshot()
    lines = {}
    for y, text in re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>(.*?)</text>', svg):
        lines[y] = lines.get(y, "") + text.replace("&#160;", " ")
    return "\n".join(lines.values())


def joined(text):
    """Return a text without the breaks of its lines."""
    return "".join(text.split())


def decisions(opened):
    return {row_id: (entry.action, entry.score) for row_id, entry in opened.session.ledger.decisions().items()}


def points(text):
    return None if text is None else pytest.approx(float(text))


@pytest.mark.parametrize(
    ("key", "action", "score"),
    [
        pytest.param("a", Action.ACCEPT, "3.5", id="accept the proposal"),
        pytest.param("k", Action.KEEP, "5", id="keep the own score"),
        pytest.param("1", Action.TIER, "5", id="first tier"),
        pytest.param("2", Action.TIER, "3.5", id="second tier"),
        pytest.param("3", Action.TIER, "1.5", id="third tier"),
        pytest.param("u", Action.SEND_BACK, None, id="send back"),
    ],
)
def test_one_key_decides_and_shows_the_next_row(store, key, action, score):
    opened = desk(store)
    text = press(opened, key)
    (entry,) = store.entries()
    assert (entry.row_id, entry.action, entry.saw_proposal) == ("a1", action, True)
    assert (None if entry.score is None else float(entry.score)) == points(score)
    assert opened.current == "b2"
    assert "第2行：待核" in text
    assert "已定1 余6" in text


def test_a_score_is_typed(store):
    opened = desk(store)
    press(opened, "s", "2", ".", "5", "enter")
    assert [float(entry.score) for entry in store.entries()] == [2.5]


def test_what_cannot_be_done_is_one_line_and_decides_nothing(store):
    opened = desk(store)
    assert "评分规则只有3档" in press(opened, "4")
    assert "没有目标值与完成情况都相同的其他" in press(opened, "=")
    press(opened, "s", "escape", "c", "escape", "f", "escape", "6", "question_mark", "q")
    assert store.entries() == ()


def test_a_deferred_row_comes_again_at_the_end(store):
    opened = desk(store)
    press(opened, "d")
    assert opened.visible[-1] == "a1"
    assert opened.current == "b2"
    press(opened, *"uuuuuu")
    assert opened.current == "a1"


def test_a_comment_stays_with_the_row_and_leaves_it_open(store):
    opened = desk(store)
    text = press(opened, "c", *"证据不足", "enter", size=NARROW)
    assert opened.current == "a1"
    assert opened.session.ledger.comments("a1") == ("证据不足",)
    assert decisions(opened) == {}
    assert "李审备注：证据不足" in joined(text)


def test_undo_and_redo_show_the_row_they_are_about(store):
    opened = desk(store)
    press(opened, "a", "k", "z")
    assert (opened.current, list(decisions(opened))) == ("b2", ["a1"])
    press(opened, "z")
    assert (opened.current, decisions(opened)) == ("a1", {})
    press(opened, "y")
    assert list(decisions(opened)) == ["a1"]
    assert len(store.entries()) == 5


def test_the_arrows_and_the_mouse_lay_rows_open(store):
    opened = desk(store)
    places = []
    for key in ("down", "down", "up", "end", "home", "pagedown", "pageup"):
        press(opened, key)
        places.append(opened.current)
    assert places == ["b2", "c3", "b2", "g7", "a1", "g7", "a1"]


def test_the_next_row_that_needs_review_is_found(store):
    opened = desk(store)
    opened.show("e5")
    press(opened, "n")
    assert opened.current == "a1"


def test_a_row_is_reached_by_number_or_by_the_beginning_of_its_id(store):
    opened = desk(store)
    press(opened, "g", "3", "enter")
    assert opened.current == "c3"
    press(opened, "g", "f", "enter")
    assert opened.current == "f6"


def test_search_and_filter_and_their_end(store):
    opened = desk(store)
    assert "找到1行" in press(opened, "/", *"道路", "enter")
    assert opened.visible == ("a1",)
    press(opened, "g", "2", "enter")
    assert (len(opened.visible), opened.current) == (7, "b2")
    text = press(opened, "f", *["down"] * 3, "enter")  # the fourth: needs review
    assert opened.visible == ("a1", "b2", "c3", "d4", "e5")
    assert "筛选：需复核，5行" in text
    press(opened, "f", "home", "enter")
    assert len(opened.visible) == 7


def test_the_order_goes_round(store):
    opened = desk(store)
    found = []
    for _ in range(3):
        press(opened, "o")
        found.append(opened.visible)
    by_document = ("a1", "b2", "c3", "d4", "e5", "f6", "g7")
    assert found == [by_document] * 3  # the rows are made so that all three orders agree
    assert opened.session.order == "stake"


def test_rows_that_say_the_same_are_decided_at_once_without_those_taken_out(store):
    opened = desk(store)
    opened.show("b2")
    text = press(opened, "=")
    assert all(part in text for part in ("2行的目标值与完成情况相同", "明显提升", "第2行", "第3行", "别.txt"))
    press(opened, "=", "2")
    entries = store.entries()
    assert [(entry.row_id, entry.group, entry.basis) for entry in entries] == [
        ("b2", 1, "equal texts"),
        ("c3", 1, "equal texts"),
    ]
    text = press(opened, "z", "=", "down", "space")
    assert "留  第2行" in text
    assert "去  第3行" in text
    press(opened, "=", "down", "space", "k")
    assert decisions(opened) == {"b2": (Action.KEEP, 5)}


def test_bulk_names_count_points_and_certificate_and_asks(store):
    opened = desk(store)
    text = press(opened, "b")
    assert "批量采纳2行免复核的建议：分值共10分，自评共10分，建议共10分" in text
    assert CERTIFICATE in text
    press(opened, "b", "n")
    assert store.entries() == ()
    press(opened, "b", "y")
    assert decisions(opened) == {"f6": (Action.ACCEPT, 5), "g7": (Action.ACCEPT, 5)}
    assert {entry.basis for entry in store.entries()} == {f"bulk: {CERTIFICATE}"}


def test_without_a_certificate_nothing_is_accepted_in_bulk(store):
    opened = desk(store, certificate=None)
    assert "不能批量采纳" in press(opened, "b")
    assert store.entries() == ()


def test_an_audited_row_hides_its_proposal_until_it_is_decided(tmp_path):
    rows = (record("f6", **SURE, reasons=["已全部完成，按100%计5分。"]),)
    with store_with(tmp_path, rows) as store:
        opened = desk(store, audit=1.0)
        text = press(opened)
        assert "抽查行：请先独立评定" in text
        assert not any(part in text for part in ("0.99", "按100%计", "建议得分 5", "免核", "得分率"))
        assert "不能采纳" in press(opened, "a")
        assert "没有可批量采纳" in press(opened, "b")
        text = press(opened, "2")
        assert "抽查：建议为完成、5分，不一致" in text
        assert "抽查1行一致0行" in text
        assert [entry.saw_proposal for entry in store.entries()] == [False]


def test_filters_by_the_proposal_leave_hidden_rows_out(tmp_path):
    with store_with(tmp_path) as store:
        opened = desk(store, audit=1.0)
        press(opened, "f", *["down"] * 6, "enter")  # 结果：完成
        assert opened.visible == ()
        assert "没有符合筛选条件的行" in press(opened, "a")


def test_a_changed_text_is_marked_with_what_it_was_and_must_be_decided_again(store):
    press(desk(store), "k")
    store.add_run((ROWS[0] | {"id": "new", "actual": "已全面完成"}, *ROWS[1:]), origin="again")
    opened = desk(store)
    opened.show("a1")
    text = joined(press(opened, size=NARROW))
    assert "有1行文字已改动" in text
    assert "实际完成值原为“有序推进，尚未完成”，原决定作废" in text
    assert "保留自评分5分" in text
    assert "已定0余7" in text


def test_two_windows_of_one_reviewer_do_not_overwrite_each_other(store):
    first, second = desk(store), desk(store)
    press(first, "k")
    assert "您在另一个窗口作过决定" in press(second, "3")
    assert decisions(second) == {"a1": (Action.KEEP, 5)}


def test_the_next_start_shows_the_row_that_lay_open(store):
    opened = desk(store)
    opened.show("c3")
    press(opened, "k")
    assert desk(store).current == opened.current == "d4"


def test_80_by_24_shows_every_column_whole_and_the_detail_below(store):
    text = press(desk(store), size=(80, 24))
    assert all(head in text for head in ("结果", "指标", "目标值 → 实际完成值", "自评", "建议", "置信", "复核"))
    assert "全面完成 → 有序推进，尚" in text
    assert "实际完成值：有序推进，尚未完成" in text
    assert "?全部按键" in text
    assert "按存疑分值排序" in text
    assert sum(column_widths(79)) + 6 == 79


def test_the_list_keeps_its_columns_under_each_other(store):
    def lines(app):
        rows = app.screen.query_one(RowList)
        return [rows.render_line(y).text for y in range(8)]

    found = press(desk(store), look=lines, size=(80, 24))
    assert {cell_len(line) for line in found} == {80}
    assert {line[: len("部分完成")].strip() for line in found[1:4]} == {"部分完成"}
    ends = {cell_len(line.rstrip()) for line in found}
    assert ends == {80}  # flush right


def test_the_detail_is_enlarged_and_read_on_and_the_screen_resized(store):
    def layout(app):
        return app.screen.query_one(RowList).display, app.screen.has_class("wide")

    assert press(desk(store), look=layout) == (True, True)
    assert press(desk(store), "tab", "space", "backspace", look=layout) == (False, True)
    assert press(desk(store), "tab", "tab", (80, 24), look=layout) == (True, False)


def test_evidence_is_marked_without_colour(store):
    def marked(app):
        text = app.screen._details()  # noqa: SLF001
        return [text.plain[span.start : span.end] for span in text.spans if "underline" in str(span.style)]

    assert press(desk(store), look=marked) == ["有序推进"]


def test_help_names_every_key_and_tier(store):
    text = press(desk(store), "question_mark")
    assert all(part in text for part in ("采纳建议得分", "批量采纳", "部分达成，得分率60%—100%，取70%", "Tab"))


def test_an_adjudicator_sees_both_decisions_and_adopts_one(store):
    press(desk(store, reviewer="甲"), "k", "3")
    press(desk(store, reviewer="乙"), "2", "3")
    opinions = disputed(store.rows(), store.entries(), adjudicator="组长")
    assert list(opinions) == ["a1"]
    opened = desk(store, reviewer="组长", opinions=opinions)
    text = press(opened)
    assert "甲：保留自评分5分（达成）" in text
    assert "乙：改定档次3.5分（部分达成）" in text
    assert "本行只有2种意见" in press(opened, "8")
    press(opened, "7")
    last = store.entries()[-1]
    assert (last.reviewer, last.action, float(last.score), last.basis) == ("组长", Action.TIER, 3.5, "adopted from 乙")
