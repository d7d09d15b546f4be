"""Layouts of tables inside reports: several tables, prose between them, headers of many kinds."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from random import Random

from documents.content import Item, Project
from documents.form_parts import Laid, goal_gold, gold, gold_rows, heading, shown, total, with_levels
from documents.model import Block, Cell, GoldRow, Grid, Line


def report(random: Random, project: Project, document: str) -> Laid:
    """A report in chapters with a budget table, the indicators with running numbers, and notes."""
    middle = random.sample(("target", "actual", "points", "score"), 4)  # the order of columns is free
    fields = ("name", *middle, "note")
    head = [Cell("序号"), Cell("一级指标"), Cell("二级指标"), *(heading(random, field) for field in fields)]
    breadths = {"name": 18, "target": 12, "actual": 12, "points": 6, "score": 6, "note": 16}

    def cells(_number: int, item: Item) -> list[Cell]:
        texts = shown(random, item)
        return [Cell(texts[field], is_long=field in {"name", "note"}) for field in fields]

    is_merged, is_blank = random.choice(((True, False), (True, False), (False, False), (False, True)))
    leveled = with_levels(project.items, cells, is_merged=is_merged, is_blank=is_blank)
    body = [(Cell(str(number)), *row) for number, row in enumerate(leveled, start=1)]
    points, score = total(project.items)
    sums = {"points": points, "score": score}
    last = (Cell("合计", columns=4), *(Cell(sums.get(field, "")) for field in fields[1:]))
    widths = (5, 8, 9, *(breadths[field] for field in fields))
    grid = Grid(rows=(tuple(head), *body, last), widths=widths, header=(0, 1))
    blocks = [*_chapters(project), Line(text="表2 绩效指标完成情况表"), grid, *_closing(project)]
    return blocks, gold_rows(project, document)


def two_line_header(random: Random, project: Project, document: str) -> Laid:
    """A header of two lines: groups above, columns below; no running text around it."""
    upper = (
        Cell("绩效指标", columns=3),
        Cell("指标完成情况", columns=2),
        Cell("评分", columns=2),
        Cell("备注", rows=2),
    )
    lower = tuple(map(Cell, ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")))

    def cells(_number: int, item: Item) -> list[Cell]:
        return [Cell(text) for text in (item.name, item.target, item.actual, item.points, item.score, item.note)]

    body = with_levels(project.items, cells)
    points, score = total(project.items)
    last = (Cell("总计", columns=5), Cell(points), Cell(score), Cell(""))
    widths = (8, 10, 18, 13, 13, 6, 6, 16)
    grid = Grid(rows=(upper, lower, *body, last), widths=widths, header=(0, 2))
    lines = [Line(text=f"{project.office}{project.year}年度部门预算项目绩效自评情况", kind="title")]
    lines += [Line(text=f"填报单位：{project.bureau}")] * (random.random() < 0.5)
    lines += [Line(text="金额单位：万元")]
    return [*lines, grid], gold_rows(project, document)


def section_rows(random: Random, project: Project, document: str) -> Laid:
    """No level columns: rows over the full width name the level, its points behind it."""
    fields = ("name", "target", "actual", "points", "score", "note")
    rows: list[tuple[Cell, ...]] = [(Cell("序号"), *(heading(random, field) for field in fields))]
    number = 0
    for position, (level1, under) in enumerate(groupby(project.items, lambda item: item.level1)):
        items = list(under)
        rows.append((Cell(f"{'一二三四五'[position]}、{level1}（{total(items)[0]}分）", columns=7, is_long=True),))
        for item in items:
            number += 1
            texts = (str(number), item.name, item.target, item.actual, item.points, item.score, item.note)
            rows.append(tuple(map(Cell, texts)))
    grid = Grid(rows=tuple(rows), widths=(5, 20, 13, 13, 6, 6, 18), header=(0, 1))
    title = Line(text=f"{project.name}绩效目标完成情况", kind="title")
    return [title, grid], [{**row, "level2": None} for row in gold_rows(project, document)]


def several(random: Random, project: Project, document: str) -> Laid:
    """Small tables one below the other, a heading above and a sentence behind each; two fit on a page."""
    blocks: list[Block] = [Line(text=f"{project.bureau}{project.year}年度项目绩效自评报告", kind="title")]
    found: list[GoldRow] = []
    head = [Cell("一级指标"), Cell("二级指标"), *(heading(random, field) for field in ("name", "target", "actual"))]
    head += [Cell("分值"), Cell("得分")]
    size = max(3, len(project.items) // 4)
    for number, start in enumerate(range(0, len(project.items), size), start=1):
        items = project.items[start : start + size]
        kind = random.choice(("能力建设", "日常运行", "设备更新"))
        blocks += [
            Line(text=f"（{'一二三四五六'[number - 1]}）子项目{number}：{kind}", kind="heading"),
            _small(items, head),
            Line(text=f"该子项目全年支出{project.executed / (number + 1):.2f}万元，自评总体情况良好。"),
        ]  # fmt: skip
        found += [gold(item, document, start + at, note="") for at, item in enumerate(items, start=1)]
    return blocks, found


def department(_random: Random, project: Project, document: str) -> Laid:
    """The form of a whole department: tasks with their money, the goal, the indicators."""
    tasks = [("日常履职", "保障机关正常运转"), ("重点任务", project.name), ("信息化", "系统运行维护")]
    rows: list[tuple[Cell, ...]] = [
        (Cell("部门名称", columns=2), Cell(project.office, columns=7)),
        (Cell("年度\n主要\n任务", rows=len(tasks) + 1), Cell("任务名称", columns=2), Cell("主要内容", columns=3),
         Cell("全年预算数"), Cell("全年执行数"), Cell("执行率")),
    ]  # fmt: skip
    budget, executed = str(project.budget), str(project.executed)
    for task, content in tasks:
        amounts = (Cell(budget), Cell(executed), Cell(project.rate))
        rows.append((Cell(task, columns=2), Cell(content, columns=3, is_long=True), *amounts))
    rows += [
        (Cell("年度\n总体\n目标", rows=2), Cell("年初设定目标", columns=4), Cell("全年实际完成情况", columns=4)),
        (Cell(project.goal, columns=4, is_long=True), Cell(project.result, columns=4, is_long=True)),
    ]
    header = len(rows)
    texts = ("一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值", "分值", "得分", "偏差原因分析及改进措施")

    def cells(_number: int, item: Item) -> list[Cell]:
        return [Cell(text) for text in (item.name, item.target, item.actual, item.points, item.score, item.note)]

    body = with_levels(project.items, cells)
    rows += [(Cell("年度\n绩效\n指标", rows=len(body) + 1), *map(Cell, texts)), *body]
    points, score = total(project.items)
    rows.append((Cell("总分", columns=6), Cell(points), Cell(score), Cell("")))
    widths = (5, 8, 9, 16, 12, 12, 9, 9, 15)
    grid = Grid(rows=tuple(rows), widths=widths, header=(header, header + 1))
    title = Line(text=f"{project.year}年度部门整体支出绩效自评表", kind="title")
    return [title, grid], [goal_gold(project, document), *gold_rows(project, document)]


def goals(random: Random, project: Project, document: str) -> Laid:
    """Two columns: what was to be done, and what came of it; rows have no names, levels or points."""
    rows = [(Cell("序号"), Cell("年初设定目标"), Cell(random.choice(("实际完成情况", "全年完成情况"))))]
    found = []
    for number, item in enumerate(project.items, start=1):
        target = f"{item.name}{item.target}"
        rows.append((Cell(str(number)), Cell(target, is_long=True), Cell(item.actual, is_long=True)))
        bare = {"level1": "", "level2": "", "points": "", "self_score": "", "note": ""}
        found.append(gold(item, document, number, indicator="", target=target, **bare))
    grid = Grid(rows=tuple(rows), widths=(5, 30, 40), header=(0, 1))
    lines = [Line(text=f"{project.office}{project.year}年工作目标完成情况", kind="title")]
    return [*lines, grid, Line(text="以上数据统计截至当年12月31日。")], found


def tasks(random: Random, project: Project, document: str) -> Laid:
    """A table of tasks: name, goal, completion, points; no levels."""
    fields = ("target", "actual", "points", "score")
    head = (
        Cell("序号"),
        Cell(random.choice(("任务名称", "重点工作", "绩效指标"))),
        *(heading(random, field) for field in fields),
    )
    rows = [head]
    for number, item in enumerate(project.items, start=1):
        texts = (str(number), item.name, item.target, item.actual, item.points, item.score)
        rows.append(tuple(Cell(text, is_long=position == 1) for position, text in enumerate(texts)))
    points, score = total(project.items)
    rows.append((Cell("总得分", columns=4), Cell(points), Cell(score)))
    grid = Grid(rows=tuple(rows), widths=(5, 26, 16, 20, 7, 7))
    bare = {"level1": "", "level2": "", "note": ""}
    found = [gold(item, document, number, **bare) for number, item in enumerate(project.items, start=1)]
    return [Line(text=f"{project.place}{project.year}年度重点任务完成情况表", kind="title"), grid], found


def _small(items: Sequence[Item], head: Sequence[Cell]) -> Grid:
    def cells(_number: int, item: Item) -> list[Cell]:
        return [Cell(text) for text in (item.name, item.target, item.actual, item.points, item.score)]

    return Grid(rows=(tuple(head), *with_levels(items, cells)), widths=(9, 11, 22, 15, 15, 7, 7), header=(0, 1))


def _chapters(project: Project) -> list[Block]:
    rest = project.budget - project.executed
    rows = [
        tuple(map(Cell, ("资金来源", "预算金额（万元）", "到位金额（万元）"))),
        tuple(map(Cell, ("本级财政", str(project.budget), str(project.budget)))),
        tuple(map(Cell, ("上级补助", "0.00", "0.00"))),
    ]
    return [
        Line(text=f"{project.bureau}{project.year}年度绩效自评报告", kind="title"),
        Line(text="一、项目基本情况", kind="heading"),
        Line(text=f"{project.name}由{project.office}主管，{project.bureau}组织实施，服务范围覆盖{project.place}全域。"),
        Line(text="二、资金安排情况", kind="heading"),
        Line(text=f"项目预算{project.budget}万元，结余{max(rest, Decimal(0))}万元，资金使用符合财务管理制度规定。"),
        Line(text="表1 资金到位情况表"),
        Grid(rows=tuple(rows), widths=(10, 12, 12)),
        Line(text="三、绩效指标完成情况", kind="heading"),
        Line(text="各项指标的自评情况见下表。"),
    ]


def _closing(project: Project) -> list[Block]:
    return [
        Line(text="注：表中得分由项目单位自行评定。"),
        Line(text="四、有关建议", kind="heading"),
        Line(text="建议进一步健全绩效管理制度，加强业务培训，提高指标设置的科学性。"),
        Line(text=project.bureau),
        Line(text=f"{project.year + 1}年3月15日"),
    ]
