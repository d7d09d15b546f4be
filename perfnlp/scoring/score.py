"""From a share of the points to the score: rounding, and the limits that only lower it."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from perfnlp.records import Indicator
from perfnlp.scoring.credit import Credit, cut
from perfnlp.scoring.rubric import RoundingMode, Rubric


class Limit(StrEnum):
    """Why the score is lower than the rubric alone would give."""

    SELF_SCORE = "self_score"  # a re-check does not raise
    EQUAL_TEXT = "equal_text"  # rows with the same texts get the same credit


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A credit with the row's points.

    Attributes:
        credit: final share of the points, 0-1.
        rule_score: what the rubric alone gives, rounded; None without points.
        score: what is proposed, 0 <= score <= points; None without points.
        limit: why `score` is lower than `rule_score`, if it is.
    """

    credit: Decimal
    rule_score: Decimal | None
    score: Decimal | None
    limit: Limit | None


def score_for(credit: Credit, indicator: Indicator, rubric: Rubric, *, ceiling: Decimal | None) -> Score:
    """Return the score of `credit` for the row's points.

    Args:
        credit: what the rubric gives.
        indicator: the row, for its points and its own score.
        rubric: how scores are rounded.
        ceiling: the credit of rows with equal texts, if that is lower.

    Source:
        A re-check score above the self score is not accepted (reviewer practice).
    """
    share, limit = credit.value, None
    if ceiling is not None and ceiling < share:
        share, limit = ceiling, Limit.EQUAL_TEXT
    points, own = indicator.points, indicator.self_score
    if points is None:
        return Score(credit=share, rule_score=None, score=None, limit=limit)
    rule_score, score = _rounded(credit.value, points, rubric), _rounded(share, points, rubric)
    if own is not None and score > own:
        share, score, limit = cut(own / points), own, Limit.SELF_SCORE
    return Score(credit=share, rule_score=rule_score, score=score, limit=limit)


def _rounded(share: Decimal, points: Decimal, rubric: Rubric) -> Decimal:
    """Round share x points to the rubric's step; full credit is the points, whatever the step."""
    if share == 1:
        return points
    mode = ROUND_HALF_UP if rubric.rounding_mode is RoundingMode.HALF_UP else ROUND_DOWN
    n_steps = (share * points / rubric.rounding_step).quantize(Decimal(1), rounding=mode)
    return min(n_steps * rubric.rounding_step, points)
