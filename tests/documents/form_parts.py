"""Parts that forms are made of: level columns that span rows, headings in many wordings, gold rows."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby
from random import Random

from documents.content import Item, Project
from documents.model import Block, Cell, GoldRow

Laid = tuple[list[Block], list[GoldRow]]
"""The blocks of a document, and its rows."""

HEADINGS = {
    "name": ("三级指标", "三级指标", "指标名称", "三级指标名称", "具体指标"),
    "target": ("年度指标值", "年度指标值", "指标值", "目标值", "预期指标值", "年度\n指标值", "年度指标值（A）"),
    "actual": ("实际完成值", "实际完成值", "全年实际值", "完成值", "实际完成情况", "实际\n完成值", "实际完成值（B）"),
    "points": ("分值", "分值", "权重", "标准分", "分值（分）"),
    "score": ("得分", "得分", "自评得分", "自评分"),
    "note": ("偏差原因分析及改进措施", "偏差原因分析\n及改进措施", "未完成原因分析", "备注"),
}  # fmt: skip


def heading(random: Random, field: str) -> Cell:
    """Return the heading of a column in one of its wordings."""
    return Cell(random.choice(HEADINGS[field]))


def gold(item: Item, document: str, number: int, **changes: str | None) -> GoldRow:
    """Return the row that a reader must find, with the keys of labelled rows; `changes` by those keys."""
    row = {
        "doc": document, "n": number, "level1": item.level1, "level2": item.level2, "indicator": item.name,
        "target": item.target, "actual": item.actual, "points": item.points, "self_score": item.score,
        "note": item.note, **changes,
    }  # fmt: skip
    for key in ("points", "self_score"):
        row[key] = float(Decimal(row[key])) if row[key] else None
    for key in ("level1", "level2", "target", "actual", "note"):
        row[key] = None if not row[key] or row[key] in {"无", "—", "/"} else row[key]
    kind = "quantitative" if any(character.isdigit() for character in row["target"] or "") else "qualitative"
    return {**row, "kind": kind, "status": item.status, "also_accepted": list(item.accepted)}


def gold_rows(project: Project, document: str) -> list[GoldRow]:
    """Return the rows of all items as they are."""
    return [gold(item, document, number) for number, item in enumerate(project.items, start=1)]


def goal_gold(project: Project, document: str) -> GoldRow:
    """Return the row of the pair of cells that tells the goal and what came of it; forms give it no name."""
    item = Item(
        level1="", level2="", name="", sign="", value=project.goal, unit="", actual=project.result,
        accepted=("exceeded", "completed", "partial", "not_completed", "unclear"),
    )  # fmt: skip
    return gold(item, document, 0)


def with_levels(
    items: Sequence[Item],
    cells: Callable[[int, Item], Sequence[Cell]],
    *,
    label: Callable[[str, Sequence[Item]], str] = lambda level, _items: level,
    is_merged: bool = True,
    is_blank: bool = False,
) -> list[tuple[Cell, ...]]:
    """Return rows of `cells` with columns of levels 1 and 2 in front, each label spanning its items.

    Args:
        items: in the order of the form.
        cells: gives the cells of one item, from its number (from 0).
        label: gives the text of a level from its name and its items.
        is_merged: whether labels span rows; otherwise each row repeats them.
        is_blank: whether unmerged labels stand in their first row only, above empty cells.
    """
    rows: list[tuple[Cell, ...]] = []
    for level1, under1 in _runs(items, lambda item: item.level1):
        for position2, (level2, under2) in enumerate(_runs(under1, lambda item: item.level2)):
            for position, item in enumerate(under2):
                head = []
                if not is_merged:
                    head.append(Cell("" if is_blank and position2 + position > 0 else label(level1, under1)))
                    head.append(Cell("" if is_blank and position > 0 else label(level2, under2)))
                else:
                    head += [Cell(label(level1, under1), rows=len(under1))] * (position2 == position == 0)
                    head += [Cell(label(level2, under2), rows=len(under2))] * (position == 0)
                rows.append((*head, *cells(len(rows), item)))
    return rows


def _runs(items: Sequence[Item], key: Callable[[Item], str]) -> list[tuple[str, list[Item]]]:
    return [(label, list(several)) for label, several in groupby(items, key)]


def shown(random: Random, item: Item) -> dict[str, str]:
    """Return the item's cells by field as printed; what is not told is a mark or nothing."""
    return {
        "name": item.name, "target": item.target, "actual": item.actual or empty(random), "points": item.points,
        "score": item.score or empty(random), "note": item.note,
    }  # fmt: skip


def total(items: Sequence[Item], budget: tuple[str, str] = ("0", "0")) -> tuple[str, str]:
    """Return the sums of points and scores, those of the budget row added."""
    points = sum((Decimal(item.points) for item in items), Decimal(budget[0]))
    score = sum((Decimal(item.score or 0) for item in items), Decimal(budget[1]))
    return f"{points:f}", f"{score:f}"


def empty(random: Random) -> str:
    """Return one of the marks that forms put where nothing is to be said."""
    return random.choice(("", "—", "/"))
