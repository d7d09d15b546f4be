"""The classifier as plain arrays: what scikit-learn fitted, without loading scikit-learn to use it.

`freeze` takes a fitted pipeline of `classifier.py` apart; `LinearModel.predict_proba`
multiplies in the order in which scikit-learn does and gives its probabilities, digit for
digit. Grading a few reports would otherwise spend most of its time on imports.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from perfnlp.grading.features import FeatureRow

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

_WHITE_SPACE = re.compile(r"\s\s+")
_LONGEST = 4
"""Characters of an n-gram; words go in pairs."""

Vocabulary = Mapping[str, int]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


class LinearModel:
    """A fitted linear model over findings and n-grams."""

    def __init__(
        self, *, terms: Mapping[str, npt.NDArray[np.str_]], idf: Floats, coefficients: Floats, intercepts: Floats
    ) -> None:
        """Number the terms.

        Args:
            terms: field of the feature rows -> what is known of it; all fields together are the columns, in this order.
            idf: weight of each column in its text; 1 for findings.
            coefficients: shape (n_columns, n_labels).
            intercepts: one a label.
        """
        self._vocabularies: dict[str, Vocabulary] = {}
        n_columns = 0
        for field, known in terms.items():
            self._vocabularies[field] = dict(zip(known.tolist(), range(n_columns, n_columns + len(known)), strict=True))
            n_columns += len(known)
        self._idf, self._coefficients, self._intercepts = idf, coefficients, intercepts

    def predict_proba(self, X: Sequence[FeatureRow]) -> Floats:
        """Return the probabilities of each row, shape (n_rows, n_labels)."""
        rows, columns, values = self._vectors(X)
        scores = np.empty((len(X), len(self._intercepts)))
        for label, coefficients in enumerate(self._coefficients.T):
            scores[:, label] = np.bincount(rows, values * coefficients[columns], minlength=len(X))
        scores += self._intercepts
        scores -= scores.max(axis=1, keepdims=True)
        shares: Floats = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        return shares

    def _vectors(self, X: Sequence[FeatureRow]) -> tuple[Places, Places, Floats]:
        """Return row, column and value of everything that is known, each row in the order of its columns."""
        rows, columns, values = _read_findings(X, self._vocabularies.get("findings", {}))
        texts = [(field, vocabulary) for field, vocabulary in self._vocabularies.items() if field != "findings"]
        found = [_count(X, field, vocabulary) for field, vocabulary in texts]
        if not found:
            return rows, columns, values
        fields = np.repeat(np.arange(len(found)), [len(where) for where, _, _ in found])
        where, what, counts = (np.concatenate([each[part] for each in found]) for part in range(3))
        weighted = (np.log(counts) + 1.0) * self._idf[what]
        texts_of = where * len(found) + fields
        lengths = np.sqrt(np.bincount(texts_of, weighted * weighted, minlength=len(X) * len(found)))
        return (
            np.concatenate([rows, where]),
            np.concatenate([columns, what]),
            np.concatenate([values, weighted / lengths[texts_of]]),
        )


def freeze(classifier: "Pipeline") -> dict[str, Any]:
    """Return the arrays of the fitted `classifier`, which `LinearModel` takes."""
    features, model = classifier.named_steps["features"], classifier.named_steps["model"]
    vectorizers = {field: family.named_steps["vectorize"] for field, family in features.transformer_list}
    terms = {field: vectorizer.get_feature_names_out().astype(str) for field, vectorizer in vectorizers.items()}
    weights = [getattr(vectorizer, "idf_", np.ones(len(terms[field]))) for field, vectorizer in vectorizers.items()]
    return {
        "terms": terms,
        "idf": np.concatenate(weights),
        "coefficients": np.asfortranarray(model.coef_.T),
        "intercepts": model.intercept_,
    }


def _read_findings(X: Sequence[FeatureRow], vocabulary: Vocabulary) -> tuple[Places, Places, Floats]:
    findings: list[Any] = [row["findings"] for row in X]  # each sorted by name, as the columns are
    columns = [vocabulary.get(name, -1) for found in findings for name in found]
    values = [value for found in findings for value in found.values()]
    rows = np.repeat(np.arange(len(X)), [len(found) for found in findings])
    known = np.array(columns, dtype=np.intp) >= 0
    return rows[known], np.array(columns, dtype=np.intp)[known], np.array(values, dtype=np.float64)[known]


def _count(X: Sequence[FeatureRow], field: str, vocabulary: Vocabulary) -> tuple[Places, Places, Places]:
    """Return row, column and number of the n-grams of one field; a text that comes again is read once."""
    read = _words if field.endswith("_words") else _characters
    known: dict[str, list[int]] = {}
    lengths: list[int] = []
    columns: list[int] = []
    for row in X:
        text: Any = row[field]
        found = known.get(text)
        if found is None:
            found = known[text] = read(text.lower(), vocabulary.get)
        lengths.append(len(found))
        columns += found
    width = max(vocabulary.values(), default=0) + 1
    keys = np.repeat(np.arange(len(X)), lengths) * width + np.array(columns, dtype=np.intp)
    keys, counts = np.unique(keys, return_counts=True)
    return keys // width, keys % width, counts


def _characters(text: str, column_of: Callable[[str], int | None]) -> list[int]:
    """Return the columns of the n-grams; where one is unknown, so is every longer one that begins with it."""
    text = _WHITE_SPACE.sub(" ", text)
    found = []
    for start in range(len(text)):
        for end in range(start + 1, min(start + _LONGEST, len(text)) + 1):
            column = column_of(text[start:end])
            if column is None:
                break
            found.append(column)
    return found


def _words(text: str, column_of: Callable[[str], int | None]) -> list[int]:
    words = text.split()
    grams = words + [f"{one} {other}" for one, other in pairwise(words)]
    return [column for gram in grams if (column := column_of(gram)) is not None]
