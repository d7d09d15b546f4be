"""Rows and decisions of a fictional project, for the tests of forms and of interchange."""

import json
from decimal import Decimal

from perfnlp.annotation import COLUMNS
from perfnlp.records import Action, Decision, Status

TOP, MIDDLE, LOW = "达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差"
STATUSES = {TOP: Status.COMPLETED, MIDDLE: Status.PARTIAL, LOW: Status.NOT_COMPLETED}


def record(number=1, **changes):
    """Return a row of 3 points that promised 明显提升 and tells 有所提升."""
    values = {
        "id": f"{number:016x}",
        "source": {"path": "reports/青溪县.txt", "sha256": None, "location": f"第{number}行", "section": "自评表"},
        "level1": "效益指标",
        "level2": "社会效益指标",
        "indicator": f"第{number}项满意程度",
        "target": "明显提升",
        "actual": "有所提升",
        "points": 3,
        "self_score": 2.5,
        "status": "partial",
        "proposed_score": 2.1,
        "needs_review": True,
        "reasons": [
            f"目标为“明显提升”，实际为“有所提升”，属第二档“{MIDDLE}”（80%-60%），按70%计2.1分，扣0.9分。",
            "未说明偏差原因，须补充。",
        ],
        "confidence": 0.91,
        "credit": 0.7,
        "credit_low": 0.6,
        "credit_high": 0.8,
        "tier": MIDDLE,
        "kind": "qualitative",
        "rubric": "caiyu-2020-10",
        "decided_by": "grader-0001",
        "status_probabilities": {"partial": 0.91, "unclear": 0.09},
        "evidence": [{"field": "actual", "start": 0, "end": 2, "text": "有所", "label": "degree=2"}],
    }
    return json.loads(json.dumps({**dict.fromkeys(COLUMNS), **values, **changes}))


def met(number=1, **changes):
    """Return a row of 5 points whose figure is reached."""
    values = {
        "target": "≥12次",
        "actual": "12次",
        "points": 5,
        "self_score": 5,
        "status": "completed",
        "proposed_score": 5,
        "tier": TOP,
        "kind": "quantitative",
        "attainment": 1,
        "level1": "产出指标",
        "level2": "数量指标",
        "reasons": [f"目标为“≥12次”，实际为“12次”，已达目标，属“{TOP}”，计5分。"],
    }
    return record(number, **{**values, **changes})


def decision(number=1, score="2.1", tier=MIDDLE, action=Action.ACCEPT, **changes):
    values = {
        "row_id": f"{number:016x}",
        "action": action,
        "status": STATUSES.get(tier, Status.UNCLEAR),
        "tier": tier,
        "score": None if score is None else Decimal(score),
        "reviewer": "李审",
        "decided_at": "2024-03-01T01:02:03.000004+00:00",
        "comment": "",
    }
    return Decision(**{**values, **changes})
