"""`perfnlp evaluate`: measure grading, or extraction and grading, against gold rows."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perfnlp.cli.annotate import DEFAULT_RUBRIC, ModelOption
from perfnlp.errors import CorpusError

if TYPE_CHECKING:
    from perfnlp.corpus import LabelledRow
    from perfnlp.evaluation import ExtractionReport, PeerReport
    from perfnlp.evaluation.ablation import AblationLine
    from perfnlp.evaluation.peers_interface import Peer
    from perfnlp.records import Grade, Status

_MOST_COLUMNS = 12
"""More documents than these are shown as one column for each format."""


def evaluate(
    gold: Annotated[list[Path] | None, typer.Argument(help="Labelled rows (JSON Lines), files or folders.")] = None,
    reports: Annotated[
        Path | None,
        typer.Option(
            help="Folder of reports, or of a folder for each format: annotate NAME.* and compare with gold NAME.jsonl."
        ),
    ] = None,
    corpus: Annotated[Path, typer.Option(help="Used without GOLD: out-of-fold on its development rows.")] = Path(
        "corpus"
    ),
    test: Annotated[bool, typer.Option("--test", help="Without GOLD: the test rows, by the model as it is.")] = False,
    model: ModelOption = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Also train and measure what could be put together from the shelf.")
    ] = False,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="Also tell what each part of the features adds (development rows).")
    ] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Also write the figures as JSON.")] = None,
    errors: Annotated[int, typer.Option(help="How many wrong rows to list.", min=0)] = 10,
) -> None:
    """Measure the grader, or with --reports the whole chain from the file to the grade.

    \b
    perfnlp evaluate                         # development rows of corpus/, out of fold
    perfnlp evaluate --test                  # test rows of corpus/
    perfnlp evaluate --test --peers          # beside its peers, trained on the development rows
    perfnlp evaluate --ablation              # what is lost without each part of the features
    perfnlp evaluate my_rows.jsonl           # your own labelled rows
    perfnlp evaluate gold/*.jsonl --reports reports/
    """
    if reports is not None and peers:
        message = "peers grade labelled rows; leave out --reports."
        raise typer.BadParameter(message, param_hint="--peers")
    if ablation and (gold or test or reports is not None):
        message = "an ablation is measured on the development rows; leave out GOLD, --test and --reports."
        raise typer.BadParameter(message, param_hint="--ablation")
    from perfnlp.export import check_place, write_whole

    if output is not None:
        check_place(output)
    if reports is not None:
        figures = _chain(gold or [], reports, model, errors)
    else:
        figures = _grading(gold, corpus, model, errors, test=test, peers=peers, ablation=ablation)
    if output is not None:
        write_whole(f"{json.dumps(figures, ensure_ascii=False, indent=2)}\n".encode(), output)


def _grading(
    gold: Sequence[Path] | None,
    corpus: Path,
    model: Path | None,
    errors: int,
    *,
    test: bool,
    peers: bool,
    ablation: bool,
) -> dict[str, Any]:
    from perfnlp.corpus import load_corpus, load_rows
    from perfnlp.evaluation import evaluate_grading
    from perfnlp.evaluation.markdown import grading_markdown

    if gold:
        rows = load_rows(gold)
    else:
        split = "test" if test else "development"
        rows = tuple(row for row in load_corpus(corpus) if row.split == split)
    if not rows:
        message = "no labelled rows to measure on: the gold files are empty, or the corpus has no row of that split."
        raise CorpusError(message)
    out_of_fold = not gold and not test
    grades = _out_of_fold(rows) if out_of_fold else _grade(rows, model)
    report = evaluate_grading(rows, grades)
    typer.echo(grading_markdown(report, n_errors=errors))
    figures = asdict(report)
    if peers:
        learned_from = None if out_of_fold else [row for row in load_corpus(corpus) if row.split == "development"]
        figures["peers"] = asdict(_peers(rows, grades, learned_from))
    if ablation:
        figures["ablation"] = [asdict(line) for line in _ablation(rows, grades)]
    return figures


def _ablation(rows: "Sequence[LabelledRow]", grades: "Sequence[Grade]") -> "tuple[AblationLine, ...]":
    from perfnlp.evaluation.ablation import ablation_markdown, evaluate_ablation
    from perfnlp.training import out_of_fold

    lines = evaluate_ablation(rows, [grade.analysis for grade in grades], out_of_fold, jobs=2)
    typer.echo(ablation_markdown(lines))
    return lines


def _peers(
    rows: "Sequence[LabelledRow]", grades: "Sequence[Grade]", learned_from: "Sequence[LabelledRow] | None"
) -> "PeerReport":
    """Measure the peers on `rows`: out of fold, or trained on the rows `learned_from`."""
    from perfnlp.analysis import analyze
    from perfnlp.evaluation import evaluate_peers
    from perfnlp.evaluation.markdown import peers_markdown
    from perfnlp.evaluation.peers import folds, predict_out_of_fold
    from perfnlp.training import N_FOLDS, SEED

    analyses = [grade.analysis for grade in grades]
    learned = analyze([row.indicator for row in learned_from or ()])
    parts = folds(rows, n_folds=N_FOLDS, seed=SEED) if learned_from is None else []

    def predict(peer: "Peer") -> "Sequence[Status]":
        if learned_from is None:
            return predict_out_of_fold(peer, rows, analyses, parts)
        return peer.fit(learned_from, learned).predict(analyses)

    report = evaluate_peers(rows, [grade.status for grade in grades], predict)
    typer.echo(peers_markdown(report))
    return report


def _grade(rows: "Sequence[LabelledRow]", model: Path | None) -> "tuple[Grade, ...]":
    from perfnlp.analysis import analyze
    from perfnlp.grading import load_grader
    from perfnlp.lexicon import load_lexicon

    return load_grader(model).grade(analyze([row.indicator for row in rows], load_lexicon()))


def _out_of_fold(rows: "Sequence[LabelledRow]") -> "tuple[Grade, ...]":
    from perfnlp.training import grade_out_of_fold

    return grade_out_of_fold(rows, jobs=2)


def _chain(gold: Sequence[Path], reports: Path, model: Path | None, errors: int) -> dict[str, Any]:
    from perfnlp import batch
    from perfnlp.cli import console
    from perfnlp.corpus import load_rows
    from perfnlp.evaluation import evaluate_extraction, merge
    from perfnlp.evaluation.documents import whole_markdown
    from perfnlp.evaluation.markdown import chain_markdown

    if not gold:
        message = (
            "--reports needs the GOLD files to compare with, e.g. `perfnlp evaluate gold/*.jsonl --reports reports/`."
        )
        raise CorpusError(message)
    found: dict[str, list[ExtractionReport]] = {}
    files = [(path, form, report) for path in gold for form, report in _reports_of(path, reports)]
    for path, form, report in files:
        result = batch.annotate([report], rubric=DEFAULT_RUBRIC, model=model)
        console.warn(result)
        found.setdefault(form, []).append(evaluate_extraction(report.name, result.records, load_rows([path])))
    several = [report for of_format in found.values() for report in of_format]
    is_long = len(several) > _MOST_COLUMNS
    typer.echo(chain_markdown([merge(*pair) for pair in found.items()] if is_long else several, n_errors=errors))
    typer.echo(whole_markdown(found, n_errors=errors))
    return {
        "documents": [{"format": form, **asdict(report)} for form, of_format in found.items() for report in of_format]
    }


def _reports_of(gold: Path, reports: Path) -> list[tuple[str, Path]]:
    """Return the files that the rows of `gold` were labelled in, each with its format.

    These are the reports of the same name in the folder, whose ending is the format, and in its
    folders, whose names are the formats ("scan-200").
    """
    from perfnlp.reading import SUFFIXES

    name = gold.name.split(".")[0]
    matching = sorted(file for file in reports.rglob("*") if file.stem == name and file.suffix.lower() in SUFFIXES)
    if not matching:
        message = f"no report named {name}.* in the folder {reports}: gold and report share their name."
        raise CorpusError(message)
    return [(file.suffix[1:].lower() if file.parent == reports else file.parent.name, file) for file in matching]
