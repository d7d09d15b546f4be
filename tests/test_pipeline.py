"""The stages in their order: a report in, proposals out."""

from decimal import Decimal

import pytest

from perfnlp.errors import ArtifactError, RubricError
from perfnlp.pipeline import Pipeline
from perfnlp.reading import read_bytes
from perfnlp.records import Indicator, Locator, Status

REPORT = (
    "某乡2023年度绩效自评报告\n\n一、指标完成情况\n\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t修缮桥梁\t≥4座\t3座\t10\t10\n"
    "效益指标\t社会效益\t出行条件\t明显改善\t有所改善\t5\t5\n"
)


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline.load(rubric="caiyu-2020-10")


def test_each_row_of_a_report_becomes_one_proposal_that_leads_back_to_it(pipeline):
    indicators = pipeline.extract(read_bytes(REPORT.encode(), "a.txt"))
    proposals = pipeline.propose(indicators)
    assert [proposal.grade.analysis.indicator for proposal in proposals] == list(indicators)
    assert [proposal.grade.status for proposal in proposals] == [Status.PARTIAL, Status.PARTIAL]
    assert proposals[0].score == Decimal("7.5"), "3 of 4 bridges, 10 points"
    assert all(proposal.reasons for proposal in proposals)


def test_a_row_that_says_nothing_ends_with_a_person(pipeline):
    (proposal,) = pipeline.propose([Indicator(id="01234567", name="道路", locator=Locator(document="-"))])
    assert proposal.grade.status is Status.UNCLEAR
    assert (proposal.needs_review, proposal.score) == (True, None)


def test_no_rows_give_no_proposals(pipeline):
    assert pipeline.propose([]) == ()


def test_a_wrong_rubric_or_model_is_told_before_any_work(tmp_path):
    with pytest.raises(RubricError, match="there is no rubric 'nonesuch'"):
        Pipeline.load(rubric="nonesuch")
    with pytest.raises(ArtifactError, match="cannot read the model file"):
        Pipeline.load(rubric="caiyu-2020-10", model=tmp_path)
