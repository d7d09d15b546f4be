"""Records into files: what a spreadsheet shows, and what happens when the file cannot be written."""

import csv as csv_module
import io
import json

import pytest
from openpyxl import load_workbook

from perfnlp.annotation import COLUMNS
from perfnlp.errors import OutputError
from perfnlp.export import check_output, csv, jsonl, write_records, xlsx


def record(**changes):
    values = {
        "id": "0123456789abcdef",
        "source": {"path": "甲.txt", "sha256": None, "location": "第3行", "section": "一、产出"},
        "indicator": "群众满意度",
        "target": "≥90%",
        "actual": "88%",
        "points": 3,
        "self_score": 2.5,
        "status": "partial",
        "proposed_score": 2.1,
        "needs_review": True,
        "reasons": ["第一句。", "第二句。"],
        "confidence": 0.91,
        "credit": 0.7,
        "kind": "quantitative",
        "status_probabilities": {"partial": 1.0},
        "evidence": [],
    }
    return {**dict.fromkeys(COLUMNS), **values, **changes}


def details(*records):
    return load_workbook(io.BytesIO(xlsx.encode(records)))["明细"]


def column(sheet, key):
    return next(cell.column_letter for cell in sheet[1] if cell.value.split("\n")[-1] == key)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-减", "@甲", "=cmd|' /C calc'!A0"])
def test_a_text_never_becomes_a_formula(text):
    sheet = details(record(indicator=text, 备注=text))
    for key in ("indicator", "备注"):
        found = sheet[f"{column(sheet, key)}2"]
        assert (found.value, found.data_type, found.quotePrefix) == (text, "s", True)
    rows = list(csv_module.reader(io.StringIO(csv.encode([record(indicator=text)]).decode("utf-8-sig"))))
    assert rows[1][list(COLUMNS).index("indicator")] == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "-3.2%", "普通"])
def test_csv_leaves_numbers_and_words_alone(text):
    rows = list(csv_module.reader(io.StringIO(csv.encode([record(actual=text)]).decode("utf-8-sig"))))
    assert rows[1][list(COLUMNS).index("actual")] == text


def test_the_workbook_is_ready_for_a_reviewer():
    sheet = details(record(), record(status="completed"))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert (
        sheet.column_dimensions[column(sheet, "reasons")].width > sheet.column_dimensions[column(sheet, "points")].width
    )
    assert [sheet[f"{column(sheet, key)}2"].value for key in ("status", "kind", "needs_review")] == [
        "部分完成",
        "定量",
        "是",
    ]
    colours = {sheet[f"{column(sheet, 'status')}{row}"].fill.fgColor.rgb for row in (2, 3)}
    assert len(colours) == 2
    figures = [sheet[f"{column(sheet, key)}2"] for key in ("points", "self_score", "proposed_score", "credit")]
    assert [(cell.value, cell.data_type) for cell in figures] == [(3, "n"), (2.5, "n"), (2.1, "n"), (0.7, "n")]
    assert sheet[f"{column(sheet, 'reasons')}2"].value == "第一句。\n第二句。"


def test_the_summary_sheet_counts_statuses_and_totals():
    rows = [record(), record(status="unclear", needs_review=False, proposed_score=None)]
    sheet = load_workbook(io.BytesIO(xlsx.encode(rows)))["汇总"]
    found = dict(sheet.iter_rows(values_only=True))
    assert (found["指标数"], found["部分完成"], found["无法判断"], found["需人工复核"]) == (2, 1, 1, 1)
    assert found["自评得分合计（两项得分齐全的指标）"] == 2.5
    assert found["建议得分合计（两项得分齐全的指标）"] == 2.1


def test_columns_passed_through_stand_behind_the_contract_s():
    rows = [record(编号="007"), record(部门={"a": 1}, 编号=7)]
    head, *lines = csv_module.reader(io.StringIO(csv.encode(rows).decode("utf-8-sig")))
    assert head == [*COLUMNS, "编号", "部门"]
    assert [line[-2:] for line in lines] == [["007", ""], ["7", '{"a": 1}']]
    sheet = details(*rows)
    assert [sheet[f"{column(sheet, '编号')}{row}"].value for row in (2, 3)] == ["007", 7]


def test_characters_that_a_format_cannot_hold_do_not_stop_the_run():
    odd = record(actual="甲\x07乙\ud800丙\uffff", note="长" * 40_000)
    sheet = details(odd)
    assert sheet[f"{column(sheet, 'actual')}2"].value == "甲乙丙"
    assert json.loads(jsonl.encode([odd])) == odd
    assert csv.encode([odd]).decode("utf-8-sig")


@pytest.mark.parametrize("encode", [jsonl.encode, csv.encode, xlsx.encode])
def test_no_records_are_an_empty_file_of_the_format(encode):
    assert isinstance(encode([]), bytes)


def test_a_file_is_written_whole_and_keeps_its_mode(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    write_records([record()], link)
    assert json.loads(path.read_text(encoding="utf-8")) == record()
    assert (link.is_symlink(), path.stat().st_mode & 0o777) == (True, 0o640)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link.jsonl", "rows.jsonl"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_while_writing_leaves_the_old_file_alone(tmp_path, monkeypatch, error):
    def fail(*_):
        raise error

    path = tmp_path / "rows.csv"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises((OutputError, KeyboardInterrupt)) as raised:
        write_records([record()], path)
    assert [file.name for file in tmp_path.iterdir()] == ["rows.csv"]
    assert path.read_text(encoding="utf-8") == "old"
    if isinstance(error, OSError):
        assert "No space left on device; nothing was written" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("rows.pdf", r"unknown ending '\.pdf'; use one of \.jsonl, \.csv, \.xlsx"),
        ("none/rows.csv", "there is no folder .*none; create it"),
        ("folder.csv", "it is a folder"),
        ("file.txt/rows.csv", "there is no folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_any_work(tmp_path, name, message):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file.txt").touch()
    with pytest.raises(OutputError, match=message):
        check_output(tmp_path / name)
