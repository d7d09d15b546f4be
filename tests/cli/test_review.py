"""`perfnlp review` as a process: stores beside their source, scripts by a pipe, the terminal, the browser."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress

import pytest
from cli_texts import REPORT

KEYS = b"k\nk\nu\nz\nq\n"


@pytest.fixture
def rows(annotated, tmp_path):
    """Return a copy of the annotated rows with no store beside it yet."""
    return shutil.copy(annotated[0], tmp_path / "rows.jsonl")


def test_a_file_of_rows_gets_a_store_beside_it_that_is_opened_again(perfnlp, rows):
    done = perfnlp("review", rows, "--plain", "--reviewer", "李审", stdin=KEYS)
    assert done.returncode == 0, done.stderr.decode()
    assert "已定2 余6" in done.stdout.decode()
    store = rows.with_name("rows.pfreview")
    assert sorted(path.name for path in rows.parent.iterdir()) == ["rows.jsonl", "rows.pfreview"]
    again = perfnlp("review", store, "--plain", "--reviewer", "李审", stdin=b"").stdout.decode()
    assert "已定2 余6" in again
    other = perfnlp("review", rows, "--plain", "--reviewer", "王审", stdin=b"").stdout.decode()
    assert "已定0 余8" in other


def test_a_report_and_a_folder_are_annotated_first(perfnlp, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "library.txt").write_text(REPORT, encoding="utf-8")
    for path, store in ((folder, "reports.pfreview"), (folder / "library.txt", "reports/library.txt.pfreview")):
        done = perfnlp("review", path, "--plain", "--rubric", "legacy-50", stdin=b"q\n")
        assert "已定0 余4" in done.stdout.decode(), done.stderr.decode()
        assert (tmp_path / store).is_file()


def test_differing_decisions_are_adjudicated_and_the_store_verified(perfnlp, rows):
    store = rows.with_name("rows.pfreview")
    first = b"g 3\n1\n"
    assert perfnlp("review", rows, "--plain", "--reviewer", "甲", stdin=first).returncode == 0
    perfnlp("review", store, "--plain", "--reviewer", "乙", stdin=first.replace(b"1", b"3"))
    agreed = perfnlp("review", "agreement", store).stdout.decode()
    assert "乙 与 甲：1份报告1行\n  结果相同：0.0%" in agreed
    done = perfnlp("review", "adjudicate", store, "--reviewer", "组长", "--plain", stdin=b"6\n")
    assert "意见6：甲" in done.stdout.decode()
    assert "已定1 余0" in done.stdout.decode()
    own = perfnlp("review", "adjudicate", store, "--reviewer", "甲", "--plain", stdin=b"6\n")
    assert (own.returncode, "须由他人裁定" in own.stderr.decode()) == (2, True)
    verified = perfnlp("review", "verify", store)
    assert (verified.returncode, verified.stdout.decode()[:3]) == (0, "3条记")


def test_a_cut_store_is_recovered(perfnlp, rows):
    perfnlp("review", rows, "--plain", stdin=KEYS)
    store = rows.with_name("rows.pfreview")
    store.write_bytes(store.read_bytes()[:-4096])
    done = perfnlp("review", "recover", store)
    assert done.returncode in (0, 1)
    assert done.stdout.decode().strip()
    assert rows.with_name("rows.recovered.pfreview").is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("review", "{}/none.pfreview"), "there is no review store", id="no store"),
        pytest.param(("review", "verify", "{}/none.pfreview"), "there is no review store", id="none to verify"),
        pytest.param(("review", "{}/none.txt"), "does not exist", id="no report"),
        pytest.param(("review", "{}/rows.jsonl", "--audit", "x"), "--audit", id="no share"),
        pytest.param(("review", "{}/rows.jsonl", "--audit", "101%"), "--audit", id="more than all"),
        pytest.param(("review", "{}/rows.jsonl", "--reviewer", " "), "--reviewer", id="no name"),
        pytest.param(("review", "{}/rows.jsonl", "--rubric", "four-tier"), "rubric", id="another rubric"),
        pytest.param(("review", "{}/rows.jsonl"), "needs a terminal", id="no terminal"),
        pytest.param(("review", "{}/empty.jsonl", "--plain"), "no indicator", id="no rows"),
        pytest.param(("review", "{}/twice.jsonl", "--plain"), "two rows with one id", id="an id twice"),
    ],
)
def test_wrong_use_is_one_line_and_begins_no_store(refused, rows, arguments, message):
    line = rows.read_text(encoding="utf-8").splitlines()[0] + "\n"
    (rows.parent / "empty.jsonl").write_text("", encoding="utf-8")
    (rows.parent / "twice.jsonl").write_text(line * 2, encoding="utf-8")
    assert message in refused(*(argument.format(rows.parent) for argument in arguments))
    if message != "needs a terminal" and "--rubric" not in arguments:
        assert not list(rows.parent.glob("*.pfreview"))


def test_a_model_that_did_not_grade_the_rows_vouches_for_nothing(perfnlp, rows):
    records = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    for record in records:
        record |= {"decided_by": "grader-of-others", "needs_review": False}
    rows.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    assert "不能批量采纳" in perfnlp("review", rows, "--plain", stdin=b"b\ny\n").stdout.decode()


def terminal(*arguments, keys, environment):
    """Run `perfnlp ARGUMENTS` in a terminal of 80x24, press `keys` and return every byte it wrote."""
    pid, master = pty.fork()
    if pid == 0:  # the child, in the terminal
        size = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-m", "perfnlp", *map(str, arguments)]
        os.execve(sys.executable, command, os.environ | size | environment)  # noqa: S606  a terminal needs a fork
    out, left, waiting = b"", list(keys), time.monotonic() + 60
    with suppress(OSError):  # the other end is closed
        while time.monotonic() < waiting and (piece := os.read(master, 65536)):
            out += piece
            if left and out.count("已定".encode()) and left[0][0].encode() in out:
                os.write(master, left.pop(0)[1].encode())
    os.close(master)
    assert os.waitpid(pid, 0)[1] == 0
    return out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("no_color", [pytest.param(True, id="NO_COLOR"), pytest.param(False, id="colours")])
def test_the_screen_in_a_terminal_with_and_without_colour(rows, no_color):
    keys = [("按?看按键说明", "u"), ("退回", "q")]
    out = terminal("review", rows, keys=keys, environment={"NO_COLOR": "1"} if no_color else {})
    codes = {code for found in re.findall(rb"\x1b\[([\d;]*)m", out) for code in found.split(b";")}
    is_coloured = bool(codes & {b"31", b"32", b"35", b"38", b"48"})
    assert is_coloured is not no_color


@pytest.mark.skipif(sys.platform == "win32", reason="stops by a signal")
def test_the_browser_needs_the_random_address(rows):
    pytest.importorskip("textual_serve")
    command = [sys.executable, "-m", "perfnlp", "review", str(rows), "--web"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            told = next(line for line in server.stderr if "http" in line)
            address = re.search(r"http://127\.0\.0\.1:\d+/", told).group()
            secret = re.search(r"http://\S+/[\w-]{40,}/", told).group()
            answer = urllib.request.urlopen(secret, timeout=10)  # noqa: S310
            page = answer.read().decode()
            assert (
                answer.headers["Referrer-Policy"],
                "font-src 'self'" in answer.headers["Content-Security-Policy"],
            ) == (
                "no-referrer",
                True,
            )
            assert f"ws://{secret.removeprefix('http://')}ws" in page
            for path in ("", "ws", "static/js/textual.js", "wrong/"):
                with pytest.raises(urllib.error.HTTPError, match="403"):
                    urllib.request.urlopen(address + path, timeout=10)  # noqa: S310
        finally:
            server.terminate()  # SIGINT is ignored by what runs in the background of a shell
