"""Make a scanned page fit to be read: even paper, no red seals, upright, straight, letters of a usual size.

The result knows the way back, so that every place found on it can be told in pixels of
the page as it came. Pages hold grey levels, 0 for ink and 255 for paper.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]

INK = 160  # darker pixels carry text or lines
_MAX_SKEW = 5.0  # degrees
_USUAL_LETTER = (20, 44)  # pixels: what the recogniser reads well, and no more than it needs
_MAX_PIXELS = 30_000_000
_RED = 45  # grey levels by which red outshines the other colours in a seal's ink
_SEAL = (0.15, 0.9)  # of a seal's brightness in the red channel: black ink, and the seal's blurred edge
_ROUND = 1.1  # of the half width: an ellipse's edge, and no corner of a rectangle
_MIN_CONTRAST = 25  # grey levels between paper and ink; less is an empty page


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page ready to be read.

    Attributes:
        grey: the straight page, contrast stretched, red seals taken away.
        seal: 255 where the ink of a seal was taken away.
        letter: height of a usual letter in pixels of `grey`.
        to_source: affine matrix (2 rows, 3 columns) from `grey` to the page as it came.
    """

    grey: Grey
    seal: Mask
    letter: float
    to_source: NDArray[np.float64]

    def locate(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return the upright rectangle on the page as it came around `box` (left, top, right, bottom)."""
        left, top, right, bottom = box
        corners = np.array([(left, top, 1), (right, top, 1), (right, bottom, 1), (left, bottom, 1)], dtype=np.float64)
        points = corners @ self.to_source.T
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)


def prepare(image: NDArray[np.uint8], quarter_turns: int = 0) -> Page:
    """Return `image` (RGB) turned counter-clockwise by `quarter_turns`, straightened and cleaned."""
    import cv2

    height, width = image.shape[:2]
    turned = np.ascontiguousarray(np.rot90(image, quarter_turns))
    grey, seal = _without_seals(turned)
    grey = _stretch(grey)
    letter = measure_letter(grey)
    scale = min(max(1.0, _USUAL_LETTER[0] / letter), _USUAL_LETTER[1] / letter, (_MAX_PIXELS / grey.size) ** 0.5)
    matrix, size = _straightening(grey, measure_skew(grey, letter), scale)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    straight = cv2.warpAffine(grey, matrix, size, flags=way, borderValue=255)
    back = _compose(_unturning(width, height, quarter_turns), cv2.invertAffineTransform(matrix))
    return Page(
        grey=np.asarray(straight, dtype=np.uint8),
        seal=np.asarray(cv2.warpAffine(seal, matrix, size, flags=cv2.INTER_NEAREST), dtype=np.uint8),
        letter=letter * scale,
        to_source=back,
    )


def _without_seals(image: NDArray[np.uint8]) -> tuple[Grey, Mask]:
    """Return the grey page without the ink of round or square red seals, and where it was.

    Red is as bright as paper in the red channel, black ink is dark there. Red text that
    is no seal stays, for nothing that a report says may vanish.
    """
    import cv2

    red, green, blue = (np.asarray(image[..., channel], dtype=np.int16) for channel in range(3))
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    redness = np.clip(red - np.maximum(green, blue), 0, None)
    is_red = (redness > _RED).astype(np.uint8)
    seal = np.zeros_like(grey)
    if not is_red.any():
        return grey, seal
    letter = measure_letter(_stretch(grey))
    for reach, is_seal in ((max(3, round(letter / 10)), _is_one_piece), (round(2.5 * letter), _is_round)):
        joined = cv2.dilate(is_red, np.ones((reach, reach), np.uint8))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
        for number in np.flatnonzero(stats[:, 2:4].min(axis=1) > 3 * letter).tolist()[1:]:
            x, y, width, height = cv2.boundingRect(is_red * (labels == number))
            window = (slice(y, y + height), slice(x, x + width))
            if min(width, height) > 3 * letter and is_seal((is_red[window] > 0) & (labels[window] == number)):
                seal[window] = 255
    if not seal.any():
        return grey, seal
    reach = round(letter / 3) | 1  # colour is blurred more than brightness
    seal[cv2.dilate(is_red, np.ones((reach, reach), np.uint8)) == 0] = 0
    paper = float(np.percentile(grey, 90))
    dark, light = (float(np.median(red[(seal > 0) & (is_red > 0)])) * share for share in _SEAL)
    bright = np.clip((red - dark) * (paper / max(light - dark, 1.0)), 0, paper)
    return np.where(seal > 0, np.maximum(bright, grey), grey).astype(np.uint8), seal


def _is_one_piece(ink: NDArray[np.bool_]) -> bool:
    """Whether connected red ink is about as high as wide: a stroke around a seal, never a line of red text."""
    return bool(0.4 < ink.shape[1] / ink.shape[0] < 2.5)  # noqa: PLR2004


def _is_round(ink: NDArray[np.bool_]) -> bool:
    """Whether red ink, perhaps in pieces, keeps to an ellipse and stands along most of its edge."""
    rows, columns = np.nonzero(ink)
    height, width = ink.shape
    across, down = 2 * columns / width - 1, 2 * rows / height - 1
    radius = np.hypot(across, down)
    edge = (radius > 0.85) & (radius < _ROUND)  # noqa: PLR2004
    sectors = np.unique((np.arctan2(down, across)[edge] * 18 / np.pi).astype(int))
    return bool(_is_one_piece(ink) and (radius > _ROUND).mean() < 0.05 and sectors.size > 36 * 0.6)  # noqa: PLR2004


def _stretch(grey: Grey) -> Grey:
    """Return the page with even white paper and black ink; an empty page comes out white."""
    import cv2

    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = max(9, min(small.shape) // 40) | 1
    paper = cv2.blur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), (reach, reach))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, np.maximum(paper, 1), scale=255)
    threshold, _ = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark, light = even[even <= threshold], even[even > threshold]
    if not dark.size or not light.size:
        return np.full_like(grey, 255)
    ink, white = float(np.percentile(dark, 25)), float(np.median(light))
    if white - ink < _MIN_CONTRAST:
        return np.full_like(grey, 255)
    stretched = (np.asarray(even, dtype=np.float32) - ink) * (255 / (white * 0.96 - ink))
    return np.asarray(np.clip(stretched, 0, 255), dtype=np.uint8)


def measure_letter(grey: Grey) -> float:
    """Return the height of a usual letter in pixels; a guess from the page's size where there is none."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats((grey < INK).astype(np.uint8))
    widths, heights = stats[1:, 2].astype(float), stats[1:, 3].astype(float)
    least, most = max(6.0, min(grey.shape) / 250), max(grey.shape) / 12
    ratio = widths / np.maximum(heights, 1)
    is_letter = (heights >= least) & (heights <= most) & (ratio > 0.3) & (ratio < 3)  # noqa: PLR2004
    return float(np.percentile(heights[is_letter], 75)) if is_letter.any() else min(grey.shape) / 60


def measure_skew(grey: Grey, letter: float) -> float:
    """Return by how many degrees, clockwise, the page stands askew; at most five.

    At the right angle, lines of print and rulings fall into few rows of pixels, and the
    rows' darkness changes most from one to the next.
    """
    import cv2

    coarse = min(1.0, 8 / letter)
    ink = ((grey < INK) * 255).astype(np.uint8)
    best = 0.0
    for scale, reach, step in ((coarse, _MAX_SKEW, 0.25), (2 * coarse, 0.3, 0.04)):
        factor = min(1.0, scale)
        small = np.asarray(cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(small, float(angle))))
    return best


def _sharpness(ink: Mask, angle: float) -> float:
    """Return how sharply rows change when the page is turned back by `angle`."""
    import cv2

    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.reduce(cv2.warpAffine(ink, matrix, (width, height)), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    return float(np.square(np.diff(rows.ravel())).sum())


def _straightening(grey: Grey, skew: float, scale: float) -> tuple[Any, tuple[int, int]]:
    """Return matrix and size (width, height) that turn the page back by `skew` degrees and scale it, all of it."""
    import cv2

    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, scale)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = round(width * cosine + height * sine), round(width * sine + height * cosine)
    matrix[:, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    return matrix, size


def _unturning(width: int, height: int, quarter_turns: int) -> NDArray[np.float64]:
    """Return the matrix from a page turned counter-clockwise to the page as it came (`width` x `height`)."""
    ways = (
        ((1, 0, 0), (0, 1, 0)),
        ((0, -1, width), (1, 0, 0)),
        ((-1, 0, width), (0, -1, height)),
        ((0, 1, 0), (-1, 0, height)),
    )
    return np.array(ways[quarter_turns % 4], dtype=np.float64)


def _compose(outer: NDArray[np.float64], inner: Any) -> NDArray[np.float64]:
    """Return the matrix that applies `inner` and then `outer`."""
    return np.asarray(outer[:, :2] @ inner + np.column_stack((np.zeros((2, 2)), outer[:, 2])), dtype=np.float64)
