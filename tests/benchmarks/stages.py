"""Print where the time of an annotation goes, and how many rows a second each part does.

    python tests/benchmarks/stages.py [REPORT_OR_FOLDER ...]

Without paths: the sample reports. All figures come from one run of one process, so
compare ratios, not seconds.
"""

import multiprocessing
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
N_ROWS = 3000


def main() -> None:
    """Print both tables."""
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started = time.process_time()
        result = work()
        seconds[name] = time.process_time() - started
        return result

    pipeline = _start(timed)
    rows = _annotate(timed, pipeline, sys.argv[1:] or [str(ROOT / "corpus" / "samples")])
    total = sum(seconds.values())
    print("| part | CPU seconds | share |\n|---|---|---|")
    for name, spent in seconds.items():
        print(f"| {name} | {spent:.2f} | {spent / total:.0%} |")
    print(f"| all, {len(rows)} rows | {total:.2f} | |\n")
    _throughput(pipeline)


def _start(timed: Callable[[str, Callable[[], Any]], Any]) -> Any:
    def load_jieba() -> None:
        from perfnlp.analysis import segmentation
        from perfnlp.lexicon import load_lexicon

        nlp = segmentation.load_pipeline(load_lexicon().words)
        segmentation.segment(["启动"], nlp)

    def load_pipeline() -> Any:
        from perfnlp.pipeline import Pipeline

        return Pipeline.load(rubric="caiyu-2020-10")

    timed("start-up: spaCy, the segmenter and its dictionary", load_jieba)
    return timed("start-up: the other modules and the model", load_pipeline)


def _annotate(timed: Callable[[str, Callable[[], Any]], Any], pipeline: Any, paths: list[str]) -> Any:
    from perfnlp.analysis import analyze
    from perfnlp.reading import find_reports, read_report
    from perfnlp.scoring import equalize, propose

    reports = timed("reading", lambda: [read_report(path) for path in find_reports(tuple(paths))])
    rows = timed("extraction", lambda: [row for report in reports for row in pipeline.extract(report)])
    analyses = timed("analysis", lambda: analyze(rows, pipeline.lexicon))
    grades = timed("grading", lambda: pipeline.grader.grade(analyses))
    return timed("scoring", lambda: equalize(propose(grade, pipeline.rubric) for grade in grades))


def _throughput(pipeline: Any) -> None:
    import jieba

    from perfnlp.analysis import analyze
    from perfnlp.analysis.segmentation import segment
    from perfnlp.corpus import load_corpus

    indicators = [row.indicator for row in load_corpus(ROOT / "corpus") if row.split == "development"]
    rows, others = indicators[:N_ROWS], indicators[N_ROWS:]
    texts = [text for row in rows for text in (row.name, row.target, row.actual) if text]
    jieba.setLogLevel(60)  # it tells its loading on stderr
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    pipeline.propose(others)  # patterns are compiled, imports done; the rows to measure are new to every part
    works: dict[str, Callable[[], object]] = {
        "jieba alone": lambda: [tokenizer.lcut(text) for text in texts],
        "segmentation": lambda: segment(texts),
        "analysis": lambda: analyze(rows, pipeline.lexicon),
        "whole grading": lambda: pipeline.propose(rows),
    }
    print("| part | rows a second | cost against jieba alone |\n|---|---|---|")
    baseline = min(_spent(works["jieba alone"]) for _ in range(3))  # it keeps nothing, so it needs no fork
    for name, work in works.items():
        spent = baseline if name == "jieba alone" else _spent_alone(work)
        print(f"| {name} | {len(rows) / spent:,.0f} | {spent / baseline:.1f} |")


def _spent_alone(work: Callable[[], object]) -> float:
    """Return the CPU seconds of `work` in a fork, so that no part finds what another one kept; the best of three."""
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()

    spent = []
    for _ in range(3):
        process = context.Process(target=lambda: queue.put(_spent(work)))
        process.start()
        spent.append(queue.get())
        process.join()
    return min(spent)


def _spent(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
