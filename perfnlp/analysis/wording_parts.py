"""Check each part of a target that asks several things: is it taken up in the answer, and with what result?

A part stands between commas or stops, else between the items of one list. An answer
takes a part up by its characters; what it says of it stands from there to the place
where the next part is taken up.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from perfnlp.analysis.wording_script import readable
from perfnlp.records import Cue, CueKind, Evidence

_SEPARATORS = (re.compile(r"[^,，;；。]+"), re.compile(r"[^、和及与]+"))
_WORDLESS = re.compile(
    r"[^一-龥]+|不低于|不少于|不超过|以上|以下|达到|完成|实现|全部|全面|进一步|有效|明显|显著|得到|新建|建设"
)
_CLAUSE = re.compile(r"[^,，;；。、]+")
_FAILURES = frozenset({CueKind.NONE, CueKind.MISSED, CueKind.SHORTFALL, CueKind.PARTLY, CueKind.NO_DATA, CueKind.PLAN})
_BEGUN = frozenset({CueKind.STARTED, CueKind.UNDER_WAY, CueKind.NEARLY})
_TAKEN_UP = 0.3
"""Least share of a part's pairs of characters that the answer holds."""


class _Part(NamedTuple):
    start: int
    end: int
    pairs: frozenset[str]


def part_evidence(target: str, actual: str, findings: Iterable[Cue | Evidence]) -> tuple[Evidence, ...]:
    """Return the parts of a printed target as evidence labelled `part=met`, `begun`, `failed` or `silent`.

    Nothing for a target of one part or a missing answer.

    Args:
        target: as printed.
        actual: as printed.
        findings: cues and trends of the actual text.
    """
    asked, places = readable(target)
    told, told_places = readable(actual)
    parts = _parts(asked)
    if len(parts) < 2 or not told:  # noqa: PLR2004  one part is the whole
        return ()
    answers = [_place(part, told) for part in parts]
    ends = sorted({place for place in answers if place is not None} | {len(told)})
    said = [_said(finding) for finding in findings]
    labels = []
    for place in answers:
        if place is None:
            labels.append("silent")
            continue
        end = next(end for end in ends if end > place)
        labels.append(_result(said, told_places[place], told_places[end]))
    return tuple(
        Evidence(field="target", start=places[part.start], end=places[part.end - 1] + 1, label=f"part={label}")
        for part, label in zip(parts, labels, strict=True)
    )


def _parts(text: str) -> list[_Part]:
    for separator in _SEPARATORS:
        found = [
            _Part(*match.span(), _pairs(match[0])) for match in separator.finditer(text) if len(_pairs(match[0])) > 0
        ]
        if len(found) > 1:
            common = frozenset.intersection(*(part.pairs for part in found))
            return [part._replace(pairs=part.pairs - common or part.pairs) for part in found]
    return []


def _pairs(text: str) -> frozenset[str]:
    return frozenset(
        word[place : place + 2] for word in _WORDLESS.sub(" ", text).split() for place in range(len(word) - 1)
    )


def _place(part: _Part, told: str) -> int | None:
    """Return where the clause of the answer begins that takes most of the part up."""
    if sum(pair in told for pair in part.pairs) / len(part.pairs) < _TAKEN_UP:
        return None
    return max(
        (sum(pair in clause[0] for pair in part.pairs), -clause.start(), clause.start())
        for clause in _CLAUSE.finditer(told)
    )[2]


def _said(finding: Cue | Evidence) -> tuple[int, str]:
    if isinstance(finding, Evidence):
        return finding.start, "failed" if finding.label in {"trend=worse", "trend=unchanged"} else "met"
    kind = finding.kind
    return finding.evidence.start, "failed" if kind in _FAILURES else "begun" if kind in _BEGUN else "met"


def _result(said: Iterable[tuple[int, str]], start: int, end: int) -> str:
    told = {result for place, result in said if start <= place < end}
    return next((result for result in ("failed", "begun") if result in told), "met")
