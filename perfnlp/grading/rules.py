"""Decide what needs no model: rows in figures, by arithmetic, and blank rows.

A rule speaks only where its finding is beyond doubt. Whatever is language, or
figures that cannot be trusted alone, is left to the classifier.
"""

from perfnlp.records import Analysis, CueKind, Doubt, Outcome, Status

BLANK = frozenset({"", "-", "—", "/", "*", "**", "无", "--", "——"})

_TRUSTED = frozenset({Doubt.UNIT_MISSING, Doubt.SCALE_SLIP, Doubt.BOUND_FOR_VALUE})
_AGAINST_MET = frozenset(
    {
        CueKind.NONE,
        CueKind.MISSED,
        CueKind.NO_DATA,
        CueKind.SHORTFALL,
        CueKind.PARTLY,
        CueKind.PLAN,
        CueKind.NOT_DUE,
        CueKind.UNDER_WAY,
        CueKind.NEARLY,
        CueKind.STARTED,
        CueKind.PLACEHOLDER,
    }
)
_AGAINST_SHORT = frozenset({CueKind.EXCEEDED, CueKind.NOT_DUE, CueKind.NO_DATA, CueKind.PLACEHOLDER})


def decide(analysis: Analysis) -> tuple[Status, str] | None:
    """Return the status and the rule's name, or None where the classifier must speak."""
    actual = (analysis.indicator.actual or "").strip()
    if actual in BLANK and (actual != "无" or not analysis.target_cues):
        return Status.UNCLEAR, "blank"
    verdict = _by_figures(analysis)
    if verdict is None or _is_doubtful(analysis, verdict):
        return None
    return verdict, "figures" if len(analysis.parts) == 1 else "figures_in_parts"


def outcome_of(analysis: Analysis) -> Status | None:
    """Return what arithmetic alone says, doubtful or not; None where no figure answers.

    Parts that differ: some met and some not is partial; all met and one better is
    exceeded; nothing but missed parts is not completed.
    """
    return _by_figures(analysis)


def _by_figures(analysis: Analysis) -> Status | None:
    outcomes = {part.outcome for part in analysis.parts}
    if not outcomes or Outcome.UNANSWERED in outcomes:
        return None
    if outcomes <= {Outcome.MET, Outcome.EXCEEDED}:
        return Status.EXCEEDED if Outcome.EXCEEDED in outcomes else Status.COMPLETED
    return Status.NOT_COMPLETED if outcomes == {Outcome.MISSED} else Status.PARTIAL


def _is_doubtful(analysis: Analysis, verdict: Status) -> bool:
    if not set(analysis.doubts) <= _TRUSTED:
        return True
    cues = {cue.kind for cue in (*analysis.actual_cues, *analysis.note_cues)}
    against = _AGAINST_MET if verdict in {Status.COMPLETED, Status.EXCEEDED} else _AGAINST_SHORT
    return bool(cues & against)
