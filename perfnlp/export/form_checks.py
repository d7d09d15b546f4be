"""What keeps a form from being filed: rows whose note, score and points contradict one another, or that are open."""

import re
from collections.abc import Iterator
from decimal import Decimal

from perfnlp.export.form import Form, FormRow

_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’")
_LOST = re.compile(r"(?<!每次)(?<!每项)(?<!每起)(?<!每个)(?<!每例)(?<!每)扣(?:减|除)?\s*(\d+(?:\.\d+)?)\s*分")
_SCORED = re.compile(r"(?<![应合共累小总])计\s*(\d+(?:\.\d+)?)\s*分")


def contradictions(form: Form, *, is_partial: bool) -> tuple[str, ...]:
    """Return one Chinese line for every row that must not be filed as it stands, and for a sum that is wrong.

    Args:
        form: the form to be.
        is_partial: whether undecided rows may stay open.
    """
    rows = [(sheet.document, row) for sheet in form.sheets for row in sheet.rows]
    told = [
        f"{document} 第{row.position + 1}行“{row.record['indicator']}”：{fault}。"
        for document, row in rows
        for fault in _faults(row, is_partial=is_partial)
    ]
    total = sum((row.score for _, row in rows if row.score is not None), Decimal(0))
    if total != form.total:
        told.append(f"各表复核得分合计{total}分，复核记录中的合计为{form.total}分。")
    return tuple(told)


def _faults(row: FormRow, *, is_partial: bool) -> Iterator[str]:
    if row.opinions:
        yield f"复核人意见不一致（{'；'.join(row.opinions)}），须先裁定"
    elif row.decision is None:
        if not is_partial:
            yield "尚未复核"
    elif row.score is not None:
        yield from _about_score(row, row.score)
    elif row.number("points") and not row.is_sent_back:
        yield "有分值而没有复核得分"


def _about_score(row: FormRow, score: Decimal) -> Iterator[str]:
    points, own = row.number("points"), row.number("self_score")
    if score < 0:
        yield f"复核得分{score}分低于0分"
    if points is not None and score > points:
        yield f"复核得分{score}分高于分值{points}分"
    if own is not None and score > own:
        yield f"复核得分{score}分高于自评得分{own}分"
    said = _QUOTED.sub("", row.note)
    for found in _SCORED.finditer(said):
        if Decimal(found[1]) != score:
            yield f"备注写“{found[0]}”，复核得分为{score}分"
    lost = Decimal(0) if points is None else points - score
    numbers = [Decimal(found[1]) for found in _LOST.finditer(said)]
    for number in numbers:
        if number != lost:
            yield f"备注写扣{number}分，分值减复核得分为{lost}分"
    if lost > 0 and not numbers:
        yield f"扣{lost}分而备注没有写明"
