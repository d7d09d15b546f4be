"""How many rows of many documents came out whole, by format and by layout, as Markdown."""

from collections.abc import Mapping, Sequence

from perfnlp.evaluation.extraction import ExtractionReport, merge


def whole_markdown(by_format: Mapping[str, Sequence[ExtractionReport]], *, n_errors: int) -> str:
    """Return rows whole by format, by layout and format, and the first `n_errors` broken rows of each format.

    Args:
        by_format: reports whose documents are named LAYOUT-NUMBER.
        n_errors: how many rows to list.
    """
    lines = [
        "",
        "| format | documents | rows whole | found | invented | wrong characters | wrong figures | no review |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_line(name, reports) for name, reports in by_format.items()]
    layouts = sorted({_layout(report) for reports in by_format.values() for report in reports})
    if any(len({_layout(report) for report in reports}) < len(reports) for reports in by_format.values()):
        lines += ["", "| rows whole | " + " | ".join(by_format) + " |", "|---|" + "---|" * len(by_format)]
    else:
        layouts = []  # each document is one of its kind
    for layout in layouts:
        of_layout = ([report for report in reports if _layout(report) == layout] for reports in by_format.values())
        lines.append(f"| {layout} | " + " | ".join(_whole(reports) for reports in of_layout) + " |")
    for name, reports in by_format.items():
        rows = [f"{report.document}: {row}" for report in reports for row in (*report.missed, *report.broken)]
        lines += [f"- {name}, not whole: {' '.join(row.split())}" for row in rows[:n_errors]]
    return "\n".join(lines)


def _line(name: str, reports: Sequence[ExtractionReport]) -> str:
    total = merge(name, reports)
    read = total.legibility
    invented = total.n_found - total.n_matched
    return (
        f"| {name} | {len(reports)} | {_whole(reports)} | {total.n_matched} | {invented} "
        f"| {_share(read.n_wrong_characters, read.n_characters)} | {_share(read.n_wrong_figures, read.n_figures)} "
        f"| {_share(read.n_unguarded_figures, read.n_figures)} |"
    )


def _whole(reports: Sequence[ExtractionReport]) -> str:
    n_gold = sum(report.n_gold for report in reports)
    n_whole = sum(report.n_whole for report in reports)
    return f"{n_whole / n_gold:.4f} ({n_whole}/{n_gold})" if n_gold else "-"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "-"


def _layout(report: ExtractionReport) -> str:
    stem = report.document.rpartition(".")[0]
    return stem.rpartition("-")[0] or stem
