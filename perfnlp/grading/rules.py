"""Decide what needs no model: rows in figures, by arithmetic, and blank rows.

A rule speaks only where its finding is beyond doubt. Whatever is language, or
figures that cannot be trusted alone, is left to the classifier.
"""

from perfnlp.records import Analysis, CueKind, Doubt, Outcome, Status
from perfnlp.text import fold

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
_EMPTY_CHARACTERS = frozenset("的了为是到达共计总完成实际已经全本年月度各其中率合分别个，。、；：,.;:()（）/·“” \n\t")
"""Characters that add nothing to a figure."""
_AGAINST_SHORT = frozenset({CueKind.EXCEEDED, CueKind.NOT_DUE, CueKind.NO_DATA, CueKind.PLACEHOLDER})


def decide(analysis: Analysis) -> tuple[Status, str] | None:
    """Return the status and the rule's name, or None where the classifier must speak."""
    actual = (analysis.indicator.actual or "").strip()
    if actual in BLANK and (actual != "无" or not analysis.target_cues):
        return Status.UNCLEAR, "blank"
    verdict = outcome_of(analysis)
    if verdict is None or _is_doubtful(analysis, verdict) or words_beside_figures(analysis):
        return None
    return verdict, "figures" if len(analysis.parts) == 1 else "figures_in_parts"


def words_beside_figures(analysis: Analysis) -> str:
    """Return what the actual text says beyond its figures and the words of name and target.

    "280人" against "培训260人" says nothing more; "还差38人", "同比下降3%" and "问卷回收率95%"
    do, and only language knows what it means for the figure.
    """
    text = fold(analysis.indicator.actual or "")
    in_figures = {place for figure in analysis.actual_quantities for place in range(figure.start, figure.end)}
    expected = _EMPTY_CHARACTERS.union(fold(analysis.indicator.name), fold(analysis.indicator.target or ""))
    return "".join(
        character for place, character in enumerate(text) if place not in in_figures and character not in expected
    )


def outcome_of(analysis: Analysis) -> Status | None:
    """Return what arithmetic alone says, doubtful or not; None where no figure answers.

    Parts that differ: some met and some not is partial; all met and one better is
    exceeded; nothing but missed parts is not completed.
    """
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
