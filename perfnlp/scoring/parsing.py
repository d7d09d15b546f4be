"""Turn the bytes of a rubric file into a `Rubric`, or say in one sentence what is wrong with it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, NoReturn, TypeVar

from perfnlp.errors import RubricError
from perfnlp.records import STATUS_ORDER, Status
from perfnlp.scoring.rubric import Compound, Operator, OverCompletion, Quantitative, RoundingMode, Rubric, Steps, Tier

_ZERO, _ONE = Decimal(0), Decimal(1)
_COMMON = (Operator.STEPS, Operator.ALL_OR_NOTHING)
_OPERATORS = {
    "at_least": (Operator.RATIO, *_COMMON),
    "at_most": (Operator.INVERSE_RATIO, Operator.LINEAR_EXCESS, *_COMMON),
    "exactly": (Operator.RATIO, *_COMMON),
    "zero": (Operator.ALL_OR_NOTHING, Operator.PER_CASE),
}
_Choice = TypeVar("_Choice", bound=StrEnum)


def parse_rubric(content: bytes, *, name: str) -> Rubric:
    """Return the rubric that `content` states in TOML.

    Args:
        content: the file's bytes, UTF-8.
        name: name or path that loads the rubric again; messages cite it.

    Raises:
        RubricError: the first thing that is wrong, with file, key and remedy.
    """
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        message = f"rubric {name} is not UTF-8 text: save it as UTF-8"
        raise RubricError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = f"rubric {name} is not valid TOML: {error}; correct the file there"
        raise RubricError(message) from error
    root = _Reader(where=name, table=tables)
    over, rounding = root.section("over_completion"), root.section("rounding")
    variant = over.choice("variant", tuple(OverCompletion))
    tiers = _tiers(root)
    rubric = Rubric(
        name=name,
        title=root.text("title"),
        basis=root.text("basis"),
        source=root.text("source"),
        tiers=tiers,
        by_distance=_by_distance(root.section("partial"), tiers),
        quantitative=_quantitative(root.section("quantitative")),
        over_completion=variant,
        over_threshold=_ONE if variant is OverCompletion.NOTHING else over.number("threshold", low=_ONE),
        over_minimum=over.number("minimum", high=_ONE) if variant is OverCompletion.REDUCE else _ZERO,
        rounding_step=rounding.number("step", positive=True),
        rounding_mode=rounding.choice("mode", tuple(RoundingMode)),
    )
    for reader in (over, rounding, root):
        reader.refuse_unknown()
    return rubric


def _tiers(root: "_Reader") -> tuple[Tier, ...]:
    readers = root.sections("tiers")
    tiers = tuple(_tier(reader) for reader in readers)
    for (_, upper), (reader, lower) in pairwise(zip(readers, tiers, strict=True)):
        _check_seam(reader, upper, lower)
    if tiers[0].high != 1:
        readers[0].refuse("high", f"is {tiers[0].high}", "the first tier must reach 1")
    if tiers[-1].low != 0:
        readers[-1].refuse("low", f"is {tiers[-1].low}", "the last tier must reach down to 0")
    if not tiers[-1].low_included:
        readers[-1].refuse("low_included", "is false", "the last tier must include 0")
    for status in STATUS_ORDER:
        n_tiers = sum(status in tier.statuses for tier in tiers)
        if n_tiers != 1:
            root.refuse(
                "tiers", f"serve status '{status}' {n_tiers} times", "name it in the statuses of exactly one tier"
            )
    order = [status for tier in reversed(tiers) for status in sorted(tier.statuses, key=STATUS_ORDER.index)]
    if order != list(STATUS_ORDER):
        root.refuse("tiers", "give a worse status a better tier", "put the tiers best first")
    return tiers


def _tier(reader: "_Reader") -> Tier:
    low, high = reader.number("low", high=_ONE), reader.number("high", high=_ONE)
    tier = Tier(
        name=reader.text("name"),
        low=low,
        high=high,
        low_included=reader.flag("low_included"),
        point=reader.number("point", high=_ONE),
        statuses=tuple(reader.member("statuses", word, STATUS_ORDER) for word in reader.words("statuses")),
    )
    reader.refuse_unknown()
    if low > high or (low == high and not tier.low_included):
        reader.refuse("low", f"is {low} with high {high}", "the band must hold at least one credit")
    if not low <= tier.point <= high or (tier.point == low and not tier.low_included):
        reader.refuse("point", f"{tier.point} lies outside of the band {low}-{high}", "move it inside")
    return tier


def _check_seam(reader: "_Reader", upper: Tier, lower: Tier) -> None:
    """Refuse overlaps, and gaps between two ranges; a tier of one fixed credit stands alone."""
    is_shared = lower.high == upper.low == lower.point and upper.low_included
    if lower.high > upper.low or is_shared:
        reader.refuse(
            "high",
            f"{lower.high} overlaps the tier '{upper.name}' above",
            f"end the band, and its point, below {upper.low}",
        )
    is_fixed = upper.low == upper.high or lower.low == lower.high
    if lower.high < upper.low and not is_fixed:
        reader.refuse("high", f"{lower.high} leaves a gap below {upper.low}", f"set it to {upper.low}")


def _by_distance(reader: "_Reader", tiers: Sequence[Tier]) -> tuple[Decimal, ...]:
    shares = reader.numbers("by_distance", high=_ONE)
    reader.refuse_unknown()
    if any(nearer < further for nearer, further in pairwise(shares)):
        reader.refuse("by_distance", "rises", "a greater distance of degrees must not earn more")
    top = next(tier for tier in tiers if Status.COMPLETED in tier.statuses)
    bottom = next(tier for tier in tiers if Status.NOT_COMPLETED in tier.statuses)
    for credit in shares:
        tier = next((tier for tier in tiers if tier.holds(credit)), None)
        if tier is None or tier is top or (tier is bottom and Status.PARTIAL not in bottom.statuses):
            reader.refuse(
                "by_distance",
                f"{credit} lies in no band between '{top.name}' and '{bottom.name}'",
                "move it inside one",
            )
    return shares


def _quantitative(reader: "_Reader") -> Quantitative:
    operators = {key: reader.choice(key, allowed) for key, allowed in _OPERATORS.items()}
    needs_steps = bool({Operator.STEPS, Operator.PER_CASE} & set(operators.values()))
    quantitative = Quantitative(
        **operators,
        compound=reader.choice("compound", tuple(Compound)),
        floor=reader.number("floor", high=_ONE),
        tolerance=reader.number("tolerance", high=_ONE),
        budget_names=reader.words("budget_names"),
        steps=_steps(reader.section("steps")) if needs_steps else Steps(width=_ONE, deduction=_ZERO),
    )
    reader.refuse_unknown()
    return quantitative


def _steps(reader: "_Reader") -> Steps:
    steps = Steps(
        width=reader.number("width", high=_ONE, positive=True),
        deduction=reader.number("deduction", high=_ONE, positive=True),
    )
    reader.refuse_unknown()
    return steps


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads typed values of one TOML table and words every complaint the same way."""

    where: str
    table: Mapping[str, Any]
    path: str = ""

    def refuse(self, key: str, what: str, remedy: str) -> NoReturn:
        message = f"rubric {self.where}: {self.path}{key} {what}; {remedy}"
        raise RubricError(message)

    def refuse_unknown(self) -> None:
        known = _KNOWN_KEYS[self.path.rstrip(".").split("[")[0]]
        for key in self.table:
            if key not in known:
                self.refuse(key, "is no known key", f"use {', '.join(known)}")

    def section(self, key: str) -> "_Reader":
        value = self._value(key)
        if not isinstance(value, dict):
            self.refuse(key, "is no table", f"write [{self.path}{key}]")
        return _Reader(where=self.where, table=value, path=f"{self.path}{key}.")

    def sections(self, key: str) -> tuple["_Reader", ...]:
        value = self._value(key)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            self.refuse(key, "is no list of tables", f"write at least one [[{key}]]")
        return tuple(
            _Reader(where=self.where, table=item, path=f"{key}[{number}].")
            for number, item in enumerate(value, start=1)
        )

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, f"is {value!r}", "write a text in quotes")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self.refuse(key, f"is {value!r}", "write a list of texts in quotes")
        return tuple(value)

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if not isinstance(value, bool):
            self.refuse(key, f"is {value!r}", "write true or false")
        return value

    def number(self, key: str, *, low: Decimal = _ZERO, high: Decimal | None = None, positive: bool = False) -> Decimal:
        return self._number(key, self._value(key), low=low, high=high, positive=positive)

    def numbers(self, key: str, *, high: Decimal) -> tuple[Decimal, ...]:
        value = self._value(key)
        if not isinstance(value, list):
            self.refuse(key, f"is {value!r}", "write a list of numbers")
        return tuple(self._number(key, item, low=_ZERO, high=high) for item in value)

    def choice(self, key: str, allowed: Sequence[_Choice]) -> _Choice:
        return self.member(key, self._value(key), allowed)

    def member(self, key: str, word: object, allowed: Sequence[_Choice]) -> _Choice:
        choice = next((choice for choice in allowed if choice == word), None)
        if choice is None:
            self.refuse(key, f"is {word!r}", f"use one of {', '.join(allowed)}")
        return choice

    def _value(self, key: str) -> Any:
        if key not in self.table:
            self.refuse(key, "is missing", "add it (see the shipped rubrics)")
        return self.table[key]

    def _number(
        self, key: str, value: object, *, low: Decimal, high: Decimal | None, positive: bool = False
    ) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.refuse(key, f"is {value!r}", "write a number without quotes")
        number = Decimal(value)
        is_small = not number.is_finite() or number < low or (positive and number == 0)
        if is_small or (high is not None and number > high):
            limits = f"from {low}" if high is None else f"from {low} to {high}"
            self.refuse(key, f"is {number}", f"use a number {limits}" + (", not 0" if positive else ""))
        return number


_KNOWN_KEYS = {
    "": ("title", "basis", "source", "tiers", "partial", "quantitative", "over_completion", "rounding"),
    "tiers": ("name", "low", "high", "low_included", "point", "statuses"),
    "partial": ("by_distance",),
    "quantitative": (*_OPERATORS, "compound", "floor", "tolerance", "budget_names", "steps"),
    "quantitative.steps": ("width", "deduction"),
    "over_completion": ("variant", "threshold", "minimum"),
    "rounding": ("step", "mode"),
}
