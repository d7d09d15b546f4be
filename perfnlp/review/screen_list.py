"""The list of rows: draws only the lines on the screen, whatever the number of rows."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from perfnlp.annotation import STATUS_NAMES
from perfnlp.review.desk import Desk
from perfnlp.review.wording import HEADINGS, cells

_WIDTHS = (8, 0, 0, 5, 5, 4, 5)
"""Columns on the screen for each of `HEADINGS`; 0 shares what is left."""
_RIGHT = (3, 4, 5, 6)
"""Which of them are set flush right."""
_NAME_SHARE = 0.4
_COLOURS = {
    STATUS_NAMES["exceeded"]: "green",
    STATUS_NAMES["completed"]: "green",
    STATUS_NAMES["partial"]: "bold",
    STATUS_NAMES["not_completed"]: "red",
    STATUS_NAMES["unclear"]: "magenta",
}


class RowList(ScrollView, can_focus=False):
    """The rows that pass the filter, one a line, the current one reversed, headings on top."""

    def __init__(self, desk: Desk) -> None:
        """Show the rows of `desk`."""
        super().__init__(id="rows")
        self.desk = desk
        self.place = 0

    def on_mount(self) -> None:
        """Draw for the first time."""
        self.renew()

    def on_resize(self) -> None:
        """Keep the current row in sight."""
        self.renew()

    def renew(self) -> None:
        """Draw anew after anything has changed, the current row in sight."""
        visible, current = self.desk.visible, self.desk.current
        if not (self.place < len(visible) and visible[self.place] == current):
            self.place = visible.index(current) if current in visible else 0
        self.virtual_size = Size(self.size.width, len(visible) + 1)
        height = max(1, self.size.height - 1)
        if not self.scroll_offset.y <= self.place < self.scroll_offset.y + height:
            self.scroll_to(y=max(0, self.place - height // 2), animate=False, force=True, immediate=True)
        self.refresh()

    def move(self, step: int) -> None:
        """Lay open the row `step` places on."""
        visible = self.desk.visible
        if visible:
            self.place = min(max(0, self.place + step), len(visible) - 1)
            self.desk.show(visible[self.place])

    def page(self) -> int:
        """Return how many rows fit."""
        return max(1, self.size.height - 2)

    def row_at(self, y: int) -> int:
        """Return the step from the current row to the one drawn in line `y`."""
        return self.scroll_offset.y + y - 1 - self.place

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if y == 0:
            return self._line(HEADINGS, Style(bold=True, underline=True))
        place = self.scroll_offset.y + y - 1
        if place >= len(self.desk.visible):
            return Strip.blank(self.size.width)
        row_id = self.desk.visible[place]
        found = cells(self.desk.session.rows[row_id], self.desk.session)
        is_current = row_id == self.desk.current
        is_done = self.desk.session.decided(row_id) is not None
        style = Style(bold=True, reverse=True) if is_current else Style(dim=True) if is_done else Style()
        return self._line(found, style, "" if is_current or is_done else _COLOURS.get(found[0], ""))

    def _line(self, texts: Sequence[str], style: Style, colour: str = "") -> Strip:
        width = self.scrollable_content_region.width
        pieces = [
            Segment(
                _fitted(text, size, flush_right=place in _RIGHT), style + Style.parse(colour) if not place else style
            )
            for place, (text, size) in enumerate(zip(texts, column_widths(width), strict=True))
        ]
        spaced = [part for piece in pieces for part in (piece, Segment(" ", style))][:-1]
        return Strip(spaced).adjust_cell_length(self.size.width, style)


def column_widths(width: int) -> tuple[int, ...]:
    """Return the widths of the columns of a list that is `width` wide, gaps of one between them."""
    left = max(8, width - sum(_WIDTHS) - len(_WIDTHS) + 1)
    name = max(4, round(left * _NAME_SHARE))
    flexible = iter((name, left - name))
    return tuple(size or next(flexible) for size in _WIDTHS)


def _fitted(text: str, width: int, *, flush_right: bool) -> str:
    """Return `text` in exactly `width` columns; what does not fit ends in a point, so that no cut looks whole."""
    line = " ".join(text.split())
    size = cell_len(line)
    if size > width:
        return set_cell_size(line, width - 1) + "…"
    return " " * (width - size) + line if flush_right else line + " " * (width - size)
