from importlib.resources import files

import numpy as np
import pytest
from scan_drawing import Damage, Sheet, spoil

from perfnlp.reading.scan_image import INK, measure_letter, measure_skew, prepare

FONT = str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")


def sheet(dpi=150):
    page = Sheet(dpi=dpi, font=FONT, height=300)
    for _ in range(6):
        page.write("项目按期完成验收合格率达到要求")
    page.rule([["产出", "效益"], ["数量", "质量"]], [150, 200])
    return page


@pytest.mark.parametrize("skew", [-4.5, -1.3, 0.0, 0.4, 3.0])
def test_skew_is_measured_to_a_tenth_of_a_degree(skew):
    grey = np.asarray(spoil(sheet().image, Damage(skew=skew), font=FONT).convert("L"))
    assert measure_skew(grey, 20) == pytest.approx(skew, abs=0.1)


@pytest.mark.parametrize("dpi", [100, 200, 300])
def test_a_letter_is_about_as_high_as_its_type(dpi):
    letter = measure_letter(np.asarray(sheet(dpi).image.convert("L")))
    assert 0.75 * 10.5 * dpi / 72 < letter < 1.05 * 10.5 * dpi / 72


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
@pytest.mark.parametrize("skew", [0.0, 2.0])
def test_a_place_is_found_again_on_the_page_as_it_came(quarter_turns, skew):
    page = sheet()
    page.draw.rectangle((500, 500, 619, 559), fill=0)
    image = np.asarray(spoil(page.image, Damage(skew=skew, quarter_turns=quarter_turns), font=FONT))
    found = prepare(image, -quarter_turns)
    assert block(found.locate(block_box(found.grey))) == pytest.approx(block(block_box(image[..., 0])), abs=8)


def block_box(grey):
    """Return the box of the only large black rectangle."""
    import cv2

    solid = cv2.erode((grey < INK).astype(np.uint8), np.ones((15, 15), np.uint8))
    rows, columns = np.nonzero(solid)
    return columns.min() - 7, rows.min() - 7, columns.max() + 8, rows.max() + 8


def block(box):
    """Return the middle of a box."""
    left, top, right, bottom = box
    return (left + right) / 2, (top + bottom) / 2


def test_a_red_seal_goes_and_the_ink_beneath_it_stays():
    clean = prepare(np.asarray(sheet().image)).grey
    sealed = prepare(np.asarray(spoil(sheet().image, Damage(seals=((0.4, 0.4),)), font=FONT)))
    assert sealed.seal.any()
    assert ((sealed.grey < INK) != (clean < INK)).mean() < 0.002
    assert (sealed.grey < INK).sum() == pytest.approx((clean < INK).sum(), rel=0.05)


def test_red_text_is_no_seal():
    page = sheet()
    red = np.asarray(page.image).copy()
    red[red[..., 0] < 128] = (200, 20, 20)
    found = prepare(red)
    assert not found.seal.any()
    assert (found.grey < INK).sum() == pytest.approx((prepare(np.asarray(page.image)).grey < INK).sum(), rel=0.1)


def test_pale_ink_becomes_black_on_white_and_empty_paper_stays_white():
    pale = prepare(np.asarray(spoil(sheet().image, Damage(ink=150, paper=215), font=FONT))).grey
    assert (np.percentile(pale, 1) < 60, np.median(pale)) == (True, 255)
    noise = np.random.default_rng(1).normal(230, 3, (400, 300, 1)).repeat(3, axis=2).astype(np.uint8)
    assert (prepare(noise).grey == 255).all()
