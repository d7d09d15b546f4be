import numpy as np
import pytest
from PIL import Image, ImageDraw

from perfnlp.reading import scan_text
from perfnlp.reading.scan_text import Reading, Span, find_lines, recognise

LETTER = 20.0


def cell(*boxes):
    image = Image.new("L", (300, 120), 255)
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle(box, fill=0)
    return np.asarray(image)


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        pytest.param([(10, 10, 80, 29), (10, 36, 60, 55)], [(10, 30), (36, 56)], id="two lines"),
        pytest.param([(10, 10, 29, 12), (10, 18, 29, 20), (10, 27, 29, 29)], [(10, 30)], id="the strokes of 三"),
        pytest.param([(10, 10, 20, 12)], [(10, 13)], id="a dash"),
        pytest.param([(10, 10, 11, 11)], [], id="a speck"),
        pytest.param([], [], id="nothing"),
        pytest.param([(10, 10, 200, 29), (30, 30, 33, 32), (10, 33, 200, 52)], [(10, 30), (30, 53)], id="touching"),
    ],
)  # fmt: skip
def test_lines_of_a_cell_are_its_runs_of_ink(boxes, expected):
    found = [(line.top, line.bottom) for line in find_lines(cell(*boxes), LETTER)]
    assert len(found) == len(expected)
    assert np.allclose(np.array(found), np.array(expected), atol=3)


@pytest.fixture
def looks(monkeypatch):
    """Give the recogniser's answers by hand: the first look and the second."""

    def answer(first, second):
        answers = iter([[Reading(text=text, confidence=sure)] for text, sure in (first, second)])
        monkeypatch.setattr(scan_text, "_read", lambda crops: next(answers) if crops else [])
        return recognise(cell((10, 10, 60, 29)), [Span(left=10, top=10, right=61, bottom=30)], LETTER)[0]

    return answer


def test_a_figure_read_twice_alike_keeps_its_confidence(looks):
    assert looks(("98.5%", 0.97), ("98.5%", 0.99)) == Reading(text="98.5%", confidence=0.99)


def test_a_figure_read_in_two_ways_keeps_the_surer_one_and_is_doubted(looks):
    assert looks(("98.5%", 0.99), ("93.5%", 0.9)) == Reading(text="98.5%", confidence=0.5, other="93.5%")


@pytest.mark.parametrize("text", ["5%0", "98，5%", "290%", "1O座", "12,34元", "05", "98 .5%", "工95%", ".5"])
def test_a_figure_that_looks_spoiled_is_doubted_and_left_as_it_is(looks, text):
    assert looks((text, 0.99), (text, 0.99)) == Reading(text=text, confidence=0.5)


@pytest.mark.parametrize("text", ["≥98.5%", "12,345.67万元", "100%", "2023年12月05日", "0.5", "10.00", "0", "1-11月"])
def test_a_sound_figure_is_not_doubted(looks, text):
    assert looks((text, 0.99), (text, 0.99)) == Reading(text=text, confidence=0.99)


def test_ink_in_which_nothing_is_recognised_is_not_called_sure(monkeypatch):
    class Nothing:
        txts, word_results = ("",), (None,)

    monkeypatch.setattr(scan_text.engine(), "recognize_txt", lambda _crops: Nothing)
    assert recognise(cell((10, 10, 60, 29)), [Span(left=10, top=10, right=61, bottom=30)], LETTER)[0].confidence < 0.5


def test_two_equal_bars_are_an_equals_sign_and_unequal_ones_are_not(monkeypatch):
    monkeypatch.setattr(scan_text, "_read", lambda crops: [Reading(text="二", confidence=0.9) for _ in crops])
    span = [Span(left=10, top=10, right=31, bottom=30)]
    assert recognise(cell((10, 12, 30, 14), (10, 24, 30, 26)), span, LETTER)[0].text == "="
    assert recognise(cell((13, 12, 27, 14), (10, 24, 30, 26)), span, LETTER)[0].text == "二"


def test_a_slanted_stroke_is_a_slash_and_an_upright_one_is_none(monkeypatch):
    monkeypatch.setattr(scan_text, "_read", lambda crops: [Reading(text="1", confidence=0.97) for _ in crops])
    span = [Span(left=5, top=5, right=40, bottom=35)]
    slash, stroke = Image.new("L", (60, 60), 255), Image.new("L", (60, 60), 255)
    ImageDraw.Draw(slash).line((15, 30, 25, 10), fill=0, width=2)
    ImageDraw.Draw(stroke).line((20, 30, 20, 10), fill=0, width=2)
    assert recognise(np.asarray(slash), span, LETTER)[0] == Reading(text="/", confidence=0.8, other="1")
    assert recognise(np.asarray(stroke), span, LETTER)[0] == Reading(text="1", confidence=0.97)


def test_a_ring_lower_than_any_figure_is_a_full_stop(monkeypatch):
    monkeypatch.setattr(scan_text, "_read", lambda crops: [Reading(text="0", confidence=0.9) for _ in crops])
    stop, zero = Span(left=10, top=20, right=17, bottom=27), Span(left=10, top=10, right=20, bottom=26)
    page = cell((10, 20, 16, 26))
    assert recognise(page, [stop], LETTER)[0].text == "。"
    assert recognise(page, [zero], LETTER)[0].text == "0"
