"""Write documents of every layout into every format, with exact ground truth.

    python tests/documents/generate.py OUT [--seed N] [--n-documents N] [--most-rows N] [--formats docx,xlsx,...]

OUT/gold/NAME.jsonl answers each OUT/FORMAT/NAME.*; measure with
`perfnlp evaluate OUT/gold/*.jsonl --reports OUT`. Texts and layouts depend on the seed alone. Formats made by
LibreOffice need `soffice`; a few of the small tables become scans.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from documents import converted, drawn, flattened, scanned, web, word, workbook
from documents.layouts import make_documents
from documents.model import Document

Write = Callable[[Document, Random], bytes]
WRITTEN: Mapping[str, tuple[str, Write]] = {
    "docx": ("docx", word.write_docx),
    "xlsx": ("xlsx", workbook.write_xlsx),
    "html": ("html", web.write_html),
    "pdf-drawn": ("pdf", drawn.write_pdf),
    "pdf-half-ruled": ("pdf", partial(drawn.write_pdf, is_half_ruled=True)),
}
"""Written by this package alone."""
_CONVERTED: Mapping[str, tuple[str, str, Write]] = {
    "pdf": ("docx", "pdf", partial(word.write_docx, is_plain=True)),
    "pdf-web": ("html", "pdf", partial(web.write_html, is_plain=True)),
    "doc": ("docx", "doc", partial(word.write_docx, is_plain=True)),
    "rtf": ("docx", "rtf", partial(word.write_docx, is_plain=True)),
    "xls": ("xlsx", "xls", workbook.write_xlsx),
    "ods": ("xlsx", "ods", workbook.write_xlsx),
}
"""What is written, the ending that LibreOffice makes of it, and who writes it."""
_DERIVED: Mapping[str, tuple[str, Callable[[bytes, Random], bytes]]] = {
    "scan-150": ("pdf", partial(scanned.write_scan, dpi=150)),
    "scan-200": ("pdf", partial(scanned.write_scan, dpi=200)),
    "scan-300": ("pdf", partial(scanned.write_scan, dpi=300)),
    "png": ("png", partial(scanned.write_image, dpi=200, kind="png")),
    "jpg": ("jpg", partial(scanned.write_image, dpi=250, kind="jpeg")),
    "text-content": ("txt", lambda pdf, _random: flattened.in_content_order(pdf)),
    "text-lines": ("txt", lambda pdf, _random: flattened.in_line_order(pdf)),
}
"""Made from the PDF that LibreOffice gives."""
FORMATS = (*WRITTEN, *_CONVERTED, *_DERIVED)
_MOST_SCANNED_ROWS, _MOST_SCANS = 25, 16
"""Recognition takes seconds a page: a scan is of a small table, and there are few."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the documents."""
    parser = argparse.ArgumentParser(description="Write documents with exact ground truth.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n-documents", type=int, default=48)
    parser.add_argument("--most-rows", type=int, default=200, help="of a table")
    parser.add_argument("--formats", default=",".join(FORMATS), help=f"of {', '.join(FORMATS)}")
    options = parser.parse_args(arguments)
    formats = options.formats.split(",")
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        parser.error(f"no such format: {', '.join(unknown)}; known are {', '.join(FORMATS)}")
    documents = make_documents(options.seed, options.n_documents, most_rows=options.most_rows)
    generate(tuple(documents), formats, options.out)


def generate(documents: Sequence[Document], formats: Iterable[str], out: Path) -> None:
    """Write `documents` into OUT/FORMAT/ and their rows into OUT/gold/."""
    for document in documents:
        lines = (json.dumps(row, ensure_ascii=False) for row in document.gold)
        _write(out / "gold" / f"{document.name}.jsonl", ("\n".join(lines) + "\n").encode())
    printed: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in formats:
            if name in WRITTEN:
                _write_all(documents, *WRITTEN[name], out / name)
            elif name in _CONVERTED:
                _convert_all(documents, *_CONVERTED[name], out / name)
            else:
                printed = printed or _convert_all(documents, *_CONVERTED["pdf"], Path(scratch))
                _derive_all(documents, name, printed, out / name)


def _write_all(documents: Sequence[Document], ending: str, write: Write, folder: Path) -> list[Path]:
    return [
        _write(folder / f"{document.name}.{ending}", write(document, _random(document.name))) for document in documents
    ]


def _convert_all(documents: Sequence[Document], source: str, ending: str, write: Write, folder: Path) -> list[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        return converted.convert(_write_all(documents, source, write, Path(scratch)), ending, folder)


def _derive_all(documents: Sequence[Document], name: str, printed: Sequence[Path], folder: Path) -> None:
    ending, derive = _DERIVED[name]
    pairs = list(zip(documents, printed, strict=True))
    if ending != "txt":
        pairs = [pair for pair in pairs if len(pair[0].gold) <= _MOST_SCANNED_ROWS][:_MOST_SCANS]
    for document, pdf in pairs:
        _write(folder / f"{document.name}.{ending}", derive(pdf.read_bytes(), _random(f"{name}/{document.name}")))


def _random(name: str) -> Random:
    return Random(name)  # noqa: S311  no secret


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


if __name__ == "__main__":
    main()
