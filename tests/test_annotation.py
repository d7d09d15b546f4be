"""The flat record: numbers, evidence and the promise of the schema."""

from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from perfnlp.annotation import COLUMNS, STATUS_NAMES, load_schema, number, to_record
from perfnlp.records import (
    Analysis,
    Direction,
    Evidence,
    Grade,
    Indicator,
    Kind,
    Locator,
    Proposal,
    Status,
)


def proposal(attainment=None):
    row = Indicator(
        id="0123456789abcdef",
        name="道路照明",
        target="明显改善",
        actual="有所改善",
        points=Decimal("3.0"),
        self_score=Decimal("2.50"),
        locator=Locator(document="甲.txt", page=2, line=14),
    )
    analysis = Analysis(
        indicator=row,
        kind=Kind.QUALITATIVE,
        direction=Direction.HIGHER,
        attainment=attainment,
        evidence=(
            Evidence(field="indicator", start=2, end=4, label="subject"),
            Evidence(field="actual", start=0, end=2, label="degree"),
        ),
    )
    grade = Grade(
        analysis=analysis,
        status=Status.PARTIAL,
        probabilities=dict.fromkeys(Status, 0.2),
        confidence=0.91239,
        decided_by="rule:degrees",
        is_certified=False,
    )
    return Proposal(
        grade=grade,
        rubric="caiyu-2020-10",
        tier="第二档",
        credit=Decimal("0.70"),
        credit_low=Decimal("0.6"),
        credit_high=Decimal("0.8"),
        score=Decimal("2.10"),
        needs_review=True,
        reasons=("有所改善低于明显改善。",),
    )


def test_the_record_keeps_the_schema_and_the_order_of_the_columns():
    record = to_record(proposal(), sha256="0" * 64)
    assert list(record) == list(COLUMNS)
    assert [error.message for error in Draft202012Validator(load_schema()).iter_errors(record)] == []
    assert set(load_schema()["required"]) <= set(COLUMNS)
    assert set(load_schema()["properties"]["status"]["enum"]) == set(STATUS_NAMES)


def test_figures_are_plain_numbers_and_evidence_quotes_its_field():
    record = to_record(proposal(Decimal("1.23456")), sha256=None)
    figures = ("points", "self_score", "proposed_score", "credit", "confidence", "attainment")
    assert [record[key] for key in figures] == [3, 2.5, 2.1, 0.7, 0.9124, 1.2346]
    assert [span["text"] for span in record["evidence"]] == ["照明", "有所"]
    assert record["source"] == {"path": "甲.txt", "sha256": None, "location": "第2页 第14行", "section": None}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, None), ("3.0", 3), ("2.50", 2.5), ("0", 0), ("85.55", 85.55), ("1E+2", 100), ("1E+40", 1e40)],
)
def test_numbers_print_as_people_write_them(value, expected):
    found = number(None if value is None else Decimal(value))
    assert (found, type(found)) == (expected, type(expected))


def test_an_absurd_attainment_is_still_a_number():
    assert to_record(proposal(Decimal("1E+40")), sha256=None)["attainment"] == 1e40
