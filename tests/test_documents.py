"""Documents with exact ground truth through reading and extraction: how many rows come out whole."""

from pathlib import Path

import pytest

from perfnlp.corpus import load_rows
from perfnlp.evaluation.extraction import align, differing_fields
from perfnlp.extraction import extract_indicators
from perfnlp.lexicon import load_lexicon
from perfnlp.reading import read_report

DOCUMENTS = Path(__file__).parent / "data" / "documents"


def as_record(row):
    points, score = (None if number is None else float(number) for number in (row.points, row.self_score))
    cells = {"indicator": row.name, "level1": row.level1, "target": row.target, "actual": row.actual}
    return {**cells, "points": points, "self_score": score}


def whole_rows(file):
    """Return how many gold rows of the document came out whole, how many there are, and what differs."""
    gold = load_rows([DOCUMENTS / "gold" / f"{file.stem}.jsonl"])
    records = [as_record(row) for row in extract_indicators(read_report(file), load_lexicon())]
    places = {wanted: found for found, wanted in align(records, gold)}
    differing = [
        differing_fields(records[places[at]], row.indicator) if at in places else ("missed",)
        for at, row in enumerate(gold)
    ]
    wrong = [(row.indicator.name, fields) for row, fields in zip(gold, differing, strict=True) if fields]
    return len(gold) - len(wrong), len(gold), wrong


@pytest.mark.parametrize(
    ("folder", "floor"),
    [("xlsx", 0.995), ("html", 0.995), ("docx", 0.995), ("pdf", 0.98), ("pdf-drawn", 0.98)],
)
def test_rows_of_known_documents_come_out_whole(folder, floor):
    found = {file.name: whole_rows(file) for file in sorted((DOCUMENTS / folder).iterdir())}
    n_whole, n_rows = (sum(counts[side] for counts in found.values()) for side in (0, 1))
    assert n_rows > 0
    assert n_whole >= floor * n_rows, {name: wrong for name, (_, _, wrong) in found.items() if wrong}


@pytest.mark.parametrize("name", ["national-01", "recheck-01"])
def test_a_document_gives_the_same_rows_in_every_format(name):
    files = sorted(file for file in DOCUMENTS.glob(f"*/{name}.*") if file.parent.name != "gold")
    assert len(files) > 1
    lexicon = load_lexicon()
    several = [[as_record(row) for row in extract_indicators(read_report(file), lexicon)] for file in files]
    squeezed = [[{key: "".join(str(cell).split()) for key, cell in row.items()} for row in rows] for rows in several]
    assert all(rows == squeezed[0] for rows in squeezed[1:])
