"""Files of every kind behind `perfnlp annotate`: archives, pages, locked and bad ones."""

import json
import os
import zipfile

from cli_texts import OTHER, REPORT

PAGE = (
    "<html><body><table><tr><td>三级指标<td>年度指标值<td>实际完成值<td>分值"
    "<tr><td>修路<td>≥3条<td>3条<td>5</table></body></html>"
)


def paths_of(done):
    return [json.loads(line)["source"]["path"] for line in done.stdout.decode().splitlines()]


def test_a_folder_of_many_kinds_gives_what_can_be_read_and_tells_the_rest(perfnlp, tmp_path):
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "b.xls").write_text(PAGE, encoding="gb18030")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("镇/other.txt", OTHER)
        archive.writestr("镇/copy.txt", REPORT)
    (tmp_path / "cut.zip").write_bytes((tmp_path / "c.zip").read_bytes()[:200])
    (tmp_path / "zero.docx").touch()
    (tmp_path / "self").symlink_to(tmp_path, target_is_directory=True)
    done = perfnlp("annotate", tmp_path)
    assert done.returncode == 1
    places = [str(tmp_path / "a.txt")] * 4 + [str(tmp_path / "b.xls")] + [f"{tmp_path}/c.zip/镇/other.txt"] * 4
    assert paths_of(done) == places
    told = done.stderr.decode().splitlines()
    assert len(told) == 3
    assert "cut.zip" in told[0]
    assert "zero.docx" in told[1]
    assert told[2] == f"perfnlp: {tmp_path}/c.zip/镇/copy.txt: 与“{tmp_path}/a.txt”内容完全相同，未重复评定。"


def test_only_bad_files_and_pipes_are_exit_code_two(refused, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"Rar!\x1a\x07\0")
    os.mkfifo(tmp_path / "pipe")
    assert "RAR and 7z are not read" in refused("annotate", tmp_path, "-o", tmp_path / "out.csv")
    assert "no regular file" in refused("annotate", tmp_path / "pipe", "-o", tmp_path / "out.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "pipe"]


def test_standard_input_is_read_by_its_content(perfnlp):
    done = perfnlp("annotate", "-", stdin=PAGE.encode("gb18030"))
    assert (done.returncode, done.stderr, paths_of(done)) == (0, b"", ["-"])


def test_a_password_file_that_cannot_be_read_is_told(refused, tmp_path):
    (tmp_path / "bad.txt").write_bytes("密码".encode("gb18030"))
    assert "No such file" in refused("annotate", tmp_path, "--password-file", tmp_path / "none.txt")
    assert "no UTF-8 text" in refused("annotate", tmp_path, "--password-file", tmp_path / "bad.txt")


def test_resuming_needs_an_output_and_files(refused, tmp_path):
    assert "--resume" in refused("annotate", tmp_path, "--resume")
    assert "--resume" in refused("annotate", "-", "--resume", "-o", tmp_path / "out.csv")


def test_a_resumed_run_writes_the_whole_output_and_leaves_no_journal(perfnlp, reports, annotated, tmp_path):
    out = tmp_path / "out.jsonl"
    (tmp_path / "out.jsonl.part").write_bytes(b'{"reading": ["0.0", 1]}\n{"cut')
    assert perfnlp("annotate", reports, "-o", out, "--resume").returncode == 0
    assert out.read_bytes() == annotated[0].read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
