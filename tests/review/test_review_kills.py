import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from perfnlp.review.store import Store

HERE = Path(__file__).parent
N_KILLS = 200


def start(script, *arguments):
    return subprocess.Popen(
        [sys.executable, HERE / script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX systems")
def test_two_hundred_kills_lose_and_double_nothing(tmp_path):
    path, dice = tmp_path / "rows.pfreview", random.Random(9)  # noqa: S311  repeatable
    acknowledged = []
    with start("killed_reviewer.py", path) as process:
        for _ in range(N_KILLS):
            process.stdin.write("\n")
            process.stdin.flush()
            pid = int(process.stdout.readline().removeprefix("pid "))
            acknowledged.extend(process.stdout.readline().rstrip("\n") for _ in range(dice.randrange(4)))
            time.sleep(dice.uniform(0, 0.01))
            os.kill(pid, signal.SIGKILL)
            while (line := process.stdout.readline().rstrip("\n")) != "over":
                acknowledged.append(line)
        process.stdin.close()
    with Store(path) as store:
        entries, found = store.entries(), store.verify()
    assert found.is_whole, found.describe()
    written = {f"entry {entry.digest}" for entry in entries}
    told = [line for line in acknowledged if line.startswith("entry ")]
    assert set(told) <= written
    assert len({entry.comment for entry in entries}) == len(entries)
    assert len(told) <= len(entries) <= len(told) + N_KILLS
    assert len(told) > N_KILLS // 2
    assert any(line.startswith("run ") for line in acknowledged)


def test_processes_that_write_at_once_lose_and_double_nothing(tmp_path):
    path, names = tmp_path / "rows.pfreview", ("甲", "乙", "丙")
    processes = [start("busy_reviewer.py", path, name, 40) for name in names]
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with Store(path) as store:
        entries, found = store.entries(), store.verify()
        assert store.batch() == 1
    assert found.is_whole, found.describe()
    for name in names:
        assert [entry.comment for entry in entries if entry.reviewer == name] == [str(n) for n in range(40)]
