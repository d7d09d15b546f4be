"""Turn proposals into the flat annotation record that users are promised.

The record is described by `perfnlp/schema/annotation.schema.json`, the contract;
its keys are the columns of every output format, in this order.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from perfnlp.errors import ReadingError
from perfnlp.records import Evidence, Indicator, Locator, Proposal

Record = dict[str, Any]
"""One flat annotation, JSON values only, keys as `COLUMNS` and then any passed through."""

COLUMNS: Mapping[str, str] = {
    "id": "编号",
    "source": "来源",
    "level1": "一级指标",
    "level2": "二级指标",
    "indicator": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "points": "分值",
    "self_score": "自评得分",
    "status": "评定结果",
    "proposed_score": "建议得分",
    "needs_review": "需人工复核",
    "reasons": "评定理由",
    "note": "偏差原因",
    "confidence": "置信度",
    "credit": "建议得分率",
    "credit_low": "得分率下限",
    "credit_high": "得分率上限",
    "tier": "评分档次",
    "kind": "指标性质",
    "attainment": "完成率",
    "degree_target": "目标程度",
    "degree_actual": "完成程度",
    "rubric": "评分规则",
    "decided_by": "判定依据",
    "status_probabilities": "各结果概率",
    "evidence": "原文依据",
}
"""Key of the record -> heading that a Chinese reader sees."""

STATUS_NAMES = {
    "exceeded": "超额完成",
    "completed": "完成",
    "partial": "部分完成",
    "not_completed": "未完成",
    "unclear": "无法判断",
}
_LARGE = 15  # decimal digits that a float holds, and more than any real figure has
KIND_NAMES = {"quantitative": "定量", "qualitative": "定性"}


def to_record(proposal: Proposal, *, sha256: str | None) -> Record:
    """Return the annotation record of `proposal`.

    Args:
        proposal: what the pipeline proposes for one indicator.
        sha256: hex digest of the source file's bytes; None for a row without a file.
    """
    grade, analysis = proposal.grade, proposal.grade.analysis
    row = analysis.indicator
    return {
        "id": row.id,
        "source": _source(row, sha256),
        "level1": row.level1,
        "level2": row.level2,
        "indicator": row.name,
        "target": row.target,
        "actual": row.actual,
        "points": number(row.points),
        "self_score": number(row.self_score),
        "status": grade.status.value,
        "proposed_score": number(proposal.score),
        "needs_review": proposal.needs_review,
        "reasons": list(proposal.reasons),
        "note": row.note,
        "confidence": round(grade.confidence, 4),
        "credit": number(proposal.credit),
        "credit_low": number(proposal.credit_low),
        "credit_high": number(proposal.credit_high),
        "tier": proposal.tier,
        "kind": analysis.kind.value,
        "attainment": number(_rounded(analysis.attainment)),
        "degree_target": analysis.degree_target,
        "degree_actual": analysis.degree_actual,
        "rubric": proposal.rubric,
        "decided_by": grade.decided_by,
        "status_probabilities": {status.value: round(share, 4) for status, share in grade.probabilities.items()},
        "evidence": [_evidence(row, evidence) for evidence in analysis.evidence],
    }


def _source(row: Indicator, sha256: str | None) -> dict[str, Any]:
    """Return the place of the row; `boxes` (page, left, top, right, bottom of each cell) where it is a page's."""
    locator = row.locator
    source = {"path": locator.document, "sha256": sha256, "location": locator.describe(), "section": row.section}
    return {**source, "boxes": source_boxes(locator)} if locator.boxes else source


def source_boxes(locator: Locator) -> list[list[float]]:
    """Return page, left, top, right, bottom of each cell, as a record holds them."""
    return [
        [box.page, *(round(side, 1) for side in (box.left, box.top, box.right, box.bottom))] for box in locator.boxes
    ]


def read_records(path: Path) -> tuple[Record, ...]:
    """Return the records of a JSON Lines file that `perfnlp annotate` or `perfnlp grade` wrote.

    Raises:
        ReadingError: the file cannot be read, or a line is no annotation record.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        message = f"cannot read '{path}': {what}. Name the .jsonl file that `perfnlp annotate` wrote."
        raise ReadingError(message) from error
    return tuple(
        _record(line, f"'{path}', line {number}") for number, line in enumerate(lines, start=1) if line.strip()
    )


def _record(line: str, place: str) -> Record:
    try:
        record: Record = json.loads(line)
    except ValueError as error:
        message = f"cannot read {place}: not JSON ({error}). Name the .jsonl file that `perfnlp annotate` wrote."
        raise ReadingError(message) from error
    missing = [key for key in COLUMNS if key not in record] if isinstance(record, dict) else ["id"]
    if missing:
        message = (
            f"{place} is no annotation record: it lacks '{missing[0]}'. Write the file again with `perfnlp annotate`."
        )
        raise ReadingError(message)
    return record


def load_schema() -> dict[str, Any]:
    """Return the JSON Schema of the record."""
    text = files("perfnlp.schema").joinpath("annotation.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def number(value: Decimal | None) -> float | int | None:
    """Return a JSON number that prints as `value` does, whole numbers without a point."""
    if value is None:
        return None
    whole = value == value.to_integral_value() and value.adjusted() < _LARGE
    return int(value) if whole else float(value)


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 4) if value.adjusted() < _LARGE else value


def _evidence(row: Indicator, evidence: Evidence) -> dict[str, Any]:
    field = row.name if evidence.field == "indicator" else getattr(row, evidence.field)
    return {
        "field": evidence.field,
        "start": evidence.start,
        "end": evidence.end,
        "text": field[evidence.start : evidence.end],
        "label": evidence.label,
    }
