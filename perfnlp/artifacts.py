"""Save and load a trained model: a joblib file beside a manifest that vouches for it.

A joblib file can run any code when it is loaded, so nothing is loaded before its
bytes, library versions and feature names agree with the manifest.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from perfnlp.errors import ArtifactError

MODEL, MANIFEST = "model.joblib", "manifest.json"
REBUILD = "Rebuild it with `perfnlp train`."
_LIBRARIES = ("scikit-learn", "numpy", "jieba", "joblib")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a model file must be to be trusted.

    Attributes:
        model_id: "grader-<first 12 hex digits of the corpus and feature digest>".
        sha256: hex digest of the model file's bytes.
        labels: the statuses in the order of the probabilities.
        features_sha256: hex digest of the feature names that the model was fitted on.
        versions: library -> version that fitted the model (the first two numbers count).
        corpus_sha256: hex digest of the rows that the model was fitted on.
        metrics: what was measured on development data, by name.
    """

    model_id: str
    sha256: str
    labels: tuple[str, ...]
    features_sha256: str
    versions: Mapping[str, str]
    corpus_sha256: str
    metrics: Mapping[str, Any]


def models_root() -> Path:
    """Return the folder of the shipped models: inside an installed package, else beside it."""
    package = Path(__file__).parent
    inside = package / "models"
    return inside if inside.is_dir() else package.parent / "models"


def library_versions() -> dict[str, str]:
    """Return the versions of the libraries whose objects a model file holds."""
    return {library: version(library) for library in _LIBRARIES}


def save_model(directory: Path, model: object, **facts: Any) -> Manifest:
    """Write `model` and its manifest to `directory`; `facts` are the manifest's other fields."""
    import joblib

    directory.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, directory / MODEL, compress=3)
    digest = hashlib.sha256((directory / MODEL).read_bytes()).hexdigest()
    manifest = Manifest(sha256=digest, versions=library_versions(), **facts)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2, sort_keys=True)
    (directory / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return manifest


def load_model(directory: Path, *, features_sha256: str) -> tuple[Any, Manifest]:
    """Return the verified model of `directory` and its manifest.

    Raises:
        ArtifactError: a file is missing, or bytes, versions or features do not match.
    """
    manifest = _read_manifest(directory)
    content = _read(directory / MODEL)
    if hashlib.sha256(content).hexdigest() != manifest.sha256:
        message = f"{directory / MODEL} is not the file that {MANIFEST} vouches for: it was changed or cut. {REBUILD}"
        raise ArtifactError(message)
    for library, trained in manifest.versions.items():
        installed = version(library)
        if installed.split(".")[:2] != trained.split(".")[:2]:
            message = f"{directory / MODEL} was fitted with {library} {trained}, installed is {installed}. {REBUILD}"
            raise ArtifactError(message)
    if manifest.features_sha256 != features_sha256:
        message = f"{directory / MODEL} was fitted on other features than this version computes. {REBUILD}"
        raise ArtifactError(message)
    import joblib

    return joblib.load(directory / MODEL), manifest


def _read_manifest(directory: Path) -> Manifest:
    content = _read(directory / MANIFEST)
    try:
        fields = json.loads(content)
        return Manifest(**{**fields, "labels": tuple(fields["labels"])})
    except (ValueError, KeyError, TypeError) as error:
        message = f"{directory / MANIFEST} is no manifest of a model ({error}). {REBUILD}"
        raise ArtifactError(message) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"cannot read the model file {path}: {error.strerror}. {REBUILD}"
        raise ArtifactError(message) from error
