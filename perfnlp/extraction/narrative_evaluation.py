"""Evaluation paragraphs: a heading with a score, `（1）社会效益（满分8分，评价得分6分）`, and the text below it.

Points, target and levels come from a plan table of the report that has a row of that
name, else from the headings and the text themselves.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from perfnlp.extraction.narrative_outline import Heading, Unit, plain_title
from perfnlp.extraction.narrative_target import stated_target
from perfnlp.extraction.narrative_wording import sentences
from perfnlp.records import Indicator
from perfnlp.text import squeeze

_NUMBER = r"\s?(?P<{}>\d+(?:\.\d+)?)\s?分?"
_POINTS = re.compile(
    r"(?:满分|分值|标准分|权重|总分|赋分)(?:为|是|：|:)?" + _NUMBER.format("points") + r"|^(?P<first>\d+(?:\.\d+)?)分"
)
_SCORE = re.compile(
    r"(?:自评|评价|考核|实际|综合|最终)*(?:得分|(?<!所)得|自评|评分)(?:为|是|：|:)?"
    + _NUMBER.format("score")
    + r"(?!率)"
)
_LOST = re.compile(r"扣(?:减|除)?(?:分)?(?:为|：|:)?" + _NUMBER.format("lost"))
_FULL = re.compile(r"得满分|(?:不扣|未扣)分")
_IN_TITLE = re.compile(r"[（(](?P<inside>[^（）()]*\d\s?分?[^（）()]*)[）)]$")
_RUN_IN = re.compile(
    r"^(?:该|本)?(?:项)?(?:指标)?(?P<inside>(?:满分|分值|标准分|权重)(?:为|：|:)?\s?\d+(?:\.\d+)?\s?分?[，,；]\s?[^，。；]*?\d+(?:\.\d+)?\s?分?)[，。；]"
)
_BACKGROUND = re.compile(
    r"评价得分\d|自评得分\d|^根据评价原则|^得分|评价等级|无法[^。]*量化|[，：]?包括：|^主要(?:用于|包括)|分值\d+分"
)
_OUTCOME = re.compile(r"(?:取得|产生|实现|具有|形成|达到)(?:了)?[^，。；]{0,12}(?:成效|效益|效果|影响)")
_PREAMBLE = re.compile(r"^[^。]*?经费[^，。]*(?:用于|支持|保障)[^，。]*，")
_EXCUSE = re.compile(r"，(?:且|但|不过)?由于[^。]*(?:无法|难以)[^。]*")
_LEVEL1 = {"产出目标": "产出指标", "效果目标": "效果指标", "效益目标": "效益指标", "满意度目标": "满意度指标"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scores:
    """What a heading or its text states: the points to be had and the points given."""

    points: Decimal | None = None
    score: Decimal | None = None


def read_evaluation(unit: Unit, plan: Mapping[str, Indicator], parents: frozenset[int]) -> list[Indicator] | None:
    """Return the row of a scored heading and the text below it.

    Args:
        unit: a heading with its text.
        plan: the rows of the report's plan tables by squeezed name, their target as planned.
        parents: identities of scored headings that have scored headings below them; those are sums, not rows.
    """
    own = unit.path[-1] if unit.path else None
    scores = _scores_of(unit)
    if own is None or scores is None:
        return None
    body = unit.body.strip()
    if id(own) in parents or not body:
        return []
    name = plain_title(own.title)
    row = plan.get(squeeze(name))
    above = _groups_above(unit)
    offset, actual = _result(body)
    points = row.points if row and row.points is not None else scores.points
    return [
        Indicator(
            id="",
            section=unit.place(len(unit.path) - 1 if above else None) or None,
            name=name,
            level1=(row.level1 if row else None) or (_LEVEL1.get(above[0], above[0]) if above else None),
            level2=row.level2 if row else above[-1] if len(above) > 1 else None,
            target=(row.target if row else None) or stated_target(body),
            actual=actual,
            points=points,
            self_score=scores.score,
            locator=unit.locate(unit.text.index(body) + offset),
        )
    ]


def scored_parents(units: tuple[Unit, ...]) -> frozenset[int]:
    """Return the identities of scored headings that stand above another scored heading."""
    return frozenset(
        id(above)
        for unit in units
        if unit.path and _scores_of(unit)
        for above in unit.path[:-1]
        if _title_scores(above.title)
    )


def _scores_of(unit: Unit) -> _Scores | None:
    """Return the scores of the heading that `unit` begins with, None without a score of its own."""
    own = unit.path[-1] if unit.path else None
    if own is None:
        return None
    scores = _title_scores(own.title)
    run_in = _RUN_IN.match(unit.body.strip()) if scores is None else None
    if run_in:
        scores = _read_scores(run_in["inside"])
    if scores and scores.score is None and scores.points is not None:
        told = _read_scores(unit.body)
        is_full = told.score is None and _FULL.search(unit.body)
        scores = replace(scores, score=scores.points if is_full else told.score)
        lost = _LOST.search(unit.body)
        if scores.score is None and lost and scores.points is not None:
            scores = replace(scores, score=scores.points - Decimal(lost["lost"]))
    return scores if scores and scores.score is not None else None


def _title_scores(title: str) -> _Scores | None:
    bracket = _IN_TITLE.search(title)
    scores = _read_scores(bracket["inside"]) if bracket else _Scores()
    return scores if scores != _Scores() else None


def _read_scores(text: str) -> _Scores:
    """Read `满分8分，得分6分`, `8分，得6分`, `分值10分，扣2分`."""
    found, scored, lost = _POINTS.search(text), _SCORE.search(text), _LOST.search(text)
    points = Decimal(found["points"] or found["first"]) if found else None
    score = Decimal(scored["score"]) if scored else None
    if score is None and lost and points is not None:
        score = points - Decimal(lost["lost"])
    return _Scores(points=points, score=score)


def _groups_above(unit: Unit) -> list[str]:
    """Return the titles of the groups that the heading belongs to, outermost first: scored ones, or 产出指标."""
    above = [heading for heading in unit.path[:-1] if _title_scores(heading.title)]
    if not above and len(unit.path) > 1 and _is_group(unit.path[-2]):
        above = [unit.path[-2]]
    return [plain_title(heading.title) for heading in above]


def _is_group(heading: Heading) -> bool:
    return bool(re.search(r"目标|指标$", heading.title))


def _result(body: str) -> tuple[int, str | None]:
    """Return the sentences that tell the result, without background, and where they begin."""
    told = [(start, text) for start, text in sentences(body) if not _is_background(text)]
    outcomes = [(start, text) for start, text in told if _OUTCOME.search(text)]
    chosen = outcomes or told
    if not chosen:
        return 0, None
    return chosen[0][0], "".join(_trimmed(text) for _, text in chosen).replace("\n", "") or None


def _is_background(sentence: str) -> bool:
    return bool(_BACKGROUND.search(_EXCUSE.sub("", sentence)))


def _trimmed(sentence: str) -> str:
    text = _EXCUSE.sub("", sentence)
    preamble = _PREAMBLE.match(text)
    return text[preamble.end() :] if preamble and _OUTCOME.search(text[preamble.end() :]) else text
