"""Label Studio: proposals as predictions, decisions as annotations, and the labelling configuration for both."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.sax.saxutils import quoteattr

from perfnlp.errors import ReviewError
from perfnlp.export.form import SENT_BACK
from perfnlp.export.interchange import KEY, Item, from_plain, parsed, spans, text_of, to_plain, whole_text
from perfnlp.records import Action, Decision

_TEXT, _EVIDENCE, _TIER, _SCORE, _COMMENT = "text", "evidence", "tier", "score", "comment"
_PER_STEP = "0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task that came back.

    Attributes:
        place: for messages.
        item: the row as it was exported.
        tier, score, comment: what the last annotation says; "" and None for nothing.
        is_annotated: whether there is an annotation.
    """

    place: str
    item: Item
    tier: str = ""
    score: Decimal | None = None
    comment: str = ""
    is_annotated: bool = False


def encode(items: Sequence[Item]) -> bytes:
    """Return the tasks as Label Studio imports them: one JSON array."""
    return json.dumps([_task(item) for item in items], ensure_ascii=False, indent=1).encode(errors="backslashreplace")


def encode_config(tiers: Sequence[str], items: Sequence[Item]) -> bytes:
    """Return the labelling configuration of a project for the tasks of `items`, as XML."""
    labels = sorted({label for item in items for _, _, label in spans(item.record)})
    lines = [
        "<View>",
        f'  <Text name="{_TEXT}" value="$text"/>',
        f'  <Labels name="{_EVIDENCE}" toName="{_TEXT}">',
        *(f"    <Label value={quoteattr(label)}/>" for label in labels),
        "  </Labels>",
        f'  <Choices name="{_TIER}" toName="{_TEXT}" choice="single-radio" required="true">',
        *(f"    <Choice value={quoteattr(tier)}/>" for tier in (*tiers, SENT_BACK)),
        "  </Choices>",
        f'  <Number name="{_SCORE}" toName="{_TEXT}" min="0" step="{_PER_STEP}"/>',
        f'  <TextArea name="{_COMMENT}" toName="{_TEXT}" maxSubmissions="1"/>',
        "</View>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _task(item: Item) -> dict[str, Any]:
    record, text = item.record, whole_text(item.record)[0]
    prediction = {
        "model_version": record["decided_by"],
        "score": record["confidence"],
        "result": [
            *_evidence(item, text),
            *_result(item, record["tier"] or SENT_BACK, record["proposed_score"], ""),
        ],
    }
    data = {
        _TEXT: text,
        "points": record["points"],
        "self_score": record["self_score"],
        "reasons": "\n".join(record["reasons"]),
        KEY: to_plain(item),
    }
    annotations = [] if item.decision is None else [_annotation(item, item.decision)]
    return {"data": data, "predictions": [prediction], "annotations": annotations}


def _annotation(item: Item, decision: Decision) -> dict[str, Any]:
    tier, score, comment = told(decision)
    result = _result(item, tier, None if score is None else float(score), comment)
    return {"was_cancelled": False, "ground_truth": False, "result": list(result)}


def told(decision: Decision) -> tuple[str, Decimal | None, str]:
    """Return tier, score and comment as an annotation tells them."""
    tier = SENT_BACK if decision.action is Action.SEND_BACK else decision.tier or ""
    return tier, decision.score, decision.comment


def _evidence(item: Item, text: str) -> Iterator[dict[str, Any]]:
    for number, (start, end, label) in enumerate(spans(item.record), start=1):
        value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
        yield _part(f"{item.row_id}-{number}", _EVIDENCE, "labels", value)


def _result(item: Item, tier: str, score: float | None, comment: str) -> Iterator[dict[str, Any]]:
    if tier:
        yield _part(f"{item.row_id}-{_TIER}", _TIER, "choices", {"choices": [tier]})
    if score is not None:
        yield _part(f"{item.row_id}-{_SCORE}", _SCORE, "number", {"number": score})
    if comment:
        yield _part(f"{item.row_id}-{_COMMENT}", _COMMENT, "textarea", {"text": [comment]})


def _part(number: str, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": number, "from_name": name, "to_name": _TEXT, "type": kind, "value": value}


def decode(data: bytes, name: str) -> tuple[Task, ...]:
    """Return the tasks of `encode`, or of Label Studio's JSON export of them.

    Raises:
        ReviewError: it is no such file.
    """
    tasks = parsed(text_of(data, name), f"'{name}'")
    if not isinstance(tasks, list):
        message = f"'{name}' is no JSON array of tasks. Export the project as JSON in Label Studio."
        raise ReviewError(message)
    return tuple(_decode(task, f"'{name}', task {number}") for number, task in enumerate(tasks, start=1))


def _decode(task: Any, place: str) -> Task:
    try:
        item = from_plain(task["data"][KEY], place)
        kept = [annotation for annotation in task.get("annotations", ()) if not annotation.get("was_cancelled")]
        if not kept:
            return Task(place=place, item=item)
        last = max(kept, key=lambda annotation: str(annotation.get("updated_at", "")))
        values = {part["from_name"]: part["value"] for part in last["result"]}
        number = values.get(_SCORE, {}).get("number")
        return Task(
            place=place,
            item=item,
            tier="".join(values.get(_TIER, {}).get("choices", ())),
            score=None if number is None else Decimal(str(number)),
            comment="\n".join(values.get(_COMMENT, {}).get("text", ())).strip(),
            is_annotated=True,
        )
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        message = f"{place} is no task that `perfnlp export` wrote ({error!r}). Export the project as JSON."
        raise ReviewError(message) from error
