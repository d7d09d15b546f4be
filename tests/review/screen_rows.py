"""Fictional rows, a rubric of three tiers and desks on stores of them."""

from decimal import Decimal

from perfnlp.annotation import COLUMNS
from perfnlp.records import Status
from perfnlp.review.desk import Desk
from perfnlp.review.policy import Choice, Policy
from perfnlp.review.store import Store

TIERS = (("达成", Status.COMPLETED, "1", "0.8"), ("部分达成", Status.PARTIAL, "0.7", "0.6"))
POLICY = Policy(
    rubric="made",
    choices=(
        *(Choice(name=n, status=s, credit=Decimal(c), low=Decimal(low), high=Decimal(1)) for n, s, c, low in TIERS),
        Choice(name="未达成", status=Status.NOT_COMPLETED, credit=Decimal("0.3"), low=Decimal(0), high=Decimal("0.6")),
    ),
    round_score=lambda score: score.quantize(Decimal("0.1")),
)
CERTIFICATE = "模型made在100行开发数据中评定正确99%"


def record(row_id, **fields):
    """Return a row of 5 points, proposed as partly done at 3.5, confidence 0.5, to be reviewed."""
    return {
        **dict.fromkeys(COLUMNS),
        "id": row_id,
        "source": {"path": "桐岭县.txt", "sha256": None, "location": "第3行", "section": "一、产出"},
        "indicator": f"指标{row_id}",
        "target": f"目标{row_id}",
        "actual": f"完成{row_id}",
        "points": 5,
        "self_score": 5,
        "status": "partial",
        "proposed_score": 3.5,
        "needs_review": True,
        "reasons": ["未全部完成，按70%计3.5分。"],
        "confidence": 0.5,
        "credit": 0.7,
        "credit_low": 0.6,
        "credit_high": 0.8,
        "tier": "部分达成",
        "kind": "qualitative",
        "rubric": "made",
        "decided_by": "made",
        "status_probabilities": {},
        "evidence": [],
        **fields,
    }


SURE = {"needs_review": False, "status": "completed", "tier": "达成", "proposed_score": 5, "confidence": 0.99}
ROWS = (
    record(
        "a1",
        indicator="道路养护里程",
        target="全面完成",
        actual="有序推进，尚未完成",
        evidence=[{"field": "actual", "start": 0, "end": 4, "text": "有序推进", "label": "x"}],
        confidence=0.1,
    ),
    record("b2", target="明显提升", actual="有所提升", confidence=0.2),
    record(
        "c3", target="明显提升", actual="有所 提升", confidence=0.3, source={**record("c3")["source"], "path": "别.txt"}
    ),
    record("d4", status="unclear", tier=None, proposed_score=None, credit=None, self_score=None, confidence=0.4),
    record("e5", points=None, self_score=None, proposed_score=None, confidence=0.6),
    record("f6", **SURE),
    record("g7", **SURE),
)
"""Stake, most first: e5 has no points and counts 1 x 0.4; f6 and g7 5 x 0.01."""


def desk(store, **options):
    """Return a desk of 李审 on `store`."""
    return Desk(store, POLICY, **{"reviewer": "李审", "certificate": CERTIFICATE, **options})


def store_with(folder, rows=ROWS):
    """Return a store of `rows`."""
    store = Store(folder / "rows.pfreview")
    store.add_run(rows, origin="made")
    return store
