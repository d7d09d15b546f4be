"""Many documents, and rows that are tables already."""

import json

import pytest

from perfnlp import batch
from perfnlp.pipeline import Pipeline
from perfnlp.reading.rows import read_rows_bytes

RUBRIC = "caiyu-2020-10"
REPORT = (
    "某镇2023年度绩效自评报告\n\n一、指标完成情况\n\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t修缮校舍\t≥{target}间\t6间\t10\t10\n"
)
FIELDS = ("indicator", "target", "actual", "points", "self_score", "level1", "level2", "note", "status")


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    paths = [folder / f"{place}.txt" for place in range(3)]
    for place, path in enumerate(paths):
        path.write_text(REPORT.format(target=5 + place), encoding="utf-8")
    return paths


def graded(data, name):
    return batch.grade_rows(read_rows_bytes(data, name), rubric=RUBRIC)


def test_documents_keep_their_order_and_one_bad_file_stops_nothing(documents, tmp_path):
    (tmp_path / "bad.txt").touch()
    result = batch.annotate([documents[0], tmp_path / "bad.txt", *documents[1:]], rubric=RUBRIC)
    assert [record["status"] for record in result.records] == ["exceeded", "completed", "partial"]
    assert [record["source"]["path"] for record in result.records] == [str(path) for path in documents]
    assert [(failure.path, failure.details) for failure in result.failures] == [(str(tmp_path / "bad.txt"), None)]
    assert result.n_documents == 4


def test_a_bug_in_one_document_is_recorded_with_its_traceback(documents, monkeypatch):
    extract = Pipeline.extract

    def fail(self, report):
        if report.name == str(documents[1]):
            raise ZeroDivisionError
        return extract(self, report)

    monkeypatch.setattr(Pipeline, "extract", fail)
    result = batch.annotate(documents, rubric=RUBRIC)
    assert len(result.records) == 2
    (failure,) = result.failures
    assert failure.path in failure.message
    assert "ZeroDivisionError" in failure.details


def test_several_processes_give_the_same_and_tell_their_progress(documents, monkeypatch):
    monkeypatch.setattr(batch, "_CHUNK", 1)
    told = []
    several = batch.annotate(documents, rubric=RUBRIC, jobs=2, progress=lambda *counts: told.append(counts))
    assert several == batch.annotate(documents, rubric=RUBRIC)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_document_without_rows_is_told(tmp_path):
    (tmp_path / "plain.txt").write_text("今天天气很好。\n", encoding="utf-8")
    result = batch.annotate([tmp_path / "plain.txt"], rubric=RUBRIC)
    assert (result.records, result.failures) == ((), ())
    assert result.remarks == ((str(tmp_path / "plain.txt"), "没有找到指标，请核对文件内容。"),)


def test_remarks_of_a_document_come_before_those_of_its_rows_each_once(tmp_path):
    path = tmp_path / "a.html"
    form = "<tr><td>三级指标<td>年度指标值<td>实际完成值<td>分值<tr style='display:none'><td>修路<td>3条<td>3条<td>5"
    path.write_text(f"<html><table>{form}", encoding="utf-8")
    result = batch.annotate([path], rubric=RUBRIC)
    assert [remark for _, remark in result.remarks] == [
        "网页没有结束标记，文件可能不完整，请与原件核对。",
        "本行在网页中是隐藏行，请核对是否应当计入。",
    ]
    assert result.remarks[1][1] in result.records[0]["reasons"]


def test_the_same_bytes_twice_are_annotated_once_and_told(documents, tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_bytes(documents[0].read_bytes())
    result = batch.annotate([documents[0], copy, documents[1]], rubric=RUBRIC)
    assert len({record["id"] for record in result.records}) == len(result.records) == 2
    assert result.remarks == ((str(copy), f"与“{documents[0]}”内容完全相同，未重复评定。"),)
    assert result.n_documents == 3


ENGLISH = (
    "note,actual,indicator,level1,target,level2,points,self_score\n缺人,有所提升,环境,效益指标,明显提升,社会效益,3,2\n"
)
CHINESE = (
    "得分,权重,偏差原因分析及改进措施,二级指标,完成值,一级指标,指标名称,预期指标值\n"
    "2,3,缺人,社会效益,有所提升,效益指标,环境,明显提升\n"
)
LINE = dict(zip(*(line.split(",") for line in ENGLISH.splitlines()), strict=True))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(ENGLISH.encode(), "rows.csv", id="English headings"),
        pytest.param(CHINESE.encode("utf-8-sig"), "rows.csv", id="Chinese headings, byte order mark"),
        pytest.param(CHINESE.encode("gb18030"), "rows.csv", id="Chinese headings, GB18030"),
        pytest.param(json.dumps({**LINE, "points": 3, "self_score": 2}).encode(), "rows.jsonl", id="JSON Lines"),
    ],
)
def test_rows_mean_the_same_whatever_their_form(data, name):
    (record,) = graded(data, name).records
    assert {key: record[key] for key in FIELDS} == {**LINE, "points": 3, "self_score": 2, "status": "partial"}


def test_unknown_columns_pass_through_with_their_types_and_names():
    line = {"id": "A-17", "target": "3次", "status": "我的", "actual": "3次", "n": 5, "x": {"a": [None]}, "input_id": 1}
    (record,) = graded(json.dumps(line).encode(), "rows.jsonl").records
    passed = {"input_id": "A-17", "input_status": "我的", "n": 5, "x": {"a": [None]}, "input_input_id": 1}
    assert {key: record[key] for key in passed} == passed
    assert record["status"] == "completed"


def test_points_that_are_text_leave_the_row_and_a_remark():
    result = graded("target,actual,points\n3次,3次,三分\n3次,3次,5\n".encode(), "rows.csv")
    assert [(record["points"], record["proposed_score"]) for record in result.records] == [(None, None), (5, 5)]
    ((document, remark),) = result.remarks
    assert (document, "三分" in remark) == ("rows.csv", True)
    assert remark in result.records[0]["reasons"]


def test_equal_rows_get_equal_credit_and_ids_of_their_own():
    result = graded("target,actual,points\n明显提升,有所提升,3\n明显提升,有所提升,6\n".encode(), "rows.csv")
    one, other = result.records
    assert one["credit"] == other["credit"]
    assert one["id"] != other["id"]
