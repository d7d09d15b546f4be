"""Check a table against the sums it states itself; a failed check becomes a remark on its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from perfnlp.extraction.cells import read_number
from perfnlp.extraction.drafts import Group
from perfnlp.records import Indicator

_TOLERANCE = Decimal("0.05")


def check_group(
    rows: tuple[Indicator, ...], group: Group, earlier: Sequence[Indicator], before: Sequence[Indicator]
) -> tuple[Indicator, ...]:
    """Return `rows` with a remark where their points or scores miss a sum that the table states.

    Args:
        rows: the rows of the group.
        group: knows the total rows and the points behind level labels.
        earlier: rows further up in the same table (the budget row), which a total may include.
        before: all rows further up in the report; a total may cover the goals of several tables.
    """
    remarks = tuple(_failed_totals(rows, group, earlier, before))
    checked = tuple(replace(row, remarks=row.remarks + remarks) for row in rows)
    for levels, stated in group.stated.items():
        checked = _check_level(checked, levels, stated)
    return checked


def _failed_totals(
    rows: Sequence[Indicator], group: Group, earlier: Sequence[Indicator], before: Sequence[Indicator]
) -> Iterator[str]:
    for field, attribute, word in (("points", "points", "分值"), ("score", "self_score", "得分")):
        totals = (read_number(texts.get(field, "")) for texts in group.totals)
        stated = next((total for total in reversed(tuple(totals)) if total is not None), None)
        own = _sum(rows, attribute)
        if stated is None or own is None:
            continue
        with_earlier = own + (_sum([row for row in earlier if getattr(row, attribute) is not None], attribute) or 0)
        if not any(_is_same(total, stated) for total in (with_earlier, *_sums_upwards(own, before, attribute))):
            yield f"本表各行{word}合计为{with_earlier}分，表内标注的合计为{stated}分，请核对。"


def _sums_upwards(own: Decimal, before: Sequence[Indicator], attribute: str) -> Iterator[Decimal]:
    """Yield the sums that a total may mean: of the group, and with the rows above it up to any of them."""
    yield own
    for row in reversed(before):
        own += getattr(row, attribute) or 0
        yield own


def _check_level(
    rows: tuple[Indicator, ...], levels: tuple[str, str], stated: tuple[Decimal, ...]
) -> tuple[Indicator, ...]:
    """Compare a label's points with its rows'; a label stated again stands over a second goal or a new page."""
    level1, level2 = levels
    under = [row for row in rows if (row.level1 or "") == level1 and (not level2 or row.level2 == level2)]
    total = _sum(under, "points")
    if total is None or any(_is_same(total, points) for points in (*stated, sum(stated, Decimal(0)))):
        return rows
    remark = f"“{level2 or level1}”标注{stated[-1]}分，其下各行分值合计为{total}分，请核对。"
    return tuple(replace(row, remarks=(*row.remarks, remark)) if row in under else row for row in rows)


def _sum(rows: Sequence[Indicator], attribute: str) -> Decimal | None:
    """Return the sum, or None if a row lacks the number, for then nothing can be checked."""
    values = [getattr(row, attribute) for row in rows]
    return sum(values, Decimal(0)) if values and None not in values else None


def _is_same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _TOLERANCE
