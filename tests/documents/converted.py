"""What LibreOffice makes of a document: PDF, DOC, RTF, XLS, ODS."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_SECONDS = 300


def convert(files: Sequence[Path], ending: str, folder: Path) -> list[Path]:
    """Convert `files` to `ending` (pdf, doc, rtf, xls, ods) into `folder`; return the new files."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        web = ["--infilter=HTML (StarWriter)"] if files[0].suffix == ".html" else []
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", *web,
             "--convert-to", ending, "--outdir", str(folder), *map(str, files)],
            check=True, capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
    made = [folder / f"{file.stem}.{ending}" for file in files]
    missing = [file.name for file in made if not file.is_file()]
    if missing:
        message = f"LibreOffice gave no {', '.join(missing)}"
        raise RuntimeError(message)
    return made
