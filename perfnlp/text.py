"""Normalization that keeps offsets, and the joining of lines that a page had wrapped.

Offsets always count characters of the printed text. `fold` maps one character to
one character, so a span found in the folded text slices the printed text too.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SIGNS = {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=", "﹦": "=", "﹥": ">", "﹤": "<", "～": "~", "〜": "~"}
_DASHES = dict.fromkeys("‐‑‒–—―−－", "-")
_PERCENT = {"﹪": "%", "％": "%"}
_KEPT = {character: character for character in "，。；：！？（）、“”‘’《》【】"}
_JOIN_WITH_SPACE = re.compile(r"[A-Za-z]")


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Return `text` with full-width letters, digits and odd signs folded, same length.

    Chinese punctuation stays. A character whose NFKC form is longer than one
    character stays too, so `len(fold(text)) == len(text)` always holds.
    """
    return text.translate(_FOLDED)


@lru_cache(maxsize=16384)
def squeeze(text: str) -> str:
    """Return folded `text` without white space and with one kind of quote mark, for comparing names."""
    folded = fold(text).translate(_QUOTES)
    return "".join(folded.split())


def join_wrapped(lines: Iterable[str]) -> str:
    """Join the pieces of a cell that was wrapped over lines, as the unwrapped cell was printed.

    Chinese needs no space at the seam; two Latin words do.
    """
    joined = ""
    for line in lines:
        piece = line.strip()
        if joined and piece and _JOIN_WITH_SPACE.match(joined[-1]) and _JOIN_WITH_SPACE.match(piece[0]):
            joined += " "
        joined += piece
    return joined


_QUOTES = str.maketrans(dict.fromkeys("“”‘’\"'「」『』", '"') | {"（": "(", "）": ")", "，": ",", "；": ";", "：": ":"})


class _FoldTable(dict[int, str]):
    """A table for `str.translate` that works out each character once."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDED = _FoldTable({ord(printed): folded for printed, folded in {**_SIGNS, **_DASHES, **_PERCENT, **_KEPT}.items()})
