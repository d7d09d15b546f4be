"""Take rows that are a table already (CSV, Excel, JSON Lines) as they are: one indicator a row, in order."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from perfnlp.errors import ExtractionError
from perfnlp.extraction.assembly import assign_ids
from perfnlp.extraction.headings import is_header
from perfnlp.extraction.layout import Layout, make_layout
from perfnlp.extraction.tables import make_row
from perfnlp.lexicon import Lexicon
from perfnlp.records import Indicator, Report, Table

_FIELDS = frozenset({"name", "target", "actual", "points", "score", "note", "level1", "level2", "sign", "unit"})
_MAX_TITLE_ROWS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """An indicator and what else its row holds.

    Attributes:
        indicator: the columns that perfnlp knows.
        extra: heading -> cell of every other column, untouched.
    """

    indicator: Indicator
    extra: Mapping[str, str]


def extract_rows(report: Report, lexicon: Lexicon) -> tuple[GivenRow, ...]:
    """Return one row for each printed row that is not blank, in order, below the headings of each table.

    Titles above the headings are skipped. Tables (sheets) without a column of targets
    are left out as long as one has it.

    Raises:
        ExtractionError: no table has a column of targets.
    """
    tables = [block for block in report.blocks if isinstance(block, Table)]
    found = [(table, head) for table in tables if (head := _find_head(table, lexicon))]
    if not found:
        first = next((row.cells for table in tables for row in table.rows if any(row.cells)), ())
        seen = ", ".join(f"'{cell}'" for cell in first if cell.strip()) or "none"
        message = (
            f"'{report.name}' has no column of targets; headings seen: {seen}. "
            "Name one 'target' or 年度指标值 (all names: perfnlp/lexicons/headings.tsv)."
        )
        raise ExtractionError(message)
    given = [row for table, (at, layout) in found for row in _rows(table, at, layout)]
    identified = assign_ids([row.indicator for row in given], report.sha256)
    return tuple(
        GivenRow(indicator=indicator, extra=row.extra) for indicator, row in zip(identified, given, strict=True)
    )


def _find_head(table: Table, lexicon: Lexicon) -> tuple[int, Layout] | None:
    """Return where the headings stand and what they say."""
    cells = [row.cells for row in table.rows]
    filled = [at for at, row in enumerate(cells) if any(cell.strip() for cell in row)]
    for at in filled[:_MAX_TITLE_ROWS]:
        # a machine's first row is its header whatever it holds; further down, only a clear header is one
        if at == filled[0] or is_header(cells[at], lexicon):
            layout = make_layout(cells[at:], lexicon)
            if "target" in layout.columns:
                return at, layout
    return None


def _rows(table: Table, at: int, layout: Layout) -> list[GivenRow]:
    headings = _headings([row.cells for row in table.rows[at : at + layout.n_header_rows]])
    used = {column for field, column in layout.columns.items() if field in _FIELDS}
    given = []
    for row in table.rows[at + layout.n_header_rows :]:
        if not any(cell.strip() for cell in row.cells):
            continue
        texts = {field: text for field, text in layout.texts(row.cells).items() if field in _FIELDS}
        extra = dict(_others(headings, used, row.cells))
        given.append(GivenRow(indicator=make_row(texts, row.locator, told=row.remarks), extra=extra))
    return given


def _others(headings: Sequence[str], used: set[int], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield heading and cell of each column that perfnlp does not know; a repeated or missing heading is numbered."""
    seen: Counter[str] = Counter()
    for column, (heading, cell) in enumerate(zip_longest(headings, cells, fillvalue="")):
        if column in used or not (heading or cell.strip()):
            continue
        name = heading or f"column_{column + 1}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}_{seen[name]}", cell


def _headings(rows: Sequence[Sequence[str]]) -> list[str]:
    width = max(len(row) for row in rows)
    columns = ([row[column].strip() for row in rows if column < len(row)] for column in range(width))
    return ["".join(dict.fromkeys(pieces)) for pieces in columns]
