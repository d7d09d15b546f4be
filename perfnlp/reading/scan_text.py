"""Recognise lines of print, with how surely each was read; figures are read twice.

The models come inside the wheel of rapidocr; nothing is ever fetched. Text is kept as
it was recognised: a doubtful figure gets less confidence, never another digit.
"""

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from perfnlp.errors import ReadingError
from perfnlp.reading.scan_image import INK, Grey
from perfnlp.text import squeeze

if TYPE_CHECKING:
    from rapidocr import RapidOCR

_N_THREADS = 1  # a second one saves little time and doubles the work; documents are read side by side instead
_DETECTION_LETTER = 15  # pixels: enough to find lines, and quick
_FIGURE = re.compile(r"[\d≥≤≧≦><=＝%％‰±/|lI〇○]|^.{1,2}$")
_DOUBTFUL_FIGURE = re.compile(
    r"%0|[oO]/0|\d[，。．：:]\s?\d|\d,\d{1,2}(?!\d)|\d\s+[\d.]|\d\.(?=\s*[%％‰万亿元])|(?<![\d.,])0\d(?![\d月日-])|\d[OolIZSB]|[OolIZSB]\d"
    r"|(?:^|[^\d.])2\d{2}(?:\.\d+)?[%％]|[工乙Zz]\d+(?:\.\d+)?[%％]|\.\.|,,|(?<!\d)[.,]\d"
)
"""What a scanner makes of figures: a lost point, a point read as a comma, ‰ as %0, ≥ as 2, a zero as a letter."""
_RINGS = frozenset("0Oo〇○")
_SMALL = 0.55  # letters: no figure is as low
_BARS = frozenset("二三ニ")
_WIDE_OR_NARROW = frozenset(" （）():：,，;；、。")  # signs that the recogniser knows well, but not how wide they are
_STROKES = frozenset("1lI|7丨J")
_THIN = 0.12  # width of a stroke, as a share of its length
_SLANT = (8.0, 50.0)  # degrees to the right of upright at which a stroke is a slash
_STROKE = 0.8  # confidence of a sign told by its slant alone
_SMUDGE = 0.3  # confidence of ink in which nothing was recognised: it may be dirt, or a figure
_BEHIND = 0.8  # letters of white behind a line, as behind a full stop
_DOUBT = 0.5  # confidence of a line whose two readings differ, or whose figure looks spoiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A line of print on a page: its rectangle in pixels."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was recognised on one line.

    Attributes:
        text: as recognised; "" for a smudge.
        confidence: 0-1, of the least sure character; low where a second reading differs.
        other: the second reading, where it differs.
    """

    text: str
    confidence: float
    other: str | None = None


@functools.cache
def engine() -> "RapidOCR":
    """Return this process's one recogniser.

    Raises:
        ReadingError: the package came without its models.
    """
    from rapidocr import RapidOCR

    settings: dict[str, object] = {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Global.use_vertical_padding": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": _N_THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    models = [path for path in (resources.files("rapidocr") / "models").iterdir() if path.name.endswith(".onnx")]
    for part, mark in (("Det", "_det_"), ("Rec", "_rec_")):
        paths = [str(path) for path in models if mark in path.name]
        if not paths:
            message = "cannot read scans: rapidocr came without its models. Reinstall it: pip install 'perfnlp[ocr]'."
            raise ReadingError(message)
        settings[f"{part}.model_path"] = paths[0]
    return RapidOCR(params=settings)


def detect(grey: Grey, letter: float) -> tuple[Span, ...]:
    """Return the lines of print anywhere on a page, unordered."""
    import cv2

    scale = min(1.0, _DETECTION_LETTER / letter)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if not (small < INK).any():
        return ()
    found = engine()(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB), use_rec=False, use_cls=False)
    boxes = getattr(found, "boxes", None)
    spans = []
    for box in [] if boxes is None else np.asarray(boxes, dtype=float) / scale:
        (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
        spans.append(Span(left=max(0, int(left)), top=max(0, int(top)), right=round(right), bottom=round(bottom)))
    return tuple(span for span in spans if span.right > span.left and span.bottom > span.top)


def find_lines(grey: Grey, letter: float) -> tuple[Span, ...]:
    """Return the lines of print inside a cell from top to bottom: runs of rows that hold ink."""
    import cv2

    ink = (grey < INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    is_speck = stats[:, 4] < max(3.0, (letter * 0.06) ** 2)
    ink[is_speck[labels]] = 0
    runs = [run for part in _runs(ink, letter) for run in _cut(ink, part, letter)]
    spans = []
    for top, bottom in runs:
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        if max(right - left, bottom - top) >= letter * 0.2:
            spans.append(Span(left=left, top=top, right=right, bottom=bottom))
    return tuple(spans)


def _runs(ink: Grey, letter: float) -> list[tuple[int, int]]:
    """Return the rows (half-open) of runs of ink; parts of one letter, as of 三, are one run."""
    rows = np.flatnonzero(ink.any(axis=1))
    if not rows.size:
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    starts, ends = rows[np.r_[0, breaks + 1]], rows[np.r_[breaks, rows.size - 1]] + 1
    runs: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if runs and start - runs[-1][1] < letter * 0.5 and end - runs[-1][0] < letter * 1.25:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _cut(ink: Grey, run: tuple[int, int], letter: float) -> list[tuple[int, int]]:
    """Cut a run as high as several lines that touch where it holds the least ink."""
    top, bottom = run
    n_lines = round((bottom - top) / (letter * 1.3))
    if bottom - top < letter * 1.9 or n_lines < 2 or not _is_wide(ink[top:bottom], letter):  # noqa: PLR2004
        return [run]
    weight = ink[top:bottom].sum(axis=1)
    cuts = [top]
    for number in range(1, n_lines):
        near, reach = round((bottom - top) * number / n_lines), max(1, round(letter * 0.3))
        cuts.append(top + near - reach + int(np.argmin(weight[near - reach : near + reach + 1])))
    return list(zip(cuts, [*cuts[1:], bottom], strict=True))


def _is_wide(ink: Grey, letter: float) -> bool:
    """Whether there is more than one large letter: a single one may be as high as two lines."""
    columns = np.flatnonzero(ink.any(axis=0))
    return bool(columns[-1] - columns[0] > 2 * max(letter, ink.shape[0] * 0.75))


def read_once(grey: Grey, spans: Sequence[Span], letter: float) -> list[Reading]:
    """Return what a first look finds on each line of print."""
    return _read([_crop(grey, span, 0.15, letter) for span in spans])


def recognise(grey: Grey, spans: Sequence[Span], letter: float) -> tuple[Reading, ...]:
    """Return what stands on each line of print; lines with figures and very short ones are read twice."""
    readings = read_once(grey, spans, letter)
    twice = [place for place, reading in enumerate(readings) if _FIGURE.search(reading.text)]
    second = _read([_harden(_crop(grey, spans[place], 0.3, letter)) for place in twice])
    for place, again in zip(twice, second, strict=True):
        readings[place] = _look_at_shape(_compare(readings[place], again), grey, spans[place], letter)
    return tuple(readings)


def _compare(first: Reading, second: Reading) -> Reading:
    """Return the first look, doubted where the second differs or the figure looks spoiled."""
    if _alike(first.text) != _alike(second.text):
        best, rest = (second, first) if first.confidence < _DOUBT < second.confidence else (first, second)
        return replace(best, confidence=min(best.confidence, _DOUBT), other=rest.text)
    sure = max(first.confidence, second.confidence)
    return replace(first, confidence=min(sure, _DOUBT) if _DOUBTFUL_FIGURE.search(first.text) else sure)


def _alike(text: str) -> str:
    """Return what two looks must agree in: the width of a bracket is none of it."""
    return squeeze(unicodedata.normalize("NFKC", text))


def _read(crops: Sequence[Grey]) -> list[Reading]:
    """Recognise crops of one line each."""
    import cv2

    if not crops:
        return []
    recogniser = engine()
    recogniser.return_word_box = True  # brings the confidence of each character
    found = recogniser.recognize_txt([cv2.cvtColor(crop, cv2.COLOR_GRAY2RGB) for crop in crops])
    readings = []
    for text, words in zip(found.txts or (), found.word_results, strict=True):
        sure = zip(text, getattr(words, "confs", ()), strict=False)
        confidence = min((float(one) for sign, one in sure if sign not in _WIDE_OR_NARROW), default=_STROKE)
        readings.append(Reading(text=text.strip(), confidence=confidence if text.strip() else _SMUDGE))
    return readings


def _look_at_shape(reading: Reading, grey: Grey, span: Span, letter: float) -> Reading:
    """Tell a lone sign by its shape where the recogniser, which sees no neighbours, says 1 for /, 三 for =."""
    ink = grey[span.top : span.bottom, span.left : span.right] < INK
    if reading.text in _RINGS and span.bottom - span.top < _SMALL * letter:
        return Reading(text="。", confidence=min(reading.confidence, _STROKE), other=reading.text)
    if reading.text in _BARS and _is_equals_sign(ink):
        return Reading(text="=", confidence=min(reading.confidence, _STROKE), other=reading.text)
    if reading.text not in _STROKES:
        return reading
    rows, columns = np.nonzero(ink)
    if rows.size < 3:  # noqa: PLR2004  a point has no direction
        return reading
    spread, directions = np.linalg.eigh(np.cov(np.vstack((columns, -rows))))
    right, up = directions[:, 1] * np.sign(directions[1, 1] or 1)
    slant = np.degrees(np.arctan2(right, up))
    is_thin = spread[0] < spread[1] * _THIN**2
    if is_thin and _SLANT[0] < slant < _SLANT[1]:
        return Reading(text="/", confidence=min(reading.confidence, _STROKE), other=reading.text)
    return reading


def _is_equals_sign(ink: NDArray[np.bool_]) -> bool:
    """Whether there are two flat bars of one length."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    if len(stats) != 3:  # noqa: PLR2004  the paper and two bars
        return False
    (_, _, upper, height, _), (_, _, lower, other, _) = stats[1:].tolist()
    return bool(min(upper, lower) > max(0.9 * max(upper, lower), 2 * max(height, other)))


def _crop(grey: Grey, span: Span, padding: float, letter: float) -> Grey:
    """Return the line with white around it, `padding` heights wide; a dash keeps the height of a letter around it."""
    import cv2

    height = span.bottom - span.top
    pad = max(2, round(height * padding), round((letter * (1 + 2 * padding) - height) / 2))
    inside = grey[span.top : span.bottom, span.left : span.right]
    line = cv2.copyMakeBorder(inside, pad, pad, pad, max(pad, round(letter * _BEHIND)), cv2.BORDER_CONSTANT, value=255)
    return np.asarray(line, dtype=np.uint8)


def _harden(crop: Grey) -> Grey:
    """Return the line enlarged and in black and white: another look at the same ink."""
    import cv2

    large = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    _, hard = cv2.threshold(large, INK, 255, cv2.THRESH_BINARY)
    return np.asarray(cv2.GaussianBlur(hard, (3, 3), 0), dtype=np.uint8)
