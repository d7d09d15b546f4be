"""`perfnlp train`: rebuild the model from the corpus."""

from pathlib import Path
from typing import Annotated

import typer


def train(
    corpus: Annotated[Path, typer.Option(help="Folder with labelled/*.jsonl and splits.json.")] = Path("corpus"),
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder that gets the model.")] = Path("models/grader"),
    add: Annotated[
        list[Path] | None, typer.Option("--add", help="Labelled rows (JSON Lines) to learn from as well.")
    ] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes; the model does not depend on it.")] = 2,
) -> None:
    """Fit the grader on the development rows of the corpus and write it with manifest and model card.

    \b
    perfnlp train
    perfnlp train --add decisions.jsonl -o models/ours
    """
    from perfnlp.corpus import load_corpus, load_rows
    from perfnlp.training import train as fit_and_save

    rows = load_corpus(corpus) + (load_rows(add) if add else ())
    manifest = fit_and_save(rows, output, jobs=jobs)
    typer.echo(f"{output}: {manifest.model_id}, sha256 {manifest.sha256}", err=True)
    for name, value in manifest.metrics.items():
        typer.echo(f"{name}: {value}", err=True)
