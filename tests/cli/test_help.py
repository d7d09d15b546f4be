import subprocess
import sys

import pytest

COMMANDS = (
    "annotate", "grade", "show", "review", "export", "import",
    "rubrics", "rubrics show", "schema", "train", "evaluate",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_shows_an_example(perfnlp, command):
    done = perfnlp(*command.split(), "--help")
    assert done.returncode == 0
    examples = [line for line in done.stdout.decode().splitlines() if line.strip().startswith("perfnlp ")]
    assert any(line.strip().startswith(f"perfnlp {command}") for line in examples)


def test_help_lists_the_commands_and_version_is_one_line(perfnlp):
    helped, version = perfnlp("--help"), perfnlp("--version")
    assert all(command.split()[0] in helped.stdout.decode() for command in COMMANDS)
    assert version.stdout.decode().split()[0] == "perfnlp"
    assert (helped.returncode, version.returncode, version.stderr) == (0, 0, b"")


def test_no_argument_shows_the_help_and_fails(perfnlp):
    done = perfnlp()
    assert done.returncode == 2
    assert "Commands:" in done.stderr.decode()


def test_importing_the_command_line_loads_nothing_heavy():
    heavy = {"jieba", "joblib", "numpy", "openpyxl", "rich", "scipy", "sklearn", "spacy"}
    code = f"import sys, perfnlp.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("foo",), "No such command 'foo'", id="unknown command"),
        pytest.param(("annotate",), "Missing argument", id="missing argument"),
        pytest.param(("annotate", "x", "--nope"), "--nope", id="unknown option"),
        pytest.param(("annotate", "x", "-o"), "requires an argument", id="option without its value"),
        pytest.param(("annotate", "x", "-j", "0"), "--jobs", id="value out of range"),
        pytest.param(("annotate", "x", "-j", "two"), "--jobs", id="value of another type"),
        pytest.param(("rubrics", "show"), "Missing argument", id="missing name"),
        pytest.param(("grade",), "--target", id="neither file nor row"),
        pytest.param(("grade", "x.csv", "--target", "1"), "either", id="file and row"),
        pytest.param(("grade", "--target", "1", "--points", "三"), "--points must be a number", id="points are text"),
        pytest.param(("grade", "--target", "1", "--points", "1e9999"), "from 0 to", id="absurd points"),
        pytest.param(("grade", "--target", "1", "--self-score", "-1"), "--self-score", id="negative score"),
        pytest.param(("grade", "--target", b"\xff".decode(errors="surrogateescape")), "no UTF-8", id="bytes, not text"),
    ],
)
def test_wrong_use_is_one_line_that_says_what_is_wrong(refused, arguments, message):
    assert message in refused(*arguments)


def test_schema_and_rubrics_print_what_they_say(perfnlp):
    assert b"annotation record" in perfnlp("schema").stdout
    listed = perfnlp("rubrics").stdout.decode().splitlines()
    assert listed[0].startswith("caiyu-2020-10\t")
    assert "80%" in perfnlp("rubrics", "show", "legacy-50").stdout.decode()
