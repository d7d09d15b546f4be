"""The pipeline over many files: in parallel, and one bad file never stops the others."""

import hashlib
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from perfnlp.annotation import Record, to_record
from perfnlp.errors import PerfnlpError
from perfnlp.extraction import extract_rows
from perfnlp.journal import Journal, Kept
from perfnlp.pipeline import Pipeline
from perfnlp.reading import ReadingOptions, Source, read_bytes
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """One document that was tried: `read` and its proposals, or a failure."""

    read: Kept | None = None
    proposals: tuple[Proposal, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setup:
    """What a worker needs to know beside the documents."""

    rubric: str
    model: Path | None
    options: ReadingOptions


def annotate(
    sources: Sequence[Source | Path],
    *,
    rubric: str,
    model: Path | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    options: ReadingOptions | None = None,
    journal: Journal | None = None,
) -> Result:
    """Annotate the reports at `sources`; of several with the same bytes only the first, with a remark.

    Args:
        sources: reports, as `reading.find_reports` gives them, or files.
        rubric: preset name or TOML file.
        model: folder of a model; None is the shipped one.
        jobs: number of processes, >= 1.
        progress: called after each chunk of documents.
        options: passwords and limits; `on_page` is called in a single process only.
        journal: keeps what was read, and knows what an interrupted run had read.

    Raises:
        RubricError, ArtifactError: nothing can be annotated at all.
        OutputError: the journal cannot be written.
    """
    setup = _Setup(rubric=rubric, model=model, options=options or ReadingOptions())
    pipeline = Pipeline.load(rubric=rubric, model=model)
    kept = {} if journal is None else journal.kept
    all_sources = [Source(path=source) if isinstance(source, Path) else source for source in sources]
    tasks = [(source, kept.get(source.name)) for source in all_sources]
    chunks = [tasks[start : start + _CHUNK] for start in range(0, len(tasks), _CHUNK)]
    documents: list[_Document] = []
    for chunk in _run(chunks, pipeline, setup, jobs):
        documents.extend(chunk)
        if journal is not None:
            journal.add(document.read for document in chunk if document.read is not None)
        if progress is not None:
            progress(len(documents), len(sources))
    return _result(documents)


def annotate_report(report: Report, *, rubric: str, model: Path | None = None) -> Result:
    """Annotate one report that was read already, e.g. from standard input."""
    pipeline = Pipeline.load(rubric=rubric, model=model)
    return _result([_propose(_extract(report, pipeline), pipeline)])


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
    return Result(records=records, failures=(), remarks=_remarks(table.name, table.remarks, proposals), n_documents=1)


def _with_extra(record: Record, extra: Mapping[str, str]) -> Record:
    """Return `record` and behind it the columns passed through; one named like a key of the record becomes input_…."""
    whole = dict(record)
    for heading, cell in extra.items():
        key = heading
        while key in whole:
            key = f"input_{key}"
        whole[key] = cell.value if isinstance(cell, TypedText) else cell
    return whole


_Task = tuple[Source, Kept | None]


def _run(chunks: Sequence[Sequence[_Task]], pipeline: Pipeline, setup: _Setup, jobs: int) -> Iterator[list[_Document]]:
    if jobs == 1 or len(chunks) == 1:
        yield from (_annotate_chunk(chunk, pipeline, setup.options) for chunk in chunks)
        return
    from joblib import Parallel, delayed

    alone = replace(setup, options=replace(setup.options, on_page=None))  # a screen belongs to one process
    yield from Parallel(n_jobs=jobs, return_as="generator")(
        delayed(_annotate_in_worker)(part, alone) for part in chunks
    )


def _annotate_in_worker(chunk: Sequence[_Task], setup: _Setup) -> list[_Document]:
    return _annotate_chunk(chunk, Pipeline.load(rubric=setup.rubric, model=setup.model), setup.options)


def _annotate_chunk(chunk: Sequence[_Task], pipeline: Pipeline, options: ReadingOptions) -> list[_Document]:
    return [_annotate_one(source, kept, pipeline, options) for source, kept in chunk]


def _annotate_one(source: Source, kept: Kept | None, pipeline: Pipeline, options: ReadingOptions) -> _Document:
    try:
        data = source.read(options)
        if kept is None or kept.sha256 != hashlib.sha256(data).hexdigest():
            kept = _extract(read_bytes(data, source.name, options=options), pipeline)
        return _propose(kept, pipeline)
    except PerfnlpError as error:
        return _Document(failure=Failure(path=source.name, message=str(error)))
    except Exception as error:  # noqa: BLE001  the one boundary of a batch: the others go on
        message = f"{source.name}: {type(error).__name__}: {error}"
        return _Document(failure=Failure(path=source.name, message=message, details=traceback.format_exc()))


def _extract(report: Report, pipeline: Pipeline) -> Kept:
    indicators = pipeline.extract(report)
    return Kept(name=report.name, sha256=report.sha256, remarks=report.remarks, indicators=indicators)


def _propose(read: Kept, pipeline: Pipeline) -> _Document:
    return _Document(read=read, proposals=pipeline.propose(read.indicators))


def _result(documents: Sequence[_Document]) -> Result:
    remarks: list[tuple[str, str]] = []
    kept: list[tuple[str, Proposal]] = []
    first: dict[str, str] = {}
    for document in documents:
        if document.read is None:
            continue
        name, sha256 = document.read.name, document.read.sha256
        if sha256 in first:
            remarks.append((name, f"与“{first[sha256]}”内容完全相同，未重复评定。"))
            continue
        first[sha256] = name
        remarks.extend(_remarks(name, document.read.remarks, document.proposals))
        kept.extend((sha256, proposal) for proposal in document.proposals)
    equal = equalize(proposal for _sha256, proposal in kept)
    return Result(
        records=tuple(to_record(row, sha256=sha256) for row, (sha256, _) in zip(equal, kept, strict=True)),
        failures=tuple(document.failure for document in documents if document.failure is not None),
        remarks=tuple(remarks),
        n_documents=len(documents),
    )


def _remarks(name: str, told: Sequence[str], proposals: Sequence[Proposal]) -> tuple[tuple[str, str], ...]:
    """Return (document, remark), each once: those of the document and of its rows, or that it has no row."""
    rows = (proposal.grade.analysis.indicator for proposal in proposals)
    of_rows = (remark for row in rows for remark in row.remarks)
    nothing = () if proposals else ("没有找到指标，请核对文件内容。",)
    return tuple((name, remark) for remark in dict.fromkeys((*told, *of_rows, *nothing)))
