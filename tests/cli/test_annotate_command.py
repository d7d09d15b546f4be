import csv
import io
import json
import os
import signal
import subprocess
import sys

import pytest
from cli_texts import REPORT
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from perfnlp.annotation import COLUMNS
from perfnlp.export import csv as csv_format
from perfnlp.export import xlsx as xlsx_format

STATUSES = ["exceeded", "partial", "partial", "not_completed"]


def lines(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_folder_gives_every_row_of_every_report_in_order(records):
    assert [record["indicator"] for record in records[:4]] == [
        "举办读书活动场次",
        "=图书上架准确率",
        "读者阅读条件",
        "开放自习室",
    ]
    assert len(records) == 8
    assert [record["source"]["path"].rsplit("/", 1)[-1] for record in records[::4]] == ["library.txt", "culture.txt"]
    assert [(row["points"], row["self_score"], row["level1"]) for row in records[:2]] == [
        (10, 10, "产出指标"),
        (10, 9, "产出指标"),
    ]
    assert [record["status"] for record in records[:4]] == STATUSES


def test_every_line_validates_against_the_printed_schema(perfnlp, records):
    validator = Draft202012Validator(json.loads(perfnlp("schema").stdout))
    assert [error.message for record in records for error in validator.iter_errors(record)] == []


def test_ids_are_unique_and_evidence_is_what_its_offsets_say(records):
    assert len({record["id"] for record in records}) == len(records)
    spans = [(record, span) for record in records for span in record["evidence"]]
    assert spans
    assert all(record[span["field"]][span["start"] : span["end"]] == span["text"] for record, span in spans)


def test_stdout_is_the_same_json_lines_in_a_second_run(perfnlp, reports, annotated):
    again = perfnlp("annotate", reports, PYTHONHASHSEED="2")
    assert again.stdout == annotated[0].read_bytes()
    assert again.stderr == b""


def test_the_summary_on_stderr_names_the_file(annotated):
    path, done = annotated
    assert done.stdout == b""
    assert "共8项指标" in done.stderr.decode()
    assert str(path) in done.stderr.decode()


@pytest.mark.parametrize(("ending", "encode"), [(".csv", csv_format.encode), (".xlsx", xlsx_format.encode)])
def test_sheets_hold_the_same_rows_byte_by_byte_in_every_run(perfnlp, reports, records, tmp_path, ending, encode):
    path = tmp_path / f"rows{ending.upper()}"
    assert perfnlp("annotate", reports, "-o", path).returncode == 0
    assert path.read_bytes() == encode(records)


def test_csv_reads_back_with_the_keys_of_the_schema(records):
    content = csv_format.encode(records)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["actual"] for row in rows] == [record["actual"] for record in records]


def test_standard_input_and_globs_stand_for_reports(perfnlp, reports):
    piped = lines(perfnlp("annotate", "-", stdin=REPORT.encode()))
    assert [row["source"]["path"] for row in piped] == ["-"] * 4
    several = lines(perfnlp("annotate", reports / "*.txt", reports / "sub", reports / "library.txt"))
    assert len(several) == 8, "a file named twice is read once"


def test_what_fails_is_told_and_the_rest_is_written(perfnlp, reports, tmp_path):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    out = tmp_path / "out.jsonl"
    bad = (tmp_path / "missing.txt", tmp_path / "empty.txt", tmp_path / "binary.txt")
    done = perfnlp("annotate", *bad, reports / "library.txt", "-o", out)
    told = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert all(any(path.name in line for line in told[:3]) for path in bad)
    assert len(told) == 4
    assert out.read_text(encoding="utf-8").count("\n") == 4


def test_a_report_without_rows_and_a_strange_file_name_are_no_failure(perfnlp, tmp_path):
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text(REPORT, encoding="utf-8")
    (tmp_path / "plain.txt").write_text("今天天气很好。\n", encoding="utf-8")
    done = perfnlp("annotate", tmp_path)
    assert done.returncode == 0
    assert "没有找到指标" in done.stderr.decode()
    assert len(lines(done)) == 4


def test_a_reader_that_leaves_early_is_no_error(reports):
    command = f"{sys.executable} -m perfnlp annotate {' '.join([str(reports / 'library.txt')])} | true"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="this shell ignores Ctrl+C")
def test_ctrl_c_stops_without_a_traceback_and_keeps_the_old_file(tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    command = [sys.executable, "-m", "perfnlp", "annotate", "-", "-o", str(out)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(REPORT.encode())
    process.stdin.flush()  # it waits for the end of its input
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert told.decode().splitlines() == ["perfnlp: interrupted; no output file was changed."]
    assert out.read_text(encoding="utf-8") == "old"


def test_a_workbook_opens_with_every_text_as_text(records):
    book = load_workbook(io.BytesIO(xlsx_format.encode(records)))
    assert book.sheetnames == ["明细", "汇总"]
    column = next(cell.column for cell in book["明细"][1] if cell.value.endswith("indicator"))
    assert book["明细"].cell(row=3, column=column).value == "=图书上架准确率"
    assert book["明细"].cell(row=3, column=column).data_type == "s"
