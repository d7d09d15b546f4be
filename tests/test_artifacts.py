import json

import pytest

from perfnlp.artifacts import load_model, save_model
from perfnlp.errors import ArtifactError

FACTS = {"model_id": "m", "labels": ("a",), "features_sha256": "f", "corpus_sha256": "c", "metrics": {}}


@pytest.fixture
def saved(tmp_path):
    save_model(tmp_path, {"answer": 42}, **FACTS)
    return tmp_path


def test_a_saved_model_comes_back_with_its_manifest(saved):
    model, manifest = load_model(saved, features_sha256="f")
    assert model == {"answer": 42}
    assert manifest.model_id == "m"


def test_one_changed_byte_is_refused_with_the_rebuild_command(saved):
    content = bytearray((saved / "model.joblib").read_bytes())
    content[len(content) // 2] ^= 1
    (saved / "model.joblib").write_bytes(content)
    with pytest.raises(ArtifactError, match=r"model\.joblib .*changed.*perfnlp train"):
        load_model(saved, features_sha256="f")


def test_other_features_are_refused(saved):
    with pytest.raises(ArtifactError, match=r"other features.*perfnlp train"):
        load_model(saved, features_sha256="g")


def test_another_library_version_is_refused(saved):
    manifest = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))
    manifest["versions"]["scikit-learn"] = "0.20.0"
    (saved / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"scikit-learn 0\.20\.0, installed is"):
        load_model(saved, features_sha256="f")


def test_a_missing_model_and_a_broken_manifest_are_told(tmp_path, saved):
    with pytest.raises(ArtifactError, match="cannot read the model file"):
        load_model(tmp_path / "nowhere", features_sha256="f")
    (saved / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(ArtifactError, match="no manifest of a model"):
        load_model(saved, features_sha256="f")
