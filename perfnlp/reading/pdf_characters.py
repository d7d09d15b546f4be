"""Which character a glyph stands for: radicals, ligatures and private codes folded, nothing else changed."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

UNKNOWN = "\ufffd"
_MAX_UNKNOWN = 0.3
_MIN_USUAL = 0.3
"""Share of letters, hanzi and digits in a page's text."""
_IGNORED = frozenset((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0x0002, 0))
"""Soft hyphens, joiners, and what pdfium puts for a hyphen at the line's end."""

_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻇⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
        "母民虎西见角角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)
"""Radicals (U+2E80 and on) that have no compatibility form, and the ideographs that they look like."""

_FOLDED_BLOCKS = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0xFB00, 0xFB07))
"""Radicals, compatibility ideographs, Latin ligatures."""
_MEANINGLESS = frozenset({"Cc", "Cn", "Co", "Cs"})
"""Unicode categories: control, unassigned, private, half a character."""

_LEADERS = str.maketrans("", "", " .…·•-_—=*/")
"""What tables of contents and empty forms are full of."""


@lru_cache(maxsize=20_000)
def fold_glyph(code: int) -> str | None:
    """Return what to read for a code: "" for nothing, None for a blank.

    Radicals (⼀ U+2F00 and the like) are the ideographs that they look like, ligatures are
    their letters, a private code is `UNKNOWN`: its picture is known only to its font.
    """
    if code in _IGNORED:
        return ""
    character = chr(code)
    if character.isspace() or unicodedata.category(character) == "Zs":
        return None
    if any(code in block for block in _FOLDED_BLOCKS):
        return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return UNKNOWN if unicodedata.category(character) in _MEANINGLESS else character


class _FoldTable(dict[int, str]):
    """A table for `str.translate` that works out each character once."""

    def __missing__(self, code: int) -> str:
        folded = fold_glyph(code)
        self[code] = " " if folded is None else folded
        return self[code]


_FOLDED = _FoldTable()


def fold_characters(text: str) -> str:
    """Return a line of text with each character read as `fold_glyph` does, a blank as a space."""
    return text.translate(_FOLDED)


def is_legible(texts: Iterable[str]) -> bool:
    """Whether the fonts of a page tell what their glyphs mean: text, not codes without a meaning."""
    text = "".join(texts).translate(_LEADERS)
    n_unknown = text.count(UNKNOWN)
    n_usual = sum(map(str.isalnum, text))
    return n_unknown <= _MAX_UNKNOWN * len(text) and n_usual >= _MIN_USUAL * len(text)
