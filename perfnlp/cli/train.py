"""`perfnlp train`: rebuild the model from the corpus."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from perfnlp.annotation import Record
    from perfnlp.corpus import LabelledRow


def train(
    corpus: Annotated[Path, typer.Option(help="Folder with labelled/*.jsonl and splits.json.")] = Path("corpus"),
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder that gets the model.")] = Path("models/grader"),
    add: Annotated[
        list[Path] | None,
        typer.Option("--add", help="Review stores or labelled rows (JSON Lines) to learn from as well."),
    ] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes; the model does not depend on it.")] = 2,
) -> None:
    """Fit the grader on the development rows of the corpus and write it with manifest and model card.

    \b
    perfnlp train
    perfnlp train --add out.pfreview -o models/ours
    perfnlp train --add decisions.jsonl -o models/ours
    """
    from perfnlp.corpus import load_corpus
    from perfnlp.training import train as fit_and_save

    rows = load_corpus(corpus) + load_added(add or ())
    manifest = fit_and_save(rows, output, jobs=jobs)
    typer.echo(f"{output}: {manifest.model_id}, sha256 {manifest.sha256}", err=True)
    for name, value in manifest.metrics.items():
        typer.echo(f"{name}: {value}", err=True)


def load_added(paths: Sequence[Path]) -> "tuple[LabelledRow, ...]":
    """Return the rows to learn from in review stores and files of labelled rows."""
    from perfnlp.corpus import load_rows, to_rows
    from perfnlp.review.store import SUFFIX

    files = [path for path in paths if path.suffix != SUFFIX]
    stores = [path for path in paths if path.suffix == SUFFIX]
    decided = (row for path in stores for row in to_rows(_decisions(path), origin=str(path)))
    return (*(load_rows(files) if files else ()), *decided)


def _decisions(path: Path) -> "list[Record]":
    """Return the records of a store with the statuses that persons gave them; bulk acceptance teaches nothing."""
    from perfnlp.cli.review import open_existing
    from perfnlp.review.outcomes import final

    with open_existing(path) as store:
        rows, entries = store.rows(), store.entries()
    decided = ((row.record, ended.decision) for row, ended in zip(rows, final(rows, entries).values(), strict=True))
    return [
        {**record, "status": entry.status.value}
        for record, entry in decided
        if entry is not None and entry.status is not None and not entry.basis.startswith("bulk")
    ]
