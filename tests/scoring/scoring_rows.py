"""Grades made by hand: what analysis and grading would have found in fictional rows."""

from decimal import Decimal
from typing import Any

from perfnlp.records import (
    Analysis,
    Bound,
    Cue,
    CueKind,
    Direction,
    Evidence,
    Grade,
    Indicator,
    Kind,
    Locator,
    Outcome,
    Part,
    Quantity,
    Status,
)

INDICATOR_FIELDS = ("name", "target", "actual", "points", "self_score", "note", "remarks")


def make_grade(status: Status = Status.COMPLETED, **fields: Any) -> Grade:
    """Return a certified grade; `fields` go to the record that knows them."""
    row = {"name": "河道保洁成效", "target": "明显提升", "actual": "有所提升", "points": Decimal(3)}
    row |= {key: fields.pop(key) for key in INDICATOR_FIELDS if key in fields}
    certified, confidence = fields.pop("is_certified", True), fields.pop("confidence", 0.97)
    decided_by = fields.pop("decided_by", "grader-1")
    indicator = Indicator(id="0123456789abcdef", locator=Locator(document="青岚镇.txt"), **row)
    analysis = Analysis(
        indicator=indicator,
        kind=fields.pop("kind", Kind.QUANTITATIVE if fields.get("parts") else Kind.QUALITATIVE),
        direction=fields.pop("direction", Direction.HIGHER),
        target_quantities=tuple(part.target for part in fields.get("parts", ())),
        **fields,
    )
    probabilities = {item: float(item is status) for item in Status}
    return Grade(
        analysis=analysis,
        status=status,
        probabilities=probabilities,
        confidence=confidence,
        decided_by=decided_by,
        is_certified=certified,
    )


def make_part(
    target: str,
    actual: str | None,
    *,
    unit: str = "%",
    bound: Bound = Bound.AT_LEAST,
    attainment: str | None = None,
    subject: str = "",
) -> Part:
    """Return a compared part; the ratio follows the bound unless it is given."""
    wanted = Quantity(value=Decimal(target), unit=unit, bound=bound, subject=subject)
    if actual is None:
        return Part(target=wanted, actual=None, outcome=Outcome.UNANSWERED, attainment=None, rule=str(bound))
    got = Quantity(value=Decimal(actual), unit=unit)
    ratio = Decimal(attainment) if attainment else _ratio(wanted, got)
    outcome = Outcome.MISSED if ratio < Decimal("0.6") else Outcome.SHORT if ratio < 1 else Outcome.MET
    return Part(target=wanted, actual=got, outcome=outcome, attainment=ratio, rule=str(bound))


def make_cue(kind: CueKind, start: int, end: int) -> Cue:
    return Cue(kind=kind, evidence=Evidence(field="actual", start=start, end=end, label="completion"))


def status_of(part: Part) -> Status:
    """Return the status that a rule of figures gives to a single part."""
    return {Outcome.SHORT: Status.PARTIAL, Outcome.MISSED: Status.NOT_COMPLETED}.get(part.outcome, Status.COMPLETED)


def _ratio(wanted: Quantity, got: Quantity) -> Decimal:
    if wanted.bound is not Bound.AT_MOST:
        return got.value / wanted.value if wanted.value else Decimal(1)
    if got.value <= wanted.value:
        return Decimal(1)
    return wanted.value / got.value
