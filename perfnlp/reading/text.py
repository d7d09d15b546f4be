"""Plain text (.txt, .md, .tsv): physical lines, tab or pipe tables, the page starts that a PDF left behind."""

import re
from collections.abc import Iterator

from perfnlp.reading.encoding import decode
from perfnlp.reading.front_matter import make_report
from perfnlp.reading.options import ReadingOptions
from perfnlp.records import Block, Locator, Paragraph, Report, Table, TableRow

_PAGE_START = re.compile(r" (?=[^\s|])")
_PIPE_ROW = re.compile(r"\s*\|.*\|\s*")
_PIPE_RULE = re.compile(r"[\s|:-]+")
_MAX_SHARE_OF_PAGE_STARTS = 0.25


def read_text(data: bytes, name: str, _options: ReadingOptions) -> Report:
    """Return the report in `data`; consecutive table lines become one `Table`, each other line a `Paragraph`.

    An empty line ends a table. Where the text shows page starts (form feeds, or lines
    that begin with exactly one space), locators carry the page, counted from 1.

    Raises:
        ReadingError: the bytes are empty or no text.
    """
    lines = re.split(r"\r\n|\r|\n", decode(data, name))
    return make_report(data, name, _blocks(_paged(lines), name))


def _paged(lines: list[str]) -> Iterator[tuple[int, int | None, bool, str]]:
    """Yield line number, page, whether a page starts, and the text without its page mark."""
    has_feeds = any("\f" in line for line in lines)
    has_spaces = not has_feeds and _shows_page_starts(lines)
    page = 1
    is_first = True
    for number, line in enumerate(lines, start=1):
        feeds = line.count("\f")
        starts = feeds > 0 or (has_spaces and _PAGE_START.match(line) is not None)
        text = line.replace("\f", "").replace("\ufeff", "").replace("\x1a", "")
        if not text.strip():
            page += feeds
            continue
        if starts:
            page += feeds or (not is_first)
        is_first = False
        yield number, page if has_feeds or has_spaces else None, starts, text


def _shows_page_starts(lines: list[str]) -> bool:
    full = [line for line in lines if line.strip()]
    starts = sum(_PAGE_START.match(line) is not None for line in full)
    return 0 < starts <= max(1, _MAX_SHARE_OF_PAGE_STARTS * len(full))


def _blocks(lines: Iterator[tuple[int, int | None, bool, str]], name: str) -> Iterator[Block]:
    run: list[tuple[Locator, str, bool]] = []
    n_tables = 0
    for number, page, starts, text in lines:
        locator = Locator(document=name, page=page, line=number)
        is_row = "\t" in text or _PIPE_ROW.fullmatch(text) is not None
        if run and not (is_row and run[-1][0].line == number - 1 and not starts):
            blocks = _close(run, n_tables + 1)
            n_tables += isinstance(blocks[0], Table)
            yield from blocks
            run = []
        if is_row:
            run.append((locator, text, starts))
        else:
            yield Paragraph(text=text.strip(), locator=locator, starts_page=starts)
    if run:
        yield from _close(run, n_tables + 1)


def _close(run: list[tuple[Locator, str, bool]], table: int) -> tuple[Block, ...]:
    """Return one table, or paragraphs where the tabs only indent (the bookmarks behind a PDF's body)."""
    if all(line.lstrip("\t") and "\t" not in line.lstrip("\t") and not _PIPE_ROW.fullmatch(line) for _, line, _ in run):
        return tuple(Paragraph(text=line.strip(), locator=where, starts_page=starts) for where, line, starts in run)
    rows = tuple(
        TableRow(
            cells=_cells(line),
            locator=Locator(document=where.document, page=where.page, line=where.line, table=table, row=row),
        )
        for row, (where, line, _) in enumerate(run, start=1)
        if "\t" in line or not _PIPE_RULE.fullmatch(line) or line.strip(" |-:\t")
    )
    return (Table(rows=rows),) if rows else ()


def _cells(line: str) -> tuple[str, ...]:
    pieces = line.split("\t") if "\t" in line else line.strip().strip("|").split("|")
    return tuple(piece.strip() for piece in pieces)
