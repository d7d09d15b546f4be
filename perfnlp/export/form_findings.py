"""问题清单: what the re-check found, where, by which rule, and what to do about it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfnlp.export.form import FormRow, FormSheet
from perfnlp.records import Status

_TOTAL = re.compile(r"合计为.+分.*请核对")
_BLANK = frozenset({"", "无", "-", "—", "/", "*", "一", "无偏差", "不适用"})
_SHORT = (Status.PARTIAL, Status.NOT_COMPLETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the list, every field a Chinese text.

    Attributes:
        level: what it is about: 项目 or 指标.
        subject: its name.
        place: where it stands in the report.
        finding: what was found.
        basis: the rule that it breaks.
        advice: what the body has to do.
    """

    level: str
    subject: str
    place: str
    finding: str
    basis: str
    advice: str


def findings(sheets: Sequence[FormSheet]) -> Iterator[Finding]:
    """Yield what each project and each of its rows has to answer for, in document order."""
    for sheet in sheets:
        for section, rows in sheet.sections():
            yield from _about_totals(section or sheet.project, sheet, rows)
            for row in rows:
                yield from _about(row)


def _about_totals(subject: str, sheet: FormSheet, rows: Sequence[FormRow]) -> Iterator[Finding]:
    told = (reason for row in rows for reason in row.record["reasons"] if _TOTAL.search(reason))
    for sentence in dict.fromkeys(told):
        yield Finding(
            level="项目",
            subject=subject,
            place=sheet.document,
            finding=sentence,
            basis="自评表各行之和应与所列合计一致",
            advice="核对分值和得分，更正自评表。",
        )


def _about(row: FormRow) -> Iterator[Finding]:
    if row.decision is None:
        return
    points, own, score = row.number("points"), row.number("self_score"), row.score
    if row.is_sent_back:
        yield _finding(row, row.note, row.clause, "补充实际完成情况和佐证材料，说明后再计分。")
    elif row.note and points is not None and score is not None and score < points:
        cut = own - score if own is not None else Decimal(0)
        advice = (
            f"自评得分核减{_number(cut)}分。" if cut > 0 else "自评已扣分，复核予以认可。" if own is not None else ""
        )
        yield _finding(row, row.note, row.clause, f"{advice}分析未达目标的原因，提出改进措施。")
    elif row.note and row.decision.status in _SHORT:
        yield _finding(row, row.note, row.clause, "分析未达目标的原因，提出改进措施。")
    if row.decision.status in _SHORT and (row.record["note"] or "").strip(" 。.") in _BLANK:
        basis = "自评表要求说明偏差原因及改进措施"
        yield _finding(row, "未达到目标，未说明偏差原因。", basis, "补充偏差原因分析及改进措施。")


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _finding(row: FormRow, finding: str, basis: str, advice: str) -> Finding:
    source = row.record["source"]
    place = " ".join(filter(None, (source["path"], source["location"], source["section"])))
    return Finding(
        level="指标", subject=row.record["indicator"], place=place, finding=finding, basis=basis, advice=advice
    )
