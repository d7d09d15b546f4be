"""Walk over the tables of a report and put their rows together: repeated headers, page breaks, merged cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfnlp.extraction.cells import is_empty, read_number, split_points
from perfnlp.extraction.layout import Layout, Purpose, read_layout
from perfnlp.extraction.pages import page_lines
from perfnlp.extraction.sections import name_sections, title_of
from perfnlp.lexicon import Lexicon
from perfnlp.records import Block, Locator, Paragraph, Table, TableRow
from perfnlp.text import join_wrapped, squeeze

_TOTAL = re.compile(
    r"(?:合计|总计|总分|总得分|总分值|得分合计|自评总分|自评得分合计|合计得分|总评分|小计)[:：]?(?:\(\d+分\))?"
)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、](?!\d))\s*"
)
_FOOTER = re.compile(
    r"[^\d:：，]{0,10}(?:注|说明|人|电话|方式|日期|时间|单位|盖章|公章|签字|签章|签名)(?:[（(].{1,8}[)）])?[:：].*",
    re.DOTALL,
)
_ANCHORS = ("number", "points", "score", "level1", "level2")
_CORE = ("name", "target", "actual")
_PAIR = ("target", "actual")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One row as put together from its printed pieces, still as text by field.

    Attributes:
        texts: field -> text; levels as printed here or inherited from above.
        is_named: whether the name stands in the row itself, not in a merged cell above.
        remarks: what the reader tells about its printed pieces.
    """

    texts: dict[str, str]
    locator: Locator
    section: str | None
    is_named: bool
    remarks: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Group:
    """The rows under one header, over all page breaks; grows while the report is walked.

    Attributes:
        layout: the header's columns.
        table: running number of the table; groups under one another on one sheet share it.
        drafts, totals: its rows, and the texts of its total rows.
        blocks: indexes of the blocks it was read from.
        level1, level2: the labels that the next row inherits.
        rests: level -> the end of its label that stands on the next page, and there in every row of the merged cell.
        stated: level 1 and level 2 label ("" for all of level 1) -> every figure of points that
            stands behind it, for the self-check.
    """

    layout: Layout
    table: int
    drafts: list[Draft] = field(default_factory=list)
    totals: list[dict[str, str]] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    level1: str = ""
    level2: str = ""
    rests: dict[str, str] = field(default_factory=dict)
    stated: dict[tuple[str, str], tuple[Decimal, ...]] = field(default_factory=dict)

    def state(self, points: Decimal | None) -> None:
        """Note the points that stand behind the label that has just been entered."""
        if points is not None:
            key = (self.level1, self.level2)
            self.stated[key] = (*self.stated.get(key, ()), points)


def read_groups(blocks: Sequence[Block], lexicon: Lexicon) -> tuple[Group, ...]:
    """Return the groups of rows of every table, in document order.

    A table goes on in the next one if only page numbers, running heads and feet stand
    between them and the next one begins with no header or with the same one; a new sheet
    or a header behind the total begins another form.
    """
    groups: list[Group] = []
    sections = name_sections(blocks)
    between = page_lines(blocks)
    is_open = False
    sheet = ""
    table = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            is_open = is_open and index in between
            continue
        sheet, before = _sheet(block), sheet
        is_open = is_open and sheet == before
        table += not is_open
        current = groups[-1] if is_open and groups else None
        for group in _read_table(block, current, table, sections[index], lexicon):
            group.blocks.add(index)
            if group not in groups[-1:]:
                groups.append(group)
        is_open = True
    return tuple(groups)


def _sheet(table: Table) -> str:
    """Return the sheet that a table stands on, "" outside of workbooks."""
    return (table.rows[0].locator.cell_range or "").rpartition("!")[0]


def _read_table(
    block: Table, current: Group | None, table: int, section: str | None, lexicon: Lexicon
) -> Iterator[Group]:
    cells = [row.cells for row in block.rows]
    position = 0
    is_first = True
    is_repeated = False
    while position < len(cells):
        above = current.layout if current is not None else None
        # below a header that is printed again stands the rest of a cut row, however much it reads like a header
        layout = read_layout(cells[position:], lexicon, above) if any(cells[position]) and not is_repeated else None
        is_repeated = layout is not None and layout is above
        if layout is not None:
            if current is None or current.layout.columns != layout.columns or current.totals:
                current = Group(layout=layout, table=table)
            position += layout.n_header_rows
            is_first = True
            continue
        if current is None:
            section = title_of(cells[position]) or section
        elif any(cells[position]):
            _add_row(current, block.rows[position], section, lexicon, is_first=is_first)
            yield current
            is_first = False
        position += 1


def _add_row(group: Group, row: TableRow, section: str | None, lexicon: Lexicon, *, is_first: bool) -> None:
    texts = group.layout.texts(row.cells)
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if _TOTAL.fullmatch(squeeze(filled[0])):
        if squeeze(filled[0])[:2] != "小计":
            group.totals.append(texts)
        return
    if all(_FOOTER.fullmatch(cell) for cell in filled):
        return
    if is_first and _joins_level(group, texts, lexicon):
        return
    if group.drafts and _continues(group, texts, is_first=is_first):
        group.drafts[-1] = _extend(group.drafts[-1], texts, row)
        return
    if len(set(filled)) == 1 and not _is_copy(texts):
        _set_section(group, filled[0], texts, lexicon)
        return
    if _is_free_text(texts):
        return
    _name_levels(group.layout, row, texts, lexicon)
    _inherit_levels(group, texts)
    is_named = bool(texts.get("name"))
    if not is_named and group.drafts and "name" in texts and group.layout.purpose is Purpose.RESULTS:
        texts["name"] = group.drafts[-1].texts["name"]
    if "name" not in texts:
        texts["label"] = _label(group.layout, row.cells)
    draft = Draft(texts=texts, locator=row.locator, section=section, is_named=is_named, remarks=row.remarks)
    group.drafts.append(draft)


def _continues(group: Group, texts: dict[str, str], *, is_first: bool) -> bool:
    """Whether the row is the rest of the one above: nothing in it begins a row of its own.

    A number alone begins none: it is the second digit of one that its narrow cell had wrapped.
    """
    if any(texts.get(anchor) for anchor in _ANCHORS if anchor != "number"):
        return False
    if texts.get("number"):
        return is_first and not any(texts.get(name) for name in _CORE)
    last = group.drafts[-1].texts
    core = [name for name in _CORE if name in texts]
    is_full = all(texts[name] for name in core)
    if any(last.get(anchor) for anchor in ("number", "points")):
        return is_first or not is_full
    # without a column that every row fills, only a row that lacks its name or its value can be a rest
    return is_first and not is_full and not (texts.get("target") and texts.get("actual"))


def _is_copy(texts: dict[str, str]) -> bool:
    """Whether one text fills the row because the actual value repeats the target, not because cells are merged."""
    return bool(texts.get("target") and texts.get("actual")) and sum(map(bool, texts.values())) == len(_PAIR)


def _is_free_text(texts: dict[str, str]) -> bool:
    """Whether one cell is merged over all columns of the form, as in 说明 | 无."""
    core = [texts[name] for name in _CORE if name in texts]
    return len(core) == len(_CORE) and len(set(core)) == 1


def _extend(draft: Draft, texts: dict[str, str], row: TableRow) -> Draft:
    joined = {name: join_wrapped([draft.texts.get(name, ""), text]) for name, text in texts.items()}
    locator = replace(
        draft.locator,
        boxes=draft.locator.boxes + row.locator.boxes,
        legibility=min(draft.locator.legibility, row.locator.legibility),
    )
    remarks = tuple(dict.fromkeys(draft.remarks + row.remarks))
    return replace(draft, texts={**draft.texts, **joined}, locator=locator, remarks=remarks)


def _joins_level(group: Group, texts: dict[str, str], lexicon: Lexicon) -> bool:
    """Mend a level label that a page break cut in two ("产出指" + "标"); True if the row held nothing else."""
    is_mended = False
    group.rests = {}
    for level in ("level1", "level2"):
        above, below = getattr(group, level), texts.get(level, "")
        joined = split_points(join_wrapped([above, below]))[0]
        are_whole = above in lexicon.levels and split_points(below)[0] in lexicon.levels
        if not above or not below or joined not in lexicon.levels or are_whole:
            continue
        for position, draft in enumerate(group.drafts):
            if draft.texts.get(level) == above:
                group.drafts[position] = replace(draft, texts={**draft.texts, level: joined})
        setattr(group, level, joined)
        group.rests[level] = below
        texts[level] = ""
        is_mended = True
    return is_mended and not any(texts.values())


def _set_section(group: Group, text: str, texts: dict[str, str], lexicon: Lexicon) -> None:
    """Take a row with one text only as a heading inside the table."""
    label, points = split_points(_NUMBERING.sub("", text))
    if read_number(label) is not None:
        return
    is_second = lexicon.levels.get(label) == 2 or bool(texts.get("level2"))  # noqa: PLR2004  a level, not a quantity
    if is_second:
        group.level2 = label
    else:
        group.level1, group.level2 = label, ""
    group.state(points)


def _name_levels(layout: Layout, row: TableRow, texts: dict[str, str], lexicon: Lexicon) -> None:
    """Take level labels from columns without a heading, where no column is headed 一级指标 or 二级指标."""
    for column, cell in enumerate(row.cells):
        level = lexicon.levels.get(split_points(cell)[0]) if column not in layout.columns.values() else None
        if level is not None and f"level{level}" not in layout.columns:
            texts[f"level{level}"] = cell


def _inherit_levels(group: Group, texts: dict[str, str]) -> None:
    for level in ("level1", "level2"):
        own = texts.get(level, "")
        if not is_empty(own) and own != group.rests.get(level):
            label, points = split_points(own)
            if level == "level1":
                group.level2 = "" if label != group.level1 or points is not None else group.level2
            setattr(group, level, label)
            group.state(points)
        texts[level] = getattr(group, level)


def _label(layout: Layout, cells: Sequence[str]) -> str:
    """Return what the unmapped columns on the left call the row (年度资金总额), else what the header does."""
    left = cells[: min(layout.columns.values())]
    return next((cell.strip() for cell in reversed(left) if cell.strip()), layout.label)
