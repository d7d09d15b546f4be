"""What a person should know about a row besides its score, and whether that stops bulk acceptance."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfnlp.records import Analysis, CueKind, Doubt, Grade, Status
from perfnlp.scoring.credit import over_completion
from perfnlp.scoring.rubric import Rubric
from perfnlp.scoring.score import Limit, Score
from perfnlp.scoring.wording import number, percent, quoted

_MUCH = Decimal("0.1")  # of the points: a self score that differs by more needs a look (convention)
_BLANK_NOTES = frozenset({"", "无", "-", "—", "/", "*", "一", "无偏差", "不适用"})
_DOUBTS = {
    Doubt.RATE_FOR_VALUE: "实际填写的是完成率，不是指标值本身。",
    Doubt.UNIT_DIFFERS: "目标与实际的计量单位不同，须核对口径。",
    Doubt.UNIT_MISSING: "实际值未写单位，按目标的单位比较。",
    Doubt.BOUND_FOR_VALUE: "实际只写了界限，没有具体数值，须核对佐证。",
    Doubt.OTHER_SUBJECT: "实际所述对象与指标不同，须核对口径。",
    Doubt.SCALE_SLIP: "实际与目标相差悬殊，目标值设置偏低或数字、单位有误，须核对。",
    Doubt.COPIED_TARGET: "实际照抄目标，须核对佐证。",
    Doubt.MANY_FIGURES: "实际有多个数字，用于比较的数字须核对。",
    Doubt.TEXT_FOR_NUMBER: "目标为数值，实际只有文字，没有具体数值，须核对佐证。",
    Doubt.NOTE_CONTRADICTS: "备注与完成情况不一致，须核对。",
    Doubt.PERIOD_DIFFERS: "实际数据的期间与目标的期间不同，须补充全年数据。",
    Doubt.COMPUTED: "实际值由文中数字推算得出，须核对口径。",
    Doubt.MISPRINT: "数字疑有误写，按更正后的数字比较，须核对。",
}
_HARMLESS = frozenset({Doubt.UNIT_MISSING, Doubt.COPIED_TARGET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One Chinese sentence, and whether a person must see the row because of it."""

    sentence: str
    must_see: bool = True


def concerns(
    grade: Grade, rubric: Rubric, score: Score | None, *, ceiling: Decimal | None = None
) -> tuple[Concern, ...]:
    """Return every concern about a row, the most telling first.

    `ceiling` is the lowest credit of the rows with equal texts, where their credits differ.
    """
    return (
        *_about_doubts(grade.analysis),
        *_about_over_completion(grade, rubric),
        *_about_note(grade),
        *_about_self_score(grade.analysis, score),
        *_about_equal_texts(score, ceiling),
        *(Concern(sentence=_closed(remark)) for remark in grade.analysis.indicator.remarks),
    )


def _about_doubts(analysis: Analysis) -> Iterator[Concern]:
    for doubt in dict.fromkeys(analysis.doubts):
        sentence = _DOUBTS[doubt]
        if doubt is Doubt.NOTE_CONTRADICTS and analysis.indicator.note:
            sentence = f"备注{quoted(analysis.indicator.note)}与完成情况不一致，须核对。"
        yield Concern(sentence=sentence, must_see=doubt not in _HARMLESS)


def _about_over_completion(grade: Grade, rubric: Rubric) -> Iterator[Concern]:
    attainment = over_completion(grade.analysis, rubric)
    is_told = Doubt.SCALE_SLIP in grade.analysis.doubts or _has_note(grade.analysis)
    if attainment is not None and grade.status in (Status.EXCEEDED, Status.COMPLETED) and not is_told:
        threshold = percent(rubric.over_threshold)
        sentence = f"完成率{percent(attainment)}，达到{threshold}以上，须说明原因并核对目标值是否设置偏低。"
        yield Concern(sentence=sentence, must_see=False)


def _about_note(grade: Grade) -> Iterator[Concern]:
    analysis, note = grade.analysis, grade.analysis.indicator.note
    is_short = grade.status in (Status.PARTIAL, Status.NOT_COMPLETED)
    if is_short and not _has_note(analysis) and analysis.indicator.target:
        yield Concern(sentence="未说明偏差原因，须补充。", must_see=False)
    is_praise = any(cue.kind in (CueKind.EXCEEDED, CueKind.DONE) for cue in analysis.note_cues)
    is_met = grade.status is Status.COMPLETED and not is_praise
    if note and is_met and _has_note(analysis) and Doubt.NOTE_CONTRADICTS not in analysis.doubts:
        yield Concern(sentence=f"指标已达目标，备注仍填{quoted(note)}，须核对。")


def _about_self_score(analysis: Analysis, score: Score | None) -> Iterator[Concern]:
    points, own = analysis.indicator.points, analysis.indicator.self_score
    if points is None or own is None:
        return
    if own > points:
        yield Concern(sentence=f"自评{number(own)}分，高于分值{number(points)}分，按分值封顶。")
    if score is None or score.score is None or score.rule_score is None:
        return
    reduction = min(own, points) - score.score
    if reduction > 0:
        sentence = f"自评{number(min(own, points))}分，核减{number(reduction)}分。"
        yield Concern(sentence=sentence, must_see=reduction > _MUCH * points)


def _about_equal_texts(score: Score | None, ceiling: Decimal | None) -> Iterator[Concern]:
    if ceiling is not None and score is not None and score.limit is not Limit.EQUAL_TEXT:
        yield Concern(sentence=f"目标与结果相同的各行比例不一，统一取最低的{percent(ceiling)}。")


def _has_note(analysis: Analysis) -> bool:
    return (analysis.indicator.note or "").strip(" 。.") not in _BLANK_NOTES


def _closed(remark: str) -> str:
    return remark if remark.endswith(("。", "！", "？")) else f"{remark}。"
