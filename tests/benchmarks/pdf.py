"""Print what reading PDF pages costs: with tables against pdfplumber's `find_tables`, without against pdfium's text.

    python tests/benchmarks/pdf.py PDF_OR_FOLDER ... [--pages 10000]

All figures come from one run of one process, so compare ratios, not seconds. With
--pages the pages of the first file are repeated into one long file, and the memory
that the reader holds on to is printed while it goes through.
"""

import argparse
import io
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
from pypdfium2 import PdfDocument

from perfnlp.reading import ReadingOptions
from perfnlp.reading.pdf_cells import PageTable
from perfnlp.reading.pdf_pages import read_content

N_REPEATS = 3


def main() -> None:
    """Print the ratios, and the memory if asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=0)
    arguments = parser.parse_args()
    paths = [pdf for path in arguments.paths for pdf in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    documents = [path.read_bytes() for path in paths]
    with_tables, without = _sort(documents)
    own, text = _seconds(documents, with_tables, _own), _seconds(documents, with_tables, _text)
    plumber = _plumber(documents, with_tables)
    print(
        "| pages | n | perfnlp, pages/s | pdfium's text | pdfplumber find_tables | ratio |\n|---|---|---|---|---|---|"
    )
    n = len(with_tables)
    speeds = f"{n / own:.0f} | {n / text:.0f} | {n / plumber:.0f}"
    print(f"| with tables | {n} | {speeds} | {plumber / own:.1f} times as fast |")
    if without:
        own, text, n = _seconds(documents, without, _own), _seconds(documents, without, _text), len(without)
        print(f"| without | {n} | {n / own:.0f} | {n / text:.0f} | | {own / text:.2f} of the cost of its text |")
    if arguments.pages:
        _memory(documents[0], arguments.pages)


def _sort(documents: list[bytes]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the (document, page) pairs with tables and those without."""
    found: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for index, data in enumerate(documents):
        pdf = PdfDocument(data)
        for number in range(len(pdf)):
            content = read_content(pdf[number])
            if content.items:
                has_table = any(isinstance(item, PageTable) for item in content.items)
                found[0 if has_table else 1].append((index, number))
    return found


def _own(page: object) -> None:
    read_content(page)


def _text(page: object) -> None:
    textpage = page.get_textpage()
    textpage.get_text_range()
    textpage.close()


def _seconds(documents: list[bytes], pages: list[tuple[int, int]], work: Callable[[object], None]) -> float:
    best = float("inf")
    for _ in range(N_REPEATS):
        opened = [PdfDocument(data) for data in documents]
        started = time.process_time()
        for index, number in pages:
            page = opened[index][number]
            work(page)
            page.close()
        best = min(best, time.process_time() - started)
    return best


def _plumber(documents: list[bytes], pages: list[tuple[int, int]]) -> float:
    opened = [pdfplumber.open(io.BytesIO(data)) for data in documents]
    started = time.process_time()
    for index, number in pages:
        page = opened[index].pages[number]
        page.find_tables()
        page.close()
    return time.process_time() - started


def _memory(data: bytes, n_pages: int) -> None:
    from perfnlp.reading.pdf import read_pdf

    source, long = PdfDocument(data), PdfDocument.new()
    for _ in range(-(-n_pages // len(source))):
        long.import_pages(source)
    buffer = io.BytesIO()
    long.save(buffer)
    print(f"\n| page of {len(long)} | peak memory, MB |\n|---|---|")

    def show(page: int, _all: int) -> None:
        if page in {1, 100, 1000} or page % 2500 == 0:
            print(f"| {page} | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} |")

    started = time.process_time()
    report = read_pdf(buffer.getvalue(), "long.pdf", ReadingOptions(n_pages=n_pages, on_page=show))
    print(f"\n{len(report.blocks)} blocks in {time.process_time() - started:.0f} s")


if __name__ == "__main__":
    main()
