"""A process that writes to a store until it is killed; perfnlp is loaded once and forked for every life.

Each line of standard input begins a life. A life prints its process id, and a line for everything that
the store has taken; when it is over the process prints "over".
"""

import os
import sys
from itertools import count
from pathlib import Path

from log_rows import comment, records

from perfnlp.review.store import Store


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def live(path, name):
    say("pid", os.getpid())
    with Store(path) as store:
        for number in count():
            if number % 4 == 0:
                store.add_run(records(3, confidence=(name * 100 + number) / 1_000_000), origin=f"{name} {number}")
                say("run", f"{name} {number}")
            (row, *_) = store.rows()
            entries = store.entries()
            (written,) = store.append([comment(store, row, f"{name} {number}")], seen=entries[-1].seq if entries else 0)
            say("entry", written.digest)


def main():
    path = Path(sys.argv[1])
    for name, _ in enumerate(sys.stdin):
        pid = os.fork()
        if pid == 0:
            try:
                live(path, name)
            finally:
                os._exit(1)
        os.waitpid(pid, 0)
        say("over")


main()
