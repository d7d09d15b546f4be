"""Rubrics: what a status earns. Policy as data, read from a TOML file.

The keys of a file are the fields of the records below. Credits are shares of an
indicator's points, 0-1. Bands, names and operators are the rule; every `point`
and `by_distance` is a convention, because no rule fixes the point inside a band.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfnlp.records import Status


class Operator(StrEnum):
    """How a figure that falls short is turned into credit. A is the target, B the actual."""

    RATIO = "ratio"  # B/A
    INVERSE_RATIO = "inverse_ratio"  # A/B
    LINEAR_EXCESS = "linear_excess"  # 1-(B-A)/A, nothing from B = 2A
    STEPS = "steps"  # 每降5%扣1分: `steps.deduction` for each begun `steps.width`
    PER_CASE = "per_case"  # zero targets: `steps.deduction` for each case
    ALL_OR_NOTHING = "all_or_nothing"


class Compound(StrEnum):
    """How the parts of a compound target make one credit."""

    MEAN = "mean"
    WORST = "worst"


class OverCompletion(StrEnum):
    """What happens when the target is exceeded beyond the threshold."""

    NOTHING = "nothing"
    REASON = "reason"  # the deviation must be explained
    REDUCE = "reduce"  # the excess over the threshold is taken off


class RoundingMode(StrEnum):
    """How a score between two steps is rounded."""

    HALF_UP = "half_up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One band of credit.

    Attributes:
        name: as the rule prints it.
        low, high: ends of the band; equal for a tier that is one fixed credit.
        low_included: whether `low` belongs to this band or to the one below.
        point: credit proposed inside the band (convention).
        statuses: the statuses it serves; each ordered status has exactly one tier.
    """

    name: str
    low: Decimal
    high: Decimal
    low_included: bool
    point: Decimal
    statuses: tuple[Status, ...]

    def holds(self, credit: Decimal) -> bool:
        """Return whether `credit` lies in the band; `high` too, so ask the best tier first."""
        return self.low < credit <= self.high or (credit == self.low and self.low_included)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Credit lost for each begun step of shortfall.

    Attributes:
        width: shortfall of one step: percentage points / 100 for shares, else the share
            of the target that is missing.
        deduction: credit lost for each step.
    """

    width: Decimal
    deduction: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantitative:
    """How figures earn credit.

    Attributes:
        at_least, at_most, exactly, zero: the operator of each kind of target.
        compound: how parts are put together.
        floor: an attainment below it earns nothing; 0 switches it off.
        tolerance: an attainment of at least 1 - tolerance counts as met.
        budget_names: indicators that always earn executed/budget, whatever the operators.
        steps: used by the operators `steps` and `per_case` only.
    """

    at_least: Operator
    at_most: Operator
    exactly: Operator
    zero: Operator
    compound: Compound
    floor: Decimal
    tolerance: Decimal
    budget_names: tuple[str, ...]
    steps: Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """A whole scoring policy.

    Attributes:
        name: what `load_rubric` was asked for: the name of a shipped one, or a path.
        title: one Chinese line.
        basis: the rule as a deduction note cites it.
        source: where names, bands and conventions come from.
        tiers: best first.
        by_distance: credit of a partial effect whose wording is 1, 2, 3 ... degrees weaker
            than the target's (convention); the last one serves all greater distances.
        quantitative: the rules for figures.
        over_completion, over_threshold: what a high attainment asks for, and from where.
        over_minimum: `reduce` never goes below it.
        rounding_step, rounding_mode: of scores, in points.
    """

    name: str
    title: str
    basis: str
    source: str
    tiers: tuple[Tier, ...]
    by_distance: tuple[Decimal, ...]
    quantitative: Quantitative
    over_completion: OverCompletion
    over_threshold: Decimal
    over_minimum: Decimal
    rounding_step: Decimal
    rounding_mode: RoundingMode

    def tier_for(self, status: Status) -> Tier:
        """Return the tier that serves `status`, which must not be UNCLEAR."""
        return next(tier for tier in self.tiers if status in tier.statuses)

    def tier_at(self, credit: Decimal) -> Tier:
        """Return the best tier whose band holds `credit`, which a convention of this rubric gave."""
        return next(tier for tier in self.tiers if tier.holds(credit))
