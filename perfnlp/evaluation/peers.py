"""Compare the grader with its peers: what a user could put together from the shelf instead.

All are trained on the same rows and measured on the same rows, in one run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from perfnlp.corpus import LabelledRow
from perfnlp.evaluation.grading import Figures, status_figures
from perfnlp.evaluation.measures import confusion_matrix
from perfnlp.evaluation.peers_interface import Peer
from perfnlp.evaluation.peers_learned import (
    EMBEDDINGS,
    FASTTEXT,
    EmbeddingPeer,
    FastTextPeer,
    TextcatPeer,
    is_installed,
    linear_svc,
    logistic_regression,
)
from perfnlp.evaluation.peers_rules import KeywordPeer, MajorityPeer
from perfnlp.records import Analysis, Status

Fold = tuple[Sequence[int], Sequence[int]]
"""Places of the rows to learn from, and of the rows to ask about."""

PEERS: Mapping[str, tuple[Callable[[], Peer], str | None]] = {
    "majority class": (MajorityPeer, None),
    "spreadsheet keyword rule": (KeywordPeer, None),
    "TF-IDF + LinearSVC": (linear_svc, None),
    "TF-IDF + LogisticRegression": (logistic_regression, None),
    "spaCy textcat": (TextcatPeer, None),
    "fastText": (FastTextPeer, FASTTEXT),
    "sentence embeddings + LogisticRegression": (EmbeddingPeer, EMBEDDINGS),
}
"""Name -> how to make the peer, and the optional module that it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerReport:
    """How the grader and its peers did on the same rows.

    Attributes:
        n_rows: rows measured.
        figures: "perfnlp", then each peer -> accuracy, macro_f1, over_crediting_rate,
            critical_error_rate (as in `GradingReport`), and error_ratio: its error
            rate over the grader's, > 1 where the grader is better; None where the
            grader makes no error.
        n_real_rows: those of them that no author wrote for the corpus.
        real_figures: the same as `figures` for these rows alone; empty without any.
        skipped: one sentence for each peer that could not run.
    """

    n_rows: int
    figures: Mapping[str, Figures]
    n_real_rows: int
    real_figures: Mapping[str, Figures]
    skipped: tuple[str, ...]


def evaluate_peers(
    rows: Sequence[LabelledRow],
    ours: Sequence[Status],
    predict: Callable[[Peer], Sequence[Status]],
    *,
    peers: Mapping[str, tuple[Callable[[], Peer], str | None]] = PEERS,
) -> PeerReport:
    """Return the figures of the grader's statuses `ours` and of each peer.

    Args:
        rows: the labelled rows that are measured.
        ours: the grader's status of each row.
        predict: trains a peer without looking at `rows`, or out of fold, and returns
            its statuses for them.
        peers: which peers to run.
    """
    given = {"perfnlp": ours}
    skipped = []
    for name, (make, module) in peers.items():
        if module is not None and not is_installed(module):
            skipped.append(f"{name} is left out: the module {module} is missing; pip install 'perfnlp[peers]'.")
        else:
            given[name] = predict(make())
    real = [place for place, row in enumerate(rows) if row.source != "authored"]
    return PeerReport(
        n_rows=len(rows),
        figures=_figures(rows, given),
        n_real_rows=len(real),
        real_figures=_figures(
            [rows[place] for place in real],
            {name: [statuses[place] for place in real] for name, statuses in given.items()},
        )
        if real
        else {},
        skipped=tuple(skipped),
    )


def _figures(rows: Sequence[LabelledRow], given: Mapping[str, Sequence[Status]]) -> dict[str, Figures]:
    figures = {name: status_figures(confusion_matrix(rows, statuses)) for name, statuses in given.items()}
    errors = {name: 1 - (found["accuracy"] or 0.0) for name, found in figures.items()}
    ours = errors["perfnlp"]
    return {name: {**found, "error_ratio": errors[name] / ours if ours else None} for name, found in figures.items()}


def folds(rows: Sequence[LabelledRow], *, n_folds: int, seed: int) -> list[Fold]:
    """Return the folds of `training.out_of_fold`: by family or document, the statuses spread evenly."""
    groups = [row.family or row.doc for row in rows]
    splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
    return [
        (learned.tolist(), asked.tolist())
        for learned, asked in splitter.split(np.zeros(len(rows)), [row.status for row in rows], groups)
    ]


def predict_out_of_fold(
    peer: Peer, rows: Sequence[LabelledRow], analyses: Sequence[Analysis], parts: Sequence[Fold]
) -> list[Status]:
    """Return what `peer`, fitted on the other folds, gives for each row."""
    given: dict[int, Status] = {}
    for learned, asked in parts:
        peer.fit([rows[place] for place in learned], [analyses[place] for place in learned])
        given.update(zip(asked, peer.predict([analyses[place] for place in asked]), strict=True))
    return [given[place] for place in range(len(rows))]
