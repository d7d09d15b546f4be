"""Found rows against gold rows: aligned by text, counted exactly."""

from evaluation_rows import row

from perfnlp.annotation import COLUMNS
from perfnlp.evaluation import evaluate_extraction


def found(**fields):
    return {**dict.fromkeys(COLUMNS), "indicator": "村道养护", "kind": "qualitative", "needs_review": True, **fields}


GOLD = (
    row("completed", target="养护12公里", actual="已养护12公里", points="5", self_score="5"),
    row("partial", accepted=("unclear",), target="明显改善", actual="路况有所改善", points="3"),
    row("not_completed", target="建成驿站", actual="驿站尚未开工"),
)


def test_rows_are_paired_by_text_whatever_their_order():
    records = [
        found(target="明显改善", actual="路况有所改善", points=3, status="unclear"),
        found(target="养护 12公里", actual="已养护12公里", points=4, self_score=5, status="completed"),
        found(target="别的", actual="完全不同的一句话", status="completed"),
    ]
    report = evaluate_extraction("a.txt", records, GOLD)
    assert (report.n_gold, report.n_found, report.n_matched, report.status_right) == (3, 3, 2, 2)
    assert report.exact["name+target+actual"] == (2, 2), "spaces aside"
    assert report.exact["points"] == (1, 2)
    assert report.exact["self_score"] == (1, 1), "only where gold has one"
    assert len(report.missed) == 1
    assert "驿站尚未开工" in report.missed[0]
    assert report.invented == ("村道养护 | 别的 | 完全不同的一句话",)


def test_credit_for_an_unmet_row_is_dangerous_only_without_review():
    wrong = {"target": "建成驿站", "actual": "驿站尚未开工", "status": "completed"}
    careless = evaluate_extraction("a.txt", [found(**wrong, needs_review=False)], GOLD)
    careful = evaluate_extraction("a.txt", [found(**wrong)], GOLD)
    assert (len(careless.dangerous), len(careful.dangerous)) == (1, 0)
    assert careless.wrong == (("村道养护 | 建成驿站 | 驿站尚未开工", "not_completed", "completed"),)


def test_one_gold_row_is_met_once():
    twice = [found(target="养护12公里", actual="已养护12公里", status="completed")] * 2
    report = evaluate_extraction("a.txt", twice, GOLD[:1])
    assert (report.n_matched, len(report.invented)) == (1, 1)


def test_nothing_found_misses_everything():
    report = evaluate_extraction("a.txt", [], GOLD)
    assert (report.n_matched, len(report.missed), report.invented) == (0, 3, ())
