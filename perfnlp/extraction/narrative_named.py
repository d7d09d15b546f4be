"""Results told indicator by indicator: a name, its target and what was reached.

Shapes: `①NAME（年初目标值：TARGET）。STATEMENT。`, `NAME（年度指标值：T，实际完成值：A）`,
`NAME：目标值T，实际完成A，得分S分`, `计划培训500人，实际培训520人` and, under a heading such
as 产出指标完成情况, plain sentences that tell a result without a target.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from perfnlp.extraction.narrative_outline import Heading, Unit, plain_title
from perfnlp.extraction.narrative_target import LABEL, VALUE, stated_target
from perfnlp.extraction.narrative_wording import (
    ACTUAL_LABEL,
    TARGET_LABEL,
    bare,
    lead_length,
    sentences,
    short_name,
    split_reason,
    split_scores,
)
from perfnlp.records import Indicator

_BRACKETED = re.compile(
    r"(?:^|(?<=[。；;\n：]))(?P<lead>[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[、.．](?!\d))?"
    r"(?P<name>[^。；;：:\n（）]{2,60}?(?:（[^（）：:]*）[^。；：\n（）]{0,20})?)"
    rf"（{TARGET_LABEL}[为是]?[：:]?(?P<inside>(?:[^（）]|（[^（）]*）)+)）"
)
_KEYED = re.compile(
    rf"^(?P<name>[^；。\n]{{2,60}}?)[，,：:（]?(?:的)?{TARGET_LABEL}(?:为|是|：|:)?(?P<target>{VALUE})"
    rf"(?:[，；、]|,(?!\d))?(?P<actual>{ACTUAL_LABEL}[^；。\n]+)"
)
_KEYED_LOOSELY = re.compile(
    rf"^(?P<name>[^，；。\n]{{2,40}}?)[，：:]?(?:{LABEL}(?:设定|设置)?(?:为|是|：|:)?|(?:年初|年度|全年|预期|绩效)*目标(?:设定)?(?:为|是|：|:|(?=[≥≤<>]?\d))|(?:年初|年度)(?:设定|计划|预计)为?(?=[≥≤<>]?\d))"
    rf"(?P<target>{VALUE})(?:[，；]|,(?!\d))(?P<actual>[^；。\n]+)"
)
_NO_NAME = re.compile(
    r"^(?:如|其中|完成|达到|超过|超额|实现|低于|高于|较|与|按|根据|未)|过低|过高|偏低|不合理|完成$|达到$|超过$"
)
_SCORE_SUM = re.compile(r"目标(?:值)?(?:为|：)?\d+分[，,；].*得\d*分?")
_KEY = re.compile(
    rf"^(?:全年|年度|年末|年底|本年|当年|自评|实际)*(?:完成值|完成数|实际值|实际数|达到值)(?:为|是)?[：:]?"
    rf"|^(?:全年|年度|实际)*(?:完成率|完成情况)(?:为|是|：|:|(?=[≥≤]?\d))|^(?:{ACTUAL_LABEL}|实际)[：:]"
)
_BESIDE = re.compile(
    rf"^(?P<head>[^（）]*(?:（[^（）]*）[^（）]*)*?)（(?:{TARGET_LABEL})(?:为|是)?[：:]?(?P<target>[^（）]+)）(?P<rest>.*)$",
    re.DOTALL,
)
_TELLS = re.compile(
    r"\d[\d,.]*\s?(?:%|％|‰|[^\d，。；（]{0,4})$|^(?:全年|年内|已|实际|共|累计|目前|截至)|(?:已|全部|基本|均)[^，]{0,6}完成|未完成|完成$"
)
_LEAD_IN = re.compile(r"^(?:从[^，。；]{2,16}看|其中|一年来|总体上?|[^，。；]{2,10}情况(?:如下|是))[，：:]")
_PLANNED = re.compile(
    r"^(?:20\d\d年度?|年初|年度|全年)*(?:计划|目标|应)(?:完成)?(?P<name>[^，。；\d]{2,30}?)(?P<target>[≥≤]?\d[^，。；]{0,12})"
    r"，(?:全年|年末)?(?:实际|已)(?:完成)?[^，。；\d]{0,12}?(?P<actual>\d[^，。；]*)"
)
_INSIDE = re.compile(rf"^(?P<target>.+?)[，,；;、](?:{ACTUAL_LABEL}|实际)(?:为|是)?[：:]?(?P<actual>.+)$")
_TAIL = re.compile(r"[，,](?:完成率|达成率|完成比例|自评|得分|分值|权重|偏差|未完成|主要原因|原因|占).*$")
_LEVEL1 = {"产出": "产出指标", "效益": "效益指标", "效果": "效果指标", "满意度": "满意度指标", "成本": "成本指标"}
_LEVEL2 = re.compile(
    r"(?P<level>数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|环境效益|可持续影响|可持续发展"
    r"|服务对象满意度|社会公众满意度|满意度)(?:指标|目标)?"
)
_LEVEL1_PREFIX = re.compile(
    r"^(?P<one>产出|效益|效果|满意度|成本)(?:指标|目标)(?:完成情况|方面)?(?:分析)?(?:[：:，。]|(?=[“]))"
)
_LEVEL2_PREFIX = re.compile(
    rf"^{_LEVEL2.pattern}(?:完成情况|方面)?(?:分析)?(?:[：:，。]|(?=[“])|(?<=指标)(?=[^完，。的]))"
)
_LABEL_FIRST = re.compile(rf"^{ACTUAL_LABEL}(?:为|是)?[：:]?")
_TARGET_FIRST = re.compile(rf"^[：:]?{TARGET_LABEL}")
_DONE = re.compile(
    r"^(?:20\d\d年度?|全年|年内|累计|共|已|实际)*完成(?:了)?[^，。；\d]{2,30}[≥≤]?\d[^，。；]*，完成(?:率|比例|(?:年初|年度)?(?:目标|计划|任务)的)"
    r"(?:为|达到|达)?\d[\d.]*[%％]"
)
_DONE_GOALS = re.compile(r"(?:^|已)完成的(?:绩效)?(?:目标|任务)")
_MONEY = re.compile(r"预算|决算|资金|支出|收入|执行数")
_INDICATOR_HEADING = re.compile(
    r"(?:产出|效益|效果|满意度|数量|质量|时效|成本|社会影响|可持续(?:影响|发展))(?:指标|目标|情况|影响)"
)
_BOILERPLATE = re.compile(
    r"得分|详见|下表|附表|如下|共设置|个(?:三级|二级|绩效|产出|效益)?指标|评价等级|^根据|指标权重|分值|预算(?!范围|内|控制)|资金|决算|评分"
    r"|[：:]$|主要从|无法.{0,8}量化|调查问卷|随机抽取"
)
_RESULT = re.compile(
    r"\d|完成|达到|达标|实现|提升|提高|改善|增强|促进|保障|开展|建成|建立|落实|取得|有效|明显|显著|满意|无|未|及时|减少|降低|控制|组织"
)
_PLAN_WORDS = re.compile(r"^(?:拟|将|计划|力争|下一步|今后|应当|需要?)|有待|建议")


def read_named(unit: Unit, goals: dict[int, str]) -> list[Indicator] | None:
    """Return the indicators that `unit` names with a target or a result, None if it has none.

    Args:
        unit: an item or heading with its text.
        goals: names of the yearly goals (年度目标1：…) by number.
    """
    found: list[Indicator] = []
    levels = levels_of(unit.path)
    for start, paragraph in sentences(unit.text, "\n"):
        rows = list(_bracketed(unit, goals, start, paragraph))
        if not rows:
            sentence_rows, levels = _by_sentence(unit, goals, start, paragraph, levels)
            rows = sentence_rows
        found += rows
    return found or None


def goal_names(units: tuple[Unit, ...]) -> dict[int, str]:
    """Return the names of the numbered goals that the report lists (年度目标1：街面保洁经费)."""
    goals: dict[int, str] = {}
    for unit in units:
        own = unit.path[-1] if unit.path else None
        if own and own.label[-1:] in ("：", ":") and own.title:
            goals.setdefault(own.number, own.title)
    return goals


def section_of(path: tuple[Heading, ...], goals: dict[int, str], unit: Unit) -> str:
    """Return "目标1 NAME" below a numbered goal, else the nearest heading with the labels above it."""
    for heading in reversed(path):
        if heading.label[-1:] in ("：", ":"):
            return f"目标{heading.number} {heading.title or goals.get(heading.number, '')}".strip()
    return unit.place(len(path))


def levels_of(path: tuple[Heading, ...]) -> tuple[str | None, str | None]:
    """Return level 1 and level 2 as the nearest headings tell them."""
    level1 = level2 = None
    for heading in path:
        title = plain_title(heading.title)
        found = [name for word, name in _LEVEL1.items() if re.search(rf"{word}(?:类)?(?:指标|目标|情况|完成)", title)]
        if found == ["成本指标"] and level1 == "产出指标":
            level2 = "成本指标"
        elif len(found) == 1:
            level1, level2 = found[0], None
        match = _LEVEL2.match(title)
        if match and f"{match['level']}指标" != level1:
            level2 = f"{match['level']}指标"
    return level1, level2


def _bracketed(unit: Unit, goals: dict[int, str], start: int, paragraph: str) -> Iterator[Indicator]:
    matches = [match for match in _BRACKETED.finditer(paragraph) if _leads(match, paragraph)]
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(paragraph)
        statement = paragraph[match.end() : end].lstrip("。，：:；;\n ").rstrip("；;\n ")
        statement = _LABEL_FIRST.sub("", statement) if "。" not in statement[:-1] else statement
        yield _row(unit, goals, start + match.start("name"), (match["name"], match["inside"], statement))


def _leads(match: re.Match[str], paragraph: str) -> bool:
    """Say whether a statement of its own follows the bracket, which neither holds the result nor stands behind it."""
    return not _INSIDE.match(match["inside"]) and not _is_told(match, paragraph)


def _complete(unit: Unit, goals: dict[int, str], offset: int, told: str) -> Indicator | None:
    """Return the row of `NAME（目标值：T，完成值：A）`."""
    match = _BRACKETED.match(told)
    inside = _INSIDE.match(match["inside"]) if match else None
    if match is None or inside is None:
        return None
    tail = told[match.end() :].strip("。，：:；;\n ")
    texts = (match["name"], inside["target"], inside["actual"])
    return _row(unit, goals, offset + match.start("name"), texts, tail=tail)


def _is_told(match: re.Match[str], paragraph: str) -> bool:
    """Say whether the result stands before the bracket, as in `治超行动31次（目标值24次），超额完成`."""
    behind = paragraph[match.end() :].strip()
    if match["lead"] and behind[:1] == "。" and len(behind) > 1:
        return False
    return bool(_TELLS.search(match["name"])) and (behind[:1] != "。" or len(behind) == 1)


def _is_done_item(unit: Unit) -> bool:
    """Say whether `unit` is an item of a list of completed goals (完成的绩效目标：①…；②…)."""
    is_item = bool(unit.body.strip()) != unit.body.startswith("\n") or not unit.body.strip()
    above = unit.path[-2].title if len(unit.path) > 1 else ""
    return is_item and bool(_DONE_GOALS.search(above)) and bool(re.search(r"\d|完成|达标", unit.text))


_Levels = tuple[str | None, str | None]


def _by_sentence(
    unit: Unit, goals: dict[int, str], base: int, paragraph: str, levels: _Levels
) -> tuple[list[Indicator], _Levels]:
    """Return the rows of a paragraph read sentence by sentence, and the levels that hold at its end."""
    is_listed = any(_INDICATOR_HEADING.search(heading.title) for heading in unit.path[-3:]) or _is_done_item(unit)
    rows = []
    for start, sentence in sentences(paragraph, "。；;\n"):
        told = sentence[lead_length(sentence) :]
        skip, levels = _levels_told(told, levels)
        told = told[skip:].lstrip("：:，")
        offset = base + start + len(sentence) - len(told)
        row = next(filter(None, (read(unit, goals, offset, told) for read in (_complete, _beside, _keyed))), None)
        row = row or _plain(unit, goals, offset, told, is_listed=is_listed)
        if row:
            rows.append(replace(row, level1=levels[0] or row.level1, level2=levels[1] or row.level2))
    return rows, levels


def _levels_told(sentence: str, levels: _Levels) -> tuple[int, _Levels]:
    """Read "产出指标：数量指标：" before a name; return its length and the levels from there on."""
    one = _LEVEL1_PREFIX.match(sentence)
    skip = one.end() if one else 0
    if one and one["one"] == "成本" and levels[0] == "产出指标":
        levels = (levels[0], "成本指标")
    elif one:
        levels = (_LEVEL1[one["one"]], None)
    two = _LEVEL2_PREFIX.match(sentence[skip:])
    if two and not _TARGET_FIRST.match(sentence[skip + two.end() :]):
        levels = (levels[0], f"{two['level']}指标")
        skip += two.end()
    return skip, levels


def _beside(unit: Unit, goals: dict[int, str], offset: int, told: str) -> Indicator | None:
    """Return the row of a statement that names its target in brackets behind the result."""
    lead_in = _LEAD_IN.match(told)
    skip = lead_in.end() if lead_in else 0
    match = _BESIDE.match(told[skip:])
    if not match or not _TELLS.search(match["head"]) or _INSIDE.match(match["target"]):
        return None
    statement = told[skip:].strip("\n").rstrip("；;。")
    return _row(unit, goals, offset + skip, (short_name(match["head"]), match["target"], statement))


def _keyed(unit: Unit, goals: dict[int, str], offset: int, told: str) -> Indicator | None:
    match = _KEYED.match(told) or _KEYED_LOOSELY.match(told)
    if not match:
        match = _PLANNED.match(told)
        if not match or _MONEY.search(match["name"]):
            return None
    name = re.sub(r"(?:的|年初|年度)$", "", match["name"].strip("：:，"))
    if len(name) < 2 or _NO_NAME.search(name) or _SCORE_SUM.search(told):  # noqa: PLR2004
        return None
    if _TELLS.search(name) and told[match.end("name")] in "，,":  # 举办活动30场，目标值为28场，…
        return _row(unit, goals, offset, (short_name(name), match["target"], told.strip("\n").rstrip("；;。")))
    rest = told[match.end("actual") :]
    return _row(unit, goals, offset, (name, match["target"], _KEY.sub("", match["actual"])), tail=rest)


def _plain(unit: Unit, goals: dict[int, str], offset: int, told: str, *, is_listed: bool) -> Indicator | None:
    """Return a result told without a target, under a heading about indicators or with a rate of completion."""
    if not is_listed and (not _DONE.match(told) or _MONEY.search(told)):
        return None
    if len(told) < 6 or _BOILERPLATE.search(told) or _PLAN_WORDS.search(told) or not _RESULT.search(told):  # noqa: PLR2004
        return None
    if re.search(r"完成情况(?:分析)?$|指标(?:分析)?$", bare(told)):
        return None
    return _row(unit, goals, offset, (short_name(told), stated_target(told), told.strip("\n").rstrip("；;")))


def _row(
    unit: Unit, goals: dict[int, str], offset: int, texts: tuple[str, str | None, str], tail: str = ""
) -> Indicator:
    name, target, actual = texts
    actual, note = split_reason(actual)
    if target is not None or tail:
        rest, points, score = split_scores(actual + tail)
        actual = rest if not tail else split_scores(actual)[0]
    else:
        points = score = None
    if tail or (target is not None and "。" not in actual):
        actual = _TAIL.sub("", actual)
    own = unit.path[-1] if unit.path else None
    is_item = own is not None and bool(own.rank) and not _INDICATOR_HEADING.search(own.title)
    path = unit.path[:-1] if is_item else unit.path
    level1, level2 = levels_of(path)
    name, name_points = _name_points(name)
    return Indicator(
        id="",
        section=section_of(path, goals, unit) or None,
        name=name,
        level1=level1,
        level2=level2,
        target=bare(target) if target is not None else None,
        actual=actual.strip("，; \n") or None,
        points=Decimal(points) if points else name_points,
        self_score=Decimal(score) if score else None,
        note=note,
        locator=unit.locate(offset),
    )


def _name_points(name: str) -> tuple[str, Decimal | None]:
    name = name.strip()
    if re.fullmatch(r"[“\"][^“”\"]*[”\"]", name):
        name = name[1:-1]
    match = re.search(r"（(\d+(?:\.\d+)?)分）$", name)
    return (name[: match.start()], Decimal(match[1])) if match else (name, None)
