"""Scans: pages of a PDF as crooked, noisy images with a red seal over the table, in a PDF or as image files."""

import io
from collections.abc import Sequence
from random import Random
from typing import Any

_POINTS_PER_INCH = 72
_NOISE = 6.0
_TILE = 256


def write_scan(pdf: bytes, random: Random, dpi: int) -> bytes:
    """Return `pdf` as a PDF of images only, as a scanner gives it."""
    pages = [_scanned(page, random, dpi) for page in _rendered(pdf, dpi)]
    stream = io.BytesIO()
    quality = random.choice((60, 75, 85))
    pages[0].save(stream, "PDF", resolution=float(dpi), save_all=True, append_images=pages[1:], quality=quality)
    return stream.getvalue()


def write_image(pdf: bytes, random: Random, dpi: int, kind: str) -> bytes:
    """Return all pages of `pdf` as one image ("png", "jpeg"), the first page on top."""
    from PIL import Image

    pages = [_scanned(page, random, dpi) for page in _rendered(pdf, dpi)]
    whole = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    stream = io.BytesIO()
    settings = {"quality": 75} if kind == "jpeg" else {"compress_level": 1}
    whole.save(stream, kind, **settings, dpi=(dpi, dpi))
    return stream.getvalue()


def _rendered(pdf: bytes, dpi: int) -> Sequence[Any]:
    import pypdfium2

    file = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / _POINTS_PER_INCH).to_pil().convert("RGB") for page in file]
    finally:
        file.close()


def _scanned(page: Any, random: Random, dpi: int) -> Any:
    import numpy as np
    from PIL import Image, ImageFilter

    page = _sealed(page, random, dpi)
    page = page.rotate(random.uniform(-1.2, 1.2), resample=Image.Resampling.BICUBIC, fillcolor="white")
    if random.random() < 0.5:
        page = page.filter(ImageFilter.GaussianBlur(0.4))
    is_worn = random.random() < 0.4  # a worn drum: grey on grey
    grains = np.random.default_rng(random.randrange(2**32)).normal(0, _NOISE, (_TILE, _TILE)).astype(np.int16)
    height, width = page.height, page.width
    noise = np.tile(grains, (height // _TILE + 1, width // _TILE + 1))[:height, :width]
    pixels = np.asarray(page.convert("RGB"), dtype=np.int16)
    pixels = 60 + pixels * 7 // 10 if is_worn else pixels
    return Image.fromarray(np.clip(pixels + noise[..., None], 0, 255).astype(np.uint8))


def _sealed(page: Any, random: Random, dpi: int) -> Any:
    """Press a round seal on the page, over whatever stands there; the print shows through."""
    from PIL import Image, ImageChops, ImageDraw, ImageFont

    from documents.drawn import FONTS

    radius = int(dpi * 0.75)
    seal = Image.new("RGB", (2 * radius, 2 * radius), "white")
    pen = ImageDraw.Draw(seal)
    red = (225, 70, 70)
    pen.ellipse((4, 4, 2 * radius - 4, 2 * radius - 4), outline=red, width=max(2, dpi // 50))
    font = ImageFont.truetype(FONTS["zenhei"], dpi // 6)
    pen.text((radius, radius * 0.6), "财务专用章", fill=red, font=font, anchor="mm")
    pen.text((radius, radius * 1.3), "★", fill=red, font=font, anchor="mm")
    seal = seal.rotate(random.uniform(-30, 30), fillcolor="white")
    layer = Image.new("RGB", page.size, "white")
    left = random.randrange(0, max(1, page.width - 2 * radius))
    top = random.randrange(page.height // 4, max(page.height // 4 + 1, page.height - 2 * radius))
    layer.paste(seal, (left, top))
    return ImageChops.multiply(page, layer)
