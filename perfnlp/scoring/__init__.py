"""Scoring: what a grade earns under a rubric. Policy only, it never reads raw text.

`propose` scores one row; `equalize` makes rows with equal texts earn equal credit.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from decimal import Decimal

from perfnlp.records import Grade, Proposal, Status
from perfnlp.scoring.concerns import concerns
from perfnlp.scoring.credit import credit_for
from perfnlp.scoring.description import describe_rubric
from perfnlp.scoring.loading import DEFAULT_RUBRIC, load_rubric, rubric_names
from perfnlp.scoring.reasons import first_sentence, question
from perfnlp.scoring.rubric import Rubric
from perfnlp.scoring.score import score_for
from perfnlp.scoring.wording import confidence
from perfnlp.text import squeeze

__all__ = [
    "DEFAULT_RUBRIC",
    "Rubric",
    "describe_rubric",
    "equalize",
    "load_rubric",
    "propose",
    "rubric_names",
]


def propose(grade: Grade, rubric: Rubric) -> Proposal:
    """Return what `rubric` gives for `grade`, with Chinese reasons for a review form.

    The score is never above the points, and never above the row's own score without
    a reason. An unclear status has no tier, credit or score.
    """
    return _propose(grade, rubric, ceiling=None)


def equalize(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return `proposals` in order, with equal credit for rows of equal texts.

    Rows are equal if target, actual, note, direction and the figures of the target are.
    Where their grades earn different credits, all take the lowest, say so and go to a
    person. A row that only its own score holds down does not pull the others with it,
    and rows of unclear status stay as they are. Calling it twice changes nothing more.

    Raises:
        RubricError: the file of a rubric, which is loaded again by its name, is gone.
    """
    kept = tuple(proposals)
    rubrics = {name: load_rubric(name) for name in {proposal.rubric for proposal in kept}}
    shares: dict[Hashable, set[Decimal]] = defaultdict(set)
    for proposal in kept:
        credit = credit_for(proposal.grade, rubrics[proposal.rubric])
        if credit is not None:
            shares[_texts(proposal.grade)].add(credit.value)
    ceilings = {texts: min(values) for texts, values in shares.items() if len(values) > 1}
    return tuple(
        _propose(proposal.grade, rubrics[proposal.rubric], ceiling=ceilings[_texts(proposal.grade)])
        if proposal.credit is not None and _texts(proposal.grade) in ceilings
        else proposal
        for proposal in kept
    )


def _propose(grade: Grade, rubric: Rubric, *, ceiling: Decimal | None) -> Proposal:
    credit = credit_for(grade, rubric)
    score = None if credit is None else score_for(credit, grade.analysis.indicator, rubric, ceiling=ceiling)
    found = concerns(grade, rubric, score, ceiling=ceiling)
    opening = question(grade) if credit is None or score is None else first_sentence(grade, rubric, credit, score)
    is_limited = score is not None and score.limit is not None
    must_see = score is None or is_limited or ceiling is not None or any(item.must_see for item in found)
    needs_review = must_see or not grade.is_certified
    is_plain = not needs_review and grade.status in (Status.COMPLETED, Status.EXCEEDED)
    sentences = (opening, *(item.sentence for item in found), *(() if is_plain else (_decider(grade),)))
    return Proposal(
        grade=grade,
        rubric=rubric.name,
        tier=None if credit is None else credit.tier.name,
        credit=None if score is None else score.credit,
        credit_low=None if credit is None or score is None else min(credit.low, score.credit),
        credit_high=None if credit is None or score is None else (score.credit if is_limited else credit.high),
        score=None if score is None else score.score,
        needs_review=needs_review,
        reasons=tuple(dict.fromkeys(sentences)),
    )


def _decider(grade: Grade) -> str:
    """Return who decided the status, in words."""
    advice = "" if grade.is_certified else "，须人工核对"
    if not grade.decided_by.startswith("rule:"):
        return f"依据文字判断（置信度{confidence(grade.confidence)}）{advice}。"
    return f"依据{'数值比较' if grade.analysis.parts else '文字规则'}{advice}。"


def _texts(grade: Grade) -> Hashable:
    """Return what two rows must share to be the same statement."""
    row = grade.analysis.indicator
    figures = tuple(
        (item.value, item.upper, item.unit, item.bound, item.kind) for item in grade.analysis.target_quantities
    )
    texts = tuple(None if text is None else squeeze(text) for text in (row.target, row.actual, row.note))
    return (*texts, grade.analysis.direction, figures)
