import numpy as np
import pytest
from evaluation_rows import analysis, row
from typer.testing import CliRunner

from perfnlp.cli import app
from perfnlp.evaluation.ablation import Difference, ablation_markdown, evaluate_ablation, group_of
from perfnlp.grading.classifier import FAMILIES
from perfnlp.grading.grader import LABELS
from perfnlp.records import Status
from perfnlp.training import out_of_fold

TEXTS = {"target": "明显改善", "actual": "群众反映有改善", "note": "见附表"}


def rows_told_apart_by_degree(n_villages):
    """Return rows with the same texts, whose status only the degree tells."""
    rows, analyses = [], []
    for village in range(n_villages):
        for degree, status in enumerate(Status):
            rows.append(row(status, doc=f"{village}村", **TEXTS))
            tokens = {"target_tokens": ("明显", "改善"), "actual_tokens": ("群众", "反映", "有", "改善")}
            analyses.append(analysis(rows[-1].indicator, degree_target=2, degree_actual=degree, **tokens))
    return rows, analyses


def certain(statuses):
    return np.array([[float(label == status) for label in LABELS] for status in statuses])


@pytest.fixture
def lines():
    """Return the lines of four rows: the full model is right, without any part it fails in the one real document."""
    rows = [
        row("partial", doc="甲县", source="web", **TEXTS),
        row("completed", doc="甲县", source="web", **TEXTS),
        *[row("completed", doc="编写", **TEXTS) for _ in range(2)],
    ]
    analyses = [analysis(each.indicator, target_tokens=("明显",), actual_tokens=("有", "改善")) for each in rows]
    answers = iter([certain([each.status for each in rows])])
    failing = certain(["completed", "partial", "completed", "completed"])
    return evaluate_ablation(rows, analyses, lambda *_, **__: next(answers, failing))


def test_every_family_and_the_groups_of_findings_are_left_out_in_turn(lines):
    names = [line.without for line in lines]
    assert names[: len(FAMILIES) + 1] == ["", *FAMILIES]
    assert {"findings: degrees", "findings: cues", "findings: shape", "findings: crossed"} <= set(names)
    assert len(names) == len(set(names))


def test_what_is_lost_is_told_for_all_rows_and_for_real_ones(lines):
    full, part, *_ = lines
    assert (full.accuracy, full.macro_f1, full.real_accuracy, full.difference) == (1, 1, 1, None)
    # partial: F1 0; completed: 2 right of 3 true and 3 given, F1 2/3
    assert (part.accuracy, part.macro_f1, part.real_accuracy) == (0.5, pytest.approx(1 / 3), 0)
    # a draw of two documents loses nothing, half, or everything
    assert part.difference == Difference(lost=0.5, low=0, high=1)
    assert part.real_difference == Difference(lost=1, low=1, high=1)


def test_the_table_sorts_parts_by_what_is_lost(lines):
    cheap, dear = lines[1], lines[2]
    swapped = [
        lines[0],
        type(cheap)(**{**fields(cheap), "difference": Difference(lost=-0.1, low=-0.2, high=0.0)}),
        dear,
    ]
    table = ablation_markdown(swapped).splitlines()[-3:]
    assert table[0] == "| (full model) | 1.0000 | - | 1.0000 | 1.0000 | - |"
    assert table[1].startswith(f"| {dear.without} | 0.5000 | +0.5000 (+0.0000 to +1.0000) | 0.3333 | 0.0000 |")
    assert "-0.1000 (-0.2000 to +0.0000)" in table[2]


def fields(line):
    return {name: getattr(line, name) for name in type(line).__slots__}


def test_only_what_tells_the_status_is_missed():
    found = evaluate_ablation(*rows_told_apart_by_degree(15), out_of_fold)
    full, parts = found[0], {line.without: line for line in found[1:]}
    assert full.accuracy == 1
    assert full.real_accuracy is parts["findings"].real_difference is None
    assert parts["findings"].accuracy == pytest.approx(0.2)  # one status for all: a fifth is right
    assert parts["note"].difference == Difference(lost=0, low=0, high=0)


@pytest.mark.parametrize(
    ("finding", "group"),
    [
        ("arithmetic=short&words_beside=2", "figures"),
        ("figure_answered_by_text&failure=True", "figures answered by text"),
        ("degree_difference=-1", "degrees"),
        ("actual:first=missed", "cues"),
        ("has_target", "shape"),
        ("has_target=True&failure=False", "failure beside success"),
        ("a_finding_of_tomorrow=1", "other"),
    ],
)
def test_a_finding_belongs_to_one_group(finding, group):
    assert group_of(finding) == group


@pytest.mark.parametrize("other", [["--test"], ["rows.jsonl"], ["--reports", "reports"]])
def test_the_command_measures_an_ablation_on_development_rows_only(other):
    done = CliRunner().invoke(app, ["evaluate", "--ablation", *other])
    assert done.exit_code == 2
    assert "development rows" in done.output
