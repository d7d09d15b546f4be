"""Find the phrases that tell whether something was completed.

Cues are matched on characters: jieba makes one word of 达到目标, so a token pattern
would miss 未达到目标. Plain phrases come from `lexicons/completion.tsv`, wording with
scope from `wording_completion.py`. Cues never overlap.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from perfnlp.analysis.wording_completion import PATTERNS, PLACEHOLDER
from perfnlp.analysis.wording_negations import NAMES
from perfnlp.analysis.wording_script import simplify
from perfnlp.lexicon import Lexicon
from perfnlp.records import Cue, CueKind, Evidence, FieldName
from perfnlp.text import fold

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

_PLACEHOLDER = re.compile(PLACEHOLDER)


class _Reader(NamedTuple):
    kind: CueKind
    phrase: re.Pattern[str]


class CueFinder:
    """Finds the completion cues of a text, by the phrases of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the phrases once, filed under the character they begin with."""
        self._negations = tuple(lexicon.negations)
        self._names = re.compile("|".join(_phrase(name.heads.split(), name.tail) for name in NAMES))
        heads: dict[tuple[str, CueKind, str], list[str]] = {}
        for pattern in PATTERNS:
            for head in pattern.heads.split():
                heads.setdefault((head[0], pattern.kind, pattern.tail), []).append(head)
        for phrase, kind in lexicon.completion.items():
            heads.setdefault((phrase[0], kind, ""), []).append(phrase)
        self._readers: dict[str, list[_Reader]] = {}
        for (first, kind, tail), words in heads.items():
            self._readers.setdefault(first, []).append(_Reader(kind, re.compile(_phrase(words, tail))))
        name_heads = {head[0] for name in NAMES for head in name.heads.split()}
        self._first = re.compile(f"[{re.escape(''.join(sorted({*self._readers, *name_heads})))}]")

    def find(self, text: str, field: FieldName) -> tuple[Cue, ...]:
        """Return the cues of `text` in its order; their spans do not overlap.

        Of phrases that begin at one character the longest counts, then the worse news.
        """
        folded = simplify(fold(text))
        if _PLACEHOLDER.fullmatch(folded) and folded:
            return (Cue(kind=CueKind.PLACEHOLDER, evidence=_evidence(field, 0, len(text), "placeholder")),)
        return tuple(
            Cue(kind=kind, evidence=_evidence(field, start, end, self._label(folded, start)))
            for kind, start, end in self._spans(folded)
        )

    def _spans(self, text: str) -> Iterator[tuple[CueKind, int, int]]:
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
                for reader in self._readers.get(first[0], ())
                if (match := reader.phrase.match(text, start))
            ]
            if found:
                taken, _, kind = max(found)
                yield kind, start, taken

    def _label(self, text: str, start: int) -> str:
        return "negation" if text.startswith(self._negations, start) else "completion"


def _phrase(heads: Iterable[str], tail: str) -> str:
    longest_first = "|".join(map(re.escape, sorted(heads, key=len, reverse=True)))
    return f"(?:{longest_first})(?:{tail})"


def _evidence(field: FieldName, start: int, end: int, label: str) -> Evidence:
    return Evidence(field=field, start=start, end=end, label=label)
