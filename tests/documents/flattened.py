"""The text of a PDF without its columns: as pypdfium2 gives it, and line by line as other tools print it."""

from collections.abc import Iterator
from typing import Any

_SAME_LINE = 4.0  # points between the middles of two pieces of one visual line


def in_content_order(pdf: bytes) -> bytes:
    """Return the text in the order of the page content; each page begins with one space."""
    return _joined("\n\n".join(page.get_textpage().get_text_range().splitlines()) for page in _pages(pdf))


def in_line_order(pdf: bytes) -> bytes:
    """Return the text by visual lines, pieces of one line from left to right with a space between."""
    return _joined("\n".join(_lines(page.get_textpage())) for page in _pages(pdf))


def _joined(pages: Iterator[str]) -> bytes:
    return ("\n".join(f" {page.strip()}" for page in pages) + "\n").encode()


def _pages(pdf: bytes) -> Iterator[Any]:
    import pypdfium2

    file = pypdfium2.PdfDocument(pdf)
    try:
        yield from file
    finally:
        file.close()


def _lines(text: Any) -> Iterator[str]:
    pieces = []
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        content = text.get_text_bounded(left, bottom, right, top).strip()
        if content:
            pieces.append(((top + bottom) / 2, left, content))
    pieces.sort(key=lambda piece: -piece[0])
    line: list[tuple[float, float, str]] = []
    for piece in pieces:
        if line and line[0][0] - piece[0] > _SAME_LINE:
            yield _joined_line(line)
            line = []
        line.append(piece)
    if line:
        yield _joined_line(line)


def _joined_line(line: list[tuple[float, float, str]]) -> str:
    return " ".join(content for _, _, content in sorted(line, key=lambda piece: piece[1]))
