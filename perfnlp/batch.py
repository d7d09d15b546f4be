"""The pipeline over many files: in parallel, and one bad file never stops the others."""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfnlp.annotation import Record, to_record
from perfnlp.errors import PerfnlpError
from perfnlp.extraction import extract_rows
from perfnlp.pipeline import Pipeline
from perfnlp.reading import read_report
from perfnlp.reading.rows import TypedText
from perfnlp.records import Proposal, Report
from perfnlp.scoring import equalize

Progress = Callable[[int, int], None]
"""Called with (documents done, documents in all)."""

_CHUNK = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A document that could not be annotated.

    Attributes:
        path: as the user named it.
        message: one sentence.
        details: the traceback where the cause is a bug, else None.
    """

    path: str
    message: str
    details: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a batch gave: records in document order, and what went wrong.

    Attributes:
        records: annotation records.
        failures: documents without records.
        remarks: (document, Chinese sentence) that a person must see, each once.
        n_documents: how many documents were tried.
    """

    records: tuple[Record, ...]
    failures: tuple[Failure, ...]
    remarks: tuple[tuple[str, str], ...]
    n_documents: int


@dataclass(frozen=True, slots=True)
class _Document:
    name: str
    sha256: str | None
    proposals: tuple[Proposal, ...]
    failure: Failure | None = None


def annotate(
    paths: Sequence[Path], *, rubric: str, model: Path | None = None, jobs: int = 1, progress: Progress | None = None
) -> Result:
    """Annotate the reports at `paths`.

    Args:
        paths: files, as `reading.find_reports` gives them.
        rubric: preset name or TOML file.
        model: folder of a model; None is the shipped one.
        jobs: number of processes, >= 1.
        progress: called after each chunk of documents.

    Raises:
        RubricError, ArtifactError: nothing can be annotated at all.
    """
    pipeline = Pipeline.load(rubric=rubric, model=model)
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    documents: list[_Document] = []
    for chunk in _run(chunks, pipeline, rubric=rubric, model=model, jobs=jobs):
        documents.extend(chunk)
        if progress is not None:
            progress(len(documents), len(paths))
    return _result(documents)


def annotate_report(report: Report, *, rubric: str, model: Path | None = None) -> Result:
    """Annotate one report that was read already, e.g. from standard input."""
    pipeline = Pipeline.load(rubric=rubric, model=model)
    return _result([_Document(report.name, report.sha256, pipeline.propose(pipeline.extract(report)))])


def grade_rows(table: Report, *, rubric: str, model: Path | None = None) -> Result:
    """Grade the rows of `table`, read by `reading.rows`; columns without a meaning go into the records untouched.

    Raises:
        ExtractionError: no sheet has a column of targets.
        RubricError, ArtifactError: nothing can be graded at all.
    """
    pipeline = Pipeline.load(rubric=rubric, model=model)
    rows = extract_rows(table, pipeline.lexicon)
    proposals = pipeline.propose([row.indicator for row in rows])
    records = tuple(
        _with_extra(to_record(proposal, sha256=table.sha256), row.extra)
        for row, proposal in zip(rows, proposals, strict=True)
    )
    return Result(records=records, failures=(), remarks=_remarks(table.name, proposals), n_documents=1)


def _with_extra(record: Record, extra: Mapping[str, str]) -> Record:
    """Return `record` and behind it the columns passed through; one named like a key of the record becomes input_…."""
    whole = dict(record)
    for heading, cell in extra.items():
        key = heading
        while key in whole:
            key = f"input_{key}"
        whole[key] = cell.value if isinstance(cell, TypedText) else cell
    return whole


def _run(
    chunks: Sequence[Sequence[Path]], pipeline: Pipeline, *, rubric: str, model: Path | None, jobs: int
) -> Iterator[list[_Document]]:
    if jobs == 1 or len(chunks) == 1:
        yield from (_annotate_chunk(chunk, pipeline) for chunk in chunks)
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=jobs, return_as="generator")
    yield from parallel(delayed(_annotate_in_worker)(chunk, rubric, model) for chunk in chunks)


def _annotate_in_worker(paths: Sequence[Path], rubric: str, model: Path | None) -> list[_Document]:
    return _annotate_chunk(paths, Pipeline.load(rubric=rubric, model=model))


def _annotate_chunk(paths: Sequence[Path], pipeline: Pipeline) -> list[_Document]:
    return [_annotate_one(path, pipeline) for path in paths]


def _annotate_one(path: Path, pipeline: Pipeline) -> _Document:
    try:
        report = read_report(path)
        return _Document(report.name, report.sha256, pipeline.propose(pipeline.extract(report)))
    except PerfnlpError as error:
        return _Document(str(path), None, (), Failure(path=str(path), message=str(error)))
    except Exception as error:  # noqa: BLE001  the one boundary of a batch: the others go on
        message = f"{path}: {type(error).__name__}: {error}"
        return _Document(str(path), None, (), Failure(path=str(path), message=message, details=traceback.format_exc()))


def _result(documents: Iterable[_Document]) -> Result:
    documents = tuple(documents)
    proposals = equalize(proposal for document in documents for proposal in document.proposals)
    remarks = (_remarks(document.name, document.proposals) for document in documents if document.failure is None)
    digests = [document.sha256 for document in documents for _ in document.proposals]
    return Result(
        records=tuple(to_record(proposal, sha256=sha256) for proposal, sha256 in zip(proposals, digests, strict=True)),
        failures=tuple(document.failure for document in documents if document.failure is not None),
        remarks=tuple(remark for several in remarks for remark in several),
        n_documents=len(documents),
    )


def _remarks(document: str, proposals: Sequence[Proposal]) -> tuple[tuple[str, str], ...]:
    """Return (document, remark) for what a person must see: each remark of a row once, or that there is no row."""
    if not proposals:
        return ((document, "没有找到指标，请核对文件内容。"),)
    rows = (proposal.grade.analysis.indicator for proposal in proposals)
    return tuple(dict.fromkeys((document, remark) for row in rows for remark in row.remarks))
