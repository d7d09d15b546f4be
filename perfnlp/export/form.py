"""The workbook that a bureau files: re-check forms, differences, findings, the rubric and the log of decisions.

Nothing is judged here: notes, clauses and decisions come in finished. `contradictions` of
`form_checks` must be empty before a form is encoded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from perfnlp.annotation import Record
from perfnlp.records import Action, Decision

SENT_BACK = "退回单位说明"
"""What stands in the column of tiers for a row without a score that its body must explain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One indicator of a form.

    Attributes:
        row_id: of the row in its review store.
        position: place in the annotation run, from 0.
        record: annotation record.
        decision: what counts, None while the row is undecided.
        note: 备注（扣分原因）, "" if there is nothing to say.
        clause: the rule that the decision rests on, "" while undecided.
        opinions: who decided what, of a row that reviewers decided differently, else ().
    """

    row_id: str
    position: int
    record: Record
    decision: Decision | None
    note: str = ""
    clause: str = ""
    opinions: tuple[str, ...] = ()

    def number(self, key: str) -> Decimal | None:
        """Return the record's `points`, `self_score` or `attainment`."""
        value = self.record[key]
        return None if value is None else Decimal(str(value))

    @property
    def score(self) -> Decimal | None:
        """Return 复核得分."""
        return None if self.decision is None else self.decision.score

    @property
    def is_sent_back(self) -> bool:
        """Return whether the body must explain before the row is scored."""
        return self.decision is not None and self.decision.action is Action.SEND_BACK

    @property
    def tier(self) -> str:
        """Return 采用档次, "" while there is none."""
        return SENT_BACK if self.is_sent_back else (self.decision.tier or "") if self.decision is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """The 复核表 of one report.

    Attributes:
        document: the report as the user named it.
        project: what the report is about: its title, else its file name.
        organisation, year: where the report tells them.
        rows: in document order, at least one.
    """

    document: str
    project: str
    organisation: str | None
    year: int | None
    rows: tuple[FormRow, ...]

    def sections(self) -> Iterator[tuple[str, tuple[FormRow, ...]]]:
        """Yield heading and rows of each run of rows that stand under one heading: one project's, as a rule."""
        for section, rows in groupby(self.rows, key=lambda row: row.record["source"]["section"] or ""):
            yield section, tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTier:
    """One tier of the annex; credits are shares of the points, 0-1."""

    name: str
    low: Decimal
    high: Decimal
    point: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEvent:
    """One entry of the log, in words.

    Attributes:
        seq: running number.
        at: Beijing time.
        reviewer, row, action, before, after, comment, basis: as a reader sees them.
        seconds: spent before the action.
        saw_proposal: whether the proposal was on the screen.
        model, rubric: versions that made the proposal.
    """

    seq: int
    at: str
    reviewer: str
    row: str
    action: str
    before: str
    after: str
    comment: str
    basis: str
    seconds: float
    saw_proposal: bool
    model: str
    rubric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A whole workbook.

    Attributes:
        sheets: one a report, at least one.
        tiers: of the rubric, best first.
        rubric: the rubric in Chinese, line by line.
        events: the whole log, oldest first.
        total: sum of the decided scores as the review counts them.
    """

    sheets: tuple[FormSheet, ...]
    tiers: tuple[FormTier, ...]
    rubric: tuple[str, ...]
    events: tuple[FormEvent, ...]
    total: Decimal


def encode(form: Form) -> bytes:
    """Return the workbook's bytes, the same for the same form."""
    from openpyxl import Workbook
    from openpyxl.workbook.properties import CalcProperties

    from perfnlp.export.form_annexes import write_events, write_findings, write_rubric
    from perfnlp.export.form_differences import write_differences
    from perfnlp.export.form_sheet import write_form
    from perfnlp.export.workbook import save_book

    book = Workbook()
    book.remove(book.active)
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    seq = form.events[-1].seq if form.events else 0
    results: dict[tuple[str, str], Decimal] = {}
    totals = [
        total
        for title, sheet in zip(sheet_titles(form.sheets), form.sheets, strict=True)
        for total in write_form(book.create_sheet(title), sheet, tiers=form.tiers, seq=seq, results=results)
    ]
    write_differences(book.create_sheet("差值汇总表"), totals, results)
    write_findings(book.create_sheet("问题清单"), form.sheets)
    write_rubric(book.create_sheet("评分标准"), form)
    write_events(book.create_sheet("修改记录"), form.events)
    return save_book(book, results)


def sheet_titles(sheets: Sequence[FormSheet]) -> tuple[str, ...]:
    """Return a title for each sheet that a workbook allows: short, unique, without the signs it forbids."""
    kept = ("".join(sign for sign in sheet.project if sign not in "[]:*?/\\'!") for sheet in sheets)
    return tuple(f"复核表{number} {name}"[:31].strip() for number, name in enumerate(kept, start=1))
