"""Rows whole by format and layout, and how well characters and figures were read."""

from dataclasses import replace

import pytest
from evaluation_rows import row
from test_extraction_report import found

from perfnlp.evaluation import evaluate_extraction, merge
from perfnlp.evaluation.documents import whole_markdown

GOLD = (
    row("completed", target="养护12公里", actual="已养护12公里", points="5", self_score="4.5"),
    row("partial", target="明显改善", actual="路况有所改善", points="3"),
)
RIGHT = (
    found(target="养护12公里", actual="已养护12公里", points=5, self_score=4.5, status="completed"),
    found(target="明显改善", actual="路况有所改善", points=3, status="partial"),
)


def evaluated(records, document="national-01.pdf"):
    return evaluate_extraction(document, records, GOLD)


def test_a_row_is_whole_when_all_its_fields_are_exact():
    assert (evaluated(RIGHT).n_whole, evaluated(RIGHT).broken) == (2, ())


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        pytest.param("indicator", "村道", id="name cut"),
        pytest.param("target", "养护1.2公里", id="figure misread"),
        pytest.param("points", 6, id="other points"),
        pytest.param("self_score", None, id="score lost"),
        pytest.param("level1", "产出指标", id="level invented"),
    ],
)
def test_one_wrong_field_breaks_the_row(field, cell):
    report = evaluated([{**RIGHT[0], field: cell}, RIGHT[1]])
    assert report.n_whole == 1
    assert len(report.broken) == 1
    assert report.broken[0].endswith(f"{field} found {cell}")


@pytest.mark.parametrize("mark", ["—", "/", "-", ""])
def test_a_mark_for_an_empty_cell_is_no_difference(mark):
    gold = (row("unclear", target="养护12公里", actual=None),)
    assert evaluate_extraction("a.txt", [found(target="养护12公里", actual=mark, status="unclear")], gold).n_whole == 1


def test_a_row_without_a_name_takes_any_name():
    named = row("completed", target="养护12公里")
    gold = (replace(named, indicator=replace(named.indicator, name="")),)
    record = found(indicator="年度总体目标", target="养护12公里", status="unclear")
    assert evaluate_extraction("a.txt", [record], gold).n_whole == 1


def test_a_missed_row_is_not_whole():
    assert (evaluated(RIGHT[:1]).n_whole, evaluated(RIGHT[:1]).n_gold) == (1, 2)


def test_wrong_figures_are_counted_and_those_without_review_apart():
    misread = {**RIGHT[0], "target": "养护13公里"}
    guarded = evaluated([misread, RIGHT[1]]).legibility
    unguarded = evaluated([{**misread, "needs_review": False}, RIGHT[1]]).legibility
    # cells with figures: target, actual, points and score of the first row, points of the second
    assert (guarded.n_figures, guarded.n_wrong_figures, guarded.n_unguarded_figures) == (5, 1, 0)
    assert unguarded.n_unguarded_figures == 1


def test_characters_left_out_added_or_exchanged_are_counted():
    misread = {**RIGHT[1], "indicator": "村道养护了", "actual": "路况右所改善", "target": "明改善"}
    read = evaluated([RIGHT[0], misread]).legibility
    # names 4 + 4, targets 6 + 4, actuals 7 + 6; 有→右, 了 added, 显 left out
    assert (read.n_characters, read.n_wrong_characters) == (31, 3)


def test_formats_and_layouts_are_summed_up():
    by_format = {
        "pdf": [evaluated(RIGHT), evaluated(RIGHT[:1], "national-02.pdf")],
        "xlsx": [evaluated(RIGHT, "national-01.xlsx"), evaluated(RIGHT, "recheck-01.xlsx")],
    }
    text = whole_markdown(by_format, n_errors=5)
    assert "| pdf | 2 | 0.7500 (3/4) |" in text
    assert "| national | 0.7500 (3/4) | 1.0000 (2/2) |" in text
    assert "| recheck | - | 1.0000 (2/2) |" in text
    assert "- pdf, not whole: national-02.pdf: 村道养护 | 明显改善 | 路况有所改善" in text


def test_merged_reports_keep_their_rows_apart():
    total = merge("pdf", [evaluated(RIGHT), evaluated(RIGHT[:1], "national-02.pdf")])
    assert (total.document, total.n_gold, total.n_whole, total.exact["points"]) == ("pdf", 4, 3, (3, 3))
    assert total.missed == ("national-02.pdf: 村道养护 | 明显改善 | 路况有所改善",)
