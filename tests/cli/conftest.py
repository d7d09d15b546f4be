"""The command line as a process, and fictional files to feed it."""

import json
import os
import subprocess
import sys

import pytest
from cli_texts import OTHER, REPORT

from perfnlp.cli import main


@pytest.fixture(scope="session")
def perfnlp():
    """Return a function that runs `perfnlp ARGUMENTS` and waits for it."""

    def run(*arguments, stdin=None, **environment):
        return subprocess.run(
            [sys.executable, "-m", "perfnlp", *map(str, arguments)],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def refused(monkeypatch, capfd):
    """Return a function that runs a command which must fail with one line, and gives that line.

    It runs in this process, so that the many wrong inputs cost one start.
    """

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["perfnlp", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, told = capfd.readouterr()
        assert (stopped.value.code, out, told.count("\n")) == (2, "", 1), told
        assert told.startswith("perfnlp: ")
        return told

    return run


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """Return a folder with two good reports, one of them in a folder of its own."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "library.txt").write_text(REPORT, encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "culture.txt").write_text(OTHER, encoding="gb18030")
    (folder / "photo.heic").write_bytes(b"\xff\xd8")
    return folder


@pytest.fixture(scope="session")
def annotated(perfnlp, reports, tmp_path_factory):
    """Return the JSON Lines file of the folder and the process that wrote it."""
    path = tmp_path_factory.mktemp("out") / "rows.jsonl"
    done = perfnlp("annotate", reports, "-o", path, PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr.decode()
    return path, done


@pytest.fixture(scope="session")
def records(annotated):
    """Return the records of the two reports."""
    return [json.loads(line) for line in annotated[0].read_text(encoding="utf-8").splitlines()]
