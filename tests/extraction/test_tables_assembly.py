"""What happens to rows once every extractor has given its own."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from perfnlp.extraction.assembly import assign_ids, in_document_order, join_notes
from perfnlp.extraction.naming import derive_name
from perfnlp.records import Indicator, Locator


def row(name, *, line=1, **fields):
    return Indicator(id="", name=name, locator=Locator(document="x", line=line), **fields)


def test_reasons_of_unmet_indicators_go_to_the_nearest_row_of_that_name():
    far = row("河道保洁率", target="95%", actual="90%", points=2, line=90)
    near = row("河道保洁率", target="95%", actual="90%", points=3, line=20)
    reason = row("河道 保洁率", target="95%", actual="90%", note="设备检修", line=5)
    other = row("植树", points=1, line=21)
    assert join_notes([reason, near, other, far]) == (replace(near, note="设备检修"), other, far)


def test_an_unmet_row_without_a_counterpart_stays():
    reason = row("河道保洁率", target="95%", actual="90%", note="设备检修")
    unlike = row("河道保洁率", target="90%", actual="90%", points=2)
    assert join_notes([reason, unlike]) == (reason, unlike)


def test_order_follows_the_printed_lines():
    assert [r.name for r in in_document_order([row("乙", line=7), row("甲", line=2)])] == ["甲", "乙"]


def test_ids_are_stable_and_tell_equal_rows_apart():
    rows = [row("甲", target="1次"), row("甲", target="1次", line=9), row("甲", target="2次")]
    first, second = assign_ids(rows, "a" * 64), assign_ids(rows, "a" * 64)
    assert first == second
    assert len({r.id for r in first}) == 3
    assert all(len(r.id) == 16 and int(r.id, 16) >= 0 for r in first)
    assert assign_ids(rows, "b" * 64)[0].id != first[0].id


@given(st.lists(st.sampled_from(["甲", "乙"]), max_size=6))
def test_ids_are_unique_whatever_repeats(names):
    assert len({r.id for r in assign_ids([row(name) for name in names], "c" * 64)}) == len(names)


def test_names_from_targets():
    assert derive_name("粮食总产量达到3.2万吨") == "粮食总产量"
    assert derive_name("完成《水利志》（初稿）编纂工作") == "《水利志》（初稿）编纂"
    assert derive_name("孤儿救助30人、孤老救助12人") == "孤儿救助；孤老救助"
    assert derive_name("及时处理信访件，办结率100%") == "信访件办结率"
    assert derive_name("健全防汛抢险工作机制，隐患排查率100%") == "防汛抢险隐患排查率"
    assert derive_name("处理各类来信、来访件，按期答复率、群众认可率达95%") == "来信、来访件按期答复率、群众认可率"
    assert derive_name("支部书记每年到联系点上党课2次以上") == "支部书记到联系点上党课"
    assert derive_name("5") == "5"


@given(st.text("完成达到12.5%，；、“”（）人次率工作", min_size=1, max_size=20))
def test_a_name_is_never_empty(target):
    assert derive_name(target)
