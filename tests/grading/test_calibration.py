import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.grading.calibration import (
    apply_temperature,
    certify,
    certify_with_stress,
    expected_calibration_error,
    fit_temperature,
)

rows = st.lists(st.floats(0.001, 1), min_size=5, max_size=5)


@given(row=rows, temperature=st.floats(0.3, 4))
def test_a_temperature_changes_how_sure_but_not_what_is_likeliest(row, temperature):
    probabilities = np.array([row]) / sum(row)
    scaled = apply_temperature(probabilities, temperature)
    assert scaled.sum() == pytest.approx(1)
    assert scaled[0, probabilities.argmax()] == pytest.approx(scaled.max())


def test_an_overconfident_model_is_cooled_down():
    sure = np.tile([0.98, 0.01, 0.01], (100, 1))
    temperature = fit_temperature(sure, [True] * 60 + [False] * 40)
    assert apply_temperature(sure, temperature)[0, 0] == pytest.approx(0.6, abs=0.05)


def test_the_calibration_error_is_the_gap_between_confidence_and_accuracy():
    # ten rows at 0.9, eight of them right: |0.9 - 0.8|
    assert expected_calibration_error([0.9] * 10, [True] * 8 + [False] * 2) == pytest.approx(0.1)


def test_230_rows_without_an_error_are_certified_and_220_are_not():
    # 0.1 ** (1 / n) >= 0.99 holds from n = 230 on
    assert certify([0.9] * 230, [True] * 230) == pytest.approx(0.9)
    assert certify([0.9] * 220, [True] * 220) is None


def test_the_threshold_stands_above_the_rows_that_are_wrong():
    confidence = [0.95] * 300 + [0.6] * 100
    is_right = [True] * 300 + [True, False] * 50
    assert certify(confidence, is_right) == pytest.approx(0.95)


def test_rows_of_equal_confidence_are_never_parted():
    # 300 right rows come first in the list, but the 100 wrong ones are as sure
    assert certify([0.9] * 400, [True] * 300 + [False] * 100) is None


def test_natural_rows_certify_as_far_down_as_misleading_rows_stand_the_stress():
    # 300 natural rows without an error; of 300 misleading ones at 0.9 six are wrong (594 of 600 is 0.99), at 0.7 all
    confidence = [0.9] * 300 + [0.9] * 300 + [0.7] * 100
    is_right = [True] * 300 + [True] * 294 + [False] * 6 + [False] * 100
    is_natural = [True] * 300 + [False] * 400
    assert certify(confidence, is_right) is None
    assert certify_with_stress(confidence, is_right, is_natural) == pytest.approx(0.9)


def test_misleading_rows_hold_up_a_certificate_that_natural_rows_alone_would_give():
    # 30 of 330 wrong at 0.9: below 0.99
    assert certify_with_stress([0.9] * 330, [True] * 300 + [False] * 30, [True] * 300 + [False] * 30) is None


def test_too_few_natural_rows_certify_nothing():
    assert certify_with_stress([0.9] * 200, [True] * 200, [True] * 200) is None
    assert certify_with_stress([], [], []) is None


def test_no_certificate_reaches_rows_that_are_hardly_believed():
    assert certify_with_stress([0.95] * 400 + [0.3] * 2, [True] * 402, [True] * 402) == pytest.approx(0.8)
