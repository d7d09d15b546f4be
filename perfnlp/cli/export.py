"""`perfnlp export`: decisions out, as the workbook that a bureau files or as lines for other tools."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perfnlp.cli.review import RubricOption, StoreArgument, open_existing
from perfnlp.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfnlp.review.log import Entry
    from perfnlp.review.rows import Row


class Format(StrEnum):
    """What `perfnlp export` writes."""

    XLSX = "xlsx"
    JSONL = "jsonl"
    CSV = "csv"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"


def export(
    store: StoreArgument,
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")],
    format_: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.XLSX,
    rubric: RubricOption = None,
    partial: Annotated[bool, typer.Option("--partial", help="Leave undecided rows of a form empty.")] = False,
) -> None:
    """Write the decisions of STORE: 复核表, 差值汇总表, 问题清单, 评分标准 and 修改记录, or lines for other tools.

    A form with rows that contradict themselves, are disputed or undecided is not written; the rows are listed.
    With `--format label-studio` the labelling configuration is written beside, as NAME.config.xml.

    \b
    perfnlp export out.pfreview -o 复核表.xlsx
    perfnlp export out.pfreview -o draft.xlsx --partial
    perfnlp export out.pfreview -o tasks.json --format label-studio
    """
    from perfnlp.export import check_place, write_whole

    check_place(output)
    with open_existing(store) as opened:
        rows, entries = opened.rows(), opened.entries()
    if format_ is Format.XLSX:
        write_whole(_form(rows, entries, rubric, is_partial=partial), output)
    else:
        for path, content in _lines(rows, entries, rubric, format_, output):
            write_whole(content, path)
    typer.echo(f"共{len(rows)}行 → {output}", err=True)


def _form(rows: "Sequence[Row]", entries: "Sequence[Entry]", rubric: str | None, *, is_partial: bool) -> bytes:
    from perfnlp.cli.filing import make_form
    from perfnlp.export.form import encode
    from perfnlp.export.form_checks import contradictions

    form = make_form(rows, entries, rubric=rubric)
    found = contradictions(form, is_partial=is_partial)
    for line in found:
        typer.echo(line, err=True)
    if found:
        message = (
            f"the form has {len(found)} contradictions or open rows, listed above; nothing was written. "
            "Settle them with `perfnlp review` or `perfnlp review adjudicate`; --partial leaves undecided rows empty."
        )
        raise OutputError(message)
    return encode(form)


def _lines(
    rows: "Sequence[Row]", entries: "Sequence[Entry]", rubric: str | None, format_: Format, output: Path
) -> "Sequence[tuple[Path, bytes]]":
    from perfnlp.cli.filing import comments_of, decided
    from perfnlp.cli.policy import policy_of
    from perfnlp.export import interchange, label_studio
    from perfnlp.review.outcomes import final

    finals, comments = final(rows, entries), comments_of(entries)
    items = [
        interchange.Item(row_id=row.row_id, record=row.record, decision=decided(finals[row.row_id], comments))
        for row in rows
    ]
    if format_ is Format.LABEL_STUDIO:
        tiers = [choice.name for choice in policy_of(rows, rubric).choices]
        config = label_studio.encode_config(tiers, items)
        return (output, label_studio.encode(items)), (output.with_suffix(".config.xml"), config)
    encoders = {
        Format.JSONL: interchange.encode_jsonl,
        Format.CSV: interchange.encode_csv,
        Format.DOCCANO: interchange.encode_doccano,
    }
    return ((output, encoders[format_](items)),)
