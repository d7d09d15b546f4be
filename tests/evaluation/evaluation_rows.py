"""Fictional labelled rows and grades that the tests of evaluation share."""

from decimal import Decimal

from perfnlp.corpus import LabelledRow
from perfnlp.records import Analysis, Direction, Grade, Indicator, Kind, Locator, Status


def row(status, *, doc="甲县", accepted=(), **fields):
    texts = {name: fields.pop(name) for name in ("target", "actual", "note", "level1") if name in fields}
    numbers = {name: Decimal(fields.pop(name)) for name in ("points", "self_score") if name in fields}
    known = {"kind": Kind.QUALITATIVE, "degree_target": None, "degree_actual": None, "is_hard": False}
    return LabelledRow(
        indicator=Indicator(id="x", name="村道养护", locator=Locator(document=doc), **texts, **numbers),
        doc=doc,
        split="development",
        status=Status(status),
        also_accepted=frozenset(map(Status, accepted)),
        **{"source": "authored", "family": None, "phenomenon": None, **known, **fields},
    )


def analysis(indicator, **found):
    return Analysis(indicator=indicator, **{"kind": Kind.QUALITATIVE, "direction": Direction.HIGHER, **found})


def grade(labelled, status, *, confidence=0.9, certified=False, **found):
    """Return a grade of `labelled` as if the analysis had found `found`."""
    return Grade(
        analysis=analysis(labelled.indicator, **found),
        status=Status(status),
        probabilities={other: confidence if other == status else (1 - confidence) / 4 for other in Status},
        confidence=confidence,
        decided_by="grader-test",
        is_certified=certified,
    )
