"""Turn an analysis into plain data for the classifier.

One row is a dict of a `findings` dict (name -> number; names are open, values are
0-1 or small counts) and three texts. Nothing here knows scikit-learn.
"""

import hashlib
import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from perfnlp.grading.rules import outcome_of, words_beside_figures
from perfnlp.records import Analysis, Cue, CueKind, Direction, FieldName, Outcome, Status
from perfnlp.text import fold, squeeze

FeatureRow = dict[str, dict[str, float] | str]

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_CLAUSE_ENDS = re.compile(r"[，。；,;]|但是?|不过|然而|可是")
_TURN = re.compile(r"但|不过|然而|可是|却|虽|其中|仅|只有|除")
_AVOIDS = re.compile(r"(?:全年)?(?:无|零|不(?!低|少|断)|未|杜绝|避免|严禁|0(?![.0-9]))")
_AVOIDED = frozenset({CueKind.AVOIDED})
_FAILURES = frozenset({CueKind.NONE, CueKind.MISSED, CueKind.SHORTFALL, CueKind.NO_DATA, CueKind.PARTLY})
_SUCCESSES = frozenset({CueKind.DONE, CueKind.CLAIM, CueKind.EXCEEDED, CueKind.AVOIDED})
_LENGTHS = (0, 2, 4, 8, 16, 32, 64)
_STARTED, _BUILT = 5, 8  # ranks of the stages of building, as `analysis` counts them
_RATIOS = (Decimal("0.3"), Decimal("0.6"), Decimal("0.8"), Decimal("0.95"), Decimal(1), Decimal("1.05"), Decimal(2))


def feature_rows(analyses: Iterable[Analysis]) -> list[FeatureRow]:
    """Return one plain row for each analysis."""
    return [_feature_row(analysis) for analysis in analyses]


def features_sha256() -> str:
    """Return the digest of this module's source: the features are what it computes."""
    return hashlib.sha256(inspect.getsource(sys.modules[__name__]).encode()).hexdigest()


def _feature_row(analysis: Analysis) -> FeatureRow:
    target, actual = (_masked("".join(words)) for words in (analysis.target_tokens, analysis.actual_tokens))
    echoed = set(analysis.target_tokens)
    return {
        "findings": dict(_findings(analysis)),
        "target_words": " ".join(map(_masked, analysis.target_tokens)),
        "actual_words": " ".join(map(_masked, analysis.actual_tokens)),
        "new_words": " ".join(_masked(word) for word in analysis.actual_tokens if word not in echoed),
        "target": target,
        "actual": actual,
        "last_clause": _last_clause(actual),
        "note": _masked(analysis.indicator.note),
    }


def _masked(text: str | None) -> str:
    return _DIGITS.sub("0", fold(text or ""))


def _last_clause(text: str) -> str:
    """Return what stands after the last turn of the text: a failure or a result outranks what came before."""
    clauses = [clause for clause in _CLAUSE_ENDS.split(text) if clause.strip()]
    return clauses[-1] if clauses else ""


def _findings(analysis: Analysis) -> Iterator[tuple[str, float]]:
    yield f"kind={analysis.kind}", 1.0
    yield f"direction={analysis.direction}", 1.0
    yield "relevance", analysis.relevance
    yield from _figures(analysis)
    yield from _degrees(analysis)
    yield from _cues("actual", analysis.actual_cues)
    yield from _cues("target", analysis.target_cues)
    yield from _cues("note", analysis.note_cues)
    yield from _trends(analysis)
    yield from _stages(analysis)
    yield from _statements(analysis)
    yield from _scales(analysis)
    yield from _worded_parts(analysis)
    yield from _note(analysis)
    yield from _crossed(analysis)
    yield from _shape(analysis)


def _figures(analysis: Analysis) -> Iterator[tuple[str, float]]:
    outcome = outcome_of(analysis)
    doubts = set(analysis.doubts)
    yield f"arithmetic={outcome}", 1.0
    for doubt in doubts:
        yield f"doubt={doubt}", 1.0
        yield f"arithmetic={outcome}&doubt={doubt}", 1.0
    for part in analysis.parts:
        yield f"part={part.outcome}", 1.0
        yield f"rule={part.rule}", 1.0
    answered = sum(part.outcome is not Outcome.UNANSWERED for part in analysis.parts)
    yield "share_of_parts_answered", answered / len(analysis.parts) if analysis.parts else 0.0
    if analysis.attainment is not None:
        yield f"attainment_step={sum(analysis.attainment >= ratio for ratio in _RATIOS)}", 1.0
    beside = len(words_beside_figures(analysis))
    yield f"arithmetic={outcome}&words_beside={sum(beside > length for length in _LENGTHS)}", 1.0
    yield f"target_figures={min(len(analysis.target_quantities), 3)}", 1.0
    yield f"actual_figures={min(len(analysis.actual_quantities), 3)}", 1.0
    if analysis.target_quantities and not analysis.actual_quantities:
        yield f"figure_answered_by_text&failure={_has(analysis.actual_cues, _FAILURES)}", 1.0
        yield f"figure_answered_by_text&success={_has(analysis.actual_cues, _SUCCESSES)}", 1.0


def _degrees(analysis: Analysis) -> Iterator[tuple[str, float]]:
    target, actual = analysis.degree_target, analysis.degree_actual
    yield f"degree_target={target}", 1.0
    yield f"degree_actual={actual}", 1.0
    if target is not None and actual is not None:
        difference = actual - target
        yield f"degree_difference={difference}", 1.0
        yield "degree_falls_short", float(difference < 0)
        yield "degree_reached", float(difference >= 0)
    praised = bool(_labels(analysis, "actual", "degree"))
    yield f"praised={praised}&degree={actual is not None}", 1.0
    failed = _has(analysis.actual_cues, _FAILURES)
    yield f"degrees={target}>{actual}&failure={failed}", 1.0


def _trends(analysis: Analysis) -> Iterator[tuple[str, float]]:
    trends = _labels(analysis, "actual", "trend=")
    told = "+".join(sorted(set(trends)))
    asks_effect = analysis.degree_target is not None
    yield f"trend={told}", 1.0
    yield f"trend={told}&asks_effect={asks_effect}", 1.0
    yield f"trend={told}&degrees={analysis.degree_target}>{analysis.degree_actual}", 1.0
    yield f"trend_last={trends[-1] if trends else None}&asks_effect={asks_effect}", 1.0
    yield f"trend={told}&arithmetic={outcome_of(analysis)}", 1.0


def _statements(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield which sorts of statement the answer holds, and what answers a worded effect."""
    sorts = "+".join(sorted(set(_labels(analysis, "actual", "statement="))))
    has_target = analysis.indicator.target is not None
    yield f"statements={sorts}&has_target={has_target}", 1.0
    for sort in set(sorts.split("+")):
        yield f"statement={sort}&has_target={has_target}", 1.0
    aims = [span for span in analysis.evidence if span.label == "statement=aim"]
    length = len(analysis.indicator.actual or "") or 1
    yield f"share_of_aims={round(4 * sum(span.end - span.start for span in aims) / length)}", 1.0
    tells_effect = analysis.degree_actual is not None or bool(_labels(analysis, "actual", "trend="))
    failed, succeeded = (_has(analysis.actual_cues, kinds) for kinds in (_FAILURES, _SUCCESSES))
    asks_effect = analysis.degree_target is not None
    answer = f"effect={tells_effect}&failure={failed}&success={succeeded}"
    yield f"asks_effect={asks_effect}&{answer}", 1.0
    yield f"asks_effect={asks_effect}&{answer}&sorts={sorts}", 1.0
    yield f"has_target={has_target}&{answer}&figures={bool(analysis.actual_quantities)}&sorts={sorts}", 1.0


def _scales(analysis: Analysis) -> Iterator[tuple[str, float]]:
    asked, told = _labels(analysis, "target", "scale="), _labels(analysis, "actual", "scale=")
    if asked and told:
        name, place = asked[0].split(":")
        difference = int(told[0].split(":")[1]) - int(place)
        is_lowest = told[0].endswith(":0")
        yield f"scale_difference={difference}", 1.0
        yield f"scale_reached={difference >= 0}", 1.0
        yield f"scale_reached={difference >= 0}&lowest={is_lowest}", 1.0
        yield f"scale={name}&difference={difference}&lowest={is_lowest}", 1.0


def _note(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield what the note says against the claim of the answer."""
    if not analysis.indicator.note:
        return
    kinds = "+".join(sorted({cue.kind for cue in analysis.note_cues}))
    claimed = _has(analysis.actual_cues, _SUCCESSES) or outcome_of(analysis) in {Status.COMPLETED, Status.EXCEEDED}
    yield f"note_kinds={kinds}&claimed={claimed}", 1.0
    for sort in {*_labels(analysis, "note", "statement="), *_labels(analysis, "note", "stage=")}:
        yield f"note:{sort.split(':')[0]}&claimed={claimed}", 1.0
    yield f"note_failure={_has(analysis.note_cues, _FAILURES)}&claimed={claimed}&kind={analysis.kind}", 1.0


def _worded_parts(analysis: Analysis) -> Iterator[tuple[str, float]]:
    results = Counter(_labels(analysis, "target", "part="))
    if results:
        n = results.total()
        yield "share_of_words_met", results["met"] / n
        yield "share_of_words_silent", results["silent"] / n
        mix = "+".join(sorted(results))
        yield f"word_parts={mix}", 1.0
        yield f"word_parts={mix}&arithmetic={outcome_of(analysis)}", 1.0
        yield f"word_parts={mix}&kind={analysis.kind}", 1.0


def _stages(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield how the furthest stage told stands to the furthest asked; 8 (built) where the target names none."""
    asked = max(_ranks(analysis, "target", "reached"), default=None)
    reached = max(_ranks(analysis, "actual", "reached"), default=None)
    under_way = max(_ranks(analysis, "actual", "under_way"), default=None)
    ahead = min(_ranks(analysis, "actual", "ahead"), default=None)
    yield f"stage_asked={asked}", 1.0
    if reached is None and under_way is None and ahead is None:
        return
    goal = asked or _BUILT
    told = f"{_step(reached, goal)}&under_way={_step(under_way, goal)}&ahead={_step(ahead, goal)}"
    yield f"stage_reached={reached}", 1.0
    yield f"stage_under_way={under_way}", 1.0
    yield f"stage_ahead={ahead}", 1.0
    yield f"stage_difference={told}", 1.0
    yield f"stage_difference={told}&asked={asked is not None}&arithmetic={outcome_of(analysis)}", 1.0
    yield f"stage_reached={_step(reached, goal)}&asked={asked}", 1.0
    yield f"stage_preparation={max(reached or 0, under_way or 0) < _STARTED}&asked={goal >= _STARTED}", 1.0


def _step(rank: int | None, goal: int) -> str:
    if rank is None:
        return "none"
    return "met" if rank >= goal else "preparation" if rank < _STARTED else "begun" if rank < _BUILT - 1 else "close"


def _ranks(analysis: Analysis, field: FieldName, state: str) -> list[int]:
    return [int(rank) for rank in _labels(analysis, field, f"stage={state}:")]


def _labels(analysis: Analysis, field: FieldName, prefix: str) -> list[str]:
    """Return what the evidence of one field says under one heading, in text order."""
    return [
        span.label.removeprefix(prefix)
        for span in analysis.evidence
        if span.field == field and span.label.startswith(prefix)
    ]


def _cues(field: str, cues: tuple[Cue, ...]) -> Iterator[tuple[str, float]]:
    kinds = [cue.kind for cue in cues]
    for kind in sorted(set(kinds)):
        yield f"{field}:{kind}", 1.0
    yield f"{field}:first={kinds[0] if kinds else None}", 1.0
    yield f"{field}:last={kinds[-1] if kinds else None}", 1.0
    yield f"{field}:kinds={'+'.join(sorted(set(kinds)))}", 1.0


def _crossed(analysis: Analysis) -> Iterator[tuple[str, float]]:
    failed, succeeded = (_has(analysis.actual_cues, kinds) for kinds in (_FAILURES, _SUCCESSES))
    outcome = outcome_of(analysis)
    yield f"failure={failed}&success={succeeded}", 1.0
    yield f"arithmetic={outcome}&failure={failed}", 1.0
    yield f"arithmetic={outcome}&note_failure={_has(analysis.note_cues, _FAILURES)}", 1.0
    yield f"has_target={analysis.indicator.target is not None}&failure={failed}&success={succeeded}", 1.0
    low = analysis.relevance < 0.2  # noqa: PLR2004  a fifth of the words: hardly the same subject
    yield f"after_contrast={_after_contrast(analysis)}", 1.0
    yield from _avoidance(analysis)
    yield f"beside_the_point={low}&failure={failed}&success={succeeded}", 1.0


def _avoidance(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield whether what must not happen was told to have happened."""
    sorts = _labels(analysis, "actual", "statement=")
    is_lower = analysis.direction is Direction.LOWER
    avoids = _AVOIDS.match(fold(analysis.indicator.target or "")) is not None
    avoided = _has(analysis.actual_cues, _AVOIDED)
    counted = any(figure.value > 0 for figure in analysis.actual_quantities)
    if not (avoids or is_lower or _has(analysis.target_cues, _AVOIDED)):
        return
    told = f"happened={'happened' in sorts}&cleared={'cleared' in sorts}&avoided={avoided}"
    yield f"lower={is_lower}&{told}", 1.0
    yield f"avoids={avoids}&{told}&counted={counted}", 1.0
    yield f"avoids={avoids}&counted={counted}&failure={_has(analysis.actual_cues, _FAILURES)}&avoided={avoided}", 1.0


def _after_contrast(analysis: Analysis) -> str:
    """Return the kinds of cues and trends behind the last turn of the answer, and of those before it."""
    turns = list(_TURN.finditer(analysis.indicator.actual or ""))
    if not turns:
        return "none"
    place = turns[-1].start()
    spans = [(cue.evidence.start, cue.kind.value) for cue in analysis.actual_cues]
    spans += [
        (span.start, span.label) for span in analysis.evidence if span.field == "actual" and span.label[:5] == "trend"
    ]
    return "+".join(sorted({said for start, said in spans if start >= place}))


def _shape(analysis: Analysis) -> Iterator[tuple[str, float]]:
    row = analysis.indicator
    target, actual = squeeze(row.target or ""), squeeze(row.actual or "")
    yield "same_text", float(bool(target) and target == actual)
    yield "actual_holds_target", float(bool(target) and target in actual)
    yield "target_holds_actual", float(bool(actual) and actual in target)
    yield "actual_holds_name", float(squeeze(row.name) in actual)
    yield "actual_is_name", float(squeeze(row.name) == actual)
    yield "has_target", float(bool(target))
    yield "has_note", float(bool(row.note))
    yield f"actual_length={sum(len(actual) > length for length in _LENGTHS)}", 1.0
    yield f"target_length={sum(len(target) > length for length in _LENGTHS)}", 1.0


def _has(cues: tuple[Cue, ...], kinds: frozenset[CueKind]) -> bool:
    return any(cue.kind in kinds for cue in cues)
