"""Images of pages (PNG, JPEG, TIFF with one or more pages, BMP): recognised as a scan is."""

import io
import warnings
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from perfnlp.errors import ReadingError
from perfnlp.reading import scan
from perfnlp.reading.front_matter import make_report
from perfnlp.reading.options import ReadingOptions
from perfnlp.records import Block, Report, Table

if TYPE_CHECKING:
    from PIL.Image import Image


def read_image(data: bytes, name: str, options: ReadingOptions) -> Report:
    """Return the report that an image shows; every row says that it was recognised, and how surely.

    Boxes are in pixels of the image.

    Raises:
        ReadingError: the extra `ocr` is missing, or the bytes are no whole image of a sensible size.
    """
    if not scan.is_available():
        message = f"cannot read '{name}': it is an image. To recognise its text, pip install 'perfnlp[ocr]'."
        raise ReadingError(message)
    image = _open(data, name)
    n_pages: int = getattr(image, "n_frames", 1)
    n_read = min(n_pages, options.n_pages)
    remarks = [f"图像共{n_pages}页，只读取了前{n_read}页。"] if n_read < n_pages else []
    blocks: list[Block] = []
    for page in range(1, n_read + 1):
        found = scan.read_page(
            _pixels(image, page, name),
            document=name,
            page=page,
            scale=1,
            first_line=1 + sum(len(block.rows) if isinstance(block, Table) else 1 for block in blocks),
            first_table=1 + sum(isinstance(block, Table) for block in blocks),
        )
        blocks.extend(found)
        if not found:
            remarks.append(f"第{page}页没有识别到文字，请查看原件。")
        if options.on_page is not None:
            options.on_page(page, n_read)
    return make_report(data, name, blocks, remarks)


def _open(data: bytes, name: str) -> "Image":
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # notes that cannot be read matter to nobody
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        message = f"cannot read '{name}': the image is too large. Save it with at most {Image.MAX_IMAGE_PIXELS} pixels."
        raise ReadingError(message) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ReadingError(_damaged(name)) from error


def _pixels(image: "Image", page: int, name: str) -> NDArray[np.uint8]:
    """Return a page as RGB, the way up that the camera noted, on white paper where it is transparent."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            image.seek(page - 1)
            turned = ImageOps.exif_transpose(image)
            turned.load()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ReadingError(_damaged(f"{name}, page {page}")) from error
    if turned.mode.startswith("I"):
        return np.repeat(np.asarray(turned, dtype=np.uint32)[..., None] >> 8, 3, axis=2).astype(np.uint8)
    if turned.has_transparency_data:
        layer = turned.convert("RGBA")
        turned = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return np.asarray(turned.convert("RGB"), dtype=np.uint8)


def _damaged(place: str) -> str:
    return f"cannot read '{place}': the image is damaged or cut short. Scan or save it again."
