from decimal import Decimal

import pytest
from cn2an import cn2an

from perfnlp.analysis.numerals import _COMMON, parse_fraction, parse_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("四十", 40),
        ("九十九", 99),
        ("三百", 300),
        ("一三", 13),
        ("一千二百三十", 1230),
    ],
)
def test_chinese_numerals_are_read(printed, value):
    assert parse_number(printed) == Decimal(value)


def test_the_numerals_kept_at_hand_are_cn2ans():
    read = {printed: cn2an(printed, "smart") for printed in _COMMON if printed not in {"百", "千"}}
    assert read == {printed: _COMMON[printed] for printed in read}


def test_a_fraction_is_a_share():
    assert parse_fraction("三", "二") == Decimal("66.67")


def test_a_malformed_numeral_has_no_value():
    assert parse_number("十十一") is None
