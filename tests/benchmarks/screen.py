"""From a key to the next row on the screen, with 100,000 rows: `python tests/benchmarks/screen.py [N_ROWS]`.

Everything counts: reading the key, the decision on disk, list, detail and sums drawn. Asserts nothing.
"""

import asyncio
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from perfnlp.annotation import COLUMNS
from perfnlp.records import Status
from perfnlp.review.desk import Desk
from perfnlp.review.policy import Choice, Policy
from perfnlp.review.screen import ReviewApp
from perfnlp.review.store import Store

_N_KEYS = 200


def record(number):
    """Return a fictional row."""
    return dict.fromkeys(COLUMNS) | {
        "id": f"{number:016x}",
        "source": {"path": f"{number % 100}号.txt", "sha256": None, "location": f"第{number}行", "section": None},
        "indicator": f"培训基层干部第{number}期",
        "target": f"≥{number % 70 + 2}人次",
        "actual": f"{number % 70 + 1}人次，受场地所限未全部完成",
        "points": 5,
        "self_score": 5,
        "status": "partial",
        "proposed_score": 3.5,
        "needs_review": number % 3 != 0,
        "reasons": ["未全部完成，依规定属第二档，按70%计3.5分，扣1.5分。"],
        "confidence": number % 97 / 100,
        "credit": 0.7,
        "credit_low": 0.6,
        "credit_high": 0.8,
        "tier": "部分完成",
        "kind": "quantitative",
        "rubric": "made",
        "decided_by": "rule:figure_short",
        "status_probabilities": {},
        "evidence": [{"field": "actual", "start": 0, "end": 2, "text": "", "label": "quantity"}],
    }


def policy():
    """Return a rubric of one tier."""
    choice = Choice(
        name="部分完成", status=Status.PARTIAL, credit=Decimal("0.7"), low=Decimal("0.6"), high=Decimal("0.8")
    )
    return Policy(rubric="made", choices=(choice,), round_score=lambda score: score)


async def measure(desk):
    """Return the seconds that each key took until everything was drawn."""
    taken = []
    async with ReviewApp(desk).run_test(size=(120, 40)) as pilot:
        for place in range(min(_N_KEYS, len(desk.visible) // 2)):
            await pilot.pause()
            before, drawn = desk.current, asyncio.Event()
            start = time.perf_counter()
            pilot.app.simulate_key("ak1u"[place % 4])
            while desk.current == before:  # noqa: ASYNC110  the desk tells nobody
                await asyncio.sleep(0)
            pilot.app.screen.call_after_refresh(drawn.set)
            await drawn.wait()
            taken.append(time.perf_counter() - start)
    return sorted(taken)


def main():
    """Measure and print."""
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "rows.pfreview") as store:
        store.add_run([record(number) for number in range(n_rows)], origin="made")
        start = time.perf_counter()
        desk = Desk(store, policy(), reviewer="甲")
        print(f"{n_rows} rows: opened in {time.perf_counter() - start:.2f} s")
        taken = asyncio.run(measure(desk))
    median, p95 = (1000 * taken[int(len(taken) * share)] for share in (0.5, 0.95))
    print(f"key to next row drawn: median {median:.0f} ms, p95 {p95:.0f} ms, most {1000 * taken[-1]:.0f} ms")


if __name__ == "__main__":
    main()
