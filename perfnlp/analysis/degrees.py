"""Read how strong an effect a text words, from 0 (none or worse) to 4 (significant).

Only effects have a degree: 有效保障, 提升明显, 改善了. Completion (已完成100%), manner
(较好地完成) and figures (提高到95%) have none. The scale is the domain's; the words
stand in `lexicons/degree.tsv`. All matching is on characters, because jieba joins
negation and verb in many words.
"""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from perfnlp.analysis import wording_effects as effects
from perfnlp.analysis.wording_scope import blank_plans
from perfnlp.analysis.wording_script import readable
from perfnlp.lexicon import Lexicon
from perfnlp.records import Evidence, FieldName

PLAIN = 2
"""The degree of an effect verb without a degree word."""
_SLIGHT, _MARKED = 1, 3
_MODERATE = re.compile(r"(?:较为|比较|更加|进一步|日益|逐步|逐渐)$")
"""What takes one degree off the adjective behind it: 较为突出."""
_IDIOM = 4  # characters

_CLAUSE = re.compile(r"(?!(?:离|距离?)[^,，。]*?(?:差距|距离))[^,，。;；!！?？:：\n]+")
_LINK = r"(?:地|的|得|到|有|程度上?|幅度|上|和|、|得以|得到|实现|获得|取得|{words}){{0,4}}"
_NAME_AFTER = re.compile(rf"的?(?:{effects.NAMES_AFTER})")
_BAD_SUBJECT = re.compile(rf"(?:{effects.BAD_SUBJECTS})[^,，。]{{0,6}}$")
_NEEDED = re.compile(rf"(?:{effects.NEEDS})(?:得到|进一步|加以|有|继续)*[^,，。]{{0,2}}$")
_NOUN = re.compile(rf"的?[^,，。\d]{{0,6}}?(?:{effects.EFFECT_NOUNS})")
_PREDICATE_END = re.compile(r"[了的性 、）)]*$")
_GAIN_NEXT = re.compile(rf"(?:地|的)?(?:{effects.GAIN_VERBS}|形成|建立|显现|构建|见效|投入使用)")
_HEDGED_END = re.compile(rf"(?:得到|得以)?(?:{effects.EFFECT_VERBS})了?$")
_BARE = re.compile(
    rf"(?:{effects.GAIN_VERBS}|增加[^,，。\d]{{0,8}}?收入(?:[\d.]+)?|(?:{effects.FINISHED})了"
    r"|已经?(?:全部|全面)?(?:补齐|消除|解决|化解|恢复|缓和|扭转|补上|打通)(?=$|[、)）])"
    rf"|(?:得到|得以|实现|取得|产生|发挥)了?(?:{effects.FINISHED}|成效|实效|效益|效果|作用))"
)
_NAME_AFTER_VERB = re.compile(
    rf"(?:{effects.NAMES_AFTER_VERB})|[”\"》]|(?:了|到|至|达|约|近|超|为|幅|率|比例)*[≥≤>]?\d"
    r"|[^,，。]{0,16}?\d[\d.]*[^\d,，。]{0,3}$|[^,，。]{0,24}影响程度"
)
_NAME_BEFORE_VERB = re.compile(r"(?:扩容|改造|提质|专项|行动|更新)$")
_WORSENING = re.compile(rf"(?<!不)(?:{effects.WORSENING})(?![^,，。]{{0,3}}\d)")
_BAD_NOUN = re.compile(effects.BAD_NOUNS)
_WORSE = re.compile(
    rf"(?<![未没无不])(?:{effects.ALWAYS_WORSE})|(?:{effects.GOOD_SUBJECTS})[^,，。]{{0,5}}(?:减少"
    rf"|降低)(?![^,，。]{{0,3}}\d)"
    r"|^(?:较差|很差|差)$|^(?:与|较|比|同)(?:上年|去年|往年|上年同期|往年同期)(?:基本)?(?:持平|相当|一致|相同|一样)$"
)
_NO_SUBJECT = re.compile(
    r"(?:持续|明显|显著|大幅度?|有所|略有|稳步|逐[年步]|有效|不断|进一步|(?:较|比|与)?(?:上年|去年"
    r"|往年|同期|年初)|同比|相比|较)*"
)
_RISE_OF_BAD = re.compile(
    rf"(?:{effects.WORSE_WHEN_MORE})[^,，。]{{0,4}}?(?:{effects.RISE_VERBS})(?![^,，。]{{0,3}}\d)"
)
_CELL = re.compile(
    rf"(?P<hedge>部分|局部|个别|少数|初步)?(?:基本|得到|得以|有|加快|同比|(?:较|比)(?:上|去|往)年)*(?!投入使用)(?:{effects.EFFECT_VERBS}"
    rf"|(?:{effects.EFFECT_VERBS})作用)了?"
)
"""A whole cell that is an effect verb."""
_PARTLY = re.compile(r"(?:部分|局部|个别|少数)[^,，。]{0,8}$")
_DENIED = re.compile(
    rf"(?:未|没有?|无)(?:能|得到|能够|有|起到)?(?:{effects.FINISHED}|推动作用|带动作用|促进作用|明显作用)"
    rf"|(?:几[乎近]?(?:未|无|没有)|未见|不见|难见|尚未|仍未|看不[到出])[^,，。]{{0,3}}?(?:{effects.GAIN_VERBS}"
    r"|夯实|显现|形成|建立|缓和|扭转|根治|拉动|带动|畅通|解决|消除|化解|遏制|成效|效果|变化)"
    rf"|(?:{effects.GAIN_VERBS})[^,，。]{{0,4}}?(?:几乎没有|几乎看不[到出]|看不[到出]|微乎其微)"
)
_STILL_BAD = re.compile(rf"(?:{effects.BAD_NOUNS}|短板|问题|堵点|难点)[^,，。]{{0,4}}?(?:{effects.STILL_BAD})|形势严峻")
"""What is no better, where nothing else is told."""
_OPEN_VERB = re.compile(rf"[地得的]?(?:得到|得以|实现|获得)?(?!{effects.ACTIVITIES})[一-龥]{{2}}了?[ )）]*$")
_SLIGHT_WORDING = re.compile(
    rf"{effects.SLIGHTLY}|(?:{effects.EFFECT_VERBS}|作用|效果|成效|[快高好多少]){effects.SLIGHT_AFTER}"
)
_GROWING = re.compile(effects.GROWING)
_TURN = re.compile(r"[,，。;；](?:但|不过|然而|可(?!以|能)|却|局部|个别|部分|偏远|少数)")
"""A turn after which a text limits what it told before."""
_FAULT = re.compile(
    rf"不(?:够|太|甚|是很|很)(?:{effects.FAULTS})|(?:{effects.EFFECT_NOUNS}|工作"
    rf"|手续)[^,，。]{{0,3}}不(?:{effects.FAULTS})"
)
_PLAIN_FAULT = re.compile(
    rf"(?:{effects.EFFECT_NOUNS}|{effects.EFFECT_VERBS})[^,，。]{{0,2}}不(?:明显|显著|到位|优|佳|好)"
)
_POOR = re.compile(
    r"(?:效果|成效|效益|质量|性|表现|满意度|水平|能力|意识|观念|秩序)[^,，。]{0,3}?(?:较差|很差|偏差(?!率)|极差"
    r"|差(?![异额距别值])|薄弱|低迷|低下|欠佳|不佳|不好|堪忧|淡薄|淡漠|混乱|[较很]乱)"
)


_RANKED = re.compile(r"等次|等级|考核|得分|评分")
_ASKED = re.compile(rf"{effects.EFFECT_VERBS}|推进|推动|打造")
_COUNTED = re.compile(r"[\d零]|完成|建成|验收|到位|全部|不发生|无|未|杜绝|不")
_EFFECT = re.compile(rf"{effects.GAIN_VERBS}|{effects.RISE_VERBS}|下降|降低|减少|完善")


def asks_effect(name: str, target: str, degree: int | None) -> bool:
    """Return whether a row asks how strong an effect is, not for a count, a rank or an opinion.

    Args:
        name: of the indicator.
        target: its target, "" without one: such a row may tell any effect.
        degree: the degree that the target words.
    """
    if not target:
        return True
    if _RANKED.search(name) and not _EFFECT.search(target):
        return False
    return degree is not None or bool(_ASKED.search(target) and not _COUNTED.search(target))


def tells_effect(text: str, words: Iterable[Evidence]) -> bool:
    """Return whether the words found in a printed text tell an improvement and are no mere praise (成效显著)."""
    return any(_EFFECT.search(text[word.start : word.end]) for word in words)


class _Rank(IntEnum):
    BARE = 0
    WORDED = 1
    FAILING = 2


class _Hit(NamedTuple):
    start: int
    end: int
    degree: int
    rank: _Rank


class DegreeFinder:
    """Finds the degree of the effect that a text words, by the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile the words once."""
        self._degrees = lexicon.degrees
        words = _alternation(lexicon.degrees)
        self._word = re.compile(words)
        self._verb_next = re.compile(rf"{_LINK.format(words=words)}(?:{effects.EFFECT_VERBS})")
        negations = _alternation(lexicon.negations)
        self._negated = re.compile(rf"(?:{negations})(?:得到|取得|实现|产生|形成|有|能|见|够|太|很)?(?:{words}|得到)?$")

    def find(self, text: str, field: FieldName) -> tuple[int | None, tuple[Evidence, ...]]:
        """Return the degree 0-4 that `text` words, or None, and the words that decide it.

        A worded failure (提升不明显, 未改善) outranks praise, unless it only limits an
        effect told before (明显提升，但局部反弹); a degree word outranks a bare verb; of
        several the strongest counts.
        """
        folded, places = readable(text)
        hits = self._hits(blank_plans(folded) if field == "actual" else folded)
        if not hits:
            return None, ()
        if turn := _TURN.search(folded):
            hits = _without_limits(hits, turn.start())
        rank = max(hit.rank for hit in hits)
        degrees = [hit.degree for hit in hits if hit.rank is rank]
        degree = min(degrees) if rank is _Rank.FAILING else max(degrees)
        spans = sorted(
            {(places[hit.start], places[hit.end - 1] + 1) for hit in hits if hit.rank is rank and hit.degree == degree}
        )
        return degree, tuple(Evidence(field=field, start=start, end=end, label="degree") for start, end in spans)

    def _hits(self, text: str) -> list[_Hit]:
        if text in effects.CELLS:
            degree = effects.CELLS[text]
            return [_Hit(0, len(text), degree, _Rank.FAILING if degree == 0 else _Rank.WORDED)]
        if cell := _CELL.fullmatch(text):
            return [_Hit(0, len(text), _SLIGHT if cell["hedge"] else PLAIN, _Rank.BARE)]
        hits = [
            hit._replace(start=hit.start + clause.start(), end=hit.end + clause.start())
            for clause in _CLAUSE.finditer(text)
            for hit in self._read(clause[0])
        ]
        return hits or [_Hit(*match.span(), 0, _Rank.FAILING) for match in _STILL_BAD.finditer(text)]

    def _read(self, clause: str) -> list[_Hit]:
        worded = [hit for match in self._word.finditer(clause) if (hit := self._worded(clause, match))]
        worded += [_Hit(*match.span(), _SLIGHT, _Rank.WORDED) for match in _SLIGHT_WORDING.finditer(clause)]
        worded = worded or [_Hit(*match.span(), PLAIN, _Rank.WORDED) for match in _GROWING.finditer(clause)]
        return (worded or list(self._bare(clause))) + list(_failures(clause))

    def _worded(self, clause: str, match: re.Match[str]) -> _Hit | None:
        """Return the hit of one degree word, if it speaks of an effect that was reached."""
        start, word = match.start(), match[0]
        end = self._effect_end(clause, match)
        before = clause[:start]
        if end is None or _NEEDED.search(before):
            return None
        degree = self._degrees[word]
        if _MODERATE.search(before) and word in effects.PREDICATES:
            degree = min(degree, _MARKED if degree > _MARKED else PLAIN) if word not in effects.FREE else degree
        negation = None if self._is_idiom(word) else self._negated.search(before)
        if negation:
            denied = negation[0]
            is_slight = denied.startswith(effects.HALF_NEGATIONS) or (
                denied == "不" and word not in effects.ENTIRELY_DENIED
            )
            return _Hit(negation.start(), end, int(is_slight), _Rank.FAILING)
        if _tells_worse(clause, start, end):
            return _Hit(start, end, 0, _Rank.FAILING)
        return _Hit(start, end, degree, _Rank.FAILING if degree == 0 else _Rank.WORDED)

    def _is_idiom(self, word: str) -> bool:
        return len(word) >= _IDIOM or self._degrees[word] == 0

    def _effect_end(self, clause: str, match: re.Match[str]) -> int | None:
        """Return where the phrase of the degree word ends, None if it speaks of no effect."""
        word, end = match[0], match.end()
        if self._is_idiom(word) or (word in effects.ALONE and clause.strip() == word):
            return end
        if word in effects.HEDGES:
            verb = _GAIN_NEXT.match(clause, end) or (_HEDGED_END.match(clause, end) if word != "基本" else None)
            return verb.end() if verb else None
        verb = None if word in effects.NOUN_ONLY else self._verb_next.match(clause, end)
        if verb:
            is_name = word not in effects.FREE and _NAME_AFTER_VERB.match(clause, verb.end())
            return None if is_name else verb.end()
        if word in effects.OPEN and (verb := _OPEN_VERB.match(clause, end)):
            return verb.end()
        return None if _NAME_AFTER.match(clause, end) else _noun_or_predicate_end(clause, match)

    def _bare(self, clause: str) -> Iterator[_Hit]:
        for match in _BARE.finditer(clause):
            before = clause[: match.start()]
            if (
                _NAME_AFTER_VERB.match(clause, match.end())
                or _NAME_BEFORE_VERB.search(before)
                or _NEEDED.search(before)
            ):
                continue
            if negation := self._negated.search(before):
                degree = int(negation[0].startswith(effects.HALF_NEGATIONS))
                yield _Hit(negation.start(), match.end(), degree, _Rank.FAILING)
            else:
                degree = _SLIGHT if _PARTLY.search(before) else PLAIN
                yield _Hit(match.start(), match.end(), degree, _Rank.BARE)


def _without_limits(hits: list[_Hit], turn: int) -> list[_Hit]:
    """Return the hits before a turn that what follows only limits, else those after it that word a lower degree."""
    praised = [hit for hit in hits if hit.end <= turn and hit.rank is not _Rank.FAILING]
    limits = [hit for hit in hits if hit.start >= turn]
    if not (praised and limits):
        return hits
    return limits if any(0 < hit.degree <= _SLIGHT for hit in limits) else praised


def _noun_or_predicate_end(clause: str, match: re.Match[str]) -> int | None:
    word, end = match[0], match.end()
    if word in effects.NOUN_MODIFIERS and (noun := _NOUN.match(clause, end)):
        return noun.end()
    if word in effects.PREDICATES and match.start() > 1 and _PREDICATE_END.match(clause, end):
        return None if _BAD_SUBJECT.search(clause[: match.start()]) else end
    return end if word in effects.FREE and len(clause) > end else None


def _failures(clause: str) -> Iterator[_Hit]:
    for degree, pattern in ((1, _FAULT), (0, _PLAIN_FAULT), (0, _POOR), (0, _DENIED), (0, _WORSE)):
        for match in pattern.finditer(clause):
            yield _Hit(match.start(), match.end(), degree, _Rank.FAILING)
    if _tells_worse(clause, 0, len(clause)):
        yield _Hit(0, len(clause), 0, _Rank.FAILING)


def _tells_worse(clause: str, start: int, end: int) -> bool:
    """Whether the phrase tells that something good falls or something bad rises."""
    falls = _WORSENING.search(clause, start, end)
    falls_well = not falls or _BAD_NOUN.search(clause) or _NO_SUBJECT.fullmatch(clause[: falls.start()])
    return not falls_well or bool(_RISE_OF_BAD.search(clause[:end]))


def _alternation(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
