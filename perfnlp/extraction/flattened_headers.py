"""Read the headers of flattened tables: column headings, whole, cut over lines or torn apart.

A header is a run of lines that hold nothing but pieces of column headings, of the
label left of them and of points. It must name a target and an actual column, and an
indicator or the total goal.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from perfnlp.extraction.flattened_pieces import POINTS, POINTS_ONLY, Line
from perfnlp.lexicon import Lexicon
from perfnlp.text import squeeze

LEFT_LABELS = ("项目年度绩效指标", "部门年度绩效指标", "年度绩效指标", "年度绩效目标", "绩效指标", "年度目标")
GOAL_LABELS = ("项目绩效总目标", "年度总体目标", "年度绩效总目标", "绩效总目标", "总体目标")
_COLUMN_LETTER = re.compile(r"\([A-DＡ-Ｄ]\)|\((?:A/B|B/A)\)")
_HEADER_POINTS = re.compile(r"\(\d+(?:\.\d+)?|\d+(?:\.\d+)?分\)?|分\)?")
_COLUMNS = frozenset(
    {"target", "actual", "points", "score", "note", "sign", "unit", "rate", "criterion", "explanation"}
)
_HEADING_FIELDS = _COLUMNS | {"name", "level1", "level2", "number"}
_HEADING_PIECES = 6


@dataclass(frozen=True, slots=True)
class Header:
    """A header.

    Attributes:
        start, end: its lines.
        columns: the fields right of the name, in order.
        points, goal: what the label beside it states: points; the name of a total goal.
    """

    start: int
    end: int
    columns: tuple[str, ...]
    has_name: bool
    points: Decimal | None
    goal: str | None = None


def find_headers(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Header, ...]:
    """Return the headers in document order."""
    vocabulary = _vocabulary(lexicon)
    labels = sorted(map(re.escape, lexicon.levels.keys() - {*LEFT_LABELS}), key=len, reverse=True)
    level = re.compile(rf"(?:{'|'.join(labels)})(?:\(?\d+(?:\.\d+)?分\)?.*|$)")
    found = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _is_header_line(lines[end], vocabulary):
            end += 1
        header = _read_header(lines, start, end, vocabulary)
        if header:
            header = _without_level(lines, header, vocabulary, level)
            found.append(header)
        start = max(end, start + 1)
    return tuple(found)


def _without_level(lines: Sequence[Line], header: Header, vocabulary: "_Vocabulary", level: re.Pattern[str]) -> Header:
    """Give the body back its first level label, where that is made of words that headings are made of too."""
    for end in range(header.start + 1, header.end):
        if level.match("".join(line.text for line in lines[end : header.end])):
            shorter = _read_header(lines, header.start, end, vocabulary)
            if shorter and shorter.columns == header.columns[: len(shorter.columns)]:
                return shorter
    return header


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    fields: Mapping[str, str]
    fragments: frozenset[str]


def _vocabulary(lexicon: Lexicon) -> _Vocabulary:
    known = {"目标": "level1", "未完成原因": "note"}
    fields = {squeeze(word): field for word, field in (*lexicon.headings.items(), *known.items())}
    fields = {
        word: field
        for word, field in fields.items()
        if field.removesuffix("?") in _HEADING_FIELDS and not word.isascii()
    }
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


def _read_header(lines: Sequence[Line], start: int, end: int, vocabulary: _Vocabulary) -> Header | None:
    words = [
        (_COLUMN_LETTER.sub("", squeeze(word)), number == 0)
        for line in lines[start:end]
        for number, word in enumerate(line.paragraph.text.split())
    ]
    fields = _fields([word for word in words if word[0]], vocabulary)
    sure = [index for index, (field, _) in enumerate(fields) if field == "name"]
    names = [index for index, (field, _) in enumerate(fields) if field == "name?"]
    first = (sure or names or [-1])[-1] + 1
    following = [field for field, _ in fields[first:]]
    columns = _columns(following)
    if not {"target", "actual"} <= set(columns) or not {"target", "actual"} & set(following):
        return None
    joined = "".join(word for word, _ in words)
    has_name = bool(sure or names)
    if not has_name and not any(word in joined for word in (*GOAL_LABELS, "设定目标", "预期目标")):
        return None
    points = _label_points(joined, LEFT_LABELS if has_name else GOAL_LABELS)
    goal = next((label for label in GOAL_LABELS if label in joined), None)
    return Header(start, end, columns, has_name, points, None if has_name else goal)


def _columns(fields: Sequence[str]) -> tuple[str, ...]:
    """Return the columns in order; a heading that is only perhaps a field's gives way to a plain one."""
    plain = {field for field in fields if field[-1] != "?"} | {"target?", "actual?"}
    kept = [field.removesuffix("?") for field in fields if field in plain or field.removesuffix("?") not in plain]
    return tuple(dict.fromkeys(field for field in kept if field in _COLUMNS))


def region_label(text: str) -> bool:
    """Return whether squeezed `text` is a cut or whole label of the column left of the levels."""
    return any(text in label for label in LEFT_LABELS)


def _label_points(joined: str, labels: Sequence[str]) -> Decimal | None:
    for label in labels:
        match = re.search(re.escape(label) + r"\((\d+(?:\.\d+)?)分?\)?", joined)
        if match:
            return Decimal(match.group(1))
    return None


def _fields(words: Sequence[tuple[str, bool]], vocabulary: _Vocabulary) -> list[tuple[str, str]]:
    """Read headings left to right: whole ones, joined over line breaks, else the first piece of a cut one."""
    fields = []
    position = 0
    while position < len(words):
        length = next((n for n in range(_HEADING_PIECES, 0, -1) if _joined(words, position, n) in vocabulary.fields), 0)
        if length:
            joined = _joined(words, position, length)
            fields.append((vocabulary.fields[joined], joined))
        else:
            fields += [(field, words[position][0]) for field in _prefix_field(words[position][0], vocabulary)]
        position += max(length, 1)
    return fields


def _joined(words: Sequence[tuple[str, bool]], position: int, length: int) -> str:
    """Join words that follow one another over line breaks; "" where two stand on one line."""
    run = words[position : position + length]
    if len(run) < length or not all(is_first for _, is_first in run[1:]):
        return ""
    return POINTS.sub("", "".join(word for word, _ in run))


def _prefix_field(word: str, vocabulary: _Vocabulary) -> list[str]:
    if len(word) < 2:  # noqa: PLR2004 - one character is a prefix of too much
        return []
    votes = [field for heading, field in vocabulary.fields.items() if heading.startswith(word) and field[-1] != "?"]
    return [max(sorted(set(votes)), key=votes.count)] if votes else []
