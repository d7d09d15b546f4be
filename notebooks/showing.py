"""What the notebooks share: Chinese labels, tables, a heat map, and the rows they look at."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import matplotlib as mpl
from IPython.display import Markdown, display
from matplotlib import font_manager
from matplotlib import pyplot as plt

from perfnlp.corpus import LabelledRow, load_corpus
from perfnlp.records import Status

CORPUS = Path(__file__).parents[1] / "corpus"

NAMES = {
    Status.EXCEEDED: "超额完成",
    Status.COMPLETED: "完成",
    Status.PARTIAL: "部分完成",
    Status.NOT_COMPLETED: "未完成",
    Status.UNCLEAR: "无法判断",
}
COLOURS = dict(zip(Status, ("#4575b4", "#91bfdb", "#fee090", "#d73027", "#999999"), strict=True))

_FONTS = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "LXGW WenKai", "PingFang SC", "Microsoft YaHei", "SimHei",
)  # fmt: skip


def use_chinese_font() -> None:
    """Let plots use the font of the extra `notebooks`, or any Chinese one of the machine; else warn."""
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError:
        pass
    else:
        font_manager.fontManager.addfont(sans_path())
    installed = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in _FONTS if name in installed), None)
    if found is None:
        display(Markdown("**No Chinese font is installed: labels will be boxes. `pip install 'perfnlp[notebooks]'`.**"))
        return
    mpl.rcParams["font.family"] = [found, "DejaVu Sans"]


def development_rows(*, every: int) -> list[LabelledRow]:
    """Return the real development rows and those of each `every`-th authored document, which keeps a cell fast."""
    rows = [row for row in load_corpus(CORPUS) if row.split == "development"]
    authored = sorted({row.doc for row in rows if row.source == "authored"})
    chosen = set(authored[::every])
    return [row for row in rows if row.source != "authored" or row.doc in chosen]


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    lines = [headings, ["---"] * len(headings), *rows]
    cells = [[str(cell).replace("|", "｜").replace("\n", " ") for cell in line] for line in lines]
    display(Markdown("\n".join(f"| {' | '.join(line)} |" for line in cells)))


def heat_map(counts: Sequence[Sequence[int]], names: Sequence[str], columns: Sequence[str], title: str) -> None:
    """Draw counts, each row shaded by its shares."""
    shares = [[count / max(1, sum(line)) for count in line] for line in counts]
    _, axes = plt.subplots(figsize=(1 + 1.1 * len(columns), 1.5 + 0.34 * len(names)), layout="constrained")
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for y, line in enumerate(counts):
        for x, count in enumerate(line):
            axes.text(x, y, count, ha="center", va="center", color="white" if shares[y][x] > 1 / 2 else "black")
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(names)), names)
    axes.set_title(title)
    plt.show()
