import csv
import io
import json
import sys

import pytest
from openpyxl import Workbook, load_workbook

from perfnlp.cli import main

ROWS = (
    "部门,实际完成值,指标名称,年度指标值,权重,自评得分,编号\r\n"
    "文旅局,有所提升,=服务水平,明显提升,3,2.5,007\r\n"
    "文旅局,13次,培训次数,≥12次,三分,2,-x\r\n"
    ",95%,满意度,≥90%,5分,5,\r\n"
)
EXTRA = [("文旅局", "007"), ("文旅局", "-x"), ("", "")]


@pytest.fixture(scope="session")
def graded(perfnlp, tmp_path_factory):
    """Return the run that grades ROWS and its records."""
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    path.write_bytes(ROWS.encode("utf-8-sig"))
    done = perfnlp("grade", path)
    return done, [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_rows_stay_in_order_and_unknown_columns_pass_through(graded):
    _, records = graded
    assert [row["indicator"] for row in records] == ["=服务水平", "培训次数", "满意度"]
    assert [(row["部门"], row["编号"]) for row in records] == EXTRA
    assert [row["status"] for row in records] == ["partial", "exceeded", "exceeded"]


def test_points_that_are_text_are_told_and_the_row_is_kept(graded):
    done, records = graded
    assert done.returncode == 1
    assert [row["points"] for row in records] == [3, None, 5]
    assert records[1]["proposed_score"] is None
    assert any("三分" in reason for reason in records[1]["reasons"])
    assert len(done.stderr.decode().splitlines()) == 1
    assert "三分" in done.stderr.decode()


def test_a_workbook_with_titles_percents_and_merged_levels(perfnlp, tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (
        ["某县2023年绩效自评表"],
        [],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "编码"],
        ["产出指标", "合格率", 0.95, 0.9725, 3, 7],
        [None, "培训次数", "≥12次", "9次", 4, "=1+1"],
    ):
        sheet.append(row)
    sheet["F5"].data_type = "s"
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A4:A5")
    sheet["C4"].number_format, sheet["D4"].number_format = "0%", "0.0%"
    book.save(tmp_path / "in.xlsx")
    done = perfnlp("grade", tmp_path / "in.xlsx", "-o", tmp_path / "out.xlsx")
    assert (done.returncode, done.stdout) == (0, b"")
    written = load_workbook(tmp_path / "out.xlsx")["明细"]
    head, *rows = written.iter_rows(values_only=True)
    found = [dict(zip((name.split("\n")[-1] for name in head), row, strict=True)) for row in rows]
    assert [(row["level1"], row["target"], row["actual"], row["points"], row["编码"]) for row in found] == [
        ("产出指标", "95%", "97.3%", 3, 7),
        ("产出指标", "≥12次", "9次", 4, "=1+1"),
    ]


def test_json_lines_on_standard_input_become_csv(perfnlp, tmp_path):
    rows = [
        {"target": "明显提升", "actual": "有所提升", "unit_no": 5, "id": "A-17"},
        {"target": "≥3次", "actual": "3次"},
    ]
    stdin = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    done = perfnlp("grade", "-", "-o", tmp_path / "out.csv", stdin=stdin)
    assert done.returncode == 0
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["status"], row["unit_no"], row["input_id"]) for row in found] == [
        ("partial", "5", "A-17"),
        ("completed", "", ""),
    ]


def test_one_row_prints_its_reasons_for_a_person(monkeypatch, capsys):
    row = ["--target", "明显提升", "--actual", "有所提升", "--points", "3"]
    monkeypatch.setattr(sys, "argv", ["perfnlp", "grade", *row])
    with pytest.raises(SystemExit) as stopped:
        main()
    told, remarks = capsys.readouterr()
    assert (stopped.value.code, remarks) == (None, "")
    assert "评定：部分完成" in told
    assert "理由：" in told
    assert "建议得分：2.1分（满分3分）" in told


def test_one_row_is_a_record_for_a_program_whatever_the_terminal_can_show(perfnlp):
    done = perfnlp("grade", "--target", "≥12次", "--actual", "13次", "--json", PYTHONIOENCODING="ascii")
    record = json.loads(done.stdout)
    assert done.returncode == 0
    assert (record["status"], record["actual"], record["points"]) == ("exceeded", "13次", None)
    assert record["source"]["sha256"] is None
