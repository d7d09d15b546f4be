"""Compare table readers from the shelf with perfnlp's on documents with exact ground truth.

    python tests/benchmarks/tables.py DOCUMENTS [--n-documents N] [--formats pdf,docx,...]

DOCUMENTS is what `tests/documents/generate.py` writes (default: the small set in tests/data). The cells that each
tool gives go through the same extraction, which finds headers, fills merged levels down, folds signs and units and
joins rows that a page end cuts: what is compared is reading alone. Needs pdfplumber, camelot-py, markitdown[docx,xlsx].
"""

import argparse
import logging
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from perfnlp.corpus import load_rows
from perfnlp.evaluation.extraction import align, differing_fields
from perfnlp.extraction import extract_indicators
from perfnlp.lexicon import load_lexicon
from perfnlp.reading import read_bytes, read_report
from perfnlp.records import Block, Indicator, Locator, Report, Table, TableRow

SMALL_SET = Path(__file__).parents[1] / "data" / "documents"
FORMATS = ("pdf", "pdf-web", "pdf-drawn", "pdf-half-ruled", "docx", "xlsx", "html")


def main() -> None:
    """Print rows whole by tool and format."""
    parser = argparse.ArgumentParser(description="Compare table readers.")
    parser.add_argument("documents", type=Path, nargs="?", default=SMALL_SET)
    parser.add_argument("--n-documents", type=int, default=26, help="of each format")
    parser.add_argument("--formats", default=",".join(FORMATS))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # the tools tell much
    formats = [name for name in options.formats.split(",") if (options.documents / name).is_dir()]
    print(f"| rows whole | {' | '.join(formats)} |\n|---|{'---|' * len(formats)}")
    for tool, (package, endings, read) in TOOLS.items():
        if package and not _is_installed(package):
            print(f"| {tool} is not installed: `pip install {package}` |")
            continue
        cells = []
        for name in formats:
            files = sorted((options.documents / name).iterdir())[: options.n_documents]
            cells.append(_measured(files, read, options.documents / "gold") if files[0].suffix in endings else "-")
        version = f" {metadata.version(package)}" if package else ""
        print(f"| {tool}{version} | {' | '.join(cells)} |", flush=True)


def read_by_pdfplumber(path: Path) -> Report:
    """Return the tables that pdfplumber finds with its own settings."""
    import pdfplumber

    with pdfplumber.open(path) as file:
        return _report(path, (table for page in file.pages for table in page.extract_tables()))


def read_by_camelot(path: Path) -> Report:
    """Return the tables that camelot finds by their rulings."""
    import camelot

    found = camelot.read_pdf(str(path), pages="all", flavor="lattice")
    return _report(path, (table.df.to_numpy().tolist() for table in found))


def read_by_markitdown(path: Path) -> Report:
    """Return the document as markitdown writes it: text with tables of pipes."""
    from markitdown import MarkItDown

    return read_bytes(MarkItDown().convert(str(path)).text_content.encode() or b"-", f"{path.stem}.md")


Read = Callable[[Path], Report]
_EVERY = frozenset({".pdf", ".docx", ".xlsx", ".html"})
TOOLS: Mapping[str, tuple[str, frozenset[str], Read]] = {
    "perfnlp": ("", _EVERY, read_report),
    "pdfplumber": ("pdfplumber", frozenset({".pdf"}), read_by_pdfplumber),
    "camelot lattice": ("camelot-py", frozenset({".pdf"}), read_by_camelot),
    "markitdown": ("markitdown", _EVERY, read_by_markitdown),
}


def _measured(files: Sequence[Path], read: Read, gold: Path) -> str:
    lexicon = load_lexicon()
    n_whole = n_rows = 0
    for file in files:
        rows = load_rows([gold / f"{file.stem}.jsonl"])
        try:
            report = read(file)
        except Exception as error:  # noqa: BLE001  a tool that fails on a document finds no row of it
            print(f"{file}: {type(error).__name__}: {str(error)[:80]}")
            report = Report(name=file.name, sha256="0" * 64)
        records = [_record(row) for row in extract_indicators(report, lexicon)]
        n_rows += len(rows)
        n_whole += sum(not differing_fields(records[at], rows[place].indicator) for at, place in align(records, rows))
    return f"{n_whole / n_rows:.3f} ({n_whole}/{n_rows})"


def _record(row: Indicator) -> dict[str, object]:
    cells: dict[str, object] = {"indicator": row.name, "level1": row.level1, "target": row.target, "actual": row.actual}
    numbers = {"points": row.points, "self_score": row.self_score}
    return {**cells, **{field: None if number is None else float(number) for field, number in numbers.items()}}


def _report(path: Path, tables: Iterable[Sequence[Sequence[str | None]]]) -> Report:
    blocks: list[Block] = []
    for number, rows in enumerate(tables, start=1):
        made = [
            TableRow(
                cells=tuple(cell or "" for cell in cells),
                locator=Locator(document=path.name, table=number, row=at, line=1000 * number + at),
            )
            for at, cells in enumerate(rows, start=1)
        ]
        blocks.append(Table(rows=tuple(made)))
    return Report(name=path.name, sha256="0" * 64, blocks=tuple(blocks))


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main()
