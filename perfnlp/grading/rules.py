"""Decide what needs no model: rows in figures, by arithmetic, and blank rows.

A rule speaks only where its finding is beyond doubt. Whatever is language, or
figures that cannot be trusted alone, is left to the classifier.
"""

from perfnlp.records import Analysis, Bound, Cue, CueKind, Direction, Doubt, Outcome, Part, Status
from perfnlp.text import fold

BLANK = frozenset({"", "-", "—", "/", "*", "**", "无", "--", "——"})

_TRUSTED = frozenset({Doubt.UNIT_MISSING, Doubt.BOUND_FOR_VALUE})
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
_NO_RESULT = frozenset({CueKind.PLAN, CueKind.NOT_DUE, CueKind.NO_DATA, CueKind.PLACEHOLDER})
_EMPTY_CHARACTERS = frozenset("的了为是到达共计总完成实际已经全本年月度各其中率合分别个，。、；：,.;:()（）/·“” \n\t")
"""Characters that add nothing to a figure."""
_AGAINST_SHORT = frozenset({CueKind.EXCEEDED, CueKind.NOT_DUE, CueKind.NO_DATA, CueKind.PLACEHOLDER})


def decide(analysis: Analysis) -> tuple[Status, str] | None:
    """Return the status and the rule's name, or None where the classifier must speak."""
    actual = (analysis.indicator.actual or "").strip()
    is_answer = actual == "无" and analysis.indicator.target is not None
    if actual in BLANK and not is_answer and not analysis.note_cues:
        return Status.UNCLEAR, "blank"
    verdict = outcome_of(analysis)
    if verdict is None or _is_doubtful(analysis, verdict) or words_beside_figures(analysis):
        return None
    comparisons = {part.rule for part in analysis.parts}
    return verdict, f"figures.{comparisons.pop() if len(comparisons) == 1 else 'mixed'}"


def may_be_certified(analysis: Analysis, status: Status) -> bool:
    """Return whether confidence alone may release a row from review.

    Not where the comparison is in doubt; not where a note stands beside a met target
    without saying that it is met, since notes take back what the cell claims; not where
    a met target is told as an aim; and not where a figure of which less is better stands
    without a yardstick (重访率100%，完成目标).
    """
    if not set(analysis.doubts) <= {Doubt.UNIT_MISSING, Doubt.COPIED_TARGET}:
        return False
    is_met = status in {Status.COMPLETED, Status.EXCEEDED}
    if is_met and {cue.kind for cue in analysis.actual_cues} & _NO_RESULT:
        return False
    has_yardstick = bool(analysis.parts) or not any(figure.value for figure in analysis.actual_quantities)
    if is_met and analysis.direction is Direction.LOWER and not has_yardstick:
        return False
    return not _has_open_note(analysis, status)


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
    if not set(analysis.doubts) <= _TRUSTED or any(map(_is_bound_astray, analysis.parts)):
        return True
    if _has_open_note(analysis, verdict):
        return True
    own = (cue for cue in analysis.actual_cues if not _is_of_target(analysis, cue))
    cues = {cue.kind for cue in (*own, *analysis.note_cues)}
    against = _AGAINST_MET if verdict in {Status.COMPLETED, Status.EXCEEDED} else _AGAINST_SHORT
    return bool(cues & against)


def _has_open_note(analysis: Analysis, status: Status) -> bool:
    """Return whether a note stands beside a met target without saying that it is met, or beside figures of its own."""
    note = (analysis.indicator.note or "").strip()
    praises = {cue.kind for cue in analysis.note_cues} & {CueKind.EXCEEDED, CueKind.DONE}
    tells_share = any(character.isdigit() for character in note)
    return status in {Status.COMPLETED, Status.EXCEEDED} and note not in BLANK and (not praises or tells_share)


def _is_of_target(analysis: Analysis, cue: Cue) -> bool:
    """Return whether the cue's words are the target's own: 摸底调查率100% asked and answered.

    An aim stays an aim when it is copied: 争取100% against 争取100% is no result.
    """
    if cue.kind in _NO_RESULT:
        return False
    quoted = (analysis.indicator.actual or "")[cue.evidence.start : cue.evidence.end]
    return quoted in (analysis.indicator.target or "")


def _is_bound_astray(part: Part) -> bool:
    """Return whether the actual text tells only the far side of the value: 不少于6次 for a limit of 6次."""
    if part.actual is None or part.outcome not in {Outcome.MET, Outcome.EXCEEDED}:
        return False
    return {part.target.bound, part.actual.bound} == {Bound.AT_LEAST, Bound.AT_MOST}
