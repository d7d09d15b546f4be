"""Turn an analysis into plain data for the classifier.

One row is a dict of a `findings` dict (name -> number; names are open, values are
0-1 or small counts) and three texts. Nothing here knows scikit-learn.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from perfnlp.grading.features_wording import (
    FAILURES,
    SUCCESSES,
    after_contrast,
    avoidance,
    avoided_thing,
    has_kind,
    labels_of,
    note_against_claim,
    scales,
    shares,
    stages,
    statements,
    trends,
    worded_parts,
)
from perfnlp.grading.rules import outcome_of, words_beside_figures
from perfnlp.records import Analysis, Cue, Outcome
from perfnlp.text import fold, squeeze

FeatureRow = dict[str, dict[str, float] | str]

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_CLAUSE_ENDS = re.compile(r"[，。；,;]|但是?|不过|然而|可是")
_NAMES_END = re.compile(r"(?:影响|程度|情况|作用|水平|能力|[率度性])$")
_LENGTHS = (0, 2, 4, 8, 16, 32, 64)
_RATIOS = (Decimal("0.3"), Decimal("0.6"), Decimal("0.8"), Decimal("0.95"), Decimal(1), Decimal("1.05"), Decimal(2))


def feature_rows(analyses: Iterable[Analysis]) -> list[FeatureRow]:
    """Return one plain row for each analysis."""
    return [_feature_row(analysis) for analysis in analyses]


def features_sha256() -> str:
    """Return the digest of all that computes the features: the sources of analysis and features, and the word lists."""
    package = Path(__file__).parents[1]
    sources = [*package.glob("analysis/*.py"), *package.glob("grading/features*.py"), package / "grading/rules.py"]
    texts = (path.read_text(encoding="utf-8") for path in sorted([*sources, *package.glob("lexicons/*.t*")]))
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def _feature_row(analysis: Analysis) -> FeatureRow:
    target, actual = (_masked("".join(words)) for words in (analysis.target_tokens, analysis.actual_tokens))
    echoed = set(analysis.target_tokens)
    new_words = [word for word in analysis.actual_tokens if word not in echoed]
    return {
        "findings": dict(sorted(_findings(analysis))),  # sets have no order of their own
        "target_words": _masked(" ".join(analysis.target_tokens)),
        "actual_words": _masked(" ".join(analysis.actual_tokens)),
        "new_words": _masked(" ".join(new_words)),
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
    yield from trends(analysis)
    yield from stages(analysis)
    yield from statements(analysis)
    yield from scales(analysis)
    yield from worded_parts(analysis)
    yield from shares(analysis)
    yield from note_against_claim(analysis)
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
        yield f"figure_answered_by_text&failure={has_kind(analysis.actual_cues, FAILURES)}", 1.0
        yield f"figure_answered_by_text&success={has_kind(analysis.actual_cues, SUCCESSES)}", 1.0


def _degrees(analysis: Analysis) -> Iterator[tuple[str, float]]:
    target, actual = analysis.degree_target, analysis.degree_actual
    yield f"degree_target={target}", 1.0
    yield f"degree_actual={actual}", 1.0
    if target is not None and actual is not None:
        difference = actual - target
        yield f"degree_difference={difference}", 1.0
        yield "degree_falls_short", float(difference < 0)
        yield "degree_reached", float(difference >= 0)
    praised = bool(labels_of(analysis, "actual", "degree"))
    yield f"praised={praised}&degree={actual is not None}", 1.0
    failed = has_kind(analysis.actual_cues, FAILURES)
    yield f"degrees={target}>{actual}&failure={failed}", 1.0


def _cues(field: str, cues: tuple[Cue, ...]) -> Iterator[tuple[str, float]]:
    kinds = [cue.kind for cue in cues]
    for kind in sorted(set(kinds)):
        yield f"{field}:{kind}", 1.0
    yield f"{field}:first={kinds[0] if kinds else None}", 1.0
    yield f"{field}:last={kinds[-1] if kinds else None}", 1.0
    yield f"{field}:kinds={'+'.join(sorted(set(kinds)))}", 1.0


def _crossed(analysis: Analysis) -> Iterator[tuple[str, float]]:
    failed, succeeded = (has_kind(analysis.actual_cues, kinds) for kinds in (FAILURES, SUCCESSES))
    outcome = outcome_of(analysis)
    yield f"failure={failed}&success={succeeded}", 1.0
    yield f"arithmetic={outcome}&failure={failed}", 1.0
    yield f"arithmetic={outcome}&note_failure={has_kind(analysis.note_cues, FAILURES)}", 1.0
    yield f"has_target={analysis.indicator.target is not None}&failure={failed}&success={succeeded}", 1.0
    low = analysis.relevance < 0.2  # noqa: PLR2004  a fifth of the words: hardly the same subject
    yield f"after_contrast={after_contrast(analysis)}", 1.0
    yield from avoidance(analysis)
    yield from avoided_thing(analysis)
    yield f"beside_the_point={low}&failure={failed}&success={succeeded}", 1.0


def _shape(analysis: Analysis) -> Iterator[tuple[str, float]]:
    row = analysis.indicator
    target, actual = squeeze(row.target or ""), squeeze(row.actual or "")
    yield "same_text", float(bool(target) and target == actual)
    yield "actual_holds_target", float(bool(target) and target in actual)
    yield "target_holds_actual", float(bool(actual) and actual in target)
    yield "actual_holds_name", float(squeeze(row.name) in actual)
    yield "actual_is_name", float(squeeze(row.name) == actual)
    yield f"ends_as_name={bool(_NAMES_END.search(actual))}&figures={bool(analysis.actual_quantities)}", 1.0
    yield "has_target", float(bool(target))
    yield "has_note", float(bool(row.note))
    yield f"actual_length={sum(len(actual) > length for length in _LENGTHS)}", 1.0
    yield f"target_length={sum(len(target) > length for length in _LENGTHS)}", 1.0
