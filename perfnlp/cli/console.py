"""What a person sees: tables and summaries in Chinese, progress and warnings on stderr."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from perfnlp.annotation import STATUS_NAMES, Record
from perfnlp.errors import ReadingError

if TYPE_CHECKING:
    from pathlib import Path

    from perfnlp.batch import Failure, Progress, Result

_STYLES = {"exceeded": "green", "completed": "green", "partial": "yellow", "not_completed": "red", "unclear": "magenta"}
_LEAST_BAR = 9
_LEAST_PAGES = 20


@contextmanager
def progress_bars(n_documents: int) -> "Iterator[tuple[Progress | None, Progress | None]]":
    """Show bars on stderr: one for a batch's documents, one for a long document's pages; none without a terminal."""
    if not sys.stderr.isatty():
        yield None, None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        documents = bar.add_task("读取并评定", total=n_documents, visible=n_documents >= _LEAST_BAR)
        pages = bar.add_task("读取页面", total=None, visible=False)
        yield (
            lambda done, _total: bar.update(documents, completed=done),
            lambda done, total: bar.update(pages, completed=done, total=total, visible=done < total >= _LEAST_PAGES),
        )


def passwords(file: "Path | None") -> tuple[str, ...]:
    """Return the lines of a password file, () without one.

    Raises:
        ReadingError: it cannot be read, or is no UTF-8 text.
    """
    if file is None:
        return ()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        message = f"cannot read the password file '{file}': {what}. Write one password a line, in UTF-8."
        raise ReadingError(message) from error
    return tuple(line for line in text.splitlines() if line)


def warn(result: "Result") -> None:
    """Tell failures and remarks on stderr, one line each; a bug keeps its traceback."""
    for failure in result.failures:
        _tell(failure)
    for document, remark in result.remarks:
        sys.stderr.write(f"perfnlp: {document}: {remark}\n")


def _tell(failure: "Failure") -> None:
    sys.stderr.write(f"perfnlp: {failure.message}\n")
    if failure.details is not None:
        sys.stderr.write(failure.details)


def deliver(records: Sequence[Record], output: "Path | None") -> None:
    """Write `records` to `output`; without one, as a table to a terminal and as JSON Lines to anything else."""
    if output is not None:
        from perfnlp.export import write_records

        write_records(records, output)
        sys.stderr.write(f"{summary(records)} → {output}\n")
    elif sys.stdout.isatty():
        show_records(records)
    else:
        write_lines(records)


def show_records(records: Sequence[Record]) -> None:
    """Print the rows as a table and a summary to stdout."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for heading in ("指标", "目标值", "实际完成值"):
        table.add_column(heading, overflow="fold", ratio=3)
    for heading in ("分值", "自评", "建议"):
        table.add_column(heading, justify="right")
    table.add_column("评定", no_wrap=True)
    table.add_column("复核", no_wrap=True)
    for record in records:
        status = Text(STATUS_NAMES[record["status"]], style=_STYLES[record["status"]])
        plain = [Text(_shown(record[key])) for key in ("indicator", "target", "actual")]
        figures = [_shown(record[key]) for key in ("points", "self_score", "proposed_score")]
        table.add_row(*plain, *figures, status, "需复核" if record["needs_review"] else "")
    Console().print(table)
    sys.stdout.write(summary(records) + "\n")


def write_lines(records: Sequence[Record]) -> None:
    """Write the rows as JSON Lines to stdout, in UTF-8 whatever the terminal's encoding."""
    from perfnlp.export import jsonl

    try:
        sys.stdout.buffer.write(jsonl.encode(records))
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has all it wants, e.g. `perfnlp annotate … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def show_reasons(record: Record) -> None:
    """Print one graded row for a person."""
    lines = [
        f"评定：{STATUS_NAMES[record['status']]}（置信度{int(record['confidence'] * 100) / 100:.2f}）",
        *(f"理由：{reason}" for reason in record["reasons"]),
    ]
    if record["credit"] is not None:
        band = f"{record['credit_low']:.0%}～{record['credit_high']:.0%}"
        lines.append(f"档次：{record['tier']}（{band}），建议得分率{record['credit']:.0%}")
    if record["proposed_score"] is not None:
        lines.append(f"建议得分：{record['proposed_score']}分（满分{record['points']}分）")
    lines.append("需人工复核" if record["needs_review"] else "可直接采纳")
    sys.stdout.write("\n".join(lines) + "\n")


def summary(records: Sequence[Record]) -> str:
    """Return the summary: rows by status, rows to review, proposed against own total."""
    counts = Counter(record["status"] for record in records)
    by_status = "，".join(f"{name}{counts[status]}项" for status, name in STATUS_NAMES.items() if counts[status])
    lines = [f"共{len(records)}项指标：{by_status}" if records else "没有找到指标"]
    lines.append(f"需人工复核{sum(record['needs_review'] for record in records)}项")
    scored = [row for row in records if row["self_score"] is not None and row["proposed_score"] is not None]
    if scored:
        own, proposed = (round(sum(row[key] for row in scored), 2) for key in ("self_score", "proposed_score"))
        lines.append(f"两项得分齐全的{len(scored)}项中，自评合计{own:g}分，建议合计{proposed:g}分")
    return "；".join(lines) + "。"


def _shown(value: str | float | None) -> str:
    return "—" if value is None else str(value)
