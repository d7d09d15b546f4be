"""The scikit-learn side of grading: feature rows in, probabilities over the statuses out."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from perfnlp.grading.features import FeatureRow

SEED = 20200225  # the day that 财预〔2020〕10号 was issued


class StatusClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Average of a linear model over words and findings and a boosted one over findings.

    The linear model knows the wording; the trees know how findings act together.

    Attributes:
        classes_: the labels in sorted order, as in scikit-learn.
    """

    def __init__(self, *, C: float = 4.0, tree_weight: float = 0.5, without: str | None = None) -> None:
        """Keep the parameters, as scikit-learn asks.

        Args:
            C: inverse regularization strength of the linear model, > 0.
            tree_weight: share of the boosted model in the average, 0-1.
            without: name of a feature family to leave out, for an ablation.
        """
        self.C = C
        self.tree_weight = tree_weight
        self.without = without

    def fit(self, X: Sequence[FeatureRow], y: Sequence[str], sample_weight: Sequence[float] | None = None) -> Self:
        """Fit both models on `X`; `sample_weight` counts a row more or less."""
        self.linear_ = Pipeline([("features", _linear_features(self.without)), ("model", _linear_model(self.C))])
        self.linear_.fit(X, y, model__sample_weight=sample_weight)
        self.trees_ = Pipeline([("features", _findings(sparse=False)), ("model", _trees())])
        self.trees_.fit(X, y, model__sample_weight=sample_weight)
        self.classes_ = self.linear_.classes_
        return self

    def predict_proba(self, X: Sequence[FeatureRow]) -> npt.NDArray[np.float64]:
        """Return probabilities, shape (n_rows, n_classes), columns as `classes_`."""
        linear, trees = self.linear_.predict_proba(X), self.trees_.predict_proba(X)
        averaged: npt.NDArray[np.float64] = (1 - self.tree_weight) * linear + self.tree_weight * trees
        return averaged

    def predict(self, X: Sequence[FeatureRow]) -> npt.NDArray[Any]:
        """Return the likeliest label of each row."""
        labels: npt.NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def pick(X: Sequence[FeatureRow], *, field: str) -> list[Any]:
    """Return one field of every feature row."""
    return [row[field] for row in X]


def _select(field: str) -> FunctionTransformer:
    return FunctionTransformer(pick, kw_args={"field": field})


def _findings(*, sparse: bool) -> Pipeline:
    return Pipeline([("select", _select("findings")), ("vectorize", DictVectorizer(sparse=sparse))])


def _words(field: str) -> Pipeline:
    vectorizer = TfidfVectorizer(
        token_pattern=r"\S+",  # noqa: S106  a pattern of words, no secret
        ngram_range=(1, 2),
        min_df=2,
        sublinear_tf=True,
    )
    return Pipeline([("select", _select(field)), ("vectorize", vectorizer)])


def _characters(field: str) -> Pipeline:
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=3, sublinear_tf=True)
    return Pipeline([("select", _select(field)), ("vectorize", vectorizer)])


def _linear_features(without: str | None) -> FeatureUnion:
    families: list[tuple[str, Pipeline]] = [
        ("findings", _findings(sparse=True)),
        ("actual_words", _words("actual_words")),
        ("target_words", _words("target_words")),
        ("new_words", _words("new_words")),
        ("actual_characters", _characters("actual")),
        ("target_characters", _characters("target")),
        ("note_characters", _characters("note")),
    ]
    return FeatureUnion([(name, family) for name, family in families if name != without])


def _linear_model(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2000)


def _trees() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.06,
        max_leaf_nodes=15,
        min_samples_leaf=10,
        l2_regularization=1.0,
        random_state=SEED,
    )
