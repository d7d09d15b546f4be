"""The findings in words: what cues, trends, stages, shares and parts say together.

One question for each function; names of findings are open, values are 0-1 or small counts.
"""

import re
from collections import Counter
from collections.abc import Iterator

from perfnlp.grading.rules import outcome_of
from perfnlp.records import Analysis, Cue, CueKind, Direction, FieldName, Status
from perfnlp.text import fold, squeeze

_TURN = re.compile(r"但|不过|然而|可是|却|虽|其中|仅|只有|除")
_AVOIDS = re.compile(r"(?:全年)?(?:无|零|不(?!低|少|断)|未|杜绝|避免|严禁|0(?![.0-9]))")
_AVOIDED = frozenset({CueKind.AVOIDED})
_AVOIDED_THING = re.compile(r"(?:无|零|不(?!低|少|断|超|高|得)|未|杜绝|避免|严禁|防止)(?:再|得)?([^,，。;；、\d]{2,})")
_DENIAL = re.compile(r"[未没无不零非免]|杜绝|防止|排除")
_CLAUSES = re.compile(r"[^,，。;；!！?？\n]+")
FAILURES = frozenset({CueKind.NONE, CueKind.MISSED, CueKind.SHORTFALL, CueKind.NO_DATA, CueKind.PARTLY})
SUCCESSES = frozenset({CueKind.DONE, CueKind.CLAIM, CueKind.EXCEEDED, CueKind.AVOIDED})
_STARTED, _BUILT = 5, 8  # ranks of the stages of building, as `analysis` counts them


def trends(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield which way things moved, against the effect that is asked."""
    trends = labels_of(analysis, "actual", "trend=")
    told = "+".join(sorted(set(trends)))
    asks_effect = analysis.degree_target is not None
    yield f"trend={told}", 1.0
    yield f"trend={told}&asks_effect={asks_effect}", 1.0
    yield f"trend={told}&degrees={analysis.degree_target}>{analysis.degree_actual}", 1.0
    yield f"trend={told}&arithmetic={outcome_of(analysis)}", 1.0


def statements(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield which sorts of statement the answer holds, and what answers a worded effect."""
    sorts = "+".join(sorted(set(labels_of(analysis, "actual", "statement="))))
    has_target = analysis.indicator.target is not None
    yield f"statements={sorts}&has_target={has_target}", 1.0
    for sort in set(sorts.split("+")):
        yield f"statement={sort}&has_target={has_target}", 1.0
    aims = [span for span in analysis.evidence if span.label == "statement=aim"]
    length = len(analysis.indicator.actual or "") or 1
    yield f"share_of_aims={round(4 * sum(span.end - span.start for span in aims) / length)}", 1.0
    tells_effect = analysis.degree_actual is not None or bool(labels_of(analysis, "actual", "trend="))
    failed, succeeded = (has_kind(analysis.actual_cues, kinds) for kinds in (FAILURES, SUCCESSES))
    asks_effect = analysis.degree_target is not None
    answer = f"effect={tells_effect}&failure={failed}&success={succeeded}"
    yield f"asks_effect={asks_effect}&{answer}", 1.0
    yield f"asks_effect={asks_effect}&{answer}&sorts={sorts}", 1.0
    yield f"has_target={has_target}&{answer}&figures={bool(analysis.actual_quantities)}&sorts={sorts}", 1.0


def scales(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield how far the answer's place on a scale is from the target's."""
    asked, told = labels_of(analysis, "target", "scale="), labels_of(analysis, "actual", "scale=")
    if asked and told:
        name, place = asked[0].split(":")
        difference = int(told[0].split(":")[1]) - int(place)
        is_lowest = told[0].endswith(":0")
        yield f"scale_difference={difference}", 1.0
        yield f"scale_reached={difference >= 0}", 1.0
        yield f"scale_reached={difference >= 0}&lowest={is_lowest}", 1.0
        yield f"scale={name}&difference={difference}&lowest={is_lowest}", 1.0


def note_against_claim(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield what the note says against the claim of the answer."""
    if not analysis.indicator.note:
        return
    kinds = "+".join(sorted({cue.kind for cue in analysis.note_cues}))
    target, actual = squeeze(analysis.indicator.target or ""), squeeze(analysis.indicator.actual or "")
    is_met = outcome_of(analysis) in {Status.COMPLETED, Status.EXCEEDED} or (target != "" and target in actual)
    claimed = is_met or has_kind(analysis.actual_cues, SUCCESSES)
    yield f"note_last={analysis.note_cues[-1].kind if analysis.note_cues else None}&claimed={claimed}", 1.0
    yield f"note_kinds={kinds}&claimed={claimed}", 1.0
    yield from ((f"note_share={share}&claimed={claimed}", 1.0) for share in set(labels_of(analysis, "note", "share=")))
    for share in set(labels_of(analysis, "note", "goal_share=")):
        yield f"note:goal_share={share}&direction={analysis.direction}", 1.0
    for sort in {*labels_of(analysis, "note", "statement="), *labels_of(analysis, "note", "stage=")}:
        yield f"note:{sort.split(':')[0]}&claimed={claimed}", 1.0
    yield f"note_failure={has_kind(analysis.note_cues, FAILURES)}&claimed={claimed}&kind={analysis.kind}", 1.0


def shares(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield the share of its own whole and the move between figures that the answer tells."""
    shares, changes = (labels_of(analysis, "actual", prefix) for prefix in ("share=", "change="))
    asks = f"asked={analysis.indicator.target is not None}&effect={analysis.degree_target is not None}"
    figures = bool(analysis.target_quantities)
    for share in set(shares):
        yield f"share={share}", 1.0
        yield f"share={share}&figures={figures}&{asks}", 1.0
    if shares:
        yield f"first_share={shares[0]}&figures={figures}&{asks}&arithmetic={outcome_of(analysis)}", 1.0
    for share in set(labels_of(analysis, "actual", "goal_share=")):
        yield f"goal_share={share}&direction={analysis.direction}", 1.0
        yield f"goal_share={share}&arithmetic={outcome_of(analysis)}", 1.0
    if changes:
        yield f"change={changes[0].split(':')[0]}&figures={figures}", 1.0
        yield f"change={changes[0]}&figures={figures}&{asks}", 1.0
        yield f"change={changes[0]}&degree={analysis.degree_target}", 1.0


def worded_parts(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield how the parts of a target in words came out."""
    results = Counter(labels_of(analysis, "target", "part="))
    if results:
        n = results.total()
        yield "share_of_words_met", results["met"] / n
        yield "share_of_words_silent", results["silent"] / n
        mix = "+".join(sorted(results))
        yield f"word_parts={mix}", 1.0
        yield f"word_parts={mix}&arithmetic={outcome_of(analysis)}", 1.0
        yield f"word_parts={mix}&kind={analysis.kind}", 1.0


def stages(analysis: Analysis) -> Iterator[tuple[str, float]]:
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
    implied = max(reached or 0, (under_way or 1) - 1)  # what is under way is past the stage before
    yield f"stage_implied={_step(implied or None, goal)}&asked={asked}", 1.0
    yield f"stage_implied={_step(implied or None, goal)}&ahead={_step(ahead, goal)}&asked={asked is not None}", 1.0
    yield f"stage_preparation={max(reached or 0, under_way or 0) < _STARTED}&asked={goal >= _STARTED}", 1.0


def _step(rank: int | None, goal: int) -> str:
    if rank is None:
        return "none"
    return "met" if rank >= goal else "preparation" if rank < _STARTED else "begun" if rank < _BUILT - 1 else "close"


def _ranks(analysis: Analysis, field: FieldName, state: str) -> list[int]:
    return [int(rank) for rank in labels_of(analysis, field, f"stage={state}:")]


def labels_of(analysis: Analysis, field: FieldName, prefix: str) -> list[str]:
    """Return what the evidence of one field says under one heading, in text order."""
    return [
        span.label.removeprefix(prefix)
        for span in analysis.evidence
        if span.field == field and span.label.startswith(prefix)
    ]


def avoidance(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield whether what must not happen was told to have happened."""
    sorts = labels_of(analysis, "actual", "statement=")
    is_lower = analysis.direction is Direction.LOWER
    avoids = _AVOIDS.match(fold(analysis.indicator.target or "")) is not None
    avoided = has_kind(analysis.actual_cues, _AVOIDED)
    counted = any(figure.value > 0 for figure in analysis.actual_quantities)
    if not (avoids or is_lower or has_kind(analysis.target_cues, _AVOIDED)):
        return
    told = f"happened={'happened' in sorts}&cleared={'cleared' in sorts}&avoided={avoided}"
    yield f"lower={is_lower}&{told}", 1.0
    yield f"avoids={avoids}&{told}&counted={counted}", 1.0
    yield f"avoids={avoids}&counted={counted}&failure={has_kind(analysis.actual_cues, FAILURES)}&avoided={avoided}", 1.0


def avoided_thing(analysis: Analysis) -> Iterator[tuple[str, float]]:
    """Yield whether the very thing that must not happen is told, and whether it is denied there."""
    asked = _AVOIDED_THING.search(fold(analysis.indicator.target or ""))
    if not asked:
        return
    pairs = {asked[1][place : place + 2] for place in range(len(asked[1]) - 1)}
    told = set()
    for clause in _CLAUSES.findall(fold(analysis.indicator.actual or "")):
        place = min((clause.find(pair) for pair in pairs if pair in clause), default=None)
        if place is not None:
            told.add("denied" if _DENIAL.search(clause[: place + 1]) else "asserted")
    counted = any(figure.value for figure in analysis.actual_quantities)
    yield f"avoided_thing={'+'.join(sorted(told))}", 1.0
    yield f"avoided_thing={'+'.join(sorted(told))}&counted={counted}", 1.0


def after_contrast(analysis: Analysis) -> str:
    """Return the kinds of cues and trends behind the last turn of the answer."""
    turns = list(_TURN.finditer(analysis.indicator.actual or ""))
    if not turns:
        return "none"
    spans = [(cue.evidence.start, cue.kind.value) for cue in analysis.actual_cues]
    spans += [
        (span.start, span.label) for span in analysis.evidence if span.field == "actual" and span.label[:5] == "trend"
    ]
    return "+".join(sorted({said for start, said in spans if start >= turns[-1].start()}))


def has_kind(cues: tuple[Cue, ...], kinds: frozenset[CueKind]) -> bool:
    """Return whether any cue is of one of the kinds."""
    return any(cue.kind in kinds for cue in cues)
