"""`perfnlp schema`: the contract of the annotation record."""

import json

import typer


def schema() -> None:
    """Print the JSON Schema of the records that `annotate` and `grade` write.

    \b
    perfnlp schema > annotation.schema.json
    """
    from perfnlp.annotation import load_schema

    typer.echo(json.dumps(load_schema(), ensure_ascii=False, indent=2))
