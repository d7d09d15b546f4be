"""`perfnlp corpus`: what the labelled rows are."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer


def corpus(
    folder: Annotated[Path, typer.Argument(help="Folder with labelled/*.jsonl and splits.json.")] = Path("corpus"),
    assign_splits: Annotated[
        bool, typer.Option("--assign-splits", help="Draw splits.json anew (by document, near-duplicates together).")
    ] = False,
) -> None:
    """Print the counts of the corpus, its near-duplicates and the agreement of its two readers.

    \b
    perfnlp corpus
    perfnlp corpus --assign-splits     # after rows were added
    """
    from perfnlp.corpus import load_corpus, load_rows
    from perfnlp.evaluation import statement

    if assign_splits:
        test = statement.assign_splits(load_rows([folder / "labelled"]))
        (folder / "splits.json").write_text(json.dumps({"test": test}, ensure_ascii=False, indent=0) + "\n", "utf-8")
    rows = load_corpus(folder)
    _show("source and split", statement.count(rows, lambda row: f"{row.source}, {row.split}"))
    authored = [row for row in rows if row.phenomenon]
    _show("phenomenon", statement.count(authored, lambda row: row.phenomenon or ""))
    _show("domain", statement.count(authored, lambda row: row.domain or "none"))
    pairs = statement.near_duplicates(rows)
    crossing = sum(rows[one].split != rows[other].split for one, other in pairs)
    typer.echo(f"near-duplicate pairs (cosine >= {statement.NEAR}): {len(pairs)}, across splits: {crossing}")
    second = folder / "second_reading.jsonl"
    if second.is_file():
        found = statement.agreement(rows, second)
        typer.echo(
            f"second reading of {found.n_rows} rows: same status {found.same:.3f}, defensible {found.defensible:.3f}, "
            f"kappa {found.kappa:.3f}, quadratic-weighted kappa on the ordered statuses {found.ordered_kappa:.3f}"
        )
        typer.echo("kappa by status: " + ", ".join(f"{name} {value:.3f}" for name, value in found.by_status.items()))


def _show(title: str, table: Mapping[str, Counter[str]]) -> None:
    from perfnlp.records import Status

    typer.echo(f"| {title} | " + " | ".join(Status) + " | all |")
    typer.echo("|---|" + "---|" * (len(Status) + 1))
    for name, counts in table.items():
        typer.echo(f"| {name} | " + " | ".join(str(counts[status]) for status in Status) + f" | {counts.total()} |")
    typer.echo("")
