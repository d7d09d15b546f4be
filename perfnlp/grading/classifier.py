"""The scikit-learn side of grading: feature rows in, probabilities over the statuses out.

Training fits it; grading uses what was fitted, as `linear.py` keeps it.

A linear model over findings and n-grams. Boosted trees, extra trees, a kernel machine
and a small neural network on the same features came within half a point of it, each
way, on development data: the findings carry the work, so the simplest model stays.
"""

from collections.abc import Sequence
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from perfnlp.grading.features import FeatureRow

STRENGTH = 1.0
"""Inverse regularization strength; 0.7-3 differ by 0.3 points on development data."""

FAMILIES = ("findings", "actual_words", "target_words", "new_words", "actual", "target", "last_clause", "note")


def create_classifier(*, without: str | None = None) -> Pipeline:
    """Return the unfitted pipeline; it takes lists of feature rows.

    Args:
        without: one of `FAMILIES` to leave out, for an ablation.
    """
    model = LogisticRegression(C=STRENGTH, solver="newton-cg", tol=1e-4)
    return Pipeline([("features", _features(without)), ("model", model)])


def pick(X: Sequence[FeatureRow], *, field: str) -> list[Any]:
    """Return one field of every feature row."""
    return [row[field] for row in X]


def _features(without: str | None) -> FeatureUnion:
    families = [(name, _family(name)) for name in FAMILIES if name != without]
    return FeatureUnion(families)


def _family(name: str) -> Pipeline:
    select = FunctionTransformer(pick, kw_args={"field": name})
    return Pipeline([("select", select), ("vectorize", _vectorizer(name))])


def _vectorizer(name: str) -> DictVectorizer | TfidfVectorizer:
    if name == "findings":
        return DictVectorizer()
    if name.endswith("_words"):
        words = r"\S+"  # the words were cut by the analysis
        return TfidfVectorizer(token_pattern=words, ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=3, sublinear_tf=True)
