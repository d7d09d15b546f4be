import dataclasses
import json

import pytest

from perfnlp.analysis import analyze
from perfnlp.corpus import DECISION_WEIGHT, load_corpus, load_rows
from perfnlp.errors import CorpusError
from perfnlp.grading import load_grader
from perfnlp.training import train

N_ROWS = 400


@pytest.fixture(scope="module")
def rows(corpus):
    return [row for row in load_corpus(corpus) if row.source == "web"][:N_ROWS]


def test_equal_rows_give_equal_bytes_whatever_the_number_of_jobs(rows, tmp_path):
    one, two = train(rows, tmp_path / "one", jobs=1), train(rows, tmp_path / "two", jobs=2)
    assert one.sha256 == two.sha256
    assert load_grader(tmp_path / "two").model_id == one.model_id


def test_the_model_card_says_what_it_was_fitted_on_and_what_may_be_accepted(rows, tmp_path):
    manifest = train(rows, tmp_path)
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert f"Fitted on {manifest.metrics['n_rows']} development rows" in card
    assert "| unclear | never" in card


def test_test_rows_are_left_alone(rows, tmp_path):
    development = [row for row in rows if row.split == "development"]
    assert train(rows, tmp_path / "all").corpus_sha256 == train(development, tmp_path / "development").corpus_sha256


def test_another_label_gives_another_model(rows, tmp_path):
    place = next(place for place, row in enumerate(rows) if row.split == "development")
    changed = [*rows]
    changed[place] = dataclasses.replace(rows[place], weight=2.0)
    assert train(rows, tmp_path / "one").sha256 != train(changed, tmp_path / "two").sha256


def test_too_few_rows_are_refused_with_what_is_missing(rows, tmp_path):
    with pytest.raises(CorpusError, match=r"development rows are too few.*give at least 50 rows"):
        train(rows[:20], tmp_path)
    assert not list(tmp_path.iterdir())


DECIDED = "帮扶机制一直悬在空中"


def decision(place, status, **fields):
    """Return an annotation record with the status that a person decided on."""
    return {
        "id": f"decided-{place}",
        "source": {"path": f"乙县评价{place}.docx", "sha256": None, "location": "表1第2行", "section": None},
        "indicator": "长效帮扶机制",
        "target": "形成长效帮扶机制",
        "actual": DECIDED,
        "kind": "qualitative",
        "status": status,
        "degree_target": None,
        "degree_actual": None,
        **fields,
    }


def decisions(tmp_path, *records):
    path = tmp_path / "decisions.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return load_rows([path])


def statuses(directory, rows):
    return [grade.status for grade in load_grader(directory).grade(analyze([row.indicator for row in rows]))]


def test_a_decision_is_an_annotation_record_and_counts_more_than_a_row_of_the_corpus(tmp_path):
    decided, weighed = decisions(tmp_path, decision(1, "not_completed"), decision(2, "not_completed", weight=9))
    assert (decided.source, decided.doc, decided.split) == ("decision", "乙县评价1.docx", "development")
    assert (decided.weight, weighed.weight) == (DECISION_WEIGHT, 9)


def test_a_corrected_phrase_is_graded_as_decided_and_other_rows_as_well_as_before(rows, tmp_path):
    held_out, fitted = rows[::4], [row for place, row in enumerate(rows) if place % 4]
    corrected = decisions(tmp_path, decision(1, "not_completed"))
    train(fitted, tmp_path / "before")
    train([*fitted, *corrected], tmp_path / "after")
    assert statuses(tmp_path / "before", corrected) != ["not_completed"]
    assert statuses(tmp_path / "after", corrected) == ["not_completed"]
    before, after = (
        sum(row.accepts(status) for row, status in zip(held_out, statuses(tmp_path / name, held_out), strict=True))
        for name in ("before", "after")
    )
    assert after >= before - 1
