"""Reports written by someone who had not read the extractors: what is found must not get worse."""

import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from perfnlp.extraction import extract_indicators
from perfnlp.lexicon import load_lexicon
from perfnlp.reading import read_bytes
from perfnlp.text import squeeze

FOLDER = Path(__file__).parents[1] / "data" / "reports"
PRINTED = [
    *("flat_department_lanzhou_2022", "flat_national_muhe_2021", "flat_noscore_baihua_2019"),
    *("flat_two_projects_pingling_2020", "tsv_national_ruan_2023", "tsv_progress_qixialing_2018"),
    *("tsv_recheck_yunling_2024", "narr_evaluation_danxialing_2019", "narr_sentences_liyuan_2022"),
]
TOLD = ["narr_analysis_donghui_2024", "narr_clauses_qingluo_2023_gb18030", "narr_mixed_lanjiang_2025"]


def aligned(name):
    """Return the gold rows with the rows that tell the same result, and the rows that answer no gold row."""
    gold = [json.loads(line) for line in (FOLDER / f"{name}.gold.jsonl").read_text("utf-8").splitlines()]
    found = list(extract_indicators(read_bytes((FOLDER / f"{name}.txt").read_bytes(), name), load_lexicon()))
    pairs = []
    for row in gold:
        best = max(found, key=lambda other: likeness(row, other), default=None)
        if best is not None and likeness(row, best) >= 1.5:
            found.remove(best)
            pairs.append((row, best))
    return gold, pairs, found


def likeness(gold, row):
    texts = ((gold["indicator"], row.name), (gold["actual"], row.actual))
    return sum(
        SequenceMatcher(None, squeeze(one or ""), squeeze(other or ""), autojunk=False).ratio() for one, other in texts
    )


def cells(indicator, target, actual):
    return tuple(squeeze(text or "") for text in (indicator, target, actual))


@pytest.mark.parametrize("name", PRINTED + TOLD)
def test_every_row_is_found_and_hardly_any_invented(name):
    gold, pairs, extra = aligned(name)
    assert len(pairs) >= 0.95 * len(gold)
    assert len(extra) <= 1


@pytest.mark.parametrize("name", PRINTED + TOLD)
def test_cells_points_and_levels_are_as_printed(name):
    _, pairs, _ = aligned(name)
    exact = sum(
        cells(gold["indicator"], gold["target"], gold["actual"]) == cells(row.name, row.target, row.actual)
        for gold, row in pairs
    )
    assert exact >= (0.7 if name in TOLD else 0.95) * len(pairs)
    for gold, row in pairs:
        stated = [gold[field] for field in ("points", "self_score")]
        assert [None if value is None else float(value) for value in (row.points, row.self_score)] == stated
        assert squeeze(row.level1 or "") == squeeze(gold["level1"] or "")
