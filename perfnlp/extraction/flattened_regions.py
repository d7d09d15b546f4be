"""Find the tables that a PDF's text layer flattened, by their headers and title lines.

What follows a header is the table's body, up to a label such as
偏差大或目标未完成原因分析, a heading, the next header or the end of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum, auto

from perfnlp.extraction.flattened_headers import Header, find_headers
from perfnlp.extraction.flattened_pieces import Line
from perfnlp.lexicon import Lexicon
from perfnlp.text import squeeze

_END_LABELS = (
    *("偏差大或", "目标未完成原因", "未完成原因", "偏差原因", "改进措施", "备注", "说明", "注:", "填表", "填报"),
    *("联系", "审核", "总分", "总得分", "合计", "总计", "存在问题", "存在的问题", "其他需要说明"),
)
_HEADING = re.compile(
    r"第[一二三四五六七八九十]+部分|附[件表]\d*$|附[件表]\d|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)"
    r"|\d+[、.](?:存在|下一步|下步|问题|主要|改进|绩效自评)"
)
_GOAL_BLOCK = re.compile(r"年度(?:绩效)?目标\d+(?:\((\d+(?:\.\d+)?)分\))?")
_TITLE = re.compile(r"(?!.*[。;:]).{0,40}(?:自评|评价|绩效|指标|完成情况).{0,20}表(?:\(\d{4}年度?\))?")
_NUMBERING = re.compile(
    r"^(?:附[件表]?\d*[:.]?|表\d+(?:[.-]\d+)*[:.]?|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])"
)
_YEAR = re.compile(r"^(?:\d{4}|[二〇零○一三四五六七八九]{4})年度?|\((?:\d{4}|[二〇零○一三四五六七八九]{4})年度?\)$")
_UNMET = re.compile(r"未完成|未达|偏差")
_TITLE_REACH = 80
_BLOCK_REACH = 40
_REPEAT_SHARE = 0.5
_UNMET_REACH = 3
_LABEL_LINES = 10
_SHORT_TITLE = 6


class RegionKind(Enum):
    """What the body under a header holds."""

    ROWS = auto()
    GOAL = auto()
    UNMET = auto()


@dataclass(frozen=True, slots=True)
class Region:
    """A table or a part of one.

    Attributes:
        kind: what the body holds.
        section: the table's title without numbering and year, None if it has none.
        columns: the fields right of the name, in printed order.
        lines: indexes of the body's lines; the headers between them are left out.
        start, end: all lines from the title or header on, half-open.
        opens_table: whether a title of its own stands above it.
        points: what the block or goal label states, None if nothing.
        goal: what a total goal is called, None if the table does not say.
    """

    kind: RegionKind
    section: str | None
    columns: tuple[str, ...]
    lines: tuple[int, ...]
    start: int
    end: int
    points: Decimal | None
    opens_table: bool
    goal: str | None


def find_regions(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Region, ...]:
    """Return the regions in document order; they never overlap."""
    headers = find_headers(lines, lexicon)
    regions: list[Region] = []
    model: Header | None = None
    for number, header in enumerate(headers):
        limit = headers[number + 1].start if number + 1 < len(headers) else len(lines)
        end = _body_end(lines, header, _kind(lines, header), limit)
        before = regions[-1] if regions else None
        if before and model and before.end == header.start and _goes_on(before, header):
            body = (*before.lines, *_beside_repeat(lines, model, header), *range(header.end, end))
            regions[-1] = replace(before, lines=body, end=end, points=before.points or header.points)
        else:
            regions.append(_region(lines, header, end, before))
            model = header
    return tuple(regions)


def _goes_on(before: Region, header: Header) -> bool:
    same_kind = (before.kind is not RegionKind.GOAL) == header.has_name
    return same_kind and set(before.columns) == set(header.columns)


def _beside_repeat(lines: Sequence[Line], model: Header, header: Header) -> list[int]:
    """Return the lines of a repeated header that the first one lacks: ends of cells that look like headings."""
    first = [line.text for line in lines[model.start : model.end]]
    beside: list[int] = []
    spans = [(header.start, header.end)]
    while spans:
        start, end = spans.pop()
        again = [line.text for line in lines[start:end]]
        match = SequenceMatcher(None, first, again, autojunk=False).find_longest_match()
        if match.size < _REPEAT_SHARE * len(first):
            beside += range(start, end)
        else:
            spans += [(start, start + match.b), (start + match.b + match.size, end)]
    return sorted(beside) if len(beside) < header.end - header.start else []


def _region(lines: Sequence[Line], header: Header, end: int, before: Region | None) -> Region:
    floor = before.end if before else 0
    title = _title(lines, header.start, floor)
    section = _section(lines, title) if title is not None else None
    kind = _kind(lines, header)
    start = header.start if title is None else title
    if title is not None and len(lines[title].text) < _SHORT_TITLE:
        start = max(title - 1, floor)
    if title is None and before is not None and before.kind is not RegionKind.UNMET and _is_near(lines, before, header):
        section, start = before.section, before.end
    if kind is RegionKind.UNMET and header.start - start > _UNMET_REACH:
        start = header.start
    points = header.points or (_block_points(lines, start, header.start) if header.has_name else None)
    body = tuple(range(header.end, end))
    return Region(kind, section, header.columns, body, start, end, points, title is not None, header.goal)


def _kind(lines: Sequence[Line], header: Header) -> RegionKind:
    if not header.has_name:
        return RegionKind.GOAL
    unmet = "note" in header.columns and not {"points", "score"} & set(header.columns)
    named = "".join(line.text for line in lines[max(0, header.start - _UNMET_REACH) : header.start])
    return RegionKind.UNMET if unmet and _UNMET.search(named) else RegionKind.ROWS


def _is_near(lines: Sequence[Line], before: Region, header: Header) -> bool:
    between = lines[before.end : header.start]
    return len(between) <= _BLOCK_REACH and not any(_HEADING.match(line.text) for line in between)


def _block_points(lines: Sequence[Line], start: int, end: int) -> Decimal | None:
    for index in range(end - 1, start - 1, -1):
        match = _GOAL_BLOCK.match(lines[index].text)
        if match and match.group(1):
            return Decimal(match.group(1))
    return None


def _title(lines: Sequence[Line], header: int, floor: int) -> int | None:
    for index in range(header - 1, max(floor, header - _TITLE_REACH) - 1, -1):
        if _TITLE.fullmatch(lines[index].text):
            return index
    return None


def _section(lines: Sequence[Line], title: int) -> str:
    text = "".join(lines[title].paragraph.text.split())
    if len(text) < _SHORT_TITLE and title > 0:
        text = "".join(lines[title - 1].paragraph.text.split()) + text
    shortened = squeeze(text)
    for pattern in (_NUMBERING, _YEAR, _YEAR):
        match = pattern.search(shortened)
        if match:
            text = text[: match.start()] + text[match.end() :]
            shortened = squeeze(text)
    return text


def _body_end(lines: Sequence[Line], header: Header, kind: RegionKind, limit: int) -> int:
    for index in range(header.end, limit):
        in_overview = kind is RegionKind.UNMET and _GOAL_BLOCK.match(lines[index].text)
        if not in_overview and is_stop(lines, index):
            return index
    return limit


def is_stop(lines: Sequence[Line], index: int) -> bool:
    """Return whether a table cannot go on with line `index`: a label behind tables, a heading, a title."""
    text = lines[index].text
    if _HEADING.match(text) or _GOAL_BLOCK.match(text) or _TITLE.fullmatch(text):
        return True
    joined = "".join(line.text for line in lines[index : index + _LABEL_LINES])
    return any(joined.startswith(label) and (text.startswith(label) or label.startswith(text)) for label in _END_LABELS)
