"""The wheel, installed alone: its model, word lists, rubrics and schema travel with it."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


def run(*command, **how):
    done = subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, encoding="utf-8", check=False, **how
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (path,) = folder.glob("perfnlp-*.whl")
    return path


def test_the_wheel_holds_everything_that_a_run_reads(wheel):
    names = set(ZipFile(wheel).namelist())
    data = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "perfnlp").rglob("*")
        if path.suffix in {".tsv", ".txt", ".toml", ".json", ".typed"}
    }
    models = {f"perfnlp/models/grader/{name}" for name in ("model.joblib", "manifest.json", "README.md")}
    assert len(data) > 10
    assert data | models <= names
    assert not [name for name in names if name.startswith(("tests/", "corpus/"))]


def test_the_installed_wheel_annotates_outside_the_checkout(wheel, samples, tmp_path):
    run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", tmp_path / "site", wheel)
    report = tmp_path / "report.txt"
    report.write_bytes(next(samples.glob("*.txt")).read_bytes())
    # -S keeps the links of editable installs off sys.path; the dependencies are found by their folder
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), *sorted(libraries)]),
        "PYTHONIOENCODING": "utf-8",
    }
    code = "import sys, perfnlp; print(perfnlp.__file__); print(sys.path)"
    where, path = run("-S", "-c", code, cwd=tmp_path, env=environment).splitlines()
    assert where.startswith(str(tmp_path))
    assert repr(str(ROOT)) not in path
    rows = run("-S", "-m", "perfnlp", "annotate", report.name, cwd=tmp_path, env=environment).splitlines()
    assert rows
    assert json.loads(rows[0])["source"]["path"] == "report.txt"
