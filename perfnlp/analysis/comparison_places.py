"""Targets counted from the last place: 退出后20位 answered with 第51位（共82个）.

How many places there are must be told, by the answer or by the target; then the goal
is an ordinary place. Such a goal is reached or it is not, so the part has no ratio.
"""

import re

from perfnlp.analysis.numerals import CHINESE, DIGITS, canonical, parse_number
from perfnlp.records import Bound, Outcome, Part, Quantity, QuantityKind

_NUMBER = rf"{DIGITS}|{CHINESE}"
_OUT_OF_LAST = re.compile(
    rf"(?:退出|摆脱|脱离|避免|不[得能]?(?:居|在|落|进入?|列|排|处于?))[^0-9，,。;；]{{0,8}}?(?:后|倒数)(?P<n>{_NUMBER})(?:名|位)"
)
_PLACE = re.compile(rf"第(?P<place>{_NUMBER})(?:名|位)?")
_OF_ALL = re.compile(rf"共(?:有)?(?P<all>{_NUMBER})(?:个|名|家|位)?")


def part_from_last(target: str, actual: str) -> Part | None:
    """Return the part of a goal counted from the last place, None if it is none or the places are not told."""
    wanted, told = canonical(target), canonical(actual)
    goal, place = _OUT_OF_LAST.search(wanted), _PLACE.search(told)
    of_all = _OF_ALL.search(told) or _OF_ALL.search(wanted)
    if goal is None or place is None or of_all is None:
        return None
    last, reached, places = (parse_number(n) for n in (goal["n"], place["place"], of_all["all"]))
    if last is None or reached is None or places is None or not last < places or reached > places:
        return None
    worst = places - last
    asked = Quantity(
        value=worst, unit="名", bound=Bound.AT_MOST, kind=QuantityKind.RANK, start=goal.start(), end=goal.end()
    )
    given = Quantity(value=reached, unit="名", kind=QuantityKind.RANK, start=place.start(), end=place.end())
    outcome = Outcome.MET if reached <= worst else Outcome.MISSED
    return Part(target=asked, actual=given, outcome=outcome, attainment=None, rule="rank")
