"""`perfnlp annotate`: reports in, graded and explained indicators out."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perfnlp.errors import ReadingError

if TYPE_CHECKING:
    from perfnlp.batch import Failure, Result

DEFAULT_RUBRIC = "caiyu-2020-10"

RubricOption = Annotated[str, typer.Option("--rubric", help="Preset name (see `perfnlp rubrics`) or TOML file.")]
ModelOption = Annotated[
    Path | None, typer.Option("--model", help="Folder of a model that `perfnlp train` wrote.", show_default="shipped")
]


def annotate(
    paths: Annotated[list[str], typer.Argument(help="Reports, folders or globs; `-` is standard input.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Ending decides the format: .jsonl, .csv, .xlsx.")
    ] = None,
    rubric: RubricOption = DEFAULT_RUBRIC,
    model: ModelOption = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes for large batches.")] = 1,
) -> None:
    """Find and grade the indicators of PATHS.

    Without -o: JSON Lines on stdout, or a table and a summary in a terminal.

    \b
    perfnlp annotate reports/ -o out.xlsx
    perfnlp annotate 'reports/*2023*.txt' --rubric legacy-50 > out.jsonl
    cat report.txt | perfnlp annotate -
    """
    from perfnlp.cli import console
    from perfnlp.export import check_output

    if output is not None:
        check_output(output)
    result = _run(paths, rubric=rubric, model=model, jobs=jobs)
    console.warn(result)
    if len(result.failures) == result.n_documents:
        raise typer.Exit(2)
    console.deliver(result.records, output)
    if result.failures:
        raise typer.Exit(1)


def _run(paths: Sequence[str], *, rubric: str, model: Path | None, jobs: int) -> "Result":
    from perfnlp import batch
    from perfnlp.cli import console
    from perfnlp.reading import read_bytes

    if list(paths) == ["-"]:
        return batch.annotate_report(read_bytes(sys.stdin.buffer.read(), "-"), rubric=rubric, model=model)
    if "-" in paths:
        message = "'-' (standard input) cannot be mixed with other paths: annotate them in a second run."
        raise ReadingError(message)
    found, missing = _find(paths)
    with console.progress_bar(len(found)) as progress:
        result = batch.annotate(found, rubric=rubric, model=model, jobs=jobs, progress=progress)
    return replace(result, failures=missing + result.failures, n_documents=len(missing) + result.n_documents)


def _find(paths: Sequence[str]) -> "tuple[tuple[Path, ...], tuple[Failure, ...]]":
    """Return the reports behind `paths`, and a failure for each path of several that stands for nothing."""
    from perfnlp.batch import Failure
    from perfnlp.reading import find_reports

    good, failures = [], []
    for path in paths:
        try:
            find_reports(path)
        except ReadingError as error:
            if len(paths) == 1:
                raise
            failures.append(Failure(path=path, message=str(error)))
        else:
            good.append(path)
    return find_reports(tuple(good)), tuple(failures)
