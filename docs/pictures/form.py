"""Draw docs/pictures/form.png: the first page of the form of a fictional report, as LibreOffice prints it.

`make pictures` runs it; it needs LibreOffice (`soffice`).
"""  # noqa: INP001 (a script beside its picture)

import os
import subprocess
import tempfile
from pathlib import Path

import pypdfium2

from perfnlp import batch
from perfnlp.cli.export import export
from perfnlp.cli.policy import policy_of
from perfnlp.reading import find_reports
from perfnlp.review.desk import Desk
from perfnlp.review.store import Store

_SAMPLE = "corpus/samples/yunhe-water-2023.txt"
_SCALE, _COLOURS = 1.7, 32


def main() -> None:
    """Annotate the sample, accept what is proposed, send back the rest, print the form."""
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder) / "form.xlsx"
        _decide(Path(folder) / "form.pfreview")
        export(Path(folder) / "form.pfreview", form)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(form)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)  # noqa: S603
        page = pypdfium2.PdfDocument(form.with_suffix(".pdf"))[0]
        picture = page.render(scale=_SCALE).to_pil().quantize(_COLOURS)
        picture.save(Path(__file__).with_suffix(".png"), optimize=True)


def _decide(path: Path) -> None:
    records = batch.annotate(find_reports(_SAMPLE), rubric="caiyu-2020-10").records
    with Store(path) as store:
        rows = store.add_run(records, origin=_SAMPLE)
        desk = Desk(store, policy_of(rows, None), reviewer="复核人")
        for row in rows:
            desk.decide("u" if row.record["tier"] is None else "a", [row.row_id])


if __name__ == "__main__":
    main()
