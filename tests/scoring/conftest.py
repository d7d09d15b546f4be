"""The makers of graded rows as fixtures."""

from collections.abc import Callable

import pytest
from scoring_rows import make_cue, make_grade, make_part

from perfnlp.records import Cue, Grade, Part


@pytest.fixture
def grade() -> Callable[..., Grade]:
    return make_grade


@pytest.fixture
def part() -> Callable[..., Part]:
    return make_part


@pytest.fixture
def cue() -> Callable[..., Cue]:
    return make_cue
