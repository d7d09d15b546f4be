import dataclasses

import pytest

from perfnlp.corpus import load_corpus
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
