"""Lay a known table out as a PDF's text layer prints it: cells wrapped, level columns cut, pages broken."""

from dataclasses import dataclass
from random import Random

from perfnlp.extraction.flattened_pieces import CLOSING, width
from perfnlp.records import Locator, Paragraph, Report


@dataclass(frozen=True)
class Truth:
    name: str
    target: str
    actual: str
    points: str
    score: str
    level1: str
    level2: str
    note: str = ""


def report_of(text: str) -> Report:
    """Make a report of printed lines; a line that starts with one space starts a page."""
    blocks = tuple(
        Paragraph(text=line.strip(), locator=Locator(document="t.txt", line=number), starts_page=line.startswith(" "))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    )
    return Report(name="t.txt", sha256="0" * 64, blocks=blocks)


def wrap(text: str, columns: float) -> list[str]:
    """Break `text` where the next character does not fit; figures stay whole, closing marks stay behind."""
    lines, line = [], ""
    for word in _words(text):
        if line and width(line + word) > columns:
            lines.append(line)
            line = ""
        line += word
    return [*lines, line]


def _words(text: str) -> list[str]:
    words: list[str] = []
    for character in text:
        glued = words and (character in CLOSING or (character.isascii() and words[-1][-1].isascii()))
        if glued:
            words[-1] += character
        else:
            words.append(character)
    return words


def cut_level(label: str, every: int) -> list[str]:
    return [label[start : start + every] for start in range(0, len(label), every)]


def lay_out_behind_names(rows: list[Truth], random: Random, *, widths: tuple[float, float, float]) -> list[str]:
    """Points behind names and levels; values on one line where they fit, else column by column."""
    lines: list[str] = []
    level1 = level2 = None
    for row in rows:
        if row.level1 != level1:
            level1, level2 = row.level1, None
            lines += cut_level(f"{level1}（{_sum(rows, level1=level1)}分）", random.choice([2, 3, 9]))
        if row.level2 != level2:
            level2 = row.level2
            points = _sum(rows, level1=level1, level2=level2)
            lines += [*cut_level(level2, random.choice([4, 9])), f"（{points}分）"]
        name = wrap(row.name, widths[0])
        points = f"（{row.points}分）"
        target, actual = wrap(row.target, widths[1]), wrap(row.actual, widths[2])
        single = len(target) == len(actual) == 1
        tail = [f"{row.target} {row.actual} {row.score}"] if single else [*target, *actual, row.score]
        if width(name[-1] + points) <= widths[0]:
            name[-1] += points
        else:
            name.append(points)
        if single and len(name) == 1 and random.random() < 0.5:
            lines.append(f"{name[0]} {tail[0]}")
        else:
            lines += [*name, *tail]
    return lines


def lay_out_in_columns(rows: list[Truth], random: Random, *, widths: tuple[float, float, float]) -> list[str]:
    """The national form: levels, name, target, actual, points, score, reason."""
    lines: list[str] = []
    level1 = level2 = None
    for row in rows:
        head = []
        if row.level1 != level1:
            level1, level2 = row.level1, None
            head += [level1] if random.random() < 0.5 else cut_level(level1, 2)
        if row.level2 != level2:
            level2 = row.level2
            head += [level2]
        name, target, actual = (
            wrap(text, at) for text, at in zip((row.name, row.target, row.actual), widths, strict=True)
        )
        figures = f"{row.points} {row.score}"
        note = wrap(row.note, 8) if row.note else []
        if max(map(len, (name, target, actual))) == 1 and len(note) <= 1:
            line = f"{row.name} {row.target} {row.actual} {figures} {row.note}".strip()
            lines += [f"{' '.join(head)} {line}"] if random.random() < 0.5 and len(head) <= 2 else [*head, line]
        elif len(target) == len(actual) == 1:
            lines += [*head, *name, f"{row.target} {row.actual} {figures} {''.join(note[:1])}".strip(), *note[1:]]
        else:
            lines += [*head, *name, *target, *actual, f"{figures} {''.join(note[:1])}".strip(), *note[1:]]
    return lines


def break_pages(lines: list[str], random: Random, *, pages: int, header: list[str]) -> list[str]:
    """Start pages at random lines; half of the pages repeat the header."""
    starts = random.sample(range(1, len(lines)), min(pages, len(lines) - 1))
    broken: list[str] = []
    for number, line in enumerate(lines):
        block = [line]
        if number in starts:
            block = [*header, line] if random.random() < 0.5 else [line]
            block[0] = f" {block[0]}"
        broken += block
    return broken


def _sum(rows: list[Truth], *, level1: str, level2: str | None = None) -> str:
    total = sum(float(row.points) for row in rows if row.level1 == level1 and level2 in {None, row.level2})
    return f"{total:g}"
