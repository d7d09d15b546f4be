# ruff: noqa: INP001  a script, no package
"""Draw the pictures of the review screen in this folder: `python docs/pictures/make.py`.

The rows are fictional. The pictures show list and detail, detail alone, rows decided
together, the bulk question and an audited row, in a terminal of 120 by 36.
"""

import asyncio
import html
import re
import tempfile
from decimal import Decimal
from pathlib import Path

from rich.cells import cell_len

from perfnlp.annotation import COLUMNS
from perfnlp.records import Status
from perfnlp.review.desk import Desk
from perfnlp.review.policy import Choice, Policy
from perfnlp.review.screen import ReviewApp
from perfnlp.review.store import Store

FOLDER = Path(__file__).parent
SIZE = (120, 36)
CERTIFICATE = "模型grader-example在9000行开发数据中免复核37.0%，其中评定正确99.40%"
TIERS = (
    ("达成年度指标", Status.COMPLETED, "0.8", "1", "1"),
    ("部分达成年度指标并具有一定效果", Status.PARTIAL, "0.6", "0.8", "0.7"),
    ("未达成年度指标且效果较差", Status.NOT_COMPLETED, "0", "0.6", "0.3"),
)
PLACES = {status: place for place, (_, status, *_) in enumerate(TIERS)}
# indicator, target, actual, points, own score, status, evidence in the actual, confidence
ROWS = (
    ("群众出行安全感", "明显提升", "有所提升", 5, 5, "partial", "有所", 0.83),
    ("农村公路养护里程", "≥46公里", "46.3公里", 6, 6, "completed", "46.3公里", 0.99),
    ("困难群众救助人次", "≥300人次", "286人次，其余名单正在核对", 6, 6, "partial", "286人次", 0.97),
    ("图书室更新图书", "全部完成", "已完成6150册上架", 4, 4, "completed", "已完成", 0.96),
    ("河道保洁长效机制", "健全", "召开工作会议4次，印发文件3份", 5, 5, "unclear", "召开", 0.41),
    ("居民办事便利程度", "明显提升", "有所提升", 4, 4, "partial", "有所", 0.83),
    ("垃圾分类示范点", "10个", "尚未开工", 5, 2, "not_completed", "尚未", 0.95),
    ("服务对象满意度", "≥90%", "92.5%", 10, 10, "completed", "92.5%", 0.99),
    ("培训班期数", "12期", "13期", 5, 5, "exceeded", "13期", 0.98),
)


def record(number: int, row: tuple) -> dict:
    """Return the annotation record of a row."""
    name, target, actual, points, own, status, cue, confidence = row
    place = PLACES[Status.COMPLETED if status == "exceeded" else status] if status != "unclear" else None
    tier, _, low, high, point = TIERS[place] if place is not None else (None, None, None, None, None)
    score = None if point is None else min(own, round(points * float(point), 1))
    start = actual.index(cue)
    return dict.fromkeys(COLUMNS) | {
        "id": f"{number:04x}example",
        "source": {
            "path": "桐岭县交通局.docx",
            "sha256": None,
            "location": f"第2页 第{number}行",
            "section": "二、绩效",
        },
        "level1": "产出指标",
        "level2": "数量指标",
        "indicator": name,
        "target": target,
        "actual": actual,
        "points": points,
        "self_score": own,
        "status": status,
        "proposed_score": score,
        "needs_review": confidence < 0.95,  # noqa: PLR2004
        "reasons": [
            f"目标为“{target}”，实际为“{actual}”" + (f"，按{float(point):.0%}计{score}分。" if point else "，请补充。")
        ],
        "confidence": confidence,
        "credit": None if point is None else float(point),
        "credit_low": None if low is None else float(low),
        "credit_high": None if high is None else float(high),
        "tier": tier,
        "kind": "qualitative",
        "rubric": "example",
        "decided_by": "grader-example",
        "evidence": [{"field": "actual", "start": start, "end": start + len(cue), "text": cue, "label": "cue"}],
    }


def policy() -> Policy:
    """Return the rubric of the rows."""
    choices = tuple(
        Choice(name=name, status=status, credit=Decimal(point), low=Decimal(low), high=Decimal(high))
        for name, status, low, high, point in TIERS
    )
    return Policy(rubric="example", choices=choices, round_score=lambda score: round(score, 1))


async def draw(name: str, keys: tuple[str, ...], *, audit: float = 0.0) -> None:
    """Press `keys` on a new review and save what the screen shows."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "example.pfreview") as store:
        store.add_run([record(number, row) for number, row in enumerate(ROWS, start=1)], origin="example")
        desk = Desk(store, policy(), reviewer="李审", audit=audit, certificate=CERTIFICATE)
        desk.clock = lambda: 0.0
        async with ReviewApp(desk).run_test(size=SIZE) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            svg = pilot.app.export_screenshot(title="perfnlp review")
    (FOLDER / f"{name}.svg").write_text(mended(svg), encoding="utf-8")


def mended(svg: str) -> str:
    """Return the picture with room for Chinese, no font from the network, no id that changes from run to run."""
    svg = re.sub(r'(textLength=")([\d.]+)("[^>]*>)([^<]*)(?=<)', widened, svg)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg).replace("Fira Code", "Noto Sans Mono CJK SC")


def widened(found: re.Match) -> str:
    """Return a piece of text as wide as its columns; as drawn, a Chinese character counts as one."""
    before, length, between, escaped = found.groups()
    text = html.unescape(escaped)
    return f"{before}{float(length) / len(text) * cell_len(text):g}{between}{escaped}"


def main() -> None:
    """Draw all pictures."""
    for name, keys, audit in (
        ("review-list", ("k", "down", "u"), 0.0),
        ("review-detail", ("n", "tab"), 0.0),
        ("review-group", ("g", "1", "enter", "="), 0.0),
        ("review-bulk", ("b",), 0.0),
        ("review-audit", ("g", "2", "enter"), 1.0),
    ):
        asyncio.run(draw(name, keys, audit=audit))


if __name__ == "__main__":
    main()
