"""What a new user gets wrong: one clear line, exit code 2, nothing written."""

import os
import shutil

import pytest
from cli_texts import REPORT

from perfnlp.artifacts import models_root


@pytest.fixture
def report(tmp_path):
    """Return a good report."""
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("missing.txt", None, "does not exist", id="missing"),
        pytest.param("empty.txt", b"", "is empty", id="empty"),
        pytest.param("blank.txt", b" \n\n", "is empty", id="blank"),
        pytest.param("binary.txt", bytes(range(256)) * 20, "no text", id="binary"),
        pytest.param("report.txt", b"%PDF-1.7 ...", "PDF", id="PDF named .txt"),
    ],
)
def test_a_report_that_cannot_be_read(refused, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    told = refused("annotate", tmp_path / name, "-o", tmp_path / "out.xlsx")
    assert name in told
    assert message in told
    assert not (tmp_path / "out.xlsx").exists()


def test_paths_that_stand_for_nothing(refused, tmp_path):
    assert "holds no report" in refused("annotate", tmp_path)
    assert "no file matches" in refused("annotate", tmp_path / "*.txt")
    assert "standard input" in refused("annotate", "-", tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("rows.csv", None, "No such file", id="missing"),
        pytest.param("rows.csv", b"", "is empty", id="empty"),
        pytest.param("rows.csv", b"a,b\n1,2\n", "no column of targets; headings seen: 'a', 'b'", id="no target column"),
        pytest.param("rows.csv", b'target,actual\n"1,2\n3,4\n', "line 2", id="quote never closed"),
        pytest.param("rows.jsonl", b'{"target": "1"}\n{"target": \n', "line 2", id="broken JSON line"),
        pytest.param("rows.jsonl", b"[1]\n", "line 1", id="JSON, but no object"),
        pytest.param("rows.xlsx", b"target,actual\n", "not what the ending .xlsx says", id="CSV named .xlsx"),
        pytest.param("rows.xlsx", b"PK\x03\x04 cut", "no Excel workbook", id="cut workbook"),
    ],
)
def test_rows_that_cannot_be_read(refused, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    told = refused("grade", tmp_path / name, "-o", tmp_path / "out.csv")
    assert name in told
    assert message in told
    assert not (tmp_path / "out.csv").exists()


def test_rubrics_that_are_unknown_or_broken(refused, report, tmp_path):
    broken = tmp_path / "ours.toml"
    broken.write_text("[tiers\n", encoding="utf-8")
    assert "there is no rubric 'nonesuch'" in refused("annotate", report, "--rubric", "nonesuch")
    assert "line 1" in refused("annotate", report, "--rubric", broken)
    assert "ours.toml" in refused("rubrics", "show", broken)


def test_outputs_that_cannot_be_written(refused, report, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    assert "there is no folder" in refused("annotate", report, "-o", tmp_path / "no" / "out.csv")
    assert "it is a folder" in refused("annotate", report, "-o", tmp_path / "folder.csv")
    assert "unknown ending '.docx'" in refused("annotate", report, "-o", tmp_path / "out.docx")
    assert "unknown ending ''" in refused("grade", "--target", "1", "-o", tmp_path / "out")


def test_a_folder_that_may_not_be_written(refused, report, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    assert "no permission" in refused("annotate", report, "-o", folder / "out.csv")


def test_a_model_with_one_changed_byte_or_no_model(refused, report, tmp_path):
    shutil.copytree(models_root() / "grader", tmp_path / "model")
    content = bytearray((tmp_path / "model" / "model.joblib").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "model" / "model.joblib").write_bytes(content)
    assert "was changed" in refused("annotate", report, "--model", tmp_path / "model")
    assert "cannot read the model file" in refused("annotate", report, "--model", tmp_path / "none")


def test_a_failed_run_leaves_the_old_output_and_no_other_file(refused, tmp_path):
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    (tmp_path / "rows.csv").write_text("target,actual\n", encoding="utf-8")
    refused("grade", tmp_path / "rows.csv", "-o", tmp_path / "out.csv", "--rubric", "nonesuch")
    refused("annotate", tmp_path / "missing.txt", "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "rows.csv"]


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_a_missing_corpus(refused, tmp_path, command):
    assert "corpus" in refused(command, "--corpus", tmp_path)


def test_evaluate_without_its_files(refused, tmp_path):
    gold = tmp_path / "a.jsonl"
    gold.touch()
    assert "no report named a" in refused("evaluate", gold, "--reports", tmp_path / "none")
    assert "needs the GOLD files" in refused("evaluate", "--reports", tmp_path)
    assert "there is no folder" in refused("evaluate", gold, "-o", tmp_path / "none" / "figures.json")


def test_as_a_process_it_is_one_line_and_exit_code_2_too(perfnlp, tmp_path):
    done = perfnlp("annotate", tmp_path / "missing.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"perfnlp: '{tmp_path / 'missing.txt'}' does not exist. Check the path.\n"
