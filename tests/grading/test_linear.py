import numpy as np
import pytest

from perfnlp.grading.classifier import create_classifier
from perfnlp.grading.linear import LinearModel, freeze

STATUSES = ("completed", "partial", "unclear")
TEXTS = ("任务  已完成", "部分\n完成 ABC", "无法判断", "")


def feature_row(number):
    text = TEXTS[number % len(TEXTS)]
    return {
        "findings": {"has_target": float(number % 2), "kind=quantitative": 1.0, "relevance": number / 40},
        "target_words": "完成 任务",
        "actual_words": " ".join(text),
        "new_words": text,
        "target": "完成任务",
        "actual": text,
        "last_clause": text[-3:],
        "note": "无" if number % 3 else "",
    }


ROWS = [feature_row(number) for number in range(40)]


@pytest.fixture(scope="module")
def fitted():
    return create_classifier().fit(ROWS, [STATUSES[number % 3] for number in range(40)])


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(ROWS, id="all rows"),
        pytest.param(ROWS[:1], id="one row"),
        pytest.param([{**ROWS[1], "findings": {"never seen": 1.0}, "actual": "陌生", "note": ""}], id="unknown terms"),
        pytest.param([{**dict.fromkeys(ROWS[1], ""), "findings": {}}], id="nothing known at all"),
    ],
)
def test_the_arrays_give_the_probabilities_of_the_fitted_pipeline(fitted, rows):
    np.testing.assert_allclose(
        LinearModel(**freeze(fitted)).predict_proba(rows), fitted.predict_proba(rows), rtol=1e-12
    )


def test_a_family_left_out_is_no_column():
    smaller = create_classifier(without="findings").fit(ROWS, [STATUSES[number % 3] for number in range(40)])
    np.testing.assert_allclose(
        LinearModel(**freeze(smaller)).predict_proba(ROWS), smaller.predict_proba(ROWS), rtol=1e-12
    )


def test_only_arrays_leave_the_pipeline(fitted):
    frozen = freeze(fitted)
    arrays = [*frozen.pop("terms").values(), *frozen.values()]
    assert all(isinstance(array, np.ndarray) and array.dtype.kind in "Uf" for array in arrays)
