"""Load the word lists of `lexicons/` into one frozen record.

The lists are data: tab-separated, `#` starts a comment line, the first column is
the word. What each list means is told in `lexicons/README.md`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from perfnlp.records import CueKind, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRule:
    """One measure word: `1 word = factor x base`.

    Attributes:
        base: the normalized unit ("元" for 万元); "" for a bare multiplier (万).
        factor: how many `base` one of the word is, > 0.
    """

    base: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Every word list of the domain. Two are equal only if they are one object, so that findings are kept by it.

    Attributes:
        headings: column heading -> field ("name", "target", "actual", "points", "score",
            "note", "level1", "level2", "sign", "unit" ...).
        levels: level label (产出指标, 数量指标) -> 1 or 2.
        degrees: effect word -> strength 0-4.
        completion: phrase -> what it says about completion.
        negations: words that turn what follows into its opposite.
        directions: word of an indicator's name -> which way is better.
        units: measure word -> its rule.
        words: words for jieba that its dictionary lacks or cuts wrongly.
    """

    headings: Mapping[str, str]
    levels: Mapping[str, int]
    degrees: Mapping[str, int]
    completion: Mapping[str, CueKind]
    negations: tuple[str, ...]
    directions: Mapping[str, Direction]
    units: Mapping[str, UnitRule]
    words: tuple[str, ...]


@cache
def load_lexicon() -> Lexicon:
    """Return the shipped lexicon, read once per process."""
    return Lexicon(
        headings=dict(_rows("headings.tsv")),
        levels={word: int(level) for word, level in _rows("levels.tsv")},
        degrees={word: int(degree) for word, degree in _rows("degree.tsv")},
        completion={phrase: CueKind(kind) for phrase, kind in _rows("completion.tsv")},
        negations=tuple(row[0] for row in _rows("negation.tsv")),
        directions={word: Direction(way) for word, way in _rows("polarity.tsv")},
        units={word: UnitRule(base=base, factor=Decimal(factor)) for word, base, factor in _rows("units.tsv")},
        words=tuple(row[0] for row in _rows("words.txt")),
    )


def _rows(name: str) -> Iterator[list[str]]:
    text = files("perfnlp.lexicons").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
