import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.grading.calibration import apply_temperature, certify, expected_calibration_error, fit_temperature

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
