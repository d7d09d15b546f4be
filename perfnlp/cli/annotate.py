"""`perfnlp annotate`: reports in, graded and explained indicators out."""

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perfnlp.errors import ReadingError

if TYPE_CHECKING:
    from perfnlp.batch import Failure, Result
    from perfnlp.journal import Journal
    from perfnlp.reading import ReadingOptions, Source

DEFAULT_RUBRIC = "caiyu-2020-10"

RubricOption = Annotated[str, typer.Option("--rubric", help="Preset name (see `perfnlp rubrics`) or TOML file.")]
ModelOption = Annotated[
    Path | None, typer.Option("--model", help="Folder of a model that `perfnlp train` wrote.", show_default="shipped")
]
PasswordOption = Annotated[
    Path | None, typer.Option("--password-file", help="Passwords of locked files, one a line, UTF-8.")
]


def annotate(
    paths: Annotated[list[str], typer.Argument(help="Reports, archives, folders or globs; `-` is standard input.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Ending decides the format: .jsonl, .csv, .xlsx.")
    ] = None,
    rubric: RubricOption = DEFAULT_RUBRIC,
    model: ModelOption = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes for large batches.")] = 1,
    password_file: PasswordOption = None,
    max_pages: Annotated[
        int, typer.Option("--max-pages", min=1, help="Pages of one document that are read; the others are told.")
    ] = 2000,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an interrupted run that had the same -o.")
    ] = False,
) -> None:
    """Find and grade the indicators of PATHS.

    Without -o: JSON Lines on stdout, or a table and a summary in a terminal.

    \b
    perfnlp annotate reports/ -o out.xlsx
    perfnlp annotate 'reports/*2023*.txt' --rubric legacy-50 > out.jsonl
    cat report.txt | perfnlp annotate -
    perfnlp annotate batch.zip locked.pdf --password-file passwords.txt -o out.xlsx
    perfnlp annotate reports/ -o out.xlsx --resume
    """
    from perfnlp.cli import console
    from perfnlp.export import check_output
    from perfnlp.reading import ReadingOptions

    if output is not None:
        check_output(output)
    if resume and (output is None or "-" in paths):
        message = "it needs files and the output (-o) of the run that was interrupted."
        raise typer.BadParameter(message, param_hint="--resume")
    options = ReadingOptions(passwords=console.passwords(password_file), n_pages=max_pages)
    with _journal(paths, output, options, resume=resume) as journal:
        if paths == ["-"]:
            result = _annotate_input(options, rubric=rubric, model=model)
        else:
            result = _annotate_files(paths, options, journal, rubric=rubric, model=model, jobs=jobs)
        console.warn(result)
        is_all_lost = len(result.failures) == result.n_documents
        if not is_all_lost:
            console.deliver(result.records, output)
    if result.failures:
        raise typer.Exit(2 if is_all_lost else 1)


def _journal(
    paths: Sequence[str], output: Path | None, options: "ReadingOptions", *, resume: bool
) -> "AbstractContextManager[Journal | None]":
    """Return the journal of a run that can be resumed: one that reads files and writes a file."""
    from perfnlp.journal import Journal

    if output is None or "-" in paths:
        return nullcontext()
    return Journal(output, options, resumes=resume)


def _annotate_input(options: "ReadingOptions", *, rubric: str, model: Path | None) -> "Result":
    from perfnlp import batch
    from perfnlp.cli import console
    from perfnlp.reading import read_bytes

    with console.progress_bars(1) as (_documents, on_page):
        report = read_bytes(sys.stdin.buffer.read(), "-", options=replace(options, on_page=on_page))
        return batch.annotate_report(report, rubric=rubric, model=model)


def _annotate_files(
    paths: Sequence[str],
    options: "ReadingOptions",
    journal: "Journal | None",
    *,
    rubric: str,
    model: Path | None,
    jobs: int,
) -> "Result":
    from perfnlp import batch
    from perfnlp.cli import console

    if "-" in paths:
        message = "'-' (standard input) cannot be mixed with other paths: annotate them in a second run."
        raise ReadingError(message)
    found, missing = _find(paths, options)
    with console.progress_bars(len(found)) as (progress, on_page):
        reading = replace(options, on_page=on_page)
        result = batch.annotate(
            found, rubric=rubric, model=model, jobs=jobs, progress=progress, options=reading, journal=journal
        )
    return replace(result, failures=missing + result.failures, n_documents=len(missing) + result.n_documents)


def _find(paths: Sequence[str], options: "ReadingOptions") -> "tuple[tuple[Source, ...], tuple[Failure, ...]]":
    """Return the reports behind `paths`, and a failure for each path of several that stands for nothing."""
    from perfnlp.batch import Failure
    from perfnlp.reading import find_reports

    found: dict[object, Source] = {}
    failures = []
    for path in paths:
        try:
            sources = find_reports(path, options=options)
        except ReadingError as error:
            if len(paths) == 1:
                raise
            failures.append(Failure(path=path, message=str(error)))
        else:
            for source in sources:
                found.setdefault(source.place, source)
    return tuple(found.values()), tuple(failures)
