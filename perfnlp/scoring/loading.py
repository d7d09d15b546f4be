"""Find a rubric: the shipped ones by name, others by the path of a TOML file."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from perfnlp.errors import RubricError
from perfnlp.scoring.parsing import parse_rubric
from perfnlp.scoring.rubric import Rubric

DEFAULT_RUBRIC = "caiyu-2020-10"


@cache
def rubric_names() -> tuple[str, ...]:
    """Return the names of the shipped rubrics, the default first."""
    folder = files("perfnlp.scoring.rubrics")
    names = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return (DEFAULT_RUBRIC, *(name for name in names if name != DEFAULT_RUBRIC))


def load_rubric(name_or_path: str = DEFAULT_RUBRIC) -> Rubric:
    """Return a shipped rubric by name, or read one from a TOML file.

    Raises:
        RubricError: no such rubric, an unreadable file, or a file that breaks a rule.
    """
    if name_or_path in rubric_names():
        resource = files("perfnlp.scoring.rubrics").joinpath(f"{name_or_path}.toml")
        return parse_rubric(resource.read_bytes(), name=name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        message = (
            f"there is no rubric '{name_or_path}': use one of {', '.join(rubric_names())}, or the path of a TOML file"
        )
        raise RubricError(message)
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"rubric {path} cannot be read ({error.strerror}): check the path and its permissions"
        raise RubricError(message) from error
    return parse_rubric(content, name=name_or_path)
