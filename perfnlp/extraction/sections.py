"""Tell under which heading each block of a report stands."""

import re
from collections.abc import Sequence

from perfnlp.records import Block, Paragraph

_NUMBERS = (
    re.compile(r"(第[一二三四五六七八九十]+部分)\s*"),
    re.compile(r"([一二三四五六七八九十]{1,3})、\s*"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,3})[)）]\s*"),
    re.compile(r"(\d{1,2})[.．、](?!\d)\s*"),
    re.compile(r"[（(](\d{1,2})[)）]\s*"),
)
_MAX_HEADING = 40
_SENTENCE = re.compile(r"[。；！？]|，.*，")
_TABLE_TITLE = re.compile(r".{2,38}(?:表|情况|目标)$")


def name_sections(blocks: Sequence[Block]) -> tuple[str | None, ...]:
    """Return for each block the heading above it, e.g. "二（二）2.产出目标": its numbers, then its words.

    The unnumbered title of a table (…自评表) names it until the next numbered heading.
    """
    path: dict[int, tuple[str, str]] = {}
    section: str | None = None
    sections: list[str | None] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text.lstrip("#").strip()
            level = _heading_level(text)
            if level is not None:
                match = _NUMBERS[level].match(text)
                assert match is not None  # noqa: S101  _heading_level has just matched it
                path = {key: value for key, value in path.items() if key < level}
                path[level] = (match.group().strip(), text[match.end() :])
                section = _describe(path)
            else:
                section = title_of((text,)) or section
        sections.append(section)
    return tuple(sections)


def title_of(cells: Sequence[str]) -> str | None:
    """Return the title of a table that a row of it, or a line above it, says and nothing else; else None."""
    texts = {cell.strip() for cell in cells if cell.strip()}
    text = texts.pop() if len(texts) == 1 else ""
    is_title = _TABLE_TITLE.fullmatch(text) and len(text) <= _MAX_HEADING and not re.search(r"[，。：；]", text)
    return text if is_title else None


def _heading_level(text: str) -> int | None:
    if len(text) > _MAX_HEADING or _SENTENCE.search(text):
        return None
    for level, pattern in enumerate(_NUMBERS):
        match = pattern.match(text)
        if match and len(text) > match.end():
            return level
    return None


def _describe(path: dict[int, tuple[str, str]]) -> str:
    """Join the numbers above the last heading with that heading; 第…部分 is left out below the first level."""
    levels = sorted(path)
    above = [path[level][0].rstrip("、.． ") for level in levels[:-1] if level > 0]
    number, words = path[levels[-1]]
    return "".join(above) + number + words
