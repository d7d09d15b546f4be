from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfnlp.analysis.numerals import canonical
from perfnlp.analysis.quantities import read_figures, read_quantities
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Bound, QuantityKind

LEXICON = load_lexicon()
PIECES = (
    "≥", "≤", "=", "-", "—", "~", "至", "到", "0", "1", "2", "5", "12", "90", "99.5", "1,234", ".", "%", "‰", "万",
    "亿", "元", "人", "次", "个", "户", "每", "周", "月", "年", "日", "/", "前", "第", "名", "位", "不低于",
    "不超过", "以上", "以内", "左右", "余", "近", "约", "一", "二", "十", "百", "分之", "半", "过半", "未发生", "无",
    "下降", "占", "计划", "的", "完成", "率", "，", "。", "、", "（", "）", "2023", "12月底", "公顷", "亩", "小时",
    "０", "①", "³", "㎡", "第三方", "零", "两", "点", "+",
)  # fmt: skip
any_text = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=10).map("".join))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234.56元", "1234.56", "元"),
        ("2033. 69万元", "20336900", "元"),
        ("18 189万元", "181890000", "元"),
        ("90 %", "90", "%"),
        ("３.５％", "3.5", "%"),
        ("3‰", "0.3", "%"),
        ("254.8万美元", "2548000", "美元"),
        ("10.80万方", "108000", "方"),
        ("3公顷", "45", "亩"),
        ("12.3万人", "123000", "人"),
        ("8名", "8", "人"),
        ("500人次", "500", "人次"),
        ("2.5个百分点", "2.5", "百分点"),
        ("347.15m³", "347.15", "立方米"),
        ("500米", "0.5", "公里"),
        ("30分钟", "1800", "秒"),
        ("0萬元", "0", "元"),
        ("107個", "107", "个"),
        ("14726", "14726", ""),
        ("5亿", "500000000", ""),
        ("百分之九十八", "98", "%"),
        ("百分之九十八点五", "98.5", "%"),
        ("三分之二", "66.67", "%"),
        ("九成", "90", "%"),
        ("十二次", "12", "次"),
        ("三万二千余人", "32000", "人"),
        ("两亿三千万元", "230000000", "元"),
        ("一万零五百户", "10500", "户"),
        ("两个", "2", "个"),
        ("一半", "50", "%"),
        ("双过半", "50", "%"),
        ("260元/辆", "260", "元/辆"),
        ("100元/人·月", "100", "元/月"),
        ("2万吨/日", "20000", "吨/日"),
    ],
)
def test_value_and_unit_are_normalized(text, value, unit):
    (quantity,) = read_quantities(text, LEXICON)
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)
    assert text[quantity.start : quantity.end] == text


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        *((text, Bound.AT_LEAST) for text in ("≥95%", "≧95%", "⩾95%", ">=95%", "大于等于95%")),
        *((text, Bound.AT_LEAST) for text in ("不低于95%", "至少95%", "95%以上", "95%及以上", "达到95%")),
        *((text, Bound.AT_MOST) for text in ("≤5%", "<=5%", "不超过5%", "不高于5%")),
        *((text, Bound.AT_MOST) for text in ("控制在5%以内", "控制在5%左右", "5%以下", "低于5%", "未达到5%")),
        *((text, Bound.EXACTLY) for text in ("5%", "=5%", "═5%")),
        *((text, Bound.ABOUT) for text in ("约5%", "近5%", "5%左右")),
        *((text, Bound.AT_LEAST) for text in ("30余场", "7100余件", "20多人", "1200万余元")),
    ],
)  # fmt: skip
def test_sign_gives_the_bound_and_belongs_to_the_span(text, bound):
    (quantity,) = read_quantities(text, LEXICON)
    assert quantity.bound is bound
    assert text[quantity.start : quantity.end] == text


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("90%-95%", "90", "95"),
        ("90~95%", "90", "95"),
        ("80—99分", "80", "99"),
        ("4.8%到5.1%", "4.8", "5.1"),
        ("3至5次", "3", "5"),
    ],
)
def test_range_has_both_ends(text, low, high):
    (quantity,) = read_quantities(text, LEXICON)
    assert (quantity.bound, quantity.value, quantity.upper) == (Bound.RANGE, Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("每周1次", 52), ("1次/周", 52), ("每月2次", 24), ("每季度一次", 4), ("1次/日", 365), ("每年不少于4次", 4),
        ("每半年1次", 2), ("每两周1次", 26), ("每周不少于2次", 104),
    ],
)  # fmt: skip
def test_frequency_is_counted_in_times_a_year(text, times):
    (quantity,) = read_quantities(text, LEXICON)
    assert (quantity.kind, quantity.unit, quantity.value) == (QuantityKind.FREQUENCY, "次/年", Decimal(times))


@pytest.mark.parametrize("text", ["每人每亩财政给予100元", "每人每月补助60元", "260元/辆", "3480元/年"])
def test_price_is_no_frequency(text):
    (quantity,) = read_quantities(text, LEXICON)
    assert quantity.kind is QuantityKind.COUNT
    assert quantity.unit.startswith("元/")


@pytest.mark.parametrize(
    ("text", "place", "bound"),
    [
        ("第44名", 44, Bound.EXACTLY), ("前75名", 75, Bound.AT_MOST), ("前三位", 3, Bound.AT_MOST),
        ("位居全市第3", 3, Bound.EXACTLY), ("全省第一", 1, Bound.EXACTLY), ("进入全省前5", 5, Bound.AT_MOST),
        ("前10%", 10, Bound.AT_MOST),
    ],
)  # fmt: skip
def test_rank(text, place, bound):
    (quantity,) = read_quantities(text, LEXICON)
    assert (quantity.kind, quantity.value, quantity.bound) == (QuantityKind.RANK, Decimal(place), bound)


@pytest.mark.parametrize(
    "text",
    [
        "统一部署", "一方面加强管理", "一定成效", "一体化推进", "十分满意", "一是加强领导", "万众一心",
        "千方百计增收", "三公经费", "“四上”企业",
        "两癌检查", "一职教片区", "双评议", "第一书记", "第三方评估", "一期工程", "56层大楼", "1号线开通",
        "5G+工业互联网", "A区", "“9+3”计划",
        "硚编（2016）16号", "〔2020〕10号", "2023年度工作", "24小时值班", "7×24小时", "一户一档", "一次性补助",
        "四个意识", "PM2.5", "统一标准，一起行动",
        "①完成验收", "1.完成验收", "师生比1:19", "建立了一个长效的管理平台并投入使用中", "上百场", "12345热线",
        "三农工作", "1-11月",
    ],
)  # fmt: skip
def test_number_words_and_names_are_no_figures(text):
    assert read_quantities(text, LEXICON) == ()


def test_subject_is_what_stands_right_before_the_figure():
    text = "失业再就业安置350人、困难群体150人，办结率达到98%"
    subjects = [quantity.subject for quantity in read_quantities(text, LEXICON)]
    assert subjects == ["失业再就业安置", "困难群体", "办结率"]


def test_change_against_last_year_is_marked_by_its_subject():
    *_, growth = read_quantities("1-11月完成销售额15.13亿元，同比增长7.49%", LEXICON)
    assert (growth.value, growth.subject) == (Decimal("7.49"), "同比增长")


def test_figure_below_zero_is_marked():
    (figure,) = read_figures("-3%", LEXICON)
    assert figure.is_negative
    assert figure.quantity.value == Decimal(3)


@given(any_text)
@settings(max_examples=400, deadline=None)
def test_spans_slice_any_text_in_order(text):
    end = 0
    for quantity in read_quantities(text, LEXICON):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end


@given(st.text(max_size=50))
def test_canonical_text_keeps_its_length(text):
    assert len(canonical(text)) == len(text)


@given(st.integers(min_value=0, max_value=10**12))
def test_thousands_separators_change_nothing(number):
    (plain,), (separated,) = (read_quantities(text, LEXICON) for text in (f"{number}元", f"{number:,}元"))
    assert plain.value == separated.value == number
