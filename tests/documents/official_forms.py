"""Layouts of the official forms: one grid that holds the whole form.

A layout turns a project into blocks and into the rows that a reader must find in them.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from documents.content import Item, Project
from documents.form_parts import Laid, empty, goal_gold, gold, gold_rows, heading, shown, total, with_levels
from documents.model import Block, Cell, Grid, Line


def national(random: Random, project: Project, document: str) -> Laid:
    """The form for project spending: one grid with head, budget, goal and indicators."""
    order = random.choice((("target", "actual", "points", "score"), ("points", "target", "actual", "score")))
    rows = [*_head(project, 9), *_budget(project), *_goal_rows(project)]
    header = len(rows)
    headings = [heading(random, field) for field in order]
    note = heading(random, "note")
    head = [Cell("一级指标"), Cell("二级指标"), heading(random, "name"), *headings, note]

    def cells(_number: int, item: Item) -> list[Cell]:
        texts = shown(random, item)
        return [Cell(item.name), *(Cell(texts[field]) for field in order), Cell(item.note, is_long=True)]

    body = with_levels(project.items, cells)
    rows.append((Cell("绩效\n指标", rows=len(body) + 1), *head))
    rows += body
    points, score = total(project.items, ("10", project.budget_score))
    sums = {"points": points, "score": score}
    is_apart = order[0] == "points"
    summed = [Cell("总分", columns=4)] if is_apart else [Cell("总分", columns=6)]
    summed += [Cell(sums.get(field, "")) for field in order if is_apart or field in sums]
    rows.append((*summed, Cell("")))
    blocks: list[Block] = [
        Line(text="项目支出绩效自评表", kind="title"),
        Line(text=f"（{project.year}年度）"),
        Grid(
            rows=tuple(rows),
            widths=(4, 7, 9, 16, 12, 12, 12, 9, 16) if not is_apart else (4, 7, 9, 16, 6, 12, 12, 8, 16),
            header=(header, header + 1),
        ),
        *_notes(random),
    ]
    return blocks, [goal_gold(project, document), *gold_rows(project, document)]


def two_forms(random: Random, project: Project, document: str) -> Laid:
    """Two forms for project spending in one document, each with half of the items."""
    half = max(1, len(project.items) // 2)
    blocks, found = national(random, replace(project, items=project.items[:half]), document)
    second = replace(
        project, name=f"{project.name}（二期）", items=project.items[half:], goal=project.goal.replace("目标", "任务")
    )
    more, others = national(random, second, document)
    found += [{**row, "n": len(found) + number} for number, row in enumerate(others, start=1)]
    return [*blocks, *more], found


def signed(random: Random, project: Project, document: str) -> Laid:
    """The form that keeps sign, figure and unit of a target in columns of their own."""
    signs = {"≥": random.choice(("≥", "≥", "⩾", "大于等于")), "≤": "≤", "=": "=", "定性": "定性", "": "定性"}
    head = [
        Cell("一级指标"), Cell("二级指标"), Cell("三级指标"), Cell(random.choice(("指标性质", "计算符号"))),
        Cell("指标值"), Cell(random.choice(("度量单位", "计量单位"))), Cell("分值"), Cell("实际完成值"), Cell("得分"),
        Cell("未完成原因分析"),
    ]  # fmt: skip

    def cells(_number: int, item: Item) -> list[Cell]:
        unit = item.unit or random.choice(("", "/"))
        texts = (item.name, signs[item.sign], item.value, unit, item.points, item.actual, item.score, item.note)
        return [Cell(text) for text in texts]

    body = with_levels(project.items, cells, is_merged=random.random() < 0.7)
    points, score = total(project.items)
    last = (Cell("合计", columns=6), Cell(points), Cell(""), Cell(score), Cell(""))
    grid = Grid(rows=(tuple(head), *body, last), widths=(8, 9, 16, 6, 9, 7, 5, 12, 6, 14), header=(0, 1))
    found = []
    for number, item in enumerate(project.items, start=1):
        sign = signs[item.sign] if item.sign in {"≥", "≤"} else ""  # = and 定性 add nothing
        found.append(gold(item, document, number, target=f"{sign}{item.value}{item.unit}"))
    return [Line(text=f"{project.place}{project.year}年度项目绩效自评表", kind="title"), grid], found


def behind_names(_random: Random, project: Project, document: str) -> Laid:
    """The form of Wuhan: points stand behind the names of indicators and levels."""
    head = (
        Cell("一级指标"),
        Cell("二级指标"),
        Cell("三级指标"),
        Cell("年初目标值（A）"),
        Cell("实际完成值（B）"),
        Cell("得分"),
    )

    def cells(_number: int, item: Item) -> list[Cell]:
        return [Cell(f"{item.name}（{item.points}分）"), *map(Cell, (item.target, item.actual, item.score))]

    def label(level: str, items: Sequence[Item]) -> str:
        return f"{level}（{total(items)[0]}分）"

    body = with_levels(project.items, cells, label=label)
    points, score = total(project.items)
    last = (Cell(f"总分（{points}分）", columns=6), Cell(score))
    first = (Cell(f"年度绩效\n目标1\n（{points}分）", rows=len(body) + 1), *head)
    head_rows = [
        (Cell("项目名称", columns=2), Cell(project.name, columns=5)),
        (
            Cell("主管部门", columns=2),
            Cell(project.office, columns=2),
            Cell("项目实施单位", columns=2),
            Cell(project.bureau),
        ),
    ]
    reason = (Cell("偏差大或目标未完成原因分析", columns=2), Cell("详见项目绩效自评报告", columns=5, is_long=True))
    grid = Grid(rows=(*head_rows, first, *body, last, reason), widths=(6, 10, 10, 24, 16, 16, 7), header=(2, 3))
    title = Line(text=f"{project.name}自评表", kind="title")
    found = [gold(item, document, number, note=None) for number, item in enumerate(project.items, start=1)]
    return [title, Line(text=f"单位名称：{project.bureau}"), grid], found


def transfer(random: Random, project: Project, document: str) -> Laid:
    """The form for transfers to a region: no points, no scores."""
    head = (
        Cell("一级\n指标"),
        Cell("二级指标"),
        Cell("三级指标"),
        Cell("指标值"),
        Cell("全年实际完成值"),
        Cell("未完成原因和改进措施"),
    )

    def cells(_number: int, item: Item) -> list[Cell]:
        return [Cell(text, is_long=True) for text in (item.name, item.target, item.actual, item.note or empty(random))]

    body = with_levels(project.items, cells)
    rows = [
        (Cell("转移支付（项目）名称", columns=2), Cell(project.name, columns=5)),
        (Cell("主管部门", columns=2), Cell(project.office, columns=2), Cell("资金使用单位"),
         Cell(project.bureau, columns=2)),
        (Cell("资金投入情况（万元）", columns=2, rows=2), Cell(""), Cell("全年预算数（A）"), Cell("全年执行数（B）"),
         Cell("预算执行率（B/A×100%)", columns=2)),
        (Cell("年度资金总额："), Cell(str(project.budget)), Cell(str(project.executed)), Cell(project.rate, columns=2)),
        (Cell("总体目标完成情况", rows=2), Cell("总体目标", columns=3), Cell("全年实际完成情况", columns=3)),
        (Cell(project.goal, columns=3, is_long=True), Cell(project.result, columns=3, is_long=True)),
    ]  # fmt: skip
    header = len(rows)
    rows += [(Cell("绩效指标", rows=len(body) + 1), *head), *body]
    rows.append(
        (
            Cell("说明"),
            Cell("请在此处简要说明中央巡视、各级审计和财政监督中发现的问题及其所涉及的金额。", columns=6, is_long=True),
        )
    )
    grid = Grid(rows=tuple(rows), widths=(6, 8, 10, 20, 14, 14, 18), header=(header, header + 1))
    title = f"{project.place}转移支付区域（项目）绩效目标自评表"
    found = [gold(item, document, number, points="", self_score="") for number, item in enumerate(project.items, 1)]
    head_lines = [Line(text=title, kind="title"), Line(text=f"（{project.year}年度）")]
    return [*head_lines, grid], [goal_gold(project, document), *found]


def recheck(random: Random, project: Project, document: str) -> Laid:
    """The form of a re-check, with 13 columns; the body's own figures are the row's."""
    texts = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "自评完成值", "自评得分",
             "复核完成值", "复核得分", "偏离度", "备注（扣分原因）")  # fmt: skip

    def cells(_number: int, item: Item) -> list[Cell]:
        checked = (item.actual, item.score, random.choice(("100%", "0%", "—")))
        sign = item.sign or "定性"
        own = (item.name, sign, item.value, item.unit or "—", item.points, item.actual, item.score)
        return [Cell(text) for text in (*own, *checked, item.note)]

    body = with_levels(project.items, cells, is_merged=random.random() < 0.6)
    points, score = total(project.items)
    sums = ("", "", "", points, "", score, "", score, "", "")
    grid = Grid(
        rows=(tuple(map(Cell, texts)), *body, (Cell("合计", columns=3), *map(Cell, sums))),
        widths=(7, 8, 13, 5, 8, 6, 5, 10, 6, 10, 6, 6, 12),
        header=(0, 1),
    )
    found = []
    for number, item in enumerate(project.items, start=1):
        sign = item.sign if item.sign in {"≥", "≤"} else ""
        found.append(gold(item, document, number, target=f"{sign}{item.value}{item.unit}"))
    title = Line(text=f"{project.place}项目支出绩效自评复核表", kind="title")
    return [title, Line(text=f"项目名称：{project.name}"), Line(text=f"项目单位：{project.office}"), grid], found


def _head(project: Project, width: int) -> list[tuple[Cell, ...]]:
    return [
        (Cell("项目名称", columns=2), Cell(project.name, columns=width - 2)),
        (
            Cell("主管部门", columns=2),
            Cell(project.office, columns=3),
            Cell("实施单位"),
            Cell(project.bureau, columns=width - 6),
        ),
    ]


def _budget(project: Project) -> list[tuple[Cell, ...]]:
    budget, executed = str(project.budget), str(project.executed)
    amounts = (Cell(budget), Cell(budget), Cell(executed))
    heads = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    return [
        (Cell("项目资金\n（万元）", columns=2, rows=4), *map(Cell, heads)),
        (Cell("年度资金总额"), *amounts, Cell("10"), Cell(project.rate), Cell(project.budget_score)),
        (Cell("其中：当年财政拨款"), *amounts, Cell("—"), Cell(project.rate), Cell("—")),
        (Cell("其他资金"), Cell("0"), Cell("0"), Cell("0"), Cell("—"), Cell(""), Cell("—")),
    ]


def _goal_rows(project: Project) -> list[tuple[Cell, ...]]:
    return [
        (Cell("年度\n总体\n目标", rows=2), Cell("预期目标", columns=4), Cell("实际完成情况", columns=4)),
        (Cell(project.goal, columns=4, is_long=True), Cell(project.result, columns=4, is_long=True)),
    ]


def _notes(random: Random) -> list[Block]:
    lines = (
        "注：1.得分一档最高不能超过该指标分值上限。",
        "2.定性指标分为达成年度指标、部分达成年度指标并具有一定效果、未达成年度指标且效果较差三档，分别按100%-80%（含）等确定分值。",
        "3.定量指标若为正向指标，得分=实际完成值/年度指标值×该指标分值。",
    )
    return [Line(text=text) for text in lines] if random.random() < 0.6 else []
