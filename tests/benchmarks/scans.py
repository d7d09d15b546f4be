"""How well recognised tables agree with what was drawn, by what the scanner did to the page.

    python tests/benchmarks/scans.py [--n-documents N] [--font FILE[:INDEX] ...] [--only WORD] [--errors]

Rows and cells are compared without white space and with full-width signs folded. A wrong
figure is "unguarded" if its row was called legible (0.9 and above).
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from documents.layouts import make_documents
from documents.model import Grid
from scan_drawing import Damage, Sheet, spoil

from perfnlp.evaluation.legibility import _edits
from perfnlp.reading import scan
from perfnlp.records import Table
from perfnlp.text import fold, squeeze

_SCANS: Mapping[str, tuple[int, Damage]] = {
    "300 dpi": (300, Damage()),
    "300 dpi, skew, noise, JPEG": (300, Damage(skew=1.5, noise=10, blur=1.2, jpeg=50, ink=40, paper=240)),
    "200 dpi": (200, Damage()),
    "200 dpi, skew, noise, JPEG": (200, Damage(skew=-0.8, noise=8, blur=0.7, jpeg=50, ink=40, paper=240)),
    "200 dpi, skew 4": (200, Damage(skew=4.0, noise=6, jpeg=70)),
    "200 dpi, seals": (200, Damage(skew=0.5, jpeg=60, ink=30, paper=245, seals=((0.55, 0.2), (0.7, 0.35)))),
    "200 dpi, pale": (200, Damage(skew=0.7, noise=5, blur=0.5, jpeg=60, ink=150, paper=225)),
    "200 dpi, sideways": (200, Damage(skew=0.5, noise=6, jpeg=60, quarter_turns=1)),
    "150 dpi": (150, Damage()),
    "150 dpi, skew, noise, JPEG": (150, Damage(skew=1.0, noise=8, blur=0.5, jpeg=50, ink=40, paper=240)),
}
_LEGIBLE = 0.9
_N_ROWS = 16
_SIGNS = str.maketrans({"—": "一", "－": "一", "-": "一", "·": "", "～": "~", "“": '"', "”": '"'})


def main() -> None:
    """Print a line for each kind of scan."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n-documents", type=int, default=12)
    parser.add_argument("--font", nargs="*", default=[str(files("pylopdf_fonts_zh_cn") / "NotoSerifSC-Regular.otf")])
    parser.add_argument("--only", default="")
    parser.add_argument("--errors", action="store_true", help="list the cells that differ")
    options = parser.parse_args()
    print("| scan | rows | rows whole | cells whole | wrong characters | wrong figures | unguarded | s/page |")
    print("|---|---|---|---|---|---|---|---|")
    for name, (dpi, damage) in _SCANS.items():
        if options.only in name:
            print(_line(name, _measure(dpi, damage, options)), flush=True)


def _measure(dpi: int, damage: Damage, options: argparse.Namespace) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, document in enumerate(make_documents(7, options.n_documents)):
        font, _, index = options.font[number % len(options.font)].partition(":")
        sheet = Sheet(dpi=dpi, font=font, index=int(index or 0), is_landscape=document.is_landscape, height=1000)
        truth = list(_draw(sheet, document.blocks))
        page = spoil(sheet.image, damage, font=font, seed=number)
        start = time.perf_counter()
        blocks = scan.read_page(np.asarray(page), document="", page=1, scale=1, first_line=1, first_table=1)
        counts["ms"] += round((time.perf_counter() - start) * 1000)
        counts["pages"] += 1
        rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
        counts += _compare(truth, rows, show=options.errors)
    return counts


def _draw(sheet: Sheet, blocks) -> Iterator[list[str]]:
    """Draw the document until the page is full, and yield the rows of its tables as they must be read."""
    for block in blocks:
        if not isinstance(block, Grid):
            sheet.write(block.text[:40])
            continue
        rows = block.rows
        n_rows = _end(block, _N_ROWS)
        width = (842 if sheet.is_landscape else 595) - 80
        truth = sheet.rule(rows[:n_rows], [width * share / sum(block.widths) for share in block.widths])
        starts = sorted({column for at, column, _ in block.placed() if at < n_rows})
        yield from ([row[column] for column in starts] for row in truth)  # a line that no cell ends at is not drawn
        return


def _end(grid: Grid, n_rows: int) -> int:
    """Return a number of rows near `n_rows` at which no cell is cut."""
    ends = {at + cell.rows for at, _, cell in grid.placed()}
    for end in range(min(n_rows, len(grid.rows)), 0, -1):
        if end in ends and all(not at < end < at + cell.rows for at, _, cell in grid.placed()):
            return end
    return len(grid.rows)


def _compare(truth, rows, *, show: bool) -> Counter[str]:
    counts: Counter[str] = Counter(rows=len(truth))
    if len(truth) != len(rows):
        print(f"! {len(rows)} rows for {len(truth)}")
        counts["cells"] += sum(map(len, truth))
        return counts
    for wanted, row in zip(truth, rows, strict=True):
        if len(wanted) != len(row.cells):
            print(f"! {len(row.cells)} columns for {len(wanted)}")
            counts["cells"] += len(wanted)
            continue
        pairs = [(_plain(one), _plain(other)) for one, other in zip(wanted, row.cells, strict=True)]
        counts["cells"] += len(pairs)
        counts["whole cells"] += sum(one == other for one, other in pairs)
        counts["whole rows"] += all(one == other for one, other in pairs)
        counts["characters"] += sum(len(one) for one, _ in pairs)
        counts["edits"] += sum(_edits(one, other) for one, other in pairs)
        wrong = sum(_figures(one) != _figures(other) for one, other in pairs)
        counts["wrong"] += wrong
        counts["unguarded"] += wrong * (row.locator.legibility >= _LEGIBLE)
        counts["illegible"] += row.locator.legibility < _LEGIBLE
        if show:
            for one, other in pairs:
                if one != other:
                    print(f"  {one} -> {other} ({row.locator.legibility})")
    return counts


def _plain(text: str) -> str:
    return squeeze(fold(text)).translate(_SIGNS)


def _figures(text: str) -> list[str]:
    return re.findall(r"[≥≤<>±]|\d+(?:\.\d+)?|[%‰/]", text)


def _line(name: str, counts: Counter[str]) -> str:
    cells = max(1, counts["cells"])
    return (
        f"| {name} | {counts['rows']} ({counts['illegible']} doubtful) | {counts['whole rows'] / counts['rows']:.3f} "
        f"| {counts['whole cells'] / cells:.4f} | {counts['edits'] / max(1, counts['characters']):.2%} "
        f"| {counts['wrong'] / cells:.2%} | {counts['unguarded'] / cells:.2%} "
        f"| {counts['ms'] / max(1, counts['pages']) / 1000:.1f} |"
    )


if __name__ == "__main__":
    main()
