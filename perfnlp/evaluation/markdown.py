"""The evaluation figures as Markdown."""

from collections.abc import Mapping, Sequence

from perfnlp.evaluation.extraction import ExtractionReport, merge
from perfnlp.evaluation.grading import Figures, GradingReport
from perfnlp.evaluation.peers import PeerReport
from perfnlp.records import Status

_LEAST_ROWS = 10
"""Smaller slices stand in the JSON only: their shares say little."""


def grading_markdown(report: GradingReport, *, n_errors: int) -> str:
    """Return the figures of `report` and its first `n_errors` wrong rows."""
    lines = [f"## Grading, {report.n_rows} rows", "", "| figure | value | 95 % interval |", "|---|---|---|"]
    for name, value in report.figures.items():
        interval = report.intervals.get(name)
        shown = f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else ""
        lines.append(f"| {name} | {_number(value)} | {shown} |")
    lines += ["", "| status | precision | recall | F1 | rows |", "|---|---|---|---|---|"]
    for status, found in report.by_status.items():
        shares = " | ".join(f"{found[key]:.3f}" for key in ("precision", "recall", "f1"))
        lines.append(f"| {status} | {shares} | {found['n']} |")
    lines += ["", "| true \\ given | " + " | ".join(Status) + " |", "|---|" + "---|" * len(Status)]
    for status, counts in zip(Status, report.confusion, strict=True):
        lines.append(f"| {status} | " + " | ".join(map(str, counts)) + " |")
    lines += ["", "| accepted, surest first | error among them |", "|---|---|"]
    lines += [f"| {coverage} | {risk:.4f} |" for coverage, risk in report.risk_at_coverage.items()]
    lines += ["", f"| slice of {_LEAST_ROWS} rows or more | accuracy | macro-F1 | over-crediting | rows |"]
    lines.append("|---|---|---|---|---|")
    for name, found in report.slices.items():
        if found["n"] < _LEAST_ROWS:
            continue
        shares = " | ".join(f"{found[key]:.3f}" for key in ("accuracy", "macro_f1", "over_crediting_rate"))
        lines.append(f"| {name} | {shares} | {found['n']} |")
    if report.families:
        lines += ["", "| families | accuracy | rows | wholly right | families |", "|---|---|---|---|---|"]
    for name, found in report.families.items():
        lines.append(
            f"| {name} | {found['accuracy']:.3f} | {found['n']} | {found['whole']:.3f} | {found['n_families']} |"
        )
    lines += ["", *(f"- {row}: {true}, given {given} ({sure})" for row, true, given, sure in report.wrong[:n_errors])]
    return "\n".join(lines)


def peers_markdown(report: PeerReport) -> str:
    """Return a line for the grader and for each of its peers, on all rows and on the real ones."""
    lines = ["", f"## Peers, trained and measured on the same rows ({report.n_rows} measured)", ""]
    lines += _peer_table(report.figures)
    if 0 < report.n_real_rows < report.n_rows:
        lines += ["", f"### Of these the {report.n_real_rows} real rows", "", *_peer_table(report.real_figures)]
    lines += ["", *(f"- {sentence}" for sentence in report.skipped)]
    return "\n".join(lines)


def _peer_table(figures: Mapping[str, Figures]) -> list[str]:
    lines = [
        "| peer | accuracy | macro-F1 | over-crediting | critical errors | error rate relative to ours |",
        "|---|---|---|---|---|---|",
    ]
    for name, found in figures.items():
        ratio = found["error_ratio"]
        shares = " | ".join(_number(value) for key, value in found.items() if key != "error_ratio")
        lines.append(f"| {name} | {shares} | {'-' if ratio is None else f'{ratio:.2f}'} |")
    return lines


def chain_markdown(reports: Sequence[ExtractionReport], *, n_errors: int) -> str:
    """Return the figures of each document and of all of them."""
    total = merge("all", reports)
    lines = [
        "| document | gold | found | recall | precision | status right | credited wrongly without review |",
        "|---|---|---|---|---|---|---|",
        *(_chain_line(report) for report in (*reports, total)),
        "",
        "| exact on matched rows | " + " | ".join(report.document for report in reports) + " | all |",
        "|---|" + "---|" * (len(reports) + 1),
    ]
    for check in total.exact:
        cells = " | ".join(_share(*report.exact[check]) for report in (*reports, total))
        lines.append(f"| {check} | {cells} |")
    for report in reports:
        lines += [f"- {report.document}, missed: {row}" for row in report.missed[:n_errors]]
        lines += [f"- {report.document}, invented: {row}" for row in report.invented[:n_errors]]
        lines += [
            f"- {report.document}, graded wrong: {row}: {true}, given {given}"
            for row, true, given in report.wrong[:n_errors]
        ]
        lines += [f"- {report.document}, credited wrongly without review: {row}" for row in report.dangerous]
    return "\n".join(lines)


def _chain_line(report: ExtractionReport) -> str:
    recall, precision = _share(report.n_matched, report.n_gold), _share(report.n_matched, report.n_found)
    right = _share(report.status_right, report.n_matched)
    return (
        f"| {report.document} | {report.n_gold} | {report.n_found} | {recall} | {precision} | {right} "
        f"| {len(report.dangerous)} |"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "-"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
