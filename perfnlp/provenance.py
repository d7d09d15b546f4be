"""Lead an annotation record back to its source: the row, what stands around it, its cells on the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfnlp.annotation import Record, source_boxes
from perfnlp.errors import ReadingError
from perfnlp.records import Block, Box, Locator, Paragraph, Report
from perfnlp.text import join_wrapped

_AROUND = 3  # lines or rows on either side


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line or table row of a source.

    Attributes:
        text: a row's cells are parted by " | ", a merged cell is shown once.
        is_row: whether it is what the record was read from.
    """

    text: str
    is_row: bool


def find_record(records: Sequence[Record], wanted: str) -> Record:
    """Return the record whose id is `wanted` or begins with it.

    Raises:
        ReadingError: none does, or several do.
    """
    found = [record for record in records if str(record.get("id", "")).startswith(wanted)]
    exact = [record for record in found if record["id"] == wanted]
    if len(exact or found) == 1:
        return (exact or found)[0]
    how_many = "no row has" if not found else f"{len(found)} rows have"
    message = f"{how_many} an id that begins with '{wanted}'. Copy the id from the column 编号 or the key id."
    raise ReadingError(message)


def surroundings(report: Report, record: Record) -> tuple[Line, ...]:
    """Return the lines around the record's place in `report`, () where the place is not found."""
    lines = [line for block in report.blocks for line in _lines(block)]
    at = next((number for number, (locator, _) in enumerate(lines) if _is_place(locator, record["source"])), None)
    if at is None:
        return ()
    start = max(0, at - _AROUND)
    shown = lines[start : at + _AROUND + 1]
    return tuple(Line(text=text, is_row=start + number == at) for number, (_, text) in enumerate(shown))


def boxes_of(record: Record) -> tuple[Box, ...]:
    """Return the cells of the record on its pages, () where the source has no pages."""
    return tuple(
        Box(page=int(page), left=left, top=top, right=right, bottom=bottom)
        for page, left, top, right, bottom in record["source"].get("boxes", ())
    )


def _is_place(locator: Locator, source: Record) -> bool:
    """Whether a row was read from `locator`; of a row that a page break cut, the first piece counts."""
    boxes = source_boxes(locator)
    return bool(locator.describe() == source["location"] and source.get("boxes", [])[: len(boxes)] == boxes)


def _lines(block: Block) -> list[tuple[Locator, str]]:
    if isinstance(block, Paragraph):
        return [(block.locator, block.text)]
    return [(row.locator, " | ".join(_distinct(row.cells))) for row in block.rows]


def _distinct(cells: Sequence[str]) -> list[str]:
    """Return the cells in one line each, without the repetitions of a merged cell."""
    texts = [join_wrapped(cell.splitlines()) for cell in cells]
    return [text for before, text in zip(("\0", *texts), texts, strict=False) if text != before]
