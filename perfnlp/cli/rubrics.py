"""`perfnlp rubrics`: the presets, and what each one says."""

import typer

app = typer.Typer(
    invoke_without_command=True,
    help="List the rubric presets, or show one.\n\n\b\nperfnlp rubrics\nperfnlp rubrics show legacy-50",
)


@app.callback()
def rubrics(context: typer.Context) -> None:
    """List the rubric presets: name and title, a line each."""
    from perfnlp.scoring import load_rubric, rubric_names

    if context.invoked_subcommand is None:
        for name in rubric_names():
            typer.echo(f"{name}\t{load_rubric(name).title}")


@app.command()
def show(name: str) -> None:
    """Print tiers, bands and conventions of NAME (a preset or a TOML file) with their sources.

    \b
    perfnlp rubrics show caiyu-2020-10
    """
    from perfnlp.scoring import describe_rubric, load_rubric

    typer.echo(describe_rubric(load_rubric(name)))
