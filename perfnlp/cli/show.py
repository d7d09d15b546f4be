"""`perfnlp show`: one graded row, where it stands in its source, and a picture of the place."""

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perfnlp.cli.annotate import PasswordOption
from perfnlp.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfnlp.annotation import Record
    from perfnlp.provenance import Line

_SHOWN = (
    "id", "level1", "level2", "indicator", "target", "actual", "note", "points", "self_score",
    "status", "confidence", "tier", "proposed_score",
)  # fmt: skip


def show(
    records: Annotated[Path, typer.Argument(help="JSON Lines that `perfnlp annotate` wrote.")],
    row_id: Annotated[str, typer.Argument(metavar="ID", help="The row's id, or how it begins.")],
    picture: Annotated[
        Path | None, typer.Option("--picture", help="PNG to write for PDF and images.", show_default="ID.png")
    ] = None,
    password_file: PasswordOption = None,
) -> None:
    """Show the row ID of RECORDS: what it says, why it was graded so, and its surroundings in the source.

    For a row of a PDF or an image a picture of the place is written, the row's cells framed.

    \b
    perfnlp show out.jsonl 3f9a
    perfnlp show out.jsonl 3f9a --picture row.png
    """
    from perfnlp.annotation import read_records
    from perfnlp.cli import console
    from perfnlp.provenance import boxes_of, find_record, surroundings
    from perfnlp.reading import ReadingOptions, open_source, read_bytes

    record = find_record(read_records(records), row_id)
    options = ReadingOptions(passwords=console.passwords(password_file))
    source = open_source(record["source"]["path"], options=options)
    data = source.read(options)
    _check(record, data)
    report = read_bytes(data, source.name, options=options)
    sys.stdout.write(_describe(record) + _around(surroundings(report, record)))
    boxes = boxes_of(record)
    if boxes:
        from perfnlp.export import write_whole
        from perfnlp.reading.picture import draw_boxes

        target = picture or Path(f"{record['id']}.png")
        write_whole(draw_boxes(data, boxes, passwords=options.passwords), target)
        sys.stderr.write(f"原文图片 → {target}\n")


def _describe(record: "Record") -> str:
    """Return what the record says, one Chinese label a line."""
    from perfnlp.annotation import COLUMNS, STATUS_NAMES

    texts = {key: record[key] for key in _SHOWN if record[key] is not None}
    texts["status"] = STATUS_NAMES[record["status"]]
    source = record["source"]
    lines = [f"{COLUMNS[key]}：{text}" for key, text in texts.items()]
    lines += [f"{COLUMNS['reasons']}：{reason}" for reason in record["reasons"]]
    quoted = dict.fromkeys(f"{COLUMNS[span['field']]}“{span['text']}”" for span in record["evidence"])
    lines.append(f"{COLUMNS['evidence']}：{'、'.join(quoted) or '无'}")
    lines.append(
        f"{COLUMNS['source']}：{' '.join(filter(None, (source['path'], source['location'], source['section'])))}"
    )
    return "\n".join(lines) + "\n"


def _around(lines: "Sequence[Line]") -> str:
    """Return the surroundings, the row itself behind an arrow."""
    if not lines:
        return "原文中没有找到这一行的位置。\n"
    return "\n原文：\n" + "".join(f"{'→' if line.is_row else '　'} {line.text}\n" for line in lines)


def _check(record: "Record", data: bytes) -> None:
    source = record["source"]
    if source["sha256"] != hashlib.sha256(data).hexdigest():
        message = f"'{source['path']}' has changed since this row was read from it. Annotate it again."
        raise ReadingError(message)
