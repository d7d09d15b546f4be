"""A process that writes a number of comments to a store that others write to as well: PATH REVIEWER COUNT."""

import sys
from pathlib import Path

from log_rows import comment, records

from perfnlp.review.store import Store

path, reviewer, n_entries = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sys.stdin.readline()
with Store(path) as store:
    (row, *_) = store.add_run(records(3), origin="made")
    seen = 0
    for number in range(n_entries):
        (written,) = store.append([comment(store, row, str(number), reviewer)], seen=seen)
        seen = written.seq
