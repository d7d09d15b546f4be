"""The columns of a 复核表, what a row says in each, and the stamp that shows a changed cell."""

import hashlib
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from perfnlp.annotation import KIND_NAMES, Record
from perfnlp.export.form import SENT_BACK, FormRow
from perfnlp.export.workbook import plain_text
from perfnlp.lexicon import load_lexicon
from perfnlp.text import squeeze

Value = str | Decimal | None

HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "指标值",
    "度量单位",
    "权重",
    "自评完成值",
    "自评得分",
    "复核完成值",
    "复核得分",
    "偏离度",
    "备注（扣分原因）",
)
"""The thirteen columns of the form, A to M."""
OWN_HEADINGS = ("建议档次", "采用档次", "复核意见", "编号", "导出时的决定", "校验")
"""Columns N to S, not printed; the last three are hidden."""
SCORE, TIER, COMMENT, ID, EXPORTED, STAMP = "K", "O", "P", "Q", "R", "S"
FIXED = ("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "L", "M", "N")
"""Columns that a reviewer must not change, in the order of `texts_of`."""
HEADING_ROW = 3
_MEASURE = re.compile(
    r"\s*(?P<sign>[≥≤＝=＞>＜<≧≦⩾⩽]|[>＞][=＝]|[<＜][=＝])?\s*(?P<value>\d[\d,，.]*)\s*(?P<unit>\D*?)\s*"
)


def values_of(row: FormRow) -> tuple[Value, ...]:
    """Return what the row says under `HEADINGS` and in 建议档次."""
    record, is_settled = row.record, row.decision is not None and not row.is_sent_back
    sign, value, unit = split_target(record)
    return (
        record["level1"],
        record["level2"],
        record["indicator"],
        sign,
        value,
        unit,
        row.number("points"),
        record["actual"],
        row.number("self_score"),
        SENT_BACK if row.is_sent_back else record["actual"] if is_settled else None,
        row.score,
        row.number("attainment") if is_settled else None,
        row.note,
        record["tier"],
    )


def split_target(record: Record) -> tuple[str, str, str]:
    """Return 指标性质, 指标值 and 度量单位: a lone figure is taken apart, any other target stays whole."""
    target = record["target"] or ""
    found = _MEASURE.fullmatch(target)
    if found is None or not _is_unit(squeeze(found["unit"])):
        return KIND_NAMES[record["kind"]], target, ""
    return found["sign"] or KIND_NAMES[record["kind"]], found["value"], found["unit"]


def _is_unit(word: str) -> bool:
    """Return whether `word` is nothing, a measure word, or one with a multiplier before it (万元)."""
    units = load_lexicon().units
    multiplied = any(not rule.base and word.removeprefix(name) in units for name, rule in units.items())
    return not word or word in units or multiplied


def texts_of(row: FormRow) -> tuple[str, ...]:
    """Return the fixed cells of a row as `stamp` takes them."""
    values = values_of(row)
    fixed = (*values[:10], *values[11:])
    return tuple(cell_text(value) for value in fixed)


def cell_text(value: Any) -> str:
    """Return what a cell says, whatever a program made of its white space and the end of its figure."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{Decimal(str(value)).normalize():f}"
    return "".join(plain_text(str(value)).split())


def exported(row: FormRow, seq: int) -> str:
    """Return what stands in the hidden cell: log number, digest of the report's words, score, tier and comment."""
    comment = "" if row.decision is None else row.decision.comment
    told = [seq, text_digest(row.record), cell_text(row.score), row.tier, plain_text(comment)]
    return json.dumps(told, ensure_ascii=False)


def text_digest(record: Record) -> str:
    """Return a digest of what the report says in a row; no proposal is part of it."""
    texts = [record[key] for key in ("indicator", "target", "actual", "points", "self_score", "note")]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:16]


def stamp(row_id: str, decision: str, texts: Sequence[str]) -> str:
    """Return the digest of the cells of a row that must stay as they are."""
    return hashlib.sha256(json.dumps([row_id, decision, *texts], ensure_ascii=False).encode()).hexdigest()[:32]
