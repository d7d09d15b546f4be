"""The command line: one module a command, a command is options over a plain function.

Importing it loads nothing heavy, so that `perfnlp --help` answers at once.
"""

import sys
from typing import Annotated

import typer

from perfnlp import __version__
from perfnlp.cli import annotate, evaluate, grade, rubrics, schema, train
from perfnlp.errors import PerfnlpError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Grade what Chinese public bodies say they achieved: find indicators, grade outcomes, propose scores.",
)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"perfnlp {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=lambda wanted: _show_version(wanted=wanted), is_eager=True)
    ] = False,
) -> None:
    pass


app.command("annotate")(annotate.annotate)
app.command("grade")(grade.grade)
app.add_typer(rubrics.app, name="rubrics")
app.command("schema")(schema.schema)
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)


def main() -> None:
    """Run the command line: a `PerfnlpError` is one line and exit code 2, a bug keeps its traceback."""
    try:
        app(prog_name="perfnlp")
    except PerfnlpError as error:
        sys.stderr.write(f"perfnlp: {error}\n")
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has left, e.g. `perfnlp annotate … | head`
        sys.stderr.close()
        sys.exit(0)
