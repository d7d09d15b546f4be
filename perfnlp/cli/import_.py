"""`perfnlp import` and `perfnlp review import`: decisions that were made in other tools, or in the cells of a form."""

import getpass
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perfnlp.cli.review import ReviewerOption, RubricOption, StoreArgument, open_existing
from perfnlp.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfnlp.export.form_reading import FormLine
    from perfnlp.export.interchange import Item
    from perfnlp.export.label_studio import Task
    from perfnlp.records import Decision
    from perfnlp.review.importing import Edit
    from perfnlp.review.log import Entry
    from perfnlp.review.rows import Row
    from perfnlp.review.session import Session
    from perfnlp.review.store import Store


def import_form(
    form: Annotated[Path, typer.Argument(metavar="FORM", help="A workbook of `perfnlp export`, edited.")],
    store: StoreArgument,
    reviewer: ReviewerOption = None,
    rubric: RubricOption = None,
) -> None:
    """Take what was changed in 复核得分, 采用档次 and 复核意见 of FORM as decisions; list what was taken and refused.

    Rows whose ids or texts were altered are refused. Importing a form again adds nothing.

    \b
    perfnlp review import 复核表.xlsx out.pfreview --reviewer 李审
    """
    from perfnlp.export.form import SENT_BACK
    from perfnlp.export.form_reading import read_form
    from perfnlp.review.importing import take_edits

    lines = read_form(_bytes(form), str(form))
    with open_existing(store) as opened:
        session = _session(opened, reviewer or getpass.getuser(), rubric)
        edits = [_edit(line, session.rows.get(line.row_id)) for line in lines]
        taken = take_edits(session, edits, basis=f"import: {form.name}", sent_back=SENT_BACK)
        _write(opened, session, taken.entries)
    for text in taken.refused:
        typer.echo(f"未导入　{text}", err=True)
    if taken.refused:
        raise typer.Exit(1)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `perfnlp export` wrote, or the tool gave back.")],
    store: Annotated[Path, typer.Argument(metavar="STORE", help="A .pfreview file; a new one takes the rows too.")],
    reviewer: ReviewerOption = None,
    rubric: RubricOption = None,
) -> None:
    """Take the rows and decisions of FILE (.jsonl, .csv, .json of Label Studio, .jsonl of doccano) into STORE.

    Decisions keep who made them and when. What was changed in Label Studio is the decision of --reviewer.

    \b
    perfnlp import decisions.jsonl new.pfreview
    perfnlp import project.json out.pfreview --reviewer 李审
    """
    from perfnlp.review.store import SUFFIX, Store

    if store.suffix.lower() != SUFFIX:
        message = f"cannot import into '{store}': a review store ends in {SUFFIX}."
        raise ReviewError(message)
    items, tasks = _items(file)
    with Store(store) as opened:
        rows = opened.rows() or opened.add_run([item.record for item in items], origin=str(file))
        names = _rows_of(items, rows)
        _take_decisions(opened, items, names, rubric, basis=f"import: {file.name}")
        _take_tasks(opened, tasks, names, (reviewer or getpass.getuser(), rubric), basis=f"import: {file.name}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"cannot read '{path}': {error.strerror}. Name a file that `perfnlp export` wrote."
        raise ReviewError(message) from error


def _session(store: "Store", reviewer: str, rubric: str | None) -> "Session":
    from perfnlp.cli.policy import policy_of
    from perfnlp.review.log import Ledger
    from perfnlp.review.session import Session

    rows = store.rows()
    return Session(rows, Ledger(reviewer, store.entries()), policy_of(rows, rubric), batch=store.batch())


def _edit(line: "FormLine", row: "Row | None") -> "Edit":
    from perfnlp.export.form_cells import text_digest
    from perfnlp.review.importing import Edit

    fields = asdict(line)
    digest = fields.pop("digest")
    is_edited = (line.tier, line.score) != (line.was_tier, line.was_score)
    if not line.fault and is_edited and row is not None and digest != text_digest(row.record):
        fields["fault"] = "导出后报告中本行的文字已变，请重新导出后再改"
    return Edit(**fields)


def _write(store: "Store", session: "Session", entries: "Sequence[Entry]") -> None:
    """Append what was taken and list it."""
    from perfnlp.review import wording

    if entries:
        log = store.entries()
        session.apply(store.append(entries, seen=log[-1].seq if log else 0))
    for entry in entries:
        row = session.rows[entry.row_id]
        told = f"第{row.position + 1}行 {row.record['indicator']}：{wording.decision(entry)}"
        typer.echo(f"已导入　{entry.reviewer}　{told}")
    typer.echo(f"{session.ledger.reviewer}：导入{len(entries)}项决定。", err=True)


def _items(file: Path) -> "tuple[Sequence[Item], Sequence[Task]]":
    """Return the items of `file`, and its tasks if it is Label Studio's."""
    from perfnlp.export import interchange, label_studio

    data, suffix = _bytes(file), file.suffix.lower()
    if suffix == ".json":
        tasks = label_studio.decode(data, str(file))
        return [task.item for task in tasks], tasks
    if suffix == ".csv":
        return interchange.decode_csv(data, str(file)), ()
    if suffix == ".jsonl":
        return interchange.decode_lines(data, str(file)), ()
    message = (
        f"cannot import '{file}': the ending must be .jsonl, .csv or .json. An edited form: `perfnlp review import`."
    )
    raise ReviewError(message)


def _rows_of(items: "Sequence[Item]", rows: "Sequence[Row]") -> "dict[str, Row]":
    """Return the id of each item -> its row.

    Raises:
        ReviewError: the store has other rows.
    """
    from perfnlp.export.form_cells import text_digest

    by_id = {row.row_id: row for row in rows}
    if len(items) == len(rows) and all(
        item.record["id"] == row.record["id"] for item, row in zip(items, rows, strict=True)
    ):
        by_id = {item.row_id: row for item, row in zip(items, rows, strict=True)}
    for number, item in enumerate(items, start=1):
        row = by_id.get(item.row_id)
        if row is None or text_digest(row.record) != text_digest(item.record):
            what = "is not in the store" if row is None else "says something else in the store"
            message = f"row {number} ('{item.row_id}') {what}. Import into a new store, or export this one again."
            raise ReviewError(message)
    return by_id


def _take_decisions(
    store: "Store", items: "Sequence[Item]", rows: "dict[str, Row]", rubric: str | None, *, basis: str
) -> None:
    from perfnlp.review.importing import take_decisions

    made: dict[str, list[Decision]] = {}
    for item in items:
        if item.decision is not None:
            decision = replace(item.decision, row_id=rows[item.row_id].row_id)
            made.setdefault(decision.reviewer, []).append(decision)
    sessions = [(_session(store, name, rubric), decisions) for name, decisions in made.items()]
    taken = [(session, take_decisions(session, decisions, basis=basis)) for session, decisions in sessions]
    for session, entries in taken:
        _write(store, session, entries)


def _take_tasks(
    store: "Store", tasks: "Sequence[Task]", rows: "dict[str, Row]", who: tuple[str, str | None], *, basis: str
) -> None:
    from perfnlp.export.form import SENT_BACK
    from perfnlp.review.importing import take_edits

    log = store.entries()
    seq = log[-1].seq if log else 0
    edits = [_from_task(task, rows[task.item.row_id].row_id, seq) for task in tasks if task.is_annotated]
    if not edits:
        return
    session = _session(store, *who)
    taken = take_edits(session, edits, basis=basis, sent_back=SENT_BACK)
    _write(store, session, taken.entries)
    for text in taken.refused:
        typer.echo(f"未导入　{text}", err=True)
    if taken.refused:
        raise typer.Exit(1)


def _from_task(task: "Task", row_id: str, seq: int) -> "Edit":
    from perfnlp.export.label_studio import told
    from perfnlp.review.importing import Edit

    decision = task.item.decision
    was_tier, was_score, was_comment = ("", None, "") if decision is None else told(decision)
    return Edit(
        place=task.place,
        row_id=row_id,
        seq=seq,
        was_tier=was_tier,
        was_score=was_score,
        was_comment=was_comment,
        tier=task.tier,
        score=task.score,
        comment=task.comment,
    )
