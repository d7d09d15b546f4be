"""How well a run of pieces makes one cell, and two runs a target with its actual value.

Costs are in units of "one odd thing"; 0 is a cell without a fault. The strongest
law is the typesetter's: a wrapped cell breaks a line only when the next word does
not fit, so a short line followed by a word that had fitted is a seam between cells.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from perfnlp.extraction.flattened_pieces import CLOSING, NUMBER, POINTS, Piece, width
from perfnlp.lexicon import Lexicon
from perfnlp.text import join_wrapped, squeeze

_VALUE = re.compile(
    r"(?:不低于|不高于|不少于|不超过|不大于|不小于|大于等于|小于等于|大于|小于|低于|高于|控制在|达到|约|近)?"
    r"[≥≤<>=约]*\d[\d.,]*(?:[-~至]\d[\d.,]*)?\s*[^\d，。；、]{0,7}"
)
_PERIOD = re.compile(r"\d{4}年\d{0,2}月?.{0,6}|\d{1,2}月.{0,6}|\d{1,2}月\d{1,2}日.{0,4}")
_WORDS = frozenset(
    {
        "是",
        "否",
        "无",
        "有",
        "优",
        "良",
        "中",
        "差",
        "好",
        "高",
        "低",
        "满意",
        "优秀",
        "良好",
        "合格",
        "合规",
        "健全",
        "完善",
    }
    | {
        "完成",
        "已完成",
        "未完成",
        "达标",
        "及时",
        "提升",
        "提高",
        "改善",
        "增强",
        "发生",
        "不发生",
        "未发生",
        "预算范围内",
    }
)
_EFFECT = re.compile(
    r"(?:显著|明显|有效|有所|大幅|持续|不断|进一步|逐步|稳步|稳定|根本性?|较|基本|部分|全面|全部|达成|按时|及时|如期|已|未|不)"
)
NAME_END = re.compile(
    r"(?:率|数|量|度|额|性|值|次|积|长|人数|水平|能力|情况|成本|环境|影响|时间|时限|效益|限额|标准|机制|状况|程度|建设|功能)$"
)
_SENTENCE_END = "。；;！!"
_UNIT_START = re.compile(r"[个次元分起人条处辆吨%‰万亿户家项年月日天件台套亩米里]")
_MIXED_GAP = re.compile(r"[0-9%.≥≤][一-鿿]|[一-鿿（“][0-9≥≤“]|[A-Za-z]{2}")
_LIST_START = re.compile(r"\(?（?(?:\d{1,2}[.、）)]|[①-⑳]|目标\d|[一二三四五六七八九]是)")
_POINTS_START = re.compile(r"[（(]\d+(?:\.\d+)?(?:分|$)")
_SAME_AS_ABOVE = re.compile(r"(?:同上|见上|详见.{0,8})。?")
_LATIN_RUN = re.compile(r"[!-~≥≤]+")
_SHARED_LINE = 0.5  # the lines of a wrapped cell stand alone; cells that share a line are whole
_LONG = 24
_SHORT = 10
_BRACKETS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"))


def join(pieces: Sequence[Piece]) -> str:
    """Return the cell's text: wraps closed, a space kept only between two Latin words."""
    return join_wrapped(piece.raw for piece in pieces)


def shape_cost(pieces: Sequence[Piece]) -> float:
    """Return how odd the pieces are as one cell, by line breaks, gaps and brackets alone."""
    full = max(piece.width for piece in pieces)
    cost = sum(_seam_cost(left, right, full) for left, right in pairwise(pieces))
    text = "".join(piece.text for piece in pieces)
    if text[0] in CLOSING:
        cost += 3
    if text[-1] in "，、（(“《：:≥≤=":
        cost += 2
    return cost + 2 * sum(text.count(opening) != text.count(closing) for opening, closing in _BRACKETS)


def _seam_cost(left: Piece, right: Piece, full: float) -> float:
    if not right.is_first:
        return 0.4 if _MIXED_GAP.fullmatch(left.text[-1] + right.text[0]) else 2.5
    return _wrap_cost(left, right, full) + _SHARED_LINE * ((not left.is_first) + (not right.is_last))


def _wrap_cost(left: Piece, right: Piece, full: float) -> float:
    if right.starts_page or _POINTS_START.match(right.text) or left.width + _first_word(right.text) > full - 0.25:
        return 0.2
    if left.text[-1] in _SENTENCE_END or _LIST_START.match(right.text):
        return 0.5
    return 1.6


def _first_word(text: str) -> float:
    """Return the width that has to fit before a line may break inside the cell."""
    run = _LATIN_RUN.match(text)
    length = run.end() if run else 1
    while length < len(text) and text[length] in CLOSING:
        length += 1
    return width(text[:length])


def value_cost(pieces: Sequence[Piece], lexicon: Lexicon) -> float:
    """Return how odd the pieces are as a target or actual value."""
    text = "".join(piece.text for piece in pieces)
    cost = shape_cost(pieces)
    if is_value(text, lexicon):
        return cost
    if POINTS.search(squeeze(text)):
        cost += 4
    if _UNIT_START.fullmatch(text):
        cost += 1.5
    if len(text) >= _LONG:
        return cost + (0.3 if text[-1] in _SENTENCE_END else 0.6)
    if _EFFECT.search(text):
        return cost + 0.3
    return cost + (1.5 if NAME_END.search(text) else 0.8)


def is_value(text: str, lexicon: Lexicon) -> bool:
    """Return whether `text` is plainly a value: a figure with its unit, a date, a short word of attainment."""
    if _VALUE.fullmatch(text) or _PERIOD.fullmatch(text) or text in _WORDS or text in lexicon.degrees:
        return True
    return len(text) <= _SHORT and (text in lexicon.completion or (_EFFECT.match(text) and not NAME_END.search(text)))  # type: ignore[return-value]


def name_cost(pieces: Sequence[Piece], lexicon: Lexicon) -> float:
    """Return how odd the pieces are as the name of an indicator; points behind it are no part of it."""
    text = POINTS.sub("", squeeze("".join(piece.text for piece in pieces)))
    cost = shape_cost(pieces)
    if not text:
        return cost + 6
    if _VALUE.fullmatch(text) or text in _WORDS or text[0] in "≥≤=<>":
        cost += 4
    elif is_value(text, lexicon):
        cost += 1.5
    if any(mark in text for mark in "。；;"):
        cost += 5
    if len(text) == 1:
        cost += 2
    if NAME_END.search(text):
        cost -= 0.5
    return cost + (1 if len(text) > _LONG + _SHORT else 0)


def note_cost(pieces: Sequence[Piece]) -> float:
    """Return how odd the pieces are as a reason behind the score."""
    cost = shape_cost(pieces)
    text = "".join(piece.text for piece in pieces)
    if _SAME_AS_ABOVE.fullmatch(text):
        return cost - 1
    is_sentence = text[-1] in _SENTENCE_END
    if pieces[0].is_first and not (is_sentence and pieces[-1].line != pieces[0].line):
        cost += 1
    if NAME_END.search(text):
        cost += 1
    if is_sentence or text in {"无", "-", "/", "—"}:
        cost -= 0.8
    if NUMBER.fullmatch(pieces[-1].text):
        cost += 3
    return cost


def pair_cost(target: str, actual: str) -> float:
    """Return how unlike two values of one row are: below 0 where they begin, end or count alike."""
    if target == actual:
        return -1.2
    shared = _shared(target, actual)
    ending = min(2, _shared(target[::-1], actual[::-1]))
    cost = -min(2.5, 0.35 * shared) - 0.25 * ending
    figures = [bool(_VALUE.fullmatch(text)) for text in (target, actual)]
    if all(figures):
        return cost - 0.5
    if (len(target) >= _LONG and len(actual) < _SHORT) or (len(actual) >= 4 * _LONG and len(target) < _SHORT):
        cost += 0.5
    return cost


def _shared(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def seams(pieces: Sequence[Piece], lexicon: Lexicon) -> list[tuple[float, int]]:
    """Return every place to cut `pieces` in target and actual, as (cost, pieces of the target), best first."""
    costs = []
    for cut in range(1, len(pieces)):
        target, actual = pieces[:cut], pieces[cut:]
        cost = value_cost(target, lexicon) + value_cost(actual, lexicon) + pair_cost(join(target), join(actual))
        costs.append((cost, cut))
    return sorted(costs)
