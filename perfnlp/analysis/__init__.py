"""Say what the wording and the figures of indicators tell; no judgement.

`analyze` is the whole stage. Figures are read and compared by `comparison`, wording
by `degrees` and `completion`, words cut by `segmentation`, which alone imports jieba
and spaCy, and only when something is analysed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from perfnlp.analysis.comparison import Comparison, compare
from perfnlp.analysis.completion import CueFinder
from perfnlp.analysis.degrees import DegreeFinder
from perfnlp.analysis.kinds import find_kind
from perfnlp.analysis.relevance import relevance
from perfnlp.lexicon import Lexicon, load_lexicon
from perfnlp.records import Analysis, Cue, Evidence, FieldName, Indicator, Quantity
from perfnlp.text import fold

__all__ = ["analyze"]

_ORDER: tuple[FieldName, ...] = ("indicator", "target", "actual", "note")


def analyze(indicators: Sequence[Indicator], lexicon: Lexicon | None = None) -> tuple[Analysis, ...]:
    """Return one analysis for each indicator, in order.

    Pass a whole document, or more: all texts are cut in one batch, and a text that
    comes again is read once.

    Args:
        indicators: rows as printed; any text may be missing.
        lexicon: word lists to use instead of the shipped ones.
    """
    if not indicators:
        return ()
    from perfnlp.analysis.segmentation import load_pipeline, segment  # spaCy: 0.6 s

    words = lexicon or load_lexicon()
    texts = list(dict.fromkeys(chain.from_iterable(map(_texts, indicators))))
    tokens = dict(zip(texts, segment(texts, load_pipeline(words.words)), strict=True))
    reader = _Reader(words, tokens)
    return tuple(reader.read(indicator) for indicator in indicators)


class _Reader:
    """Reads indicators by one lexicon and keeps what it found in a text for the next row that has it."""

    def __init__(self, lexicon: Lexicon, tokens: dict[str, tuple[str, ...]]) -> None:
        self._lexicon = lexicon
        self._tokens = tokens
        self._cues: Callable[[str, FieldName], tuple[Cue, ...]] = cache(CueFinder(lexicon).find)
        self._degree: Callable[[str, FieldName], tuple[int | None, tuple[Evidence, ...]]]
        self._degree = cache(DegreeFinder(lexicon).find)

    def read(self, indicator: Indicator) -> Analysis:
        name, target, actual = _texts(indicator)
        comparison = compare(indicator, self._lexicon)
        degree_target, target_evidence = self._degree(target, "target")
        degree_actual, actual_evidence = self._degree(actual, "actual")
        target_cues, actual_cues = self._cues(target, "target"), self._cues(actual, "actual")
        note_cues = self._cues(indicator.note or "", "note")
        cues = (cue.evidence for cue in (*target_cues, *actual_cues, *note_cues))
        return Analysis(
            indicator=indicator,
            kind=find_kind(indicator, comparison.target_quantities, comparison.actual_quantities),
            direction=comparison.direction,
            target_quantities=comparison.target_quantities,
            actual_quantities=comparison.actual_quantities,
            parts=comparison.parts,
            attainment=comparison.attainment,
            doubts=comparison.doubts,
            degree_target=degree_target,
            degree_actual=degree_actual,
            target_cues=target_cues,
            actual_cues=actual_cues,
            note_cues=note_cues,
            relevance=relevance((*self._tokens[name], *self._tokens[target]), fold(actual)),
            target_tokens=self._tokens[target],
            actual_tokens=self._tokens[actual],
            evidence=_sorted(chain(target_evidence, actual_evidence, cues, _figures(indicator, comparison))),
        )


def _texts(indicator: Indicator) -> tuple[str, str, str]:
    return indicator.name, indicator.target or "", indicator.actual or ""


def _figures(indicator: Indicator, comparison: Comparison) -> Iterator[Evidence]:
    name, target, _ = _texts(indicator)
    for quantity in comparison.target_quantities:
        in_name = _has_digit(name, quantity) and not _has_digit(target, quantity)
        text = name if in_name else target
        if quantity.start < quantity.end <= len(text):
            field: FieldName = "indicator" if in_name else "target"
            yield Evidence(field=field, start=quantity.start, end=quantity.end, label="quantity")
    for quantity in comparison.actual_quantities:
        yield Evidence(field="actual", start=quantity.start, end=quantity.end, label="quantity")


def _has_digit(text: str, quantity: Quantity) -> bool:
    return any(map(str.isnumeric, text[quantity.start : quantity.end]))


def _sorted(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda each: (_ORDER.index(each.field), each.start, each.end, each.label)))
