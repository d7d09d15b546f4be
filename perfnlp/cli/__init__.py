"""The command line: one module a command, a command is options over a plain function.

Importing it loads nothing heavy, so that `perfnlp --help` answers at once.
"""

import sys
from io import TextIOWrapper
from typing import Annotated, NoReturn, cast

import typer

from perfnlp import __version__
from perfnlp.cli import annotate, corpus, evaluate, export, grade, import_, review, rubrics, schema, show, train
from perfnlp.errors import PerfnlpError

app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Grade what Chinese public bodies say they achieved: find indicators, grade outcomes, propose scores.",
)

_INTERRUPTED = 130  # what shells give for SIGINT
# the parent of every wrong use of options, which typer does not name in public
_UsageError = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[1])


@app.callback()
def _options(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        typer.echo(f"perfnlp {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


app.command("annotate")(annotate.annotate)
app.command("grade")(grade.grade)
app.command("show")(show.show)
app.add_typer(review.app, name="review")
review.app.command("import")(import_.import_form)
app.command("export")(export.export)
app.command("import")(import_.import_)
app.add_typer(rubrics.app, name="rubrics")
app.command("schema")(schema.schema)
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("corpus")(corpus.corpus)


def main() -> None:
    """Run the command line: wrong input or options are one line and exit code 2, a bug keeps its traceback."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without Chinese is no reason to stop
    try:
        code = app(prog_name="perfnlp", standalone_mode=False)
    except PerfnlpError as error:
        _stop(str(error), 2)
    except _UsageError as error:
        command = error.ctx.command_path if error.ctx else "perfnlp"
        _stop(f"{error.format_message().rstrip('.')}. See `{command} --help`.", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        _stop("interrupted; no output file was changed.", _INTERRUPTED)
    sys.exit(code)


def _stop(message: str, code: int) -> NoReturn:
    sys.stderr.write(f"perfnlp: {message}\n")
    sys.exit(code)
