"""Pictures of the place in a PDF or an image that a row was read from, its cells marked."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfnlp.errors import ReadingError
from perfnlp.reading.formats import Format, detect_format
from perfnlp.records import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_PIXELS_PER_POINT = 150 / 72
_MARGIN = 60  # pixels of surroundings above and below the row
_GAP = 12  # pixels between the parts of a row that two pages hold
_FRAME = (208, 32, 32)


def draw_boxes(data: bytes, boxes: Sequence[Box], *, passwords: Sequence[str] = ()) -> bytes:
    """Return a PNG of the strips of pages around `boxes`, each box framed; pages one below the other.

    Args:
        data: a PDF or an image.
        boxes: cells of one row, at least one, as `Locator.boxes` has them.
        passwords: tried one after the other on a locked PDF.

    Raises:
        ReadingError: `data` is neither, or cannot be drawn.
    """
    pages = sorted({box.page for box in boxes})
    strips = [_strip(data, [box for box in boxes if box.page == page], passwords) for page in pages]
    return _encode(_stack(strips))


def _strip(data: bytes, boxes: Sequence[Box], passwords: Sequence[str]) -> "Image":
    from PIL import ImageDraw

    page, scale = _render(data, boxes[0].page, passwords)
    draw = ImageDraw.Draw(page)
    for box in boxes:
        sides = (box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
        draw.rectangle(sides, outline=_FRAME, width=3)
    top = max(0, int(min(box.top for box in boxes) * scale) - _MARGIN)
    bottom = min(page.height, int(max(box.bottom for box in boxes) * scale) + _MARGIN)
    return page.crop((0, top, page.width, max(bottom, top + 1)))


def _render(data: bytes, number: int, passwords: Sequence[str]) -> tuple["Image", float]:
    """Return page `number` as a picture, and its pixels per unit of a box."""
    from PIL import Image, UnidentifiedImageError

    if detect_format(data, "") is Format.PDF:
        return _render_pdf(data, number, passwords), _PIXELS_PER_POINT
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.seek(number - 1)
            return image.convert("RGB"), 1.0
    except (UnidentifiedImageError, EOFError, OSError) as error:
        message = f"cannot draw page {number}: {error}. Only PDF files and images can be shown as pictures."
        raise ReadingError(message) from error


def _render_pdf(data: bytes, number: int, passwords: Sequence[str]) -> "Image":
    import pypdfium2

    for password in (None, *passwords):
        try:
            document = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError:
            continue
        with document:
            picture: Image = document[number - 1].render(scale=_PIXELS_PER_POINT).to_pil().convert("RGB")
            return picture
    message = f"cannot draw page {number}: the PDF is damaged or locked. Give its password with --password-file."
    raise ReadingError(message)


def _stack(strips: Sequence["Image"]) -> "Image":
    from PIL import Image

    height = sum(strip.height for strip in strips) + _GAP * (len(strips) - 1)
    whole = Image.new("RGB", (max(strip.width for strip in strips), height), "white")
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height + _GAP
    return whole


def _encode(picture: "Image") -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
