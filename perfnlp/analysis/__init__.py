"""Say what the wording and the figures of indicators tell; no judgement.

`analyze` is the whole stage. Figures are read and compared by `comparison`, wording
by `degrees` and `completion`, words cut by `segmentation`, which alone imports jieba
and spaCy, and only when something is analysed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from perfnlp.analysis.comparison import Comparison, compare
from perfnlp.analysis.completion import CueFinder
from perfnlp.analysis.degrees import PLAIN, DegreeFinder, asks_effect, tells_effect
from perfnlp.analysis.kinds import find_kind
from perfnlp.analysis.quantities import read_quantities
from perfnlp.analysis.relevance import relevance
from perfnlp.analysis.wording_parts import part_evidence
from perfnlp.analysis.wording_scales import scale_evidence
from perfnlp.analysis.wording_script import readable
from perfnlp.analysis.wording_shares import change_evidence, share_evidence, share_of_goal_evidence
from perfnlp.analysis.wording_stages import goal_of, reread, stage_evidence
from perfnlp.analysis.wording_statements import statement_evidence
from perfnlp.analysis.wording_trends import degree_of_trends, trend_evidence, wants_less
from perfnlp.lexicon import Lexicon, load_lexicon
from perfnlp.records import Analysis, Cue, CueKind, Evidence, FieldName, Indicator

__all__ = ["analyze"]

_ORDER: dict[FieldName, int] = {"indicator": 0, "target": 1, "actual": 2, "note": 3}


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
    tokens = dict(zip(texts, segment([readable(text)[0] for text in texts], load_pipeline(words.words)), strict=True))
    reader = _Reader(words, tokens)
    return tuple(reader.read(indicator) for indicator in indicators)


@lru_cache(maxsize=4)
def _finders(lexicon: Lexicon) -> tuple[CueFinder, DegreeFinder]:
    """Return the finders of a lexicon, whose phrases are compiled once per process."""
    return CueFinder(lexicon), DegreeFinder(lexicon)


class _Wording(NamedTuple):
    degree_target: int | None
    degree_actual: int | None
    target_cues: tuple[Cue, ...]
    actual_cues: tuple[Cue, ...]
    note_cues: tuple[Cue, ...]
    evidence: tuple[Evidence, ...]


class _Reader:
    """Reads indicators by one lexicon and keeps what it found in a text for the next row that has it."""

    def __init__(self, lexicon: Lexicon, tokens: dict[str, tuple[str, ...]]) -> None:
        self._lexicon = lexicon
        self._tokens = tokens
        cues, degrees = _finders(lexicon)
        self._cues: Callable[[str, FieldName], tuple[Cue, ...]] = cache(cues.find)
        self._statements: Callable[[str, FieldName], tuple[Evidence, ...]] = cache(statement_evidence)
        self._stages: Callable[[str, FieldName], tuple[Evidence, ...]] = cache(stage_evidence)
        self._trends: Callable[..., tuple[Evidence, ...]] = cache(trend_evidence)
        self._degree: Callable[[str, FieldName], tuple[int | None, tuple[Evidence, ...]]]
        self._degree = cache(degrees.find)

    def read(self, indicator: Indicator) -> Analysis:
        name, target, actual = _texts(indicator)
        comparison = compare(indicator, self._lexicon)
        wording = self._wording(indicator)
        return Analysis(
            indicator=indicator,
            kind=find_kind(indicator, comparison.target_quantities, comparison.actual_quantities),
            direction=comparison.direction,
            target_quantities=comparison.target_quantities,
            actual_quantities=comparison.actual_quantities,
            parts=comparison.parts,
            attainment=comparison.attainment,
            doubts=comparison.doubts,
            degree_target=wording.degree_target,
            degree_actual=wording.degree_actual,
            target_cues=wording.target_cues,
            actual_cues=wording.actual_cues,
            note_cues=wording.note_cues,
            relevance=relevance((*self._tokens[name], *self._tokens[target]), readable(actual)[0]),
            target_tokens=self._tokens[target],
            actual_tokens=self._tokens[actual],
            evidence=_sorted(
                chain(wording.evidence, _figures(indicator, comparison), _told(indicator, comparison, self._lexicon))
            ),
        )

    def _wording(self, indicator: Indicator) -> _Wording:
        """Read the wording of a row: of each text by itself, then of the answer against the target."""
        (name, target, actual), note = _texts(indicator), indicator.note or ""
        degree_target, target_words = self._degree(target, "target")
        degree_actual, actual_words = self._degree(actual, "actual")
        target_cues, note_cues = self._cues(target, "target"), self._cues(note, "note")
        target_stages, actual_stages = self._stages(target, "target"), self._stages(actual, "actual")
        goal = goal_of(name, target, target_stages)
        actual_cues = reread(self._cues(actual, "actual"), actual_stages, goal, actual)
        trends = self._trends(actual, "actual", less=wants_less(name, target))
        if _is_without_effect(indicator, degree_target, actual_words, actual_cues):
            degree_actual = None
        elif degree_target is not None:
            measure = f"{name}{target}" if degree_target <= PLAIN else ""
            degree_actual = degree_of_trends(trends, actual, degree_actual, actual_words, measure=measure)
        evidence = (
            *(cue.evidence for cue in (*target_cues, *actual_cues, *note_cues)),
            *(*target_words, *actual_words, *trends, *target_stages, *actual_stages, *self._stages(note, "note")),
            *(*self._statements(actual, "actual"), *self._statements(note, "note")),
            *scale_evidence(target, actual),
            *part_evidence(target, actual, (*actual_cues, *trends)),
        )
        return _Wording(degree_target, degree_actual, target_cues, actual_cues, note_cues, evidence)


def _is_without_effect(
    indicator: Indicator, degree_target: int | None, words: Iterable[Evidence], cues: Iterable[Cue]
) -> bool:
    name, target, actual = _texts(indicator)
    if any(cue.kind is CueKind.PLACEHOLDER for cue in cues):
        return True
    return not asks_effect(name, target, degree_target) and not tells_effect(actual, words)


def _texts(indicator: Indicator) -> tuple[str, str, str]:
    return indicator.name, indicator.target or "", indicator.actual or ""


def _figures(indicator: Indicator, comparison: Comparison) -> Iterator[Evidence]:
    name, target, _ = _texts(indicator)
    field: FieldName = "indicator" if comparison.is_target_in_name else "target"
    text = name if comparison.is_target_in_name else target
    for quantity in comparison.target_quantities:
        if quantity.start < quantity.end <= len(text):  # a plan that the answer tells stands in neither
            yield Evidence(field=field, start=quantity.start, end=quantity.end, label="quantity")
    for quantity in comparison.actual_quantities:
        yield Evidence(field="actual", start=quantity.start, end=quantity.end, label="quantity")


def _told(indicator: Indicator, comparison: Comparison, lexicon: Lexicon) -> Iterator[Evidence]:
    """Yield the shares and changes that the answer and the note tell in figures of their own."""
    (name, target, actual), note = _texts(indicator), indicator.note or ""
    figures, goals = comparison.actual_quantities, comparison.target_quantities
    yield from share_evidence(actual, "actual", figures)
    yield from change_evidence(actual, "actual", figures, less=wants_less(name, target))
    if goals and goals[0].unit == "%":
        yield from share_of_goal_evidence(actual, "actual", figures, goals)
    if note:
        noted = read_quantities(note, lexicon)
        yield from share_evidence(note, "note", noted)
        yield from share_of_goal_evidence(note, "note", noted, goals)


def _sorted(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda each: (_ORDER[each.field], each.start, each.end, each.label)))
