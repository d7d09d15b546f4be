"""`perfnlp review`: confirm proposals row by row; look after the store that keeps the decisions."""

import getpass
import os
import shlex
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from perfnlp.cli.annotate import DEFAULT_RUBRIC, ModelOption
from perfnlp.cli.policy import certificate_of, policy_of
from perfnlp.errors import ReviewError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfnlp.annotation import Record
    from perfnlp.review.desk import Desk
    from perfnlp.review.store import Store

_PERCENT = 100


class _Group(TyperGroup):
    """A group whose first word is a path unless it names a subcommand."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put `open` before what names no subcommand."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["open", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    help=(
        "Confirm, change and justify the proposals of PATH; `perfnlp review open --help` tells the options.\n\n\b\n"
        "perfnlp review out.jsonl\nperfnlp review reports/ --reviewer 李审\nperfnlp review out.pfreview --plain"
    ),
)

StoreArgument = Annotated[Path, typer.Argument(metavar="STORE", help="A .pfreview file.")]
ReviewerOption = Annotated[
    str | None, typer.Option("--reviewer", metavar="NAME", help="Whose decisions.", show_default="your login name")
]
RubricOption = Annotated[
    str | None, typer.Option("--rubric", help="Preset or TOML file.", show_default="the one of the rows")
]
PlainOption = Annotated[bool, typer.Option("--plain", help="Line prompts: for screen readers and scripts.")]


@app.command("open")
def open_(
    path: Annotated[Path, typer.Argument(help="A .jsonl of `perfnlp annotate`, a report, a folder, or a .pfreview.")],
    reviewer: ReviewerOption = None,
    rubric: RubricOption = None,
    model: ModelOption = None,
    audit: Annotated[
        str, typer.Option(metavar="SHARE", help="Share of sure rows shown without the proposal, e.g. 5%.")
    ] = "0%",
    plain: PlainOption = False,
    web: Annotated[bool, typer.Option("--web", help="Serve the screen to a browser of this machine.")] = False,
) -> None:
    """Review PATH in the terminal (the word `open` may be left out). Decisions go to a .pfreview file beside it.

    \b
    perfnlp review open out.jsonl --audit 5%
    perfnlp review report.docx --plain
    perfnlp review out.pfreview --web
    """
    from perfnlp.review.desk import Desk
    from perfnlp.review.store import Store

    share, name = _share(audit), _name(reviewer)
    place = store_of(path)
    records = None if path == place else _records(path, rubric or DEFAULT_RUBRIC, model)
    with Store(place) as store:
        rows = store.rows() if records is None else store.add_run(records, origin=str(path))
        policy = policy_of(rows, rubric)
        if not web:
            desk = Desk(store, policy, reviewer=name, audit=share, certificate=certificate_of(rows, model))
            _run(desk, plain=plain)
    if web:
        given = [f"--reviewer={name}", f"--audit={audit}"]
        given += [f"--{key}={value}" for key, value in (("rubric", rubric), ("model", model)) if value is not None]
        _serve(place, given)


@app.command()
def adjudicate(
    store: StoreArgument, reviewer: ReviewerOption = None, rubric: RubricOption = None, plain: PlainOption = False
) -> None:
    """Decide the rows that the reviewers of STORE decided differently.

    \b
    perfnlp review adjudicate out.pfreview --reviewer 复核组长
    """
    from perfnlp.review.adjudication import disputed
    from perfnlp.review.desk import Desk

    name = _name(reviewer)
    with open_existing(store) as opened:
        rows = opened.rows()
        opinions = disputed(rows, opened.entries(), adjudicator=name)
        if not opinions:
            typer.echo("各复核人的决定没有不一致的行。", err=True)
            return
        _run(Desk(opened, policy_of(rows, rubric), reviewer=name, opinions=opinions), plain=plain)


@app.command()
def agreement(store: StoreArgument) -> None:
    """Tell how far the reviewers of STORE agree with each other, and on audited rows with the machine.

    \b
    perfnlp review agreement out.pfreview
    """
    from perfnlp.review.agreement import agreements
    from perfnlp.review.agreement_wording import describe_agreement

    with open_existing(store) as opened:
        found = agreements(opened.rows(), opened.entries())
    if not found:
        typer.echo("没有两人都决定过的行，也没有抽查过的行。", err=True)
    for pair in found:
        typer.echo(describe_agreement(pair))


@app.command()
def verify(store: StoreArgument) -> None:
    """Check that no decision in STORE was changed, removed or slipped in.

    \b
    perfnlp review verify out.pfreview
    """
    with open_existing(store) as opened:
        found = opened.verify()
    typer.echo(found.describe())
    if not found.is_whole:
        raise typer.Exit(1)


@app.command()
def recover(store: StoreArgument) -> None:
    """Save what is whole of a damaged STORE to a new file beside it; STORE itself stays as it is.

    \b
    perfnlp review recover out.pfreview
    """
    from perfnlp.review.recovery import recover as save

    saved = save(store)
    typer.echo(saved.report)
    if not saved.is_complete:
        raise typer.Exit(1)


def store_of(path: Path) -> Path:
    """Return where the review of `path` is kept: itself, out.pfreview for out.jsonl, NAME.pfreview for all else.

    Raises:
        ReviewError: `path` is a store that is not there.
    """
    from perfnlp.review.store import SUFFIX

    if path.suffix.lower() == SUFFIX:
        _check_exists(path)
        return path
    if path.suffix.lower() == ".jsonl":
        return path.with_suffix(SUFFIX)
    whole = path.resolve()  # "." has no name of its own
    return whole.with_name(whole.name + SUFFIX)


def _name(reviewer: str | None) -> str:
    """Return the reviewer's name, by default the login name."""
    try:
        name = (getpass.getuser() if reviewer is None else reviewer).strip()
    except (KeyError, OSError, ImportError):  # a user without an account
        name = ""
    if not name:
        message = "a decision needs a name: say whose it is with --reviewer NAME."
        raise ReviewError(message)
    return name


def open_existing(path: Path) -> "Store":
    """Open a store that must be there: a mistyped name must not begin a new one."""
    from perfnlp.review.store import Store

    _check_exists(path)
    return Store(path)


def _check_exists(path: Path) -> None:
    if not path.is_file():
        message = f"there is no review store '{path}'. Begin one with `perfnlp review out.jsonl`."
        raise ReviewError(message)


def _share(text: str) -> float:
    """Return 5% or 0.05 as 0.05."""
    try:
        share = float(text.removesuffix("%")) / (_PERCENT if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        message = f"it must be a share such as 5%, not '{text}'."
        raise typer.BadParameter(message, param_hint="--audit")
    return share


def _records(path: Path, rubric: str, model: Path | None) -> "tuple[Record, ...]":
    """Return the records of a .jsonl file, or those of the reports at `path`."""
    records = _read(path) if path.suffix.lower() == ".jsonl" else _annotated(path, rubric, model)
    if not records:
        message = f"there is no indicator to review in '{path}'."
        raise ReviewError(message)
    return records


def _read(path: Path) -> "tuple[Record, ...]":
    from perfnlp.annotation import read_records

    records = read_records(path)
    if len({record["id"] for record in records}) < len(records):
        message = f"'{path}' holds two rows with one id. Write it again with `perfnlp annotate`."
        raise ReviewError(message)
    return records


def _annotated(path: Path, rubric: str, model: Path | None) -> "tuple[Record, ...]":
    from perfnlp import batch
    from perfnlp.cli import console
    from perfnlp.reading import ReadingOptions, find_reports

    found = find_reports(str(path), options=ReadingOptions())
    with console.progress_bars(len(found)) as (progress, _on_page):
        result = batch.annotate(found, rubric=rubric, model=model, progress=progress)
    console.warn(result)
    if result.failures:
        message = f"{len(result.failures)} of the reports at '{path}' cannot be read: a review must not leave them out."
        raise ReviewError(message)
    return result.records


def _run(desk: "Desk", *, plain: bool) -> None:
    if plain:
        from perfnlp.review.prompts import Prompts

        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # a comment in another encoding must not stop the review
        Prompts(desk=desk, source=sys.stdin, sink=sys.stdout).run()
        return
    if not sys.stdout.isatty() and "TEXTUAL_DRIVER" not in os.environ:
        message = "the screen needs a terminal. Use --plain in a script."
        raise ReviewError(message)
    from perfnlp.review.screen import ReviewApp

    ReviewApp(desk).run()


def _serve(place: Path, options: "Sequence[str]") -> None:
    """Serve the screen of the store at `place` on this machine only, to whoever knows the random address."""
    try:
        from perfnlp.review.screen_web import serve
    except ImportError as error:
        message = "--web needs textual-serve. Install it: pip install 'perfnlp[web]'."
        raise ReviewError(message) from error
    command = [sys.executable, "-m", "perfnlp", "review", "open", str(place.resolve()), *options]
    serve(shlex.join(command), lambda address: typer.echo(f"请在本机浏览器中打开：{address}（按Ctrl+C结束）", err=True))
