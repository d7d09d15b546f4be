import pytest
from evaluation_rows import analysis, row
from sklearn.dummy import DummyClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from perfnlp.evaluation import evaluate_peers
from perfnlp.evaluation.markdown import peers_markdown
from perfnlp.evaluation.peers import folds, predict_out_of_fold
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
from perfnlp.records import Status
from perfnlp.training import N_FOLDS, SEED, out_of_fold

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
    assert KeywordPeer().fit([], []).predict(analyses) == [labelled.status for labelled in rows]


def test_the_majority_is_the_commonest_status_of_training():
    rows, analyses = toy(1)
    peer = MajorityPeer().fit([*rows, rows[1]], [*analyses, analyses[1]])
    assert peer.predict(analyses) == ["partial"] * 3
    assert peer.fit([*rows, rows[2]], [*analyses, analyses[2]]).predict(analyses) == ["not_completed"] * 3


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
    one, other = (make().fit(rows[:30], analyses[:30]).predict(analyses[30:]) for _ in range(2))
    assert one == other == [labelled.status for labelled in rows[30:]]


@pytest.mark.parametrize(
    ("make", "module"),
    [
        pytest.param(linear_svc, None, id="LinearSVC"),
        pytest.param(TextcatPeer, None, id="textcat"),
        pytest.param(FastTextPeer, FASTTEXT, id="fastText"),
        pytest.param(EmbeddingPeer, EMBEDDINGS, id="embeddings"),
    ],
)
def test_a_row_without_texts_gets_a_status_too(make, module):
    if module is not None:
        pytest.importorskip(module)
    rows, analyses = toy(2)
    blank = row("unclear", target=None, actual=None)
    (status,) = make().fit([*rows, blank], [*analyses, analysis(blank.indicator)]).predict([analysis(blank.indicator)])
    assert status in Status


def test_error_rates_are_told_relative_to_the_grader():
    rows = [row("completed"), row("completed"), row("partial"), row("partial")]
    ours = [Status.COMPLETED, Status.COMPLETED, Status.PARTIAL, Status.COMPLETED]  # 1 of 4 wrong
    peers = {"keyword": (KeywordPeer, None), "absent": (MajorityPeer, "a_module_that_nobody_has")}

    def predict(_):
        return [Status.EXCEEDED, Status.COMPLETED, Status.EXCEEDED, Status.COMPLETED]  # 3 of 4 wrong

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


def test_real_rows_are_told_apart():
    rows = [row("completed"), row("completed", source="web"), row("partial", source="report")]
    ours = [Status.PARTIAL, Status.COMPLETED, Status.COMPLETED]
    found = evaluate_peers(rows, ours, lambda _: [Status.COMPLETED] * 3, peers={"k": (KeywordPeer, None)})
    assert found.n_real_rows == 2
    assert found.real_figures["perfnlp"]["accuracy"] == found.real_figures["k"]["accuracy"] == 0.5
    assert found.figures["k"]["error_ratio"] == pytest.approx(1 / 2)
    assert "### Of these the 2 real rows" in peers_markdown(found)
    assert evaluate_peers(rows[:1], ours[:1], lambda _: [Status.PARTIAL], peers={}).real_figures == {}


def test_a_grader_without_errors_has_no_ratio():
    rows = [row("completed")]
    found = evaluate_peers(rows, [Status.COMPLETED], lambda _: [Status.PARTIAL], peers={"k": (KeywordPeer, None)})
    assert found.figures["k"]["error_ratio"] is None


def test_out_of_fold_never_shows_a_peer_the_document_it_is_asked_about():
    rows, analyses = toy()

    class Witness(KeywordPeer):
        def fit(self, rows, analyses):
            self.learned = {each.doc for each in rows}
            return super().fit(rows, analyses)

        def predict(self, analyses):
            assert not {each.indicator.locator.document for each in analyses} & self.learned
            return super().predict(analyses)

    parts = folds(rows, n_folds=3, seed=1)
    assert predict_out_of_fold(Witness(), rows, analyses, parts) == [labelled.status for labelled in rows]


def test_the_folds_are_those_that_the_grader_is_measured_on():
    rows, _ = toy()
    asked = []

    class Witness(DummyClassifier):
        def predict_proba(self, X):
            asked.append(list(X))
            return super().predict_proba(X)

    places = Pipeline([("places", FunctionTransformer()), ("model", Witness())])
    five = [*rows, *(row(status, doc=f"{n}村") for n in range(10) for status in ("exceeded", "unclear"))]
    out_of_fold([[n] for n in range(len(five))], five, classifier=places)
    expected = [part for _, part in folds(five, n_folds=N_FOLDS, seed=SEED)]
    assert [[int(place) for (place,) in part] for part in asked] == expected
