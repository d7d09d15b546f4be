"""Numbers as they are printed: digits with separators, Chinese numerals, fractions.

The module knows what a number is, not what it counts: units, signs and the words
around a number belong to `quantities.py`. Everything works on canonical text.
"""

import re
from decimal import Decimal
from functools import lru_cache

from perfnlp.text import fold

DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\. ?[0-9]+)?"
"""A number in digits: 1,234.56, 18 189 or 2033. 69 (a wrapped cell leaves such spaces)."""

_GROUP = r"[零〇一二三四五六七八九十两][零〇一二三四五六七八九十百千两]*"
CHINESE = rf"(?:{_GROUP}(?:[万亿]{_GROUP})+[万亿]?|{_GROUP}(?:点[零〇一二三四五六七八九]+)?)"
"""A number in Chinese that does not begin with 百 千 万 亿 (万众, 千方百计 are none); inside they belong to it."""

FRACTION = rf"(?P<whole>百|千|{CHINESE})分之(?P<share>百|{CHINESE}|[0-9]+(?:\.[0-9]+)?)"
"""百分之九十八, 千分之三, 三分之二."""

_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
_COMMON = {
    "两": 2,
    "百": 100,
    "千": 1000,
    **_DIGITS,
    **{f"{ten}{one}": 10 * tens + ones for ten, tens in _DIGITS.items() for one, ones in _DIGITS.items()},
    **{f"{digit}{unit}": n * size for digit, n in _DIGITS.items() if n for unit, size in (("百", 100), ("千", 1000))},
    **{
        f"{ten if tens else ''}十{one if ones else ''}": 10 * (tens or 1) + ones
        for ten, tens in _DIGITS.items()
        for one, ones in _DIGITS.items()
    },
}
"""The numerals that most texts do not go beyond (一三 is 13, as cn2an has it): importing cn2an takes 0.1 s."""
_LONGEST_NUMBER = 24
_MARKS = re.compile(r"[\u2460-\u24ff\u2776-\u2793\u3220-\u32ff\u00b9\u2070-\u2079\u2080-\u2089]")
"""Characters that fold to digits and are list marks or footnotes."""
_FORMAL = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟零贰]{2,}")
_FORMAL_DIGITS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_UNIT_AHEAD = r"(?=\s?[%‰万亿千百人名户元公平个件家吨米亩套处项次场起宗台辆座所部])"
_LETTERS = re.compile(rf"(?<![A-Za-z0-9.])(?=[OolIZ]*[0-9])(?=[0-9]*[OolIZ])[0-9OolIZ]{{2,9}}{_UNIT_AHEAD}")
_LETTER_DIGITS = str.maketrans("OolIZ", "00112")
_STOP_POINT = re.compile(rf"(?<=[0-9])[。·．](?=[0-9]{{1,2}}{_UNIT_AHEAD})")
_WIDE_COMMAS = re.compile(
    rf"(?<![0-9、])[0-9]{{1,3}}(?:(?:，[0-9]{{3}}){{2,}}(?![0-9])|，[0-9]{{3}}(?:\.[0-9]+)?{_UNIT_AHEAD})"
)
_SIMPLIFIED = str.maketrans(
    "個萬億戶畝項場張條輛臺間噸頭隻棟處類種冊頁歲週時鐘雙過達實際計劃標準總長頻餘約於數減點歷幾兩樁顆級層隊組門學課節屆輪兒區縣鎮發現產無損災違佔務階執開復"
    "竣穩應該內為資漲價環較與訪訴積極優質額錄體廠費決結構滿還續預購績線勞動業測監據驗審報網絡視絕歸檢",
    "个万亿户亩项场张条辆台间吨头只栋处类种册页岁周时钟双过达实际计划标准总长频余约于数减点历几两桩颗级层队组门学课节届轮儿区县镇发现产无损灾违占务阶执开复"
    "竣稳应该内为资涨价环较与访诉积极优质额录体厂费决结构满还续预购绩线劳动业测监据验审报网络视绝归检",
)


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """Return `text` folded, with simplified measure words and list marks like ① blanked; same length.

    Figures that a scanner or a typist spoiled are mended (2OO0人 is 2000人, 96。5% is
    96.5%); `is_mended` tells where.
    """
    folded = fold(_MARKS.sub(" ", text)).translate(_SIMPLIFIED)
    if _FORMAL.search(folded):
        folded = _FORMAL.sub(lambda match: match[0].translate(_FORMAL_DIGITS), folded)
    return _mend(folded)


def is_mended(printed: str, plain: str) -> bool:
    """Return whether a printed figure reads otherwise in canonical text `plain` because it was mended."""
    return any(
        mended in "0123456789.," and not fold(character).isdigit() and fold(character) not in ".,"
        for character, mended in zip(printed, plain, strict=True)
    )


def _mend(folded: str) -> str:
    mended = _STOP_POINT.sub(".", folded)
    mended = _WIDE_COMMAS.sub(lambda match: match[0].replace("，", ","), mended)
    return _LETTERS.sub(lambda match: match[0].translate(_LETTER_DIGITS), mended)


def parse_number(printed: str) -> Decimal | None:
    """Return the value of one bare number as `DIGITS` or `CHINESE` found it, None if it is malformed."""
    if len(printed) > _LONGEST_NUMBER:
        return None
    if printed[0] in "0123456789":
        return Decimal(printed.replace(",", "").replace(" ", ""))
    return _parse_chinese(printed)


def parse_fraction(whole: str, share: str) -> Decimal | None:
    """Return `share` of `whole` parts in percent: 三分之二 is 66.67 (two places), 百分之百 is 100."""
    parts, taken = _parse_chinese(whole), parse_number(share) if share != "百" else Decimal(100)
    if not parts or taken is None:
        return None
    percent = taken * 100 / parts
    return percent if parts in (100, 1000) else percent.quantize(Decimal("0.01"))


@lru_cache(maxsize=1024)
def _parse_chinese(printed: str) -> Decimal | None:
    if printed in _COMMON:
        return Decimal(_COMMON[printed])
    from cn2an import cn2an

    try:
        return Decimal(str(cn2an(printed, "smart")))
    except (ValueError, LookupError):  # 十十一 is a LookupError of cn2an
        return None
