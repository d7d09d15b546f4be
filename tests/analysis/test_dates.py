from datetime import date
from decimal import Decimal

import pytest

from perfnlp.analysis.dates import YEARLESS, days_of_year, has_year, read_dates
from perfnlp.analysis.numerals import canonical
from perfnlp.records import Bound


def only_date(text):
    (span,) = read_dates(canonical(text))
    return span


@pytest.mark.parametrize(
    ("text", "day", "bound"),
    [
        ("2023年12月底前", date(2023, 12, 31), Bound.AT_MOST),
        ("12月底前完成", date(YEARLESS, 12, 31), Bound.AT_MOST),
        ("11月", date(YEARLESS, 11, 30), Bound.EXACTLY),
        ("2023年10月", date(2023, 10, 31), Bound.EXACTLY),
        ("2023年2月", date(2023, 2, 28), Bound.EXACTLY),
        ("6月30日", date(YEARLESS, 6, 30), Bound.EXACTLY),
        ("2023年12月31日之前", date(2023, 12, 31), Bound.AT_MOST),
        ("2023-06-15", date(2023, 6, 15), Bound.EXACTLY),
        ("2023.12.31", date(2023, 12, 31), Bound.EXACTLY),
        ("年底前", date(YEARLESS, 12, 31), Bound.AT_MOST),
        ("上半年", date(YEARLESS, 6, 30), Bound.EXACTLY),
        ("第三季度", date(YEARLESS, 9, 30), Bound.EXACTLY),
        ("二〇二三年", date(2023, 12, 31), Bound.EXACTLY),
        ("十二月底前", date(YEARLESS, 12, 31), Bound.AT_MOST),
        ("2022年5月已完工并通过验收", date(2022, 5, 31), Bound.EXACTLY),
    ],
)
def test_date_is_the_last_day_it_names(text, day, bound):
    quantity = only_date(text).quantity
    assert (quantity.value, quantity.bound) == (Decimal(day.toordinal()), bound)


@pytest.mark.parametrize(
    "text",
    [
        "2023年度预算",
        "1-11月同比增长",
        "截至12月底完成25个",
        "2020-2022年",
        "一四季度未达到",
        "预计12月完成",
        "11月底厂家开始发货",
        "2月30日",
    ],
)
def test_period_plan_and_impossible_day_are_no_result(text):
    assert [span.quantity for span in read_dates(canonical(text))] == [None]


@pytest.mark.parametrize("text", ["12个月", "三年", "全年12次", "85.50", "2019.5万元", "每季度一次"])
def test_durations_and_decimals_are_no_dates(text):
    assert read_dates(canonical(text)) == ()


def test_month_end_stays_month_end_in_a_year_without_name():
    leap = only_date("2023年2月").quantity
    assert has_year(leap)
    assert days_of_year(leap) == date(YEARLESS, 2, 29).toordinal()
