"""Join the reasons that stand outside of a table to the table's rows.

Two places tell reasons: the overview of unmet indicators, whose rows are known by
their names, and the text under 偏差大或目标未完成原因分析, which quotes the names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from perfnlp.extraction.flattened_pieces import Line, Piece
from perfnlp.extraction.flattened_regions import is_stop
from perfnlp.records import Indicator
from perfnlp.text import join_wrapped, squeeze

_GOAL = re.compile(r"年度(?:绩效)?目标\d*")
_ITEM = re.compile(r"(?:\d+[.、．](?!\d)|[（(]\d+[）)])")
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,40})[”\"]")
_REASON = re.compile(r"(?<=[，。])(?:主要)?原因(?:是|为|：).*$")
_REASON_LABEL = "偏差大或目标未完成原因分析及说明"
_LABEL_BEHIND = re.compile(r"(?<=。)[^。；，：]{2,14}$")
_SLACK = 8
_GROUP_LABEL_PIECES = 8


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of an overview: the indicator's index, where its name begins and its reason begins."""

    row: int
    start: int
    reason: int
    agrees: bool


def join_overview(
    rows: Sequence[Indicator], pieces: Sequence[Piece], level_labels: frozenset[str], first: int
) -> tuple[Indicator, ...]:
    """Return the rows with the reasons of an overview of unmet indicators.

    A row is known by its name, and by its target and actual where names are shared;
    rows from index `first` on, those behind the overview, go before earlier ones.
    Inside a group a row without a reason of its own shares its neighbour's: one
    reason cell stands beside both.
    """
    text = "".join(piece.raw for piece in pieces)
    entries = _entries(rows, squeeze(text), {start for start, _ in _starts(pieces)}, first)
    marks = sorted({*_group_marks(pieces, level_labels), *_labels_behind(text, entries)})
    reasons: list[tuple[int, str, int]] = []
    for number, entry in enumerate(entries):
        following = entries[number + 1].start if number + 1 < len(entries) else len(text)
        end = min([mark for mark in marks if entry.reason <= mark < following], default=following)
        group = sum(mark <= entry.start for mark in marks)
        reasons.append((entry.row, text[entry.reason : end], group))
    result = list(rows)
    for number, (row, reason, group) in enumerate(reasons):
        before = [told for _, told, other in reversed(reasons[:number]) if other == group and told]
        behind = [told for _, told, other in reasons[number + 1 :] if other == group and told]
        note = next((told for told in (reason, *before, *behind) if told), None)
        if note and result[row].note is None:
            result[row] = replace(result[row], note=note)
    return tuple(result)


def _starts(pieces: Sequence[Piece]) -> list[tuple[int, Piece]]:
    offset, starts = 0, []
    for piece in pieces:
        starts.append((offset, piece))
        offset += len(piece.raw)
    return starts


def _group_marks(pieces: Sequence[Piece], labels: frozenset[str]) -> list[int]:
    """Return the offsets at which a label of the overview's left column begins."""
    starts = _starts(pieces)
    marks = []
    for index, (offset, piece) in enumerate(starts):
        run = [squeeze(other.text) for _, other in starts[index : index + _GROUP_LABEL_PIECES]]
        joins = {"".join(run[:length]) for length in range(1, len(run) + 1)}
        if piece.is_first and (joins & labels or _GOAL.fullmatch(run[0])):
            marks.append(offset)
    return marks


def _labels_behind(text: str, entries: Sequence[_Entry]) -> list[int]:
    """Return the offsets of the short labels between the sentence of a reason and the next row's name."""
    marks = []
    for entry, following in pairwise(entries):
        label = _LABEL_BEHIND.search(text, entry.reason, following.start)
        if label:
            marks.append(label.start())
    return marks


def _entries(rows: Sequence[Indicator], text: str, starts: set[int], first: int) -> list[_Entry]:
    found: dict[int, _Entry] = {}
    for row in (*range(first, len(rows)), *range(first - 1, -1, -1)):
        matches = re.finditer(re.escape(squeeze(rows[row].name)), text)
        places = [match for match in matches if match.start() in starts]
        entries = [_read_entry(rows[row], row, text, match.start(), match.end()) for match in places]
        entry = next((entry for entry in entries if entry.agrees), entries[0] if entries else None)
        known = found.get(entry.start) if entry else None
        if entry and (known is None or (entry.agrees and not known.agrees)):
            found[entry.start] = entry
    return [found[start] for start in sorted(found)]


def _read_entry(row: Indicator, index: int, text: str, start: int, end: int) -> _Entry:
    target, actual = squeeze(row.target or ""), squeeze(row.actual or "")
    agrees = text.startswith(target + actual, end)
    reach = end + len(target) + len(actual) + _SLACK
    position = end + len(target) if text.startswith(target, end) else end
    answer = text.find(actual, position, reach) if actual else -1
    return _Entry(index, start, answer + len(actual) if answer >= 0 else position, agrees)


def join_quoted(rows: Sequence[Indicator], lines: Sequence[Line]) -> tuple[Indicator, ...]:
    """Return the rows with the reasons of the text that `lines` hold behind their label.

    A numbered reason goes to every row whose name it quotes; text without numbers is
    taken clause by clause. Rows that have a note keep it.
    """
    label, first = "", 0
    while first < len(lines) and (label + lines[first].text) in _REASON_LABEL:
        label += lines[first].text
        first += 1
    end = next((index for index in range(first, len(lines)) if is_stop(lines, index)), len(lines))
    result = list(rows)
    for reason in _reasons([line.paragraph.text.strip() for line in lines[first:end]]):
        names = {squeeze(name) for name in _QUOTED.findall(reason)}
        for index, row in enumerate(result):
            if row.note is None and squeeze(row.name) in names:
                told = _REASON.search(reason)
                result[index] = replace(row, note=told[0] if told else reason)
    return tuple(result)


def _reasons(texts: Sequence[str]) -> list[str]:
    items: list[list[str]] = []
    for text in texts:
        if _ITEM.match(text):
            items.append([_ITEM.sub("", text, count=1)])
        elif items:
            items[-1].append(text)
        else:
            items.append([text])
    joined = [re.sub(r"(?<=[^A-Za-z]) | (?=[^A-Za-z])", "", join_wrapped(item)) for item in items]
    if any(_ITEM.match(text) for text in texts):
        return [item.rstrip("；;") for item in joined]
    return [clause for item in joined for clause in re.split("[；。]", item) if clause]
