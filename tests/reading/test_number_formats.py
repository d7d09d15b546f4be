"""Numbers as Excel shows them. The expected texts were read off Excel's own rules, section by section."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.reading.number_formats import show_number, show_text

SUNDAY = "45235"  # 2023-11-05


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        pytest.param("12", "General", "12", id="whole"),
        pytest.param("0.30000000000000004", "General", "0.3", id="noise of binary fractions"),
        pytest.param("98.333333333333329", "General", "98.3333333333333", id="15 significant digits"),
        pytest.param("-0.5", "General", "-0.5", id="negative"),
        pytest.param("123456789012345678", "General", "123456789012346000", id="long number without an exponent"),
        pytest.param("1E+300", "General", "1E+300", id="absurd number"),
        pytest.param("5", 'General"次"', "5次", id="General with a measure word"),
        pytest.param("5", "G/通用格式", "5", id="General in a Chinese file"),
        pytest.param("7", "@", "7", id="number in a text cell"),
        pytest.param("12.5", "0.00", "12.50", id="two decimals"),
        pytest.param("2.5", "0", "3", id="half rounds up"),
        pytest.param("1.005", "0.00", "1.01", id="half rounds up in decimal, not in binary"),
        pytest.param("99.995", "0.00", "100.00", id="rounding carries"),
        pytest.param("1234567.5", "#,##0", "1,234,568", id="thousands"),
        pytest.param("-1234.5", "#,##0.00", "-1,234.50", id="negative thousands"),
        pytest.param("999", "#,##0", "999", id="no thousands to group"),
        pytest.param("12", "0,000", "0,012", id="grouped zeros"),
        pytest.param("5", "000", "005", id="leading zeros"),
        pytest.param("0", "0.0", "0.0", id="zero"),
        pytest.param("5", "0.##", "5", id="no bare point"),
        pytest.param("5.5", "0.0#", "5.5", id="optional decimal"),
        pytest.param("0.5", ".00", ".50", id="no whole digits"),
        pytest.param("1234567890", "000-0000-000", "123-4567-890", id="literals between digits"),
    ],
)
def test_plain_numbers(value, code, text):
    assert show_number(Decimal(value), code).text == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        pytest.param("0.985", "0.0%", "98.5%", id="percent"),
        pytest.param("0.985", "0%", "99%", id="rounded percent"),
        pytest.param("-0.5", "0%", "-50%", id="negative percent"),
        pytest.param("5", '0"次"', "5次", id="measure word"),
        pytest.param("12345.678", '#,##0.00"万元"', "12,345.68万元", id="money"),
        pytest.param("123", "0个", "123个", id="word without quotation marks"),
        pytest.param("90", '"≥"0"%"', "≥90%", id="sign in front, percent as a word"),
        pytest.param("12345", '0!.0,"万"', "1.2万", id="ten thousands in the Chinese way"),
        pytest.param("12345678", '0\\.0000"万"', "1234.5678万", id="point as a literal"),
        pytest.param("1234567", "#,##0,", "1,235", id="thousands cut off"),
        pytest.param("3", "[$¥-804]#,##0.00", "¥3.00", id="currency"),
        pytest.param("1500", "0.00E+00", "1.50E+03", id="scientific"),
        pytest.param("0.0015", "0.0E-0", "1.5E-3", id="scientific below one"),
        pytest.param("1.5", "# ?/?", "1 1/2", id="fraction"),
        pytest.param("0.5", "# ?/?", "1/2", id="fraction below one"),
        pytest.param("2", "# ?/?", "2", id="whole fraction"),
        pytest.param("0.5", "?/8", "4/8", id="eighths"),
        pytest.param("0.5", "0/", "1/2", id="fraction without a denominator"),
        pytest.param("-5", "0.00;[Red]-0.00", "-5.00", id="red negative"),
        pytest.param("-5", "0.00_);(0.00)", "(5.00)", id="negative in brackets"),
        pytest.param("5", "0.00_);(0.00)", "5.00", id="space for the bracket"),
        pytest.param("0", '0;-0;"无"', "无", id="words for zero"),
        pytest.param("1234.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50", id="accounting"),
        pytest.param("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-", id="accounting zero"),
        pytest.param("95", '[>=90]"优";[>=60]"良";"差"', "优", id="first condition"),
        pytest.param("60", '[>=90]"优";[>=60]"良";"差"', "良", id="second condition"),
        pytest.param("59", '[>=90]"优";[>=60]"良";"差"', "差", id="no condition"),
        pytest.param("-3", "[<0]-0;0", "-3", id="a condition that stands for the sign"),
    ],
)
def test_formats_with_words_and_conditions(value, code, text):
    assert show_number(Decimal(value), code).text == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (SUNDAY, "yyyy/m/d", "2023/11/5"),
        (SUNDAY, "yyyy-mm-dd", "2023-11-05"),
        (SUNDAY, 'yyyy"年"m"月"d"日"', "2023年11月5日"),
        (SUNDAY, "yyyy年m月;@", "2023年11月"),
        (SUNDAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年十一月五日"),
        (SUNDAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023年11月5日"),
        (SUNDAY, "aaaa", "星期日"),
        (SUNDAY, "[$-804]mmm", "十一月"),
        (SUNDAY, "mmm-yy", "Nov-23"),
        ("45235.5", "yyyy/m/d h:mm", "2023/11/5 12:00"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.00001", "ss.00", "00.86"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("61", "yyyy/m/d", "1900/3/1"),
        ("-1", "yyyy/m/d", "-1"),
        ("9999999", "yyyy/m/d", "9999999"),
    ],
)
def test_dates(value, code, text):
    assert show_number(Decimal(value), code).text == text


def test_workbooks_of_old_macs_count_from_1904():
    assert show_number(Decimal(1), "yyyy/m/d", is_1904=True).text == "1904/1/2"


@pytest.mark.parametrize(
    ("value", "code", "is_printed"),
    [("5", ";;;", False), ("0", "#", False), ("0", '0;-0;"-"', False), ("95", '[>=90]"优";0', False), ("0", "0", True)],
)
def test_a_number_that_its_format_does_not_print_is_told(value, code, is_printed):
    assert show_number(Decimal(value), code).is_printed is is_printed


@pytest.mark.parametrize(
    ("code", "text"),
    [("@", "三"), ('@"项"', "三项"), ('0;0;0;"共"@', "共三"), ("0.00", "三"), ("General", "三"), (";;;", "三")],
)
def test_texts_take_the_words_of_their_format(code, text):
    assert show_text("三", code) == text


@given(
    st.decimals(allow_nan=False, allow_infinity=False), st.text('0#?.,%E+-;[]<>=@"\\!_*ymdhs/aGen 年次', max_size=14)
)
def test_no_format_and_no_number_is_an_error(value, code):
    assert isinstance(show_number(value, code).text, str)
    show_text("三", code)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(0, 4))
def test_grouping_and_decimals_change_the_look_and_not_the_number(value, n_decimals):
    code = "#,##0" + "." * bool(n_decimals) + "0" * n_decimals
    shown = Decimal(show_number(value, code).text.replace(",", ""))
    assert abs(shown - value) <= Decimal("0.5").scaleb(-n_decimals)
