"""What a review has to know of the rubric and the model behind its rows."""

import json
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from perfnlp.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfnlp.records import Status
    from perfnlp.review.policy import Choice, Policy
    from perfnlp.review.rows import Row
    from perfnlp.scoring import Rubric


def policy_of(rows: "Sequence[Row]", rubric: str | None) -> "Policy":
    """Return the policy of the rubric that the rows follow, or of `rubric` if it has their tiers.

    Raises:
        ReviewError: the rows follow another rubric, or several.
        RubricError: the rubric cannot be loaded.
    """
    from perfnlp.review.policy import Policy
    from perfnlp.scoring import DEFAULT_RUBRIC, load_rubric

    names = sorted({row.record["rubric"] for row in rows}) or [DEFAULT_RUBRIC]
    loaded = load_rubric(rubric or names[0])
    unknown = {row.record["tier"] for row in rows} - {None} - {tier.name for tier in loaded.tiers}
    if len(names) > 1 or unknown:
        theirs = " and ".join(f"'{name}'" for name in names)
        message = (
            f"the rows follow the rubric {theirs}, not '{loaded.name}'. Name theirs, or annotate with one --rubric."
        )
        raise ReviewError(message)
    return Policy(rubric=loaded.name, choices=_choices(loaded), round_score=lambda score: _rounded(score, loaded))


def _choices(rubric: "Rubric") -> "tuple[Choice, ...]":
    from perfnlp.review.policy import Choice

    return tuple(
        Choice(name=tier.name, status=_worst(rubric, place), credit=tier.point, low=tier.low, high=tier.high)
        for place, tier in enumerate(rubric.tiers)
    )


def _worst(rubric: "Rubric", place: int) -> "Status":
    """Return the worst status that a tier serves; one that serves none stands for the next below it."""
    from perfnlp.records import STATUS_ORDER

    served = next(tier.statuses for tier in rubric.tiers[place:] if tier.statuses)
    worst_first = [status for status in STATUS_ORDER if status in served]
    return worst_first[0] if rubric.tiers[place].statuses else worst_first[-1]


def _rounded(score: Decimal, rubric: "Rubric") -> Decimal:
    from perfnlp.scoring.rubric import RoundingMode

    mode = ROUND_HALF_UP if rubric.rounding_mode is RoundingMode.HALF_UP else ROUND_DOWN
    return (score / rubric.rounding_step).quantize(Decimal(1), rounding=mode) * rubric.rounding_step


def certificate_of(rows: "Sequence[Row]", model: Path | None) -> str | None:
    """Return what vouches for the rows without need of review: how the model that graded them did on other documents.

    None if the manifest is not of that model, or says nothing about it.
    """
    from perfnlp.artifacts import MANIFEST, models_root

    path = (model or models_root() / "grader") / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        model_id, metrics = manifest["model_id"], manifest["metrics"]
        precision, n_rows = float(metrics["precision_without_review"]), int(metrics["n_rows"])
        coverage = float(metrics["coverage_without_review"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    graders = {row.record["decided_by"] for row in rows if not row.record["decided_by"].startswith("rule:")}
    if graders - {model_id}:
        return None
    return f"模型{model_id}在{n_rows}行开发数据中免复核{coverage:.1%}，其中评定正确{precision:.2%}"
