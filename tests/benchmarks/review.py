"""A review of many rows without a screen: `python tests/benchmarks/review.py [N_ROWS]`.

From a key to the state with the next row, the decision on disk included. Asserts nothing.
"""

import sys
import tempfile
import time
from pathlib import Path

from screen import policy, record

from perfnlp.review.desk import Desk
from perfnlp.review.log import Ledger
from perfnlp.review.session import Session
from perfnlp.review.store import Store
from perfnlp.review.views import Filter, Order

_N_KEYS = 400


def timed(name, make):
    """Print how long `make` takes and return what it gives."""
    start = time.perf_counter()
    made = make()
    print(f"{name:32}{(time.perf_counter() - start) * 1000:10.1f} ms")
    return made


def press(name, act):
    """Print the median and the 95th percentile of `act`, done often."""
    taken = []
    for number in range(_N_KEYS):
        start = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    print(f"{name:32}{taken[len(taken) // 2]:10.1f} ms   p95 {taken[int(len(taken) * 0.95)]:.1f} ms")


def main():
    """Measure and print."""
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.pfreview"
        records = [record(number) for number in range(n_rows)]
        with Store(path) as store:
            timed("import", lambda: store.add_run(records, origin="made"))
            desk = timed("open for the first time", lambda: Desk(store, policy(), reviewer="甲"))
            bulk = desk.session.accept(desk.session.in_bulk())
            timed(f"accept {len(bulk)} in bulk", lambda: desk.session.apply(store.append(bulk, seen=0)))
        with Store(path) as store:
            rows = timed("read the rows", store.rows)
            entries = timed("read the log", store.entries)
            ledger = timed("replay the log", lambda: Ledger("甲", entries))
            state = timed("begin the session", lambda: Session(rows, ledger, policy(), batch=1))
            for order in Order:
                state.order = order
                timed(f"order by {order}, first", state.visible)
                timed(f"order by {order}, again", state.visible)
            state.filter = Filter(text="第77期")
            timed("search", state.visible)
            desk = Desk(store, policy(), reviewer="甲")
            timed("rows alike, first", desk.alike)
            timed("verify", store.verify)
            keys = "ak1u"
            press("decide to next row", lambda number: (desk.decide(keys[number % 4]), desk.status()))
            press("defer to next row", lambda _: (desk.decide("d"), desk.status()))
            press("undo", lambda _: (desk.undo(), desk.status()))


if __name__ == "__main__":
    main()
