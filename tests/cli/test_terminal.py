"""What a person sees in a terminal."""

import os
import pty
import subprocess
import sys
import threading

import pytest


def seen_in_terminal(*arguments):
    """Return what `perfnlp ARGUMENTS` shows in a terminal of 120 columns."""
    master, terminal = pty.openpty()
    pieces = []

    def drain():
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other end is closed
                return
            if not piece:
                return
            pieces.append(piece)

    reader = threading.Thread(target=drain)
    reader.start()
    environment = {**os.environ, "COLUMNS": "120", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "perfnlp", *map(str, arguments)]
    done = subprocess.run(command, stdout=terminal, stderr=terminal, env=environment, timeout=120, check=False)
    os.close(terminal)
    reader.join()
    os.close(master)
    assert done.returncode == 0
    return b"".join(pieces).decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_annotate_shows_a_table_and_a_summary(reports):
    seen = seen_in_terminal("annotate", reports / "library.txt")
    assert all(heading in seen for heading in ("指标", "目标值", "实际完成值", "分值", "自评", "建议", "评定", "复核"))
    assert all(status in seen for status in ("超额完成", "部分完成", "未完成"))
    assert "共4项指标：超额完成1项，部分完成2项，未完成1项；需人工复核" in seen
    assert "自评合计24分" in seen
    assert '"id"' not in seen
