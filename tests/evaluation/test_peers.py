import numpy as np
import pytest
from evaluation_rows import analysis, row

from perfnlp.evaluation import evaluate_peers
from perfnlp.evaluation.markdown import peers_markdown
from perfnlp.evaluation.peers_interface import one_hot, spread
from perfnlp.evaluation.peers_learned import (
    EMBEDDINGS,
    FASTTEXT,
    EmbeddingPeer,
    FastTextPeer,
    TextcatPeer,
    linear_svc,
    logistic_regression,
)
from perfnlp.evaluation.peers_rules import KeywordPeer, MajorityPeer, keyword_status
from perfnlp.grading.grader import LABELS
from perfnlp.records import Status
from perfnlp.training import out_of_fold

ANSWERS = {
    "completed": ("桥梁", "全部", "建成"),
    "partial": ("桥梁", "部分", "建成"),
    "not_completed": ("桥梁", "尚未", "开工"),
}


def toy(n_each=12):
    """Return rows whose status a single word of the actual text tells."""
    rows, analyses = [], []
    for number in range(n_each):
        for status, words in ANSWERS.items():
            tokens = (*words, f"{number}号")
            labelled = row(status, target="建成桥梁", actual="".join(tokens), doc=f"{number}乡")
            rows.append(labelled)
            analyses.append(analysis(labelled.indicator, target_tokens=("建成", "桥梁"), actual_tokens=tokens))
    return rows, analyses


def given_by(probabilities):
    return [LABELS[place] for place in probabilities.argmax(axis=1)]


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        pytest.param("50", "60", "exceeded", id="more than asked"),
        pytest.param("≥90%", "90%", "completed", id="equal to a minimum"),
        pytest.param("≥90%", "0.9", "completed", id="a share typed as a decimal"),
        pytest.param("50", "30", "partial", id="0.6 of the target"),
        pytest.param("50", "29", "not_completed", id="below 0.6"),
        pytest.param("≤30", "20", "exceeded", id="less than a limit"),
        pytest.param("≤30", "50", "partial", id="limit broken, target still 0.6 of it"),
        pytest.param("≤30", "51", "not_completed", id="limit broken by far"),
        pytest.param("≤0", "1", "not_completed", id="zero broken"),
        pytest.param("50人", "29人", "completed", id="a unit is no bare number"),
        pytest.param("开工", "暂未开工", "not_completed", id="not yet"),
        pytest.param("未发生", "未发生", "not_completed", id="it does not know good negations"),
        pytest.param("明显提升", "有所提升", "partial", id="weak words"),
        pytest.param("完成", "部分完成，其余尚未完成", "not_completed", id="negation is asked first"),
        pytest.param("完成", "超额完成", "exceeded", id="more than asked in words"),
        pytest.param("完成", "群众反映良好", "completed", id="all else is completed"),
        pytest.param("完成", " ", "unclear", id="blank"),
        pytest.param(None, None, "unclear", id="no cells"),
    ],
)
def test_the_keyword_rule(target, actual, expected):
    assert keyword_status(row("completed", target=target, actual=actual).indicator) == expected


def test_the_keyword_peer_gives_what_the_rule_gives():
    rows, analyses = toy(1)
    assert given_by(KeywordPeer().fit([], []).predict_proba(analyses)) == [labelled.status for labelled in rows]


def test_the_majority_is_counted_by_weight():
    _, (one, *_) = toy(1)
    peer = MajorityPeer().fit([one] * 3, ["partial", "partial", "completed"], [0.3, 0.3, 1.0])
    assert given_by(peer.predict_proba([one, one])) == ["completed", "completed"]
    assert given_by(peer.fit([one] * 3, ["partial", "partial", "completed"]).predict_proba([one])) == ["partial"]


@pytest.mark.parametrize(
    ("make", "module"),
    [
        pytest.param(linear_svc, None, id="LinearSVC"),
        pytest.param(logistic_regression, None, id="LogisticRegression"),
        pytest.param(TextcatPeer, None, id="textcat"),
        pytest.param(FastTextPeer, FASTTEXT, id="fastText"),
        pytest.param(EmbeddingPeer, EMBEDDINGS, id="embeddings"),
    ],
)
def test_a_learned_peer_learns_a_separable_set_the_same_way_twice(make, module):
    if module is not None:
        pytest.importorskip(module)
    rows, analyses = toy()
    statuses = [labelled.status.value for labelled in rows]
    one, other = (make().fit(analyses[:30], statuses[:30], [1.0] * 30).predict_proba(analyses[30:]) for _ in range(2))
    assert given_by(one) == statuses[30:]
    assert one.shape == (6, len(LABELS))
    assert one.sum(axis=1) == pytest.approx(np.ones(6), abs=1e-4)
    assert np.array_equal(one, other)


def test_a_second_label_of_small_weight_is_no_row_for_a_learner_without_weights():
    _, analyses = toy(6)
    statuses = [status for _ in range(6) for status in ANSWERS]
    once = TextcatPeer().fit(analyses, statuses).predict_proba(analyses[:3])
    with_second = TextcatPeer().fit([*analyses, analyses[0]], [*statuses, "unclear"], [1.0] * 18 + [0.3])
    assert np.array_equal(once, with_second.predict_proba(analyses[:3]))


def test_missing_statuses_get_the_probability_zero():
    # LABELS: completed, exceeded, not_completed, partial, unclear
    assert spread(["exceeded", "partial"], np.array([[0.25, 0.75]])).tolist() == [[0, 0.25, 0, 0.75, 0]]
    assert one_hot([Status.PARTIAL]).tolist() == [[0, 0, 0, 1, 0]]


def test_error_rates_are_told_relative_to_the_grader():
    rows = [row("completed"), row("completed"), row("partial"), row("partial")]
    ours = [Status.COMPLETED, Status.COMPLETED, Status.PARTIAL, Status.COMPLETED]  # 1 of 4 wrong
    peers = {"keyword": (KeywordPeer, None), "absent": (MajorityPeer, "a_module_that_nobody_has")}

    def predict(_):
        return one_hot(["exceeded", "completed", "exceeded", "completed"])  # 3 of 4 wrong

    found = evaluate_peers(rows, ours, predict, peers=peers)
    assert list(found.figures) == ["perfnlp", "keyword"]
    # too high: rows 1, 3, 4; by two steps: row 3; F1 of completed 2x1/(2+2), of partial 0
    assert found.figures["keyword"] == pytest.approx(
        {
            "accuracy": 0.25,
            "macro_f1": 0.25,
            "over_crediting_rate": 0.75,
            "critical_error_rate": 0.25,
            "error_ratio": 3.0,
        }
    )
    assert found.figures["perfnlp"]["error_ratio"] == 1
    assert found.skipped == (
        "absent is left out: the module a_module_that_nobody_has is missing; pip install 'perfnlp[peers]'.",
    )
    shown = peers_markdown(found)
    assert "| keyword | 0.2500 | 0.2500 | 0.7500 | 0.2500 | 3.00 |" in shown
    assert "- absent is left out" in shown


def test_a_grader_without_errors_has_no_ratio():
    rows = [row("completed")]
    found = evaluate_peers(rows, [Status.COMPLETED], lambda _: one_hot(["partial"]), peers={"k": (KeywordPeer, None)})
    assert found.figures["k"]["error_ratio"] is None


def test_out_of_fold_never_shows_a_peer_the_rows_it_is_asked_about():
    rows, analyses = toy()
    seen = []

    class Witness(MajorityPeer):
        def fit(self, X, y, sample_weight=None):
            self.learned = {each.indicator.actual for each in X}
            return super().fit(X, y, sample_weight)

        def predict_proba(self, X):
            asked = {each.indicator.actual for each in X}
            assert not asked & self.learned
            seen.extend(asked)
            return super().predict_proba(X)

    assert out_of_fold(analyses, rows, classifier=Witness()).shape == (len(rows), len(LABELS))
    assert sorted(seen) == sorted(labelled.indicator.actual for labelled in rows)
