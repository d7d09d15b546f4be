"""The shipped model stays as good as it was, and stays the model of the shipped corpus.

A floor in `corpus/floors.json` is lowered only on purpose: by editing that file in a
commit that says why.
"""

import json

from perfnlp.artifacts import MANIFEST, models_root
from perfnlp.corpus import digest, load_corpus
from perfnlp.grading import load_grader


def manifest():
    return json.loads((models_root() / "grader" / MANIFEST).read_text(encoding="utf-8"))


def test_the_shipped_model_loads_and_was_fitted_on_the_shipped_corpus(corpus):
    rows = [row for row in load_corpus(corpus) if row.split == "development"]
    assert manifest()["corpus_sha256"] == digest(rows)
    assert load_grader().model_id == manifest()["model_id"]


def test_out_of_fold_figures_stay_above_their_floors(corpus):
    floors = json.loads((corpus / "floors.json").read_text(encoding="utf-8"))
    metrics = manifest()["metrics"]
    assert {name: metrics[name] for name in floors["at_least"] if metrics[name] < floors["at_least"][name]} == {}
    assert {name: metrics[name] for name in floors["at_most"] if metrics[name] > floors["at_most"][name]} == {}


def test_the_artifact_stays_small():
    assert (models_root() / "grader" / "model.joblib").stat().st_size <= 10 * 1024 * 1024
