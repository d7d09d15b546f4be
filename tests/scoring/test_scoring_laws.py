"""Laws of scoring that hold whatever a report says."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_rows import make_grade, make_part, status_of

from perfnlp.records import Bound, Status
from perfnlp.scoring import equalize, load_rubric, propose, rubric_names

RUBRICS = tuple(load_rubric(name) for name in rubric_names())

rubrics = st.sampled_from(RUBRICS)
points = st.decimals(min_value=0, max_value=100, places=2)
own_scores = st.none() | st.decimals(min_value=0, max_value=100, places=2)
degrees = st.none() | st.integers(min_value=0, max_value=4)
figures = st.decimals(min_value=0, max_value=300, places=1)
targets = st.decimals(min_value=1, max_value=200, places=1)
bounds = st.sampled_from([Bound.AT_LEAST, Bound.AT_MOST, Bound.EXACTLY])


@st.composite
def worded(draw):
    return make_grade(
        draw(st.sampled_from(Status)),
        points=draw(st.none() | points),
        self_score=draw(own_scores),
        degree_target=draw(degrees),
        degree_actual=draw(degrees),
        is_certified=draw(st.booleans()),
    )


@st.composite
def counted(draw):
    part = make_part(str(draw(targets)), str(draw(figures)), bound=draw(bounds))
    return make_grade(status_of(part), points=draw(points), self_score=draw(own_scores), parts=(part,))


@given(grade=worded() | counted(), rubric=rubrics)
def test_scores_and_credits_keep_their_limits(grade, rubric):
    proposal = propose(grade, rubric)
    if proposal.credit is None:
        assert grade.status is Status.UNCLEAR
        assert proposal.needs_review
        return
    assert 0 <= proposal.credit_low <= proposal.credit <= proposal.credit_high <= 1
    if proposal.score is not None:
        assert 0 <= proposal.score <= grade.analysis.indicator.points


@given(grade=worded() | counted(), rubric=rubrics)
def test_a_score_is_never_above_the_self_score(grade, rubric):
    proposal = propose(grade, rubric)
    own = grade.analysis.indicator.self_score
    if proposal.score is not None and own is not None:
        assert proposal.score <= own


@given(grade=worded() | counted(), rubric=rubrics)
def test_a_limited_score_is_told_and_seen(grade, rubric):
    proposal = propose(grade, rubric)
    if "复核不高于自评" in proposal.reasons[0]:
        assert proposal.needs_review
        assert proposal.score == grade.analysis.indicator.self_score


@given(grade=worded() | counted(), rubric=rubrics)
def test_the_first_sentence_agrees_with_the_score(grade, rubric):
    proposal = propose(grade, rubric)
    if proposal.score is None:
        return
    told = Decimal(re.findall(r"(?<!应)计([\d.]+)分", proposal.reasons[0])[-1])
    deducted = re.findall(r"扣([\d.]+)分", proposal.reasons[0])
    assert told == proposal.score
    assert told + Decimal(deducted[-1] if deducted else 0) == grade.analysis.indicator.points


@pytest.mark.parametrize("bound", [Bound.AT_LEAST, Bound.AT_MOST])
@given(target=targets, one=figures, other=figures, worth=points, rubric=rubrics)
def test_better_attainment_never_scores_less(bound, target, one, other, worth, rubric):
    parts = [make_part(str(target), str(value), bound=bound) for value in sorted((one, other))]
    worse, better = parts if bound is Bound.AT_LEAST else reversed(parts)
    grades = [make_grade(status_of(part), points=worth, parts=(part,)) for part in (worse, better)]
    low, high = (propose(grade, rubric).score for grade in grades)
    assert low <= high


@given(grades=st.lists(worded(), max_size=6), rubric=rubrics)
def test_rows_of_equal_texts_end_with_equal_credit(grades, rubric):
    before = tuple(propose(grade, rubric) for grade in grades)
    after = equalize(before)
    assert equalize(after) == after
    free = [proposal for proposal in after if proposal.grade.analysis.indicator.self_score is None]
    assert len({proposal.credit for proposal in free if proposal.credit is not None}) <= 1
    for old, new in zip(before, after, strict=True):
        assert new.credit is None or new.credit_low <= new.credit <= min(new.credit_high, old.credit)
