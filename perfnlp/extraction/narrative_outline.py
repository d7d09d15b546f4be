"""Turn printed lines into an outline: units of running text under their headings.

A unit is one numbered heading or item with the unnumbered text below it. The
module joins wrapped lines and follows the numbering; it looks for no results.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfnlp.extraction.narrative_wording import SCORED_TITLE
from perfnlp.records import Locator, Paragraph, Report
from perfnlp.text import join_wrapped

_NUMERALS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第(?P<n>[{_NUMERALS}]+)部分")),
    (0, re.compile(r"附件\s*(?P<n>\d*)[：:]?")),
    (1, re.compile(rf"(?P<n>[{_NUMERALS}]{{1,3}})、")),
    (2, re.compile(rf"[（(](?P<n>[{_NUMERALS}]{{1,3}})[）)]、?")),
    (3, re.compile(r"(?P<n>\d{1,2})(?:、|[.．](?!\d))")),
    (4, re.compile(rf"(?:年度|总体)?(?:绩效)?目标\s?(?P<n>\d{{1,2}}|[{_NUMERALS}]{{1,3}})\s?[：:]")),
    (5, re.compile(r"[（(](?P<n>\d{1,2})[）)]")),
    (6, re.compile(rf"(?P<n>[{_CIRCLED}])")),
    (6, re.compile(r"(?P<n>\d{1,2})[）)]")),
)
_FREE_NESTING = 3  # from "1." on, a list that starts again at one may nest in any other list
_PAGE_NUMBER = re.compile(r"(?:第\s*)?[-—－]?\s*\d{1,3}\s*[-—－]?(?:\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?)?")
_SENTENCE_END = "。！？"
_TITLE = re.compile(r"绩效.{0,12}(?:自评|评价|报告|结果|情况|综述)|自评报告|自评结果")
_OVERVIEW = re.compile(r"(?P<title>[^。；，：]{2,60}?自评(?:综述|情况|结果))[：:]")
_ITEM = 6
_RUNNING_WIDTH = 60  # wider lines are no headings
_TITLE_LENGTH = 60
_WIDE_BRACKETS = str.maketrans("()", "（）")
_SPACES = re.compile(r"\s+")
_LATIN_GAP = re.compile(r"(?<=[A-Za-z])\s+(?=[A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One numbered heading or item: rank 0 (a part) to 6 (①), its label and its title without the label."""

    rank: int
    style: int
    number: int
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A heading or item with the unnumbered text below it.

    Attributes:
        text: without its label; lines joined, a line break between paragraphs only.
        body_start: where the text behind the title begins.
        path: headings from the outermost to the unit's own.
        line_starts, locators: offset in `text` at which each printed line begins, and where that line stands.
    """

    text: str
    body_start: int
    path: tuple[Heading, ...]
    line_starts: tuple[int, ...]
    locators: tuple[Locator, ...]

    @property
    def body(self) -> str:
        """The text behind the title."""
        return self.text[self.body_start :]

    def locate(self, offset: int) -> Locator:
        """Return where the character at `offset` of `text` is printed."""
        return self.locators[max(bisect_right(self.line_starts, offset) - 1, 0)]

    def place(self, depth: int | None = None) -> str:
        """Return the heading at `depth` of the path with the labels above it: "二（二）3.效果目标"."""
        path = self.path if depth is None else self.path[:depth]
        numbered = [heading for heading in path if heading.rank > 0]
        if not numbered:
            return path[-1].title if path else ""
        above = "".join(heading.label.rstrip("、.．") for heading in numbered[:-1])
        return f"{above}{numbered[-1].label}{plain_title(numbered[-1].title)}".translate(_WIDE_BRACKETS)


def plain_title(title: str) -> str:
    """Return a heading's title without the score in brackets behind it."""
    return re.sub(r"[（(][^（）()]*分[^（）()]*[）)]$", "", title)


def outline(report: Report, consumed: frozenset[int]) -> tuple[Unit, ...]:
    """Return the units of all paragraphs that no table extractor has read, in document order."""
    units: list[Unit] = []
    path: tuple[Heading, ...] = ()
    for lines in _passages(report, consumed):
        for text, starts in _split_labels(*_joined(lines)):
            locators = tuple(line.locator for line in lines)
            unit, path = _enter(text, starts, locators, path)
            if unit.path != (units[-1].path if units else None) or not units:
                units.append(unit)
            else:
                units[-1] = extended(units[-1], unit)
    return tuple(units)


def _passages(report: Report, consumed: frozenset[int]) -> Iterator[list[Paragraph]]:
    """Yield the printed lines of one paragraph after the other."""
    left = [block for index, block in enumerate(report.blocks) if index not in consumed]
    width = _wrap_width(block for block in left if isinstance(block, Paragraph))
    lines: list[Paragraph] = []
    for index, block in enumerate(report.blocks):
        if not isinstance(block, Paragraph) or index in consumed:
            if lines:
                yield lines
            lines = []
        elif not _PAGE_NUMBER.fullmatch(block.text.strip()) and block.text.strip(" \t#"):
            if lines and not _continues(lines[-1].text, block.text, width):
                yield lines
                lines = []
            lines.append(block)
    if lines:
        yield lines


def _wrap_width(paragraphs: Iterable[Paragraph]) -> int:
    """Return the width at which lines were wrapped, 0 if each line is a whole paragraph."""
    widths = sorted(_width(paragraph.text) for paragraph in paragraphs)
    if not widths:
        return 0
    full = widths[int(len(widths) * 0.95)] if len(widths) > 1 else widths[0]
    near = sum(1 for width in widths if full * 0.8 <= width <= full * 1.2)
    return full if full <= 120 and near >= len(widths) * 0.35 else 0  # noqa: PLR2004


def _continues(above: str, below: str, wrap_width: int) -> bool:
    above, below = above.strip(), below.strip()
    if below.startswith("#") or above.startswith("#") or _label(below):
        return False
    if above.endswith(("，", "、", "（", "“", "《")):
        return True
    if wrap_width:
        is_short = _width(above) < wrap_width * 0.8
        return not is_short and not (above[-1] in _SENTENCE_END and _width(above) < wrap_width * 0.93)
    is_running = _width(above) > _RUNNING_WIDTH or "。" in above or ("，" in above and not _label(above))
    return is_running and above[-1] not in _SENTENCE_END + "；："


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text.strip())


def _joined(lines: list[Paragraph]) -> tuple[str, list[int]]:
    """Return the paragraph without stray spaces, and where each of its lines begins."""
    text = ""
    starts = []
    for line in lines:
        starts.append(len(text))
        piece = _SPACES.sub("", _LATIN_GAP.sub("\0", line.text.strip(" \t#\u3000"))).replace("\0", " ")
        text = join_wrapped((text, piece))
    return text, starts


def _label(text: str) -> tuple[int, re.Match[str]] | None:
    text = text.lstrip("# ")
    for style, (_, pattern) in enumerate(_STYLES):
        if match := pattern.match(text):
            return style, match
    return None


def _split_labels(text: str, starts: list[int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Cut a second heading on the same line off: "目标1：（1）产出指标…"."""
    cuts = [0]
    first = _label(text)
    if first and _STYLES[first[0]][0] == 4 and _label(text[first[1].end() :]):  # noqa: PLR2004
        cuts.append(first[1].end())
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        yield text[start:end], tuple(offset - start for offset in starts)


def _enter(
    text: str, starts: tuple[int, ...], locators: tuple[Locator, ...], path: tuple[Heading, ...]
) -> tuple[Unit, tuple[Heading, ...]]:
    """Return the unit that a paragraph makes and the path of headings that holds from it on."""
    found = _label(text)
    label_end = found[1].end() if found else 0
    starts = tuple(offset - label_end for offset in starts)
    label, text = text[:label_end], text[label_end:]
    if found:
        title, body_start = _title(text)
        rank = _STYLES[found[0]][0]
        heading = Heading(rank=rank, style=found[0], number=_number(found[1]["n"]), label=label, title=title)
        path = (*_parents(heading, path), heading)
    elif overview := (_OVERVIEW.match(text) or SCORED_TITLE.match(text)):
        heading = Heading(rank=_ITEM, style=-1, number=0, label="", title=overview["title"])
        path, body_start = (*_parents(heading, path), heading), overview.end()
    elif len(text) <= _TITLE_LENGTH and text[-1] not in "。；，：" and _TITLE.search(text):
        path, body_start = (Heading(rank=0, style=-1, number=0, label="", title=text),), len(text)
    else:
        body_start = 0
    return Unit(text=text, body_start=body_start, path=path, line_starts=starts, locators=locators), path


def _title(text: str) -> tuple[str, int]:
    end = re.search(r"[：:。]", text)
    if end and end.start() <= _TITLE_LENGTH:
        return text[: end.start()], end.end()
    if len(text) <= _TITLE_LENGTH and text[-1:] != "；":
        return text, len(text)
    return re.split(r"[，；（]", text)[0][:_TITLE_LENGTH], 0


def _number(numeral: str) -> int:
    if numeral.isascii():
        return int(numeral or 1)
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    tens, ten, ones = numeral.rpartition("十")
    value = (_NUMERALS.index(tens) + 1 if tens else 1) * 10 if ten else 0
    return value + (_NUMERALS.index(ones[-1]) + 1 if ones else 0)


def _parents(heading: Heading, path: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Return the part of `path` that `heading` stands under, by its number first and its rank second."""
    for depth in range(len(path) - 1, -1, -1):
        if path[depth].style == heading.style and path[depth].number == heading.number - 1:
            return path[:depth]
    is_new_list = heading.number == 1 and heading.rank >= _FREE_NESTING
    if is_new_list and path and path[-1].rank >= _FREE_NESTING and path[-1].style != heading.style:
        return path
    return tuple(parent for parent in path if parent.rank < heading.rank)


def extended(unit: Unit, more: Unit) -> Unit:
    """Return `unit` with the text of `more` (and its label, if it is an item of its own) as further paragraphs."""
    label = more.path[-1].label if more.path != unit.path else ""
    start = len(unit.text) + 1 + len(label)
    return Unit(
        text=f"{unit.text}\n{label}{more.text}",
        body_start=unit.body_start,
        path=unit.path,
        line_starts=(*unit.line_starts, *(start + offset for offset in more.line_starts)),
        locators=(*unit.locators, *more.locators),
    )
