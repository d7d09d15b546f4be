"""The authors' own sample reports, against their labels made by hand."""

import json
from pathlib import Path

import pytest

from perfnlp.extraction.narrative import extract_narrative
from perfnlp.lexicon import load_lexicon
from perfnlp.reading import read_report
from perfnlp.records import Status
from perfnlp.text import squeeze

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


def gold(name):
    lines = (SAMPLES / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def plain(text):
    return squeeze(text or "").replace('"', "").strip("。;,")


@pytest.mark.parametrize("name", ["songtaoxi-culture-2022", "luming-town-2023"])
def test_every_result_told_in_a_sample_is_found_once_and_nothing_else(name):
    rows = extract_narrative(read_report(SAMPLES / f"{name}.txt"), load_lexicon(), frozenset(), ())
    found = [(plain(row.target), plain(row.actual), row.note) for row in rows]
    assert found == [(plain(row["target"]), plain(row["actual"]), row["note"]) for row in gold(name)]


def test_the_samples_hold_every_status():
    rows = [row for path in SAMPLES.glob("*.gold.jsonl") for row in gold(path.name.removesuffix(".gold.jsonl"))]
    assert {row["status"] for row in rows} == set(Status)
    assert all(row["indicator"] and row["why"] for row in rows)
