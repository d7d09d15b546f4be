import contextlib
import io

import numpy as np
import pytest
from PIL import Image

from perfnlp.errors import ReadingError
from perfnlp.reading import scan
from perfnlp.reading.image import read_image
from perfnlp.reading.options import ReadingOptions
from perfnlp.records import Locator, Paragraph


@pytest.fixture
def pages(monkeypatch):
    """Note the pages that are to be recognised, without recognising them."""
    seen = []

    def read_page(image, *, document, page, scale, first_line, first_table):
        seen.append(image)
        assert (scale, first_table) == (1, 1)
        return (Paragraph(text=f"第{page}张", locator=Locator(document=document, page=page, order=first_line)),)

    monkeypatch.setattr(scan, "read_page", read_page)
    return seen


def encode(*images, form="PNG", **options):
    file = io.BytesIO()
    images[0].save(file, form, **options, **({"save_all": True, "append_images": images[1:]} if images[1:] else {}))
    return file.getvalue()


def paper(level=200, mode="L", size=(60, 40)):
    return Image.new("L", size, level).convert(mode)


def test_a_tiff_gives_its_pages_in_order(pages):
    told = []
    options = ReadingOptions(on_page=lambda page, n_pages: told.append((page, n_pages)))
    report = read_image(encode(paper(10), paper(20), paper(30), form="TIFF"), "云溪.tif", options)
    assert [(block.text, block.locator.order) for block in report.blocks] == [("第1张", 1), ("第2张", 2), ("第3张", 3)]
    assert [int(page[0, 0, 0]) for page in pages] == [10, 20, 30]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_pages_beyond_the_limit_are_named(pages):
    report = read_image(encode(paper(), paper(), paper(), form="TIFF"), "云溪.tif", ReadingOptions(n_pages=2))
    assert len(pages) == 2
    assert report.remarks == ("图像共3页，只读取了前2页。",)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(encode(Image.new("1", (60, 40), 1)), 255, id="bilevel"),
        pytest.param(encode(paper(200, "P")), 200, id="palette"),
        pytest.param(encode(paper(200, "CMYK"), form="JPEG"), 200, id="CMYK"),
        pytest.param(encode(Image.fromarray(np.full((40, 60), 200 * 256, np.uint16))), 200, id="16 bits"),
        pytest.param(encode(Image.new("RGBA", (60, 40), (0, 0, 0, 0))), 255, id="transparent is white"),
        pytest.param(encode(paper(200, "RGB"), form="BMP"), 200, id="BMP"),
    ],
)
def test_every_kind_of_pixel_becomes_rgb(pages, data, expected):
    read_image(data, "云溪", ReadingOptions())
    assert (pages[0].shape, pages[0].dtype) == ((40, 60, 3), np.uint8)
    assert np.abs(pages[0].astype(int) - expected).max() <= 2


def test_the_way_up_that_the_camera_noted_is_followed(pages):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    read_image(encode(paper(), form="JPEG", exif=exif), "云溪.jpg", ReadingOptions())
    assert pages[0].shape == (60, 40, 3)


def test_an_image_without_print_says_so():
    report = read_image(encode(paper(255)), "云溪.png", ReadingOptions())
    assert report.blocks == ()
    assert report.remarks == ("第1页没有识别到文字，请查看原件。",)


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setattr(scan, "is_available", lambda: False)
    with pytest.raises(ReadingError, match=r"'云溪\.png'.*pip install 'perfnlp\[ocr\]'"):
        read_image(encode(paper()), "云溪.png", ReadingOptions())


def test_an_image_of_absurd_size_is_refused_before_it_is_unpacked():
    bomb = encode(Image.new("1", (12000, 12000)))
    with pytest.raises(ReadingError, match="too large"):
        read_image(bomb, "云溪.png", ReadingOptions())


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP"])
def test_damaged_images_give_nothing_but_reading_errors(pages, form):
    data = encode(paper(), form=form, **({"compression": "tiff_lzw"} if form == "TIFF" else {}))
    random = np.random.default_rng(3)
    spoiled = [data[: len(data) * cut // 30] for cut in range(1, 30)]
    for _ in range(120):
        flipped = bytearray(data)
        flipped[random.integers(len(data))] ^= int(random.integers(1, 256))
        spoiled.append(bytes(flipped))
    for item in spoiled:
        with contextlib.suppress(ReadingError):
            read_image(item, "云溪", ReadingOptions())
    assert pages
