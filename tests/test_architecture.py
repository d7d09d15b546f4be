"""The house rules of docs/architecture.md that a machine can check."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "perfnlp").rglob("*.py"))
MOST_LINES = 300
MOST_LINES_OF = {"records.py": 500}  # the one list of records, each field explained
MOST_FUNCTION_LINES = 40


def module_name(path):
    return path.relative_to(ROOT / "perfnlp").as_posix()


def test_imports_keep_the_contracts():
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    }
    if module_name(path).startswith("cli/"):  # a command's options are its signature
        long = {name: length for name, length in long.items() if length > 2 * MOST_FUNCTION_LINES}
    assert long == {}
    assert len(text.splitlines()) <= MOST_LINES_OF.get(module_name(path), MOST_LINES)


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, perfnlp; print(sorted({'typer', 'numpy', 'spacy', 'sklearn', 'jieba'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
