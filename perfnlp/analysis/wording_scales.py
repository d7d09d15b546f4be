"""Place a whole-cell value on the scale it belongs to: 高, 较高, 中, 低; 及时, 基本及时, 不及时.

Such a cell has no verb and no figure; only its place against the target's cell tells
whether the target is met.
"""

import re

from perfnlp.analysis.wording_script import readable
from perfnlp.records import Evidence, FieldName

_SCALES = {
    "grade": (
        "优秀 优 好 很好 优等 A A级 一等"
        "/优良 良好 良 较好 良好等次 B B级 二等"
        "/中等 中 合格 及格 尚可 一般 C 三等"
        "/较差 基本合格"
        "/差 很差 不合格 不及格 D"
    ),
    "height": "很高 极高 高/较高/中等 中 适中 一般/较低 偏低 不高/低 很低 极低",
    "share": (
        "全部 全覆盖 所有 全体 全面覆盖/绝大部分 绝大多数 大部分 大多数 多数/半数 过半 部分/少部分 少数 个别/无 零"
    ),
    "span": "长期 永久 持续/中长期/中期/短期/一次性",
    "verdict": (
        "是 有 √ 达标 通过 已达标 合格 Y"
        "/基本达标 基本合格"
        "/部分 部分达标"
        "/否 无 × 没有 不达标 不通过 不合格 未达标 未通过 N"
    ),
    "effect": "显著 非常显著 突出/明显 较大 较好 良好/一般 有限 较小 尚可/不明显 不大 微弱 无/差 较差",
}
_QUALITY = (
    "及时|健全|完善|规范|满意|准确|合理|到位|稳定|充足|齐全|完整|安全|畅通|科学|合规|有效|达标|便捷"
    "|整洁|公开|透明|清晰|平稳|和谐|浓厚|充分|真实|严格|有序|正常"
    "|严谨|匹配|明确|优质|可持续|专款专用|良好|便利|干净|流畅"
)
_HEDGED = re.compile(
    rf"(?P<not>(?:尚|还|仍|很|极)?(?:不(?!断|仅|但)|未|没有|欠)(?:能|太|够|甚|是很|尽)?)?(?P<hedge>非常"
    rf"|十分|很|极|完全|全部|均|大部分|大多数|绝大部分|多数|较为|比较|较|基本|总体|整体|部分|初步|逐步"
    rf"|个别|局部|有所|日趋|日益|更加|更)?"
    rf"(?(not)[^,，。;；、\d]{{0,4}}?|(?(hedge)[^,，。;；、\d不未没]{{0,4}}?|))(?P<quality>{_QUALITY})"
)
_STEPS = {
    "非常": 4,
    "十分": 4,
    "很": 4,
    "极": 4,
    "完全": 4,
    "全部": 4,
    "均": 4,
    "更加": 3,
    "更": 3,
    "日益": 3,
    "日趋": 3,
}
_STEPS |= {
    "较为": 2,
    "比较": 2,
    "较": 2,
    "基本": 2,
    "总体": 3,
    "整体": 3,
    "大部分": 2,
    "多数": 2,
    "大多数": 2,
    "绝大部分": 2,
    "部分": 1,
    "初步": 1,
    "逐步": 1,
    "个别": 0,
    "局部": 1,
    "有所": 1,
}
_PLAIN, _HALF_NOT, _NOT = 3, 1, 0
_HALF = re.compile(r"太|够|甚|是很|尽|欠")
_TRIM = re.compile(
    r"^(?:总体|整体|等次为?|评价为?|为|达到|均为|属于|评定为?)|(?:等次|水平|等级|以上|及以上|级|状态)?[。.;；!！\s]*$"
)


def _places() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for scale, steps in _SCALES.items():
        for place, step in enumerate(reversed(steps.split("/"))):
            for word in step.split():
                found.setdefault(word, {})[scale] = place
    return found


_PLACES = _places()


def scale_evidence(target: str, actual: str) -> tuple[Evidence, ...]:
    """Return where both cells stand on a scale they share, labelled `scale=<name>:<place>`, higher is better.

    Nothing if the target is no value of a scale or the answer none of the same scale.
    """
    asked, told = readable(target)[0], readable(actual)[0]
    places = _shared(_TRIM.sub("", asked), _TRIM.sub("", told)) or _qualities(asked, told)
    if places is None:
        return ()
    name, of_target, of_actual = places
    pairs: tuple[tuple[FieldName, str, int], ...] = (("target", target, of_target), ("actual", actual, of_actual))
    return tuple(Evidence(field=field, start=0, end=len(text), label=f"scale={name}:{at}") for field, text, at in pairs)


def _shared(target: str, actual: str) -> tuple[str, int, int] | None:
    asked, told = _PLACES.get(target, {}), _PLACES.get(actual, {})
    shared = next((scale for scale in asked if scale in told), None)
    return (shared, asked[shared], told[shared]) if shared else None


def _qualities(target: str, actual: str) -> tuple[str, int, int] | None:
    """Return the places of the quality that the target ends with; of several in the answer the worst counts."""
    asked = [match for match in _HEDGED.finditer(target) if match.end() == len(target.rstrip("。 "))]
    if not asked or len(target) - asked[-1].start() > _LONGEST or not target:
        return None
    quality = asked[-1]["quality"]
    told = [_place(match) for match in _HEDGED.finditer(actual) if match["quality"] == quality]
    return ("quality", _place(asked[-1]), min(told)) if told else None


_LONGEST = 8


def _place(match: re.Match[str]) -> int:
    if match["not"]:
        return _HALF_NOT if _HALF.search(match["not"]) else _NOT
    return _STEPS.get(match["hedge"] or "", _PLAIN)
