"""What a review has to know of the rubric that the proposals follow."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from perfnlp.records import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A tier of the rubric that one key stands for.

    Attributes:
        name: as the rule prints it.
        status: the worst status that the tier serves.
        credit: usual credit inside the band, 0-1.
        low, high: ends of the band.
    """

    name: str
    status: Status
    credit: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a session has to know of a rubric.

    Attributes:
        rubric: its name.
        choices: its tiers, best first; key 1 is the first.
        round_score: rounds a score as the rubric says.
    """

    rubric: str
    choices: tuple[Choice, ...]
    round_score: Callable[[Decimal], Decimal]

    def choice_at(self, credit: Decimal) -> Choice:
        """Return the best tier whose band holds `credit`, the last one for less than all of them."""
        return next((choice for choice in self.choices if credit >= choice.low), self.choices[-1])
