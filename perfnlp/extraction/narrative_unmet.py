"""Goals that a report says it missed, where no table tells the same."""

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from perfnlp.extraction.narrative_outline import Unit
from perfnlp.extraction.narrative_target import stated_target
from perfnlp.extraction.narrative_wording import (
    ABOUT_INDICATORS,
    MISSED,
    bare,
    lead_length,
    quoted_results,
    sentences,
    short_name,
    split_reason,
)
from perfnlp.records import Indicator

_UNMET = re.compile(r"未完成(?:的)?(?:绩效)?(?:目标|指标|任务|情况)|未达(?:标|到|成)")
_PROBLEMS = re.compile(
    r"存在(?:的)?(?:主要)?(?:问题|不足)|主要问题|问题(?:及|和|与)?(?:其)?原因|偏差(?:情况|原因)|偏离|发现的问题"
)
_GOAL = re.compile(r"目标|任务|指标|项目|工程|工作|征收|建设|计划|进度|率|签约|改造|投资")
_STUCK = re.compile(r"困难|(?:尚|还)未|难以(?:落实|推进)")
_SUMMARY = re.compile(r"\d+\s?[个项]|如下|下表|见表|情况如下|原因(?:如下|分析)")
_TAIL_WORDS = re.compile(r"(?:完成率|达标率|率|数|值)?(?:\d.*)?$")
_NONE_MISSED = re.compile(r"^(?:无|没有(?:未完成|发现)|不存在|暂无)|均已?(?:全部)?完成|全部完成")
_SAME_SHARE = 0.75


def read_unmet(unit: Unit, known: Iterable[str]) -> list[Indicator] | None:
    """Return the goals that `unit` says were missed; None if it stands under no such heading.

    Args:
        unit: an item with its text.
        known: names of indicators that other places of the report tell in full.
    """
    if not is_problem(unit):
        return None
    is_unmet = any(_UNMET.search(heading.title) for heading in unit.path[-2:])
    names = [] if is_unmet and _names_only(unit) else list(known)
    start = unit.body_start if unit.body.strip() else 0
    rows = []
    for offset, sentence in _statements(unit.text[start:]):
        if stated := [] if ABOUT_INDICATORS.search(sentence) else quoted_results(sentence):
            pairs = [(start + offset + match.start(), match) for match in stated]
            rows += [_stated_row(unit, place, match) for place, match in pairs if match["name"] not in names]
        elif _tells_miss(sentence) and not any(is_about(sentence, name) for name in names):
            rows.append(_row(unit, start + offset, sentence))
    return rows


def is_problem(unit: Unit) -> bool:
    """Say whether `unit` stands under a heading about problems or missed goals."""
    headings = unit.path if unit.body_start else unit.path[:-1]
    return any(_UNMET.search(heading.title) or _PROBLEMS.search(heading.title) for heading in headings)


def _statements(text: str) -> list[tuple[int, str]]:
    """Return the sentences; of clauses numbered 一是…二是… each up to its first semicolon."""
    starts = [match.start() for match in re.finditer(r"[一二三四五六七八九]是", text)]
    if len(starts) < 2:  # noqa: PLR2004
        return list(sentences(text, "。；;\n"))
    ends = [*starts[1:], len(text)]
    numbered = [(start, re.match(r"[^；;]+[；;]?", text[start:end])) for start, end in zip(starts, ends, strict=True)]
    before = list(sentences(text[: starts[0]], "。；;\n"))
    return before + [(start, match[0]) for start, match in numbered if match]


def is_about(text: str, name: str) -> bool:
    """Say whether `text` speaks of the indicator `name`: three quarters of the name stand in it in one piece."""
    core = _TAIL_WORDS.sub("", name) or name
    if len(core) < 3:  # noqa: PLR2004
        return False
    match = SequenceMatcher(None, text, core, autojunk=False).find_longest_match()
    return match.size >= max(_SAME_SHARE * len(core), 3)


def reasons(unit: Unit, name: str, *, is_claimed: bool) -> str | None:
    """Return the part of a problem section that tells why the indicator `name` was missed.

    With `is_claimed` its own row says that it was missed; else this part must say so.
    """
    if not any(_PROBLEMS.search(heading.title) for heading in unit.path):
        return None
    for _, group in sentences(unit.text, "；;\n"):
        is_reason = re.search(r"因(?!此)|由于|导致", group) and (is_claimed or MISSED.search(group))
        if is_reason and is_about(group, name):
            return group.replace("\n", "").strip("；; ")
    return None


def _names_only(unit: Unit) -> bool:
    return bool(re.match(r"[“\"]", unit.body.strip()))


def _tells_miss(sentence: str) -> bool:
    if ABOUT_INDICATORS.search(sentence) or (_SUMMARY.search(sentence) and "”" not in sentence):
        return False
    if _NONE_MISSED.match(sentence):
        return False
    if sentence.rstrip("\n")[-1:] not in "。；;" and "”" not in sentence:
        return False
    return bool((MISSED.search(sentence) or _STUCK.search(sentence)) and _GOAL.search(sentence))


def _stated_row(unit: Unit, offset: int, stated: re.Match[str]) -> Indicator:
    return replace(
        _row(unit, offset, stated[0]), name=stated["name"], target=bare(stated["target"]), actual=bare(stated["actual"])
    )


def _row(unit: Unit, offset: int, sentence: str) -> Indicator:
    told, reason = split_reason(sentence.strip("\n"))
    missed = [clause for clause in told.split("，") if MISSED.search(clause)]
    name = short_name(told[lead_length(told) :])
    own = unit.path[-1]
    path_length = len(unit.path) - (0 if _is_heading(own.title) else 1)
    return Indicator(
        id="",
        section=unit.place(path_length) or None,
        name=name or bare(told)[:20],
        target=next((target for clause in missed if (target := stated_target(clause))), None) or stated_target(told),
        actual=told.replace("\n", ""),
        note=reason,
        locator=unit.locate(offset),
    )


def _is_heading(title: str) -> bool:
    return bool(_PROBLEMS.search(title) or _UNMET.search(title))
