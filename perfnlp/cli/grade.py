"""`perfnlp grade`: the same grading for rows that are a table already, or for one row."""

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perfnlp.cli.annotate import DEFAULT_RUBRIC, ModelOption, RubricOption
from perfnlp.errors import ExtractionError

if TYPE_CHECKING:
    from perfnlp.records import Indicator

_MOST_POINTS = 1_000_000


def grade(
    file: Annotated[
        Path | None, typer.Argument(help="Rows: .jsonl, .csv or .xlsx; `-` is standard input (JSON Lines or CSV).")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Ending decides the format: .jsonl, .csv, .xlsx.")
    ] = None,
    indicator: Annotated[str, typer.Option(help="One row: its name (三级指标).")] = "",
    target: Annotated[str | None, typer.Option(help="One row: its target (年度指标值).")] = None,
    actual: Annotated[str | None, typer.Option(help="One row: what was achieved (实际完成值).")] = None,
    points: Annotated[str | None, typer.Option(help="One row: its points (分值).")] = None,
    self_score: Annotated[str | None, typer.Option(help="One row: the score it gave itself (自评得分).")] = None,
    note: Annotated[str | None, typer.Option(help="One row: its note (偏差原因).")] = None,
    rubric: RubricOption = DEFAULT_RUBRIC,
    model: ModelOption = None,
    json: Annotated[bool, typer.Option("--json", help="One row: print the record instead of its reasons.")] = False,
) -> None:
    """Grade the rows of FILE, or one row given by options.

    Columns are named in English (indicator, target, actual, points, self_score, level1,
    level2, note) or by the headings of Chinese forms, in any order; unknown columns are
    passed through. Without -o: JSON Lines on stdout, or a table in a terminal.

    \b
    perfnlp grade rows.xlsx -o graded.xlsx
    perfnlp grade rows.csv > graded.jsonl
    perfnlp grade --target 明显提升 --actual 有所提升 --points 3
    """
    if (file is None) == (target is None and actual is None):
        message = "give either a FILE of rows, or one row by --target and --actual."
        raise ExtractionError(message)
    if file is not None:
        _grade_file(file, output, rubric=rubric, model=model)
        return
    row = _indicator(indicator, target, actual, note, points=points, self_score=self_score)
    _grade_one(row, output, rubric=rubric, model=model, as_json=json)


def _grade_one(row: "Indicator", output: Path | None, *, rubric: str, model: Path | None, as_json: bool) -> None:
    from perfnlp.annotation import to_record
    from perfnlp.cli import console
    from perfnlp.export import check_output, write_records
    from perfnlp.pipeline import Pipeline

    if output is not None:
        check_output(output)
    proposals = Pipeline.load(rubric=rubric, model=model).propose([row])
    record = to_record(proposals[0], sha256=None)
    if output is not None:
        write_records([record], output)
    elif as_json:
        console.write_lines([record])
    else:
        console.show_reasons(record)


def _grade_file(file: Path, output: Path | None, *, rubric: str, model: Path | None) -> None:
    from perfnlp import batch
    from perfnlp.cli import console
    from perfnlp.export import check_output
    from perfnlp.reading.rows import read_rows, read_rows_bytes

    if output is not None:
        check_output(output)
    table = read_rows_bytes(sys.stdin.buffer.read(), "-") if str(file) == "-" else read_rows(file)
    result = batch.grade_rows(table, rubric=rubric, model=model)
    console.warn(result)
    console.deliver(result.records, output)
    if result.remarks:
        raise typer.Exit(1)


def _indicator(
    name: str, target: str | None, actual: str | None, note: str | None, *, points: str | None, self_score: str | None
) -> "Indicator":
    from perfnlp.records import Indicator, Locator

    for text in filter(None, (name, target, actual, note)):
        if any("\ud800" <= character <= "\udfff" for character in text):
            message = f"the options hold bytes that are no UTF-8 text: {text!r}. Check the terminal's encoding."
            raise ExtractionError(message)
    return Indicator(
        id="command-line",
        name=name,
        target=target,
        actual=actual,
        note=note,
        points=_number(points, "--points"),
        self_score=_number(self_score, "--self-score"),
        locator=Locator(document="-"),
    )


def _number(text: str | None, option: str) -> Decimal | None:
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= _MOST_POINTS:
        message = f"{option} must be a number from 0 to {_MOST_POINTS}, got {text!r}."
        raise ExtractionError(message)
    return value
