"""Find the tables that a PDF's text layer flattened, by their header vocabulary and title lines.

A header is a run of lines that hold nothing but pieces of column headings, of the
label left of them and of level names; it must name an indicator, a target and an
actual column. What follows is the table's body, up to a label such as
偏差大或目标未完成原因分析, a heading, the next header or the end of the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto
from functools import cache

from perfnlp.extraction.flattened_pieces import POINTS, POINTS_ONLY, Line
from perfnlp.lexicon import Lexicon
from perfnlp.text import squeeze

LEFT_LABELS = ("项目年度绩效指标", "部门年度绩效指标", "年度绩效指标", "年度绩效目标", "绩效指标", "年度目标")
GOAL_LABELS = ("项目绩效总目标", "年度总体目标", "年度绩效总目标", "绩效总目标", "总体目标")
GOAL_NAME = "项目绩效总目标"
_END_LABELS = ("偏差大或", "目标未完成原因", "未完成原因", "偏差原因", "改进措施", "备注", "说明", "注:", "填表", "填报",
               "联系", "审核", "总分", "合计", "总计", "存在问题", "存在的问题", "其他需要说明")  # fmt: skip
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
_COLUMN_LETTER = re.compile(r"\([A-DＡ-Ｄ]\)|\((?:A/B|B/A)\)")
_HEADER_POINTS = re.compile(r"\(?\d+(?:\.\d+)?分?\)?|\(?分\)|分")
_UNMET = re.compile(r"未完成|未达|偏差")
_TITLE_REACH = 80
_BLOCK_REACH = 40
_UNMET_REACH = 3
_LABEL_LINES = 10
_SHORT_TITLE = 6
_COLUMNS = frozenset({"target", "actual", "points", "score", "note", "sign", "unit"})
_DEFAULT_HEADINGS: Mapping[str, str] = {
    "指标名称": "name", "三级指标": "name", "一级指标": "level1", "二级指标": "level2",
    "年初设定目标": "target", "预期目标": "target", "全年实际完成情况": "actual", "实际完成情况": "actual",
    "未完成原因": "note",
}  # fmt: skip


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
    """

    kind: RegionKind
    section: str | None
    columns: tuple[str, ...]
    lines: tuple[int, ...]
    start: int
    end: int
    points: Decimal | None
    opens_table: bool


@dataclass(frozen=True, slots=True)
class _Header:
    start: int
    end: int
    columns: tuple[str, ...]
    has_name: bool
    points: Decimal | None


def find_regions(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Region, ...]:
    """Return the regions in document order; they never overlap."""
    headers = _headers(lines, lexicon)
    regions: list[Region] = []
    for number, header in enumerate(headers):
        limit = headers[number + 1].start if number + 1 < len(headers) else len(lines)
        end = _body_end(lines, header.end, limit)
        before = regions[-1] if regions else None
        if before and before.end == header.start and _goes_on(before, header):
            body = (*before.lines, *range(header.end, end))
            regions[-1] = replace(before, lines=body, end=end, points=before.points or header.points)
        else:
            regions.append(_region(lines, header, end, before))
    return tuple(regions)


def region_label(text: str) -> bool:
    """Return whether squeezed `text` is a cut or whole label of the column left of the levels."""
    return any(text in label for label in LEFT_LABELS)


def _goes_on(before: Region, header: _Header) -> bool:
    same_kind = (before.kind is not RegionKind.GOAL) == header.has_name
    return same_kind and set(before.columns) == set(header.columns)


def _region(lines: Sequence[Line], header: _Header, end: int, before: Region | None) -> Region:
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
    return Region(kind, section, header.columns, tuple(range(header.end, end)), start, end, points, title is not None)


def _kind(lines: Sequence[Line], header: _Header) -> RegionKind:
    if not header.has_name:
        return RegionKind.GOAL
    unmet = "note" in header.columns and not {"points", "score"} & set(header.columns)
    named = "".join(line.text for line in lines[max(0, header.start - _UNMET_REACH) : header.end])
    return RegionKind.UNMET if unmet and _UNMET.search(named) else RegionKind.ROWS


def _is_near(lines: Sequence[Line], before: Region, header: _Header) -> bool:
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


def _body_end(lines: Sequence[Line], start: int, limit: int) -> int:
    for index in range(start, limit):
        if index > start and is_stop(lines, index):
            return index
    return limit


def is_stop(lines: Sequence[Line], index: int) -> bool:
    """Return whether a table cannot go on with line `index`: a label behind tables, a heading, a title."""
    text = lines[index].text
    if _HEADING.match(text) or _GOAL_BLOCK.match(text) or _TITLE.fullmatch(text):
        return True
    joined = "".join(line.text for line in lines[index : index + _LABEL_LINES])
    return any(
        joined.startswith(label) and (text.startswith(label) or label.startswith(text)) for label in _END_LABELS
    )


def _headers(lines: Sequence[Line], lexicon: Lexicon) -> tuple[_Header, ...]:
    vocabulary = _vocabulary(lexicon)
    found = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _is_header_line(lines[end], vocabulary):
            end += 1
        header = _read_header(lines, start, end, vocabulary)
        if header:
            found.append(header)
        start = max(end, start + 1)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    fields: Mapping[str, str]
    fragments: frozenset[str]


def _vocabulary(lexicon: Lexicon) -> _Vocabulary:
    fields = {squeeze(word): field for word, field in (*_DEFAULT_HEADINGS.items(), *lexicon.headings.items())}
    return _Vocabulary(fields, _fragments((*fields, *LEFT_LABELS, *GOAL_LABELS)))


@cache
def _fragments(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        word[start:end] for word in words for start in range(len(word)) for end in range(start + 1, len(word) + 1)
    )


def _is_header_line(line: Line, vocabulary: _Vocabulary) -> bool:
    for raw in line.paragraph.text.split():
        word = _COLUMN_LETTER.sub("", POINTS_ONLY.sub("", squeeze(raw)))
        word = re.sub(r"\(\d+(?:\.\d+)?$", "", word)
        if word and word not in vocabulary.fragments and not _HEADER_POINTS.fullmatch(word):
            return False
    return True


def _read_header(lines: Sequence[Line], start: int, end: int, vocabulary: _Vocabulary) -> _Header | None:
    words = [
        _COLUMN_LETTER.sub("", squeeze(word)) for line in lines[start:end] for word in line.paragraph.text.split()
    ]
    fields = _fields([word for word in words if word], vocabulary)
    names = [index for index, (field, _) in enumerate(fields) if field == "name"]
    sure = [index for index in names if re.search("三级|名称|具体", fields[index][1])]
    first = (sure or names or [-1])[-1] + 1
    columns = tuple(dict.fromkeys(field for field, _ in fields[first:] if field in _COLUMNS))
    if not {"target", "actual"} <= set(columns):
        return None
    joined = "".join(words)
    has_name = bool(names)
    if not has_name and not any(word in joined for word in (*GOAL_LABELS, "设定目标", "预期目标")):
        return None
    points = _label_points(joined, LEFT_LABELS if has_name else GOAL_LABELS)
    return _Header(start, end, columns, has_name, points)


def _label_points(joined: str, labels: Sequence[str]) -> Decimal | None:
    for label in labels:
        match = re.search(re.escape(label) + r"\((\d+(?:\.\d+)?)分?\)?", joined)
        if match:
            return Decimal(match.group(1))
    return None


def _fields(words: Sequence[str], vocabulary: _Vocabulary) -> list[tuple[str, str]]:
    """Read headings left to right: whole ones, joined over their cuts, else the first piece of a cut one."""
    fields = []
    position = 0
    while position < len(words):
        for length in range(min(6, len(words) - position), 0, -1):
            joined = POINTS.sub("", "".join(words[position : position + length]))
            if joined in vocabulary.fields:
                fields.append((vocabulary.fields[joined], joined))
                position += length
                break
        else:
            fields += [(field, words[position]) for field in _prefix_field(words[position], vocabulary)]
            position += 1
    return fields


def _prefix_field(word: str, vocabulary: _Vocabulary) -> list[str]:
    if len(word) < 2:  # noqa: PLR2004 - one character is a prefix of too much
        return []
    votes = [field for heading, field in vocabulary.fields.items() if heading.startswith(word)]
    return [max(sorted(set(votes)), key=votes.count)] if votes else []
