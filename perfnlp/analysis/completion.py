"""Find the phrases that tell whether something was completed.

Cues are matched on characters: jieba makes one word of 达到目标, so a token pattern
would miss 未达到目标. Plain phrases come from `lexicons/completion.tsv`, wording with
scope from `wording_completion.py`. Cues never overlap.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from perfnlp.analysis.wording_completion import PATTERNS, PLACEHOLDER
from perfnlp.analysis.wording_negations import NAMES
from perfnlp.analysis.wording_scope import blank_past_faults, blank_plans
from perfnlp.analysis.wording_script import readable
from perfnlp.lexicon import Lexicon
from perfnlp.records import Cue, CueKind, Evidence, FieldName

_SEVERITY = {
    kind: rank
    for rank, kind in enumerate(
        (
            CueKind.PROCESS,
            CueKind.EXCEEDED,
            CueKind.DONE,
            CueKind.CLAIM,
            CueKind.STARTED,
            CueKind.UNDER_WAY,
            CueKind.PLAN,
            CueKind.NEARLY,
            CueKind.PARTLY,
            CueKind.AVOIDED,
            CueKind.SHORTFALL,
            CueKind.MISSED,
            CueKind.NONE,
            CueKind.NO_DATA,
            CueKind.NOT_DUE,
            CueKind.PLACEHOLDER,
        )
    )
}
"""Which kind counts of two equally long phrases: failure before praise."""

_SUCCESSES = frozenset(
    {CueKind.EXCEEDED, CueKind.DONE, CueKind.CLAIM, CueKind.NEARLY, CueKind.STARTED, CueKind.AVOIDED}
)
_FAILURES = frozenset({CueKind.SHORTFALL, CueKind.MISSED, CueKind.NONE, CueKind.PARTLY})
_PLACEHOLDER = re.compile(PLACEHOLDER)


_Span = tuple[CueKind, int, int]


class _Reader(NamedTuple):
    kind: CueKind
    phrase: re.Pattern[str]


class CueFinder:
    """Finds the completion cues of a text, by the phrases of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """File the phrases under the character they begin with."""
        self._negations = tuple(lexicon.negations)
        self._names = re.compile("|".join(_phrase(name.heads.split(), name.tail) for name in NAMES))
        heads: dict[tuple[str, CueKind, str], list[str]] = {}
        for pattern in PATTERNS:
            for head in pattern.heads.split():
                heads.setdefault((head[0], pattern.kind, pattern.tail), []).append(head)
        for phrase, kind in lexicon.completion.items():
            heads.setdefault((phrase[0], kind, ""), []).append(phrase)
        self._phrases: dict[str, list[tuple[CueKind, str]]] = {}
        for (first, kind, tail), words in heads.items():
            self._phrases.setdefault(first, []).append((kind, _phrase(words, tail)))
        self._readers = cache(self._compile)
        name_heads = {head[0] for name in NAMES for head in name.heads.split()}
        self._first = re.compile(f"[{re.escape(''.join(sorted({*self._phrases, *name_heads})))}]")

    def find(self, text: str, field: FieldName) -> tuple[Cue, ...]:
        """Return the cues of `text` in its order; their spans do not overlap.

        Of phrases that begin at one character the longest counts, then the worse news.
        """
        folded, places = readable(text)
        if _PLACEHOLDER.fullmatch(folded) and folded:
            return (Cue(kind=CueKind.PLACEHOLDER, evidence=_evidence(field, 0, len(text), "placeholder")),)
        return tuple(
            Cue(kind=kind, evidence=_evidence(field, places[start], places[end - 1] + 1, self._label(folded, start)))
            for kind, start, end in _in_force(list(self._spans(folded)), folded, field)
        )

    def _spans(self, text: str) -> Iterator[_Span]:
        taken = 0
        for first in self._first.finditer(text):
            start = first.start()
            if start < taken:
                continue
            if name := self._names.match(text, start):
                taken = name.end()
                continue
            found = [
                (match.end(), _SEVERITY[reader.kind], reader.kind)
                for reader in self._readers(first[0])
                if (match := reader.phrase.match(text, start))
            ]
            if found:
                taken, _, kind = max(found)
                yield kind, start, taken

    def _compile(self, first: str) -> tuple[_Reader, ...]:
        """Return the readers of the phrases that begin with one character: most never come up in a run."""
        return tuple(_Reader(kind, re.compile(phrase)) for kind, phrase in self._phrases.get(first, ()))

    def _label(self, text: str, start: int) -> str:
        return "negation" if text.startswith(self._negations, start) else "completion"


def _in_force(spans: list[_Span], text: str, field: FieldName) -> Iterator[_Span]:
    """Yield the cues that tell the state of things: no success that is only planned, no fault since put right."""
    kinds = {kind for kind, _, _ in spans}
    results = blank_plans(text) if field != "target" and kinds & _SUCCESSES else text
    faults = blank_past_faults(text) if kinds & _FAILURES else text
    for kind, start, end in spans:
        is_planned = kind in _SUCCESSES and results[start:end] != text[start:end]
        is_past = kind in _FAILURES and faults[start:end] != text[start:end]
        if not (is_planned or is_past):
            yield kind, start, end


def _phrase(heads: Iterable[str], tail: str) -> str:
    longest_first = "|".join(map(re.escape, sorted(heads, key=len, reverse=True)))
    return f"(?:{longest_first})(?:{tail})"


def _evidence(field: FieldName, start: int, end: int, label: str) -> Evidence:
    return Evidence(field=field, start=start, end=end, label=label)
