"""Put a form together from rows, log and rubric: the one place that knows all of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from perfnlp.cli.policy import policy_of
from perfnlp.errors import ReadingError, ReviewError

if TYPE_CHECKING:
    from perfnlp.export.form import Form, FormEvent, FormRow, FormSheet, FormTier
    from perfnlp.records import Decision, Report
    from perfnlp.review.log import Entry
    from perfnlp.review.outcomes import Final
    from perfnlp.review.rows import Row
    from perfnlp.scoring import Rubric

_BEIJING = timezone(timedelta(hours=8))
_FRONT_PAGES = 2


def make_form(rows: "Sequence[Row]", entries: "Sequence[Entry]", *, rubric: str | None) -> "Form":
    """Return the form of a store.

    Args:
        rows: of the latest run.
        entries: the whole log.
        rubric: preset or file; None is the one that the rows follow.

    Raises:
        ReviewError: there are no rows, or they follow another rubric.
        RubricError: the rubric cannot be loaded.
    """
    from perfnlp.export.form import Form
    from perfnlp.review.outcomes import final
    from perfnlp.scoring import describe_rubric, load_rubric

    if not rows:
        message = "the store holds no row to file. Begin a review with `perfnlp review out.jsonl`."
        raise ReviewError(message)
    policy_of(rows, rubric)  # refuses a rubric that is not the rows'
    loaded = load_rubric(rubric or rows[0].record["rubric"])
    finals, comments = final(rows, entries), comments_of(entries)
    by_document: dict[str, list[FormRow]] = {}
    for row in rows:
        made = _row(row, finals[row.row_id], comments, loaded)
        by_document.setdefault(row.record["source"]["path"], []).append(made)
    scores = (outcome.decision.score for outcome in finals.values() if outcome.decision is not None)
    return Form(
        sheets=tuple(_sheet(document, tuple(found)) for document, found in by_document.items()),
        tiers=_tiers(loaded),
        rubric=tuple(describe_rubric(loaded).splitlines()),
        events=_events(rows, entries),
        total=sum((score for score in scores if score is not None), Decimal(0)),
    )


def comments_of(entries: "Sequence[Entry]") -> Mapping[tuple[str, str], str]:
    """Return (reviewer, row) -> the last words of the reviewer on the row, without those undone."""
    from perfnlp.review.log import Ledger, reviewers

    found = {}
    for name in reviewers(entries):
        ledger = Ledger(name, entries)
        for row_id in dict.fromkeys(entry.row_id for entry in entries if entry.reviewer == name):
            found[name, row_id] = (ledger.comments(row_id) or ("",))[-1]
    return found


def decided(outcome: "Final", comments: Mapping[tuple[str, str], str]) -> "Decision | None":
    """Return the decision that counts, with the reviewer's last words on the row."""
    from perfnlp.review.importing import decision_of

    entry = outcome.decision
    return None if entry is None else replace(decision_of(entry), comment=comments[entry.reviewer, entry.row_id])


def _row(row: "Row", outcome: "Final", comments: Mapping[tuple[str, str], str], rubric: "Rubric") -> "FormRow":
    from perfnlp.export.form import FormRow
    from perfnlp.scoring.deduction import clause, deduction_note

    decision = decided(outcome, comments)
    return FormRow(
        row_id=row.row_id,
        position=row.position,
        record=row.record,
        decision=decision,
        note="" if decision is None else deduction_note(row.record, decision, rubric),
        clause="" if decision is None else clause(decision, rubric),
        opinions=outcome.reviewers if outcome.is_disputed else (),
    )


def _sheet(document: str, rows: "tuple[FormRow, ...]") -> "FormSheet":
    from perfnlp.export.form import FormSheet

    report = _front(document, rows[0].record["source"]["sha256"])
    return FormSheet(
        document=document,
        project=(report.title if report is not None else None) or Path(document).stem,
        organisation=report.organisation if report is not None else None,
        year=report.year if report is not None else None,
        rows=rows,
    )


def _front(document: str, sha256: str | None) -> "Report | None":
    """Return the first pages of the report, None if it is not where it was annotated or has changed since."""
    from perfnlp.reading import ReadingOptions, read_report

    if not Path(document).is_file():
        return None
    try:
        report = read_report(Path(document), options=ReadingOptions(n_pages=_FRONT_PAGES))
    except ReadingError:
        return None
    return report if report.sha256 == sha256 else None


def _tiers(rubric: "Rubric") -> "tuple[FormTier, ...]":
    from perfnlp.export.form import FormTier

    return tuple(FormTier(name=tier.name, low=tier.low, high=tier.high, point=tier.point) for tier in rubric.tiers)


def _events(rows: "Sequence[Row]", entries: "Sequence[Entry]") -> "tuple[FormEvent, ...]":
    from perfnlp.export.form import FormEvent
    from perfnlp.review import wording

    names = {row.row_id: f"第{row.position + 1}行 {row.record['indicator']}" for row in rows}
    return tuple(
        FormEvent(
            seq=entry.seq,
            at=f"{datetime.fromisoformat(entry.at).astimezone(_BEIJING):%Y-%m-%d %H:%M:%S}",
            reviewer=entry.reviewer,
            row=names.get(entry.row_id, f"已不在报告中的行 {entry.row_id}"),
            action=wording.ACTION_NAMES[entry.action],
            before=_before(entry),
            after=_outcome(entry.status, entry.tier, entry.score),
            comment=entry.comment,
            basis=entry.basis or "逐行查看",
            seconds=entry.seconds,
            saw_proposal=entry.saw_proposal,
            model=entry.model,
            rubric=entry.rubric,
        )
        for entry in entries
    )


def _before(entry: "Entry") -> str:
    if entry.before is None:
        return ""
    fields = json.loads(entry.before)
    return _outcome(fields["status"], fields["tier"], fields["score"])


def _outcome(status: str | None, tier: str | None, score: Decimal | str | None) -> str:
    from perfnlp.annotation import STATUS_NAMES

    parts = (STATUS_NAMES[status] if status else "", tier or "", "" if score is None else f"{score}分")
    return "，".join(part for part in parts if part)
