"""A reviewer's desk: a store, the session on it, and the row that lies open.

The screen and the plain prompts both work through it. What a key decides is on disk
before the next row lies open; every method that acts returns what it did, in Chinese.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from perfnlp.errors import ReviewError, StaleReviewError
from perfnlp.records import Action
from perfnlp.review import wording
from perfnlp.review.log import Entry, Ledger
from perfnlp.review.outcomes import ADJUDICATION, ADOPTED
from perfnlp.review.policy import Policy
from perfnlp.review.session import Look, Session
from perfnlp.review.store import Store
from perfnlp.review.views import Filter, Order, needs_review
from perfnlp.text import fold

_MOST_DIGITS = 12


class Desk:
    """One reviewer at work on one store."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        *,
        reviewer: str,
        audit: float = 0.0,
        certificate: str | None = None,
        opinions: Mapping[str, tuple[Entry, ...]] | None = None,
    ) -> None:
        """Lay open the row that the reviewer came to last time.

        Args:
            store: with at least one annotation run.
            policy: of the rubric that the rows follow.
            reviewer: whose decisions.
            audit: as in `Session`.
            certificate: what a bulk acceptance rests on, in Chinese; None if there is none.
            opinions: row -> the differing decisions of others; only these rows are shown. None: all rows.

        Raises:
            ReviewError: there is no row to review.
        """
        entries = store.entries()
        rows = tuple(row for row in store.rows() if opinions is None or row.row_id in opinions)
        if not rows:
            message = f"'{store.path}' holds no row to review. Name a report or the .jsonl file of one."
            raise ReviewError(message)
        ledger = Ledger(reviewer, entries)
        self.store = store
        self.session = Session(rows, ledger, policy, batch=store.batch(), audit=audit)
        self.certificate = certificate
        self.opinions = opinions or {}
        self.clock: Callable[[], float] = time.monotonic
        self._seen = entries[-1].seq if entries else 0
        self.visible: tuple[str, ...] = ()
        self.current: str | None = None
        self.arrange()
        self.show(self._resumed())

    def show(self, row_id: str | None) -> None:
        """Lay a row open; the time spent on it begins."""
        self.current = row_id
        self._since = self.clock()

    def arrange(self, *, filter_: Filter | None = None, order: Order | None = None) -> None:
        """Sort and filter anew; a current row that no longer passes gives way to the first open one."""
        session = self.session
        session.filter = filter_ if filter_ is not None else session.filter
        session.order = order or session.order
        shown = session.visible()
        if (session.filter.status, session.filter.gap, session.filter.confidence) != (None, None, None):
            shown = tuple(row_id for row_id in shown if not session.is_hidden(row_id))  # would tell the proposal
        self.visible = shown
        if self.current not in shown:
            self.show(session.next_open(shown, None) or next(iter(shown), None))

    def decide(self, key: str, row_ids: Sequence[str] | None = None, *, score: str = "", basis: str = "") -> str:
        """Decide the current row, or `row_ids` at once, as `key` says, and lay the next open row open.

        Args:
            key: one of a k s u d, a tier's number or, in an adjudication, 6-9.
            row_ids: rows decided together; None is the current one.
            score: what was typed, for s.
            basis: as in `Entry`.

        Raises:
            ReviewError: the decision is impossible, or could not be written.
        """
        targets = self._targets(row_ids)
        seconds = 0.0 if basis else max(0.0, self.clock() - self._since)
        basis = basis or (ADJUDICATION if self.opinions else "")
        written = self._write(self._entries(key, targets, Look(seconds=seconds, basis=basis), score))
        following = self.session.next_open(self.visible, targets[0])
        self.show(following or self.current)
        if key == "d":
            self.arrange()
        told = wording.done(written, self.session)
        return told if following is not None else f"{told}所列各行都已决定。"

    def comment(self, text: str) -> str:
        """Note the reviewer's words on the current row; the row stays open."""
        if not text.strip():
            return "备注为空，没有记录。"
        (row_id,) = self._targets(None)
        return wording.done(
            self._write(self.session.comment(row_id, Look(comment=text.strip()))),
            self.session,
        )

    def undo(self) -> str:
        """Take the last action back and show its row."""
        return self._turn(self.session.undo, self.session.ledger.to_undo(), "没有可撤销的操作。")

    def redo(self) -> str:
        """Bring the last undone action again and show its row."""
        return self._turn(self.session.redo, self.session.ledger.to_redo(), "没有可重做的操作。")

    def next_needing(self) -> str:
        """Go to the next open row that the machine wants to be looked at."""
        rows = self.session.rows
        wanted = tuple(row_id for row_id in self.visible if row_id == self.current or needs_review(rows[row_id]))
        found = self.session.next_open(wanted, self.current)
        if found is None or not needs_review(rows[found]):
            return "没有其他需人工复核的行了。"
        self.show(found)
        return ""

    def jump(self, text: str) -> str:
        """Go to the row with this number, or with an id that begins so; a filter that hides it is taken away."""
        wanted = fold(text).strip()
        by_number = wanted.isdecimal() and len(wanted) <= _MOST_DIGITS
        for row in self.session.rows.values():
            if (by_number and row.position + 1 == int(wanted)) or (wanted and row.row_id.startswith(wanted)):
                told = "" if row.row_id in self.visible else "已取消筛选。"
                if told:
                    self.arrange(filter_=Filter())
                self.show(row.row_id)
                return told
        return f"没有行号或编号为“{wanted}”的行。"

    def search(self, text: str) -> str:
        """Show the rows that hold `text`; "" shows all again."""
        self.arrange(filter_=replace(self.session.filter, text=text.strip()))
        return f"找到{len(self.visible)}行。"

    def next_order(self) -> str:
        """Sort by the next of the orders."""
        orders = tuple(Order)
        self.arrange(order=orders[(orders.index(self.session.order) + 1) % len(orders)])
        return f"按{wording.ORDER_NAMES[self.session.order]}排序。"

    def alike(self) -> tuple[str, ...]:
        """Return the current row and the open ones that say the same.

        Raises:
            ReviewError: there are no others.
        """
        (row_id,) = self._targets(None)
        row_ids = self.session.alike(row_id)
        if len(row_ids) == 1:
            message = "没有目标值与完成情况都相同的其他未定行。"
            raise ReviewError(message)
        return row_ids

    def bulk(self) -> tuple[str, ...]:
        """Return the rows that may be accepted in bulk.

        Raises:
            ReviewError: there are none, or nothing vouches for them.
        """
        rows = self.session.in_bulk()
        if not rows:
            message = "没有可批量采纳的免复核行。"
            raise ReviewError(message)
        if self.certificate is None:
            message = "找不到判定这些行的模型的精度证明，不能批量采纳。可用--model指明模型目录。"
            raise ReviewError(message)
        return rows

    def accept_bulk(self, row_ids: Sequence[str]) -> str:
        """Accept the rows that `bulk` gave."""
        return self.decide("a", row_ids, basis=f"bulk: {self.certificate}")

    def status(self) -> str:
        """Return the status line."""
        progress, audit = self.session.progress(), None
        if self.session.audited and progress.n_decided == progress.n_rows:
            audit = self._audit()
        return wording.progress_line(progress, audit)

    def _audit(self) -> tuple[int, int]:
        session = self.session
        decided = [(row_id, session.decided(row_id)) for row_id in session.audited]
        blind = [(row_id, entry) for row_id, entry in decided if entry is not None and not entry.saw_proposal]
        return sum(entry.status == session.rows[row_id].record["status"] for row_id, entry in blind), len(blind)

    def _resumed(self) -> str | None:
        """Return the row that lay open when the reviewer left."""
        last = self.session.ledger.to_undo()[-1:]
        if last and last[0].action is Action.COMMENT and last[0].row_id in self.session.rows:
            return last[0].row_id
        after = last[0].row_id if last else None
        return self.session.next_open(self.visible, after) or next(iter(self.visible), None)

    def _targets(self, row_ids: Sequence[str] | None) -> Sequence[str]:
        if row_ids is None and self.current is not None:
            return (self.current,)
        if not row_ids:
            message = "没有选中的行。"
            raise ReviewError(message)
        return row_ids

    def _entries(self, key: str, row_ids: Sequence[str], look: Look, score: str) -> tuple[Entry, ...]:
        session = self.session
        if key == "a" and any(session.is_hidden(row_id) for row_id in row_ids):
            message = "抽查行的建议未显示，不能采纳：请按1—5、s、k或u独立评定。"
            raise ReviewError(message)
        if key in wording.ADOPT_KEYS and self.opinions:
            return self._adopted(row_ids[0], wording.ADOPT_KEYS.index(key), look)
        if key.isdecimal():
            return session.tier(row_ids, int(key), look)
        if key == "s":
            return session.score(row_ids, _score(score), look)
        verbs = {"a": session.accept, "k": session.keep, "u": session.send_back, "d": session.defer}
        return verbs[key](row_ids, look)

    def _adopted(self, row_id: str, place: int, look: Look) -> tuple[Entry, ...]:
        """Return the entry that takes over another reviewer's decision as it stands."""
        if place >= len(self.opinions[row_id]):
            message = f"本行只有{len(self.opinions[row_id])}种意见。"
            raise ReviewError(message)
        other = self.opinions[row_id][place]
        (entry,) = self.session.defer((row_id,), replace(look, basis=f"{ADOPTED}{other.reviewer}"))
        return (replace(entry, action=other.action, status=other.status, tier=other.tier, score=other.score),)

    def _turn(self, make: Callable[[], tuple[Entry, ...]], group: Sequence[Entry], nothing: str) -> str:
        if not group:
            return nothing
        if group[0].row_id not in self.session.rows:
            return "上一步所在的行不在这次打开的行里，不能在此撤销或重做。"
        (written,) = self._write(make())
        if any(entry.action is Action.DEFER for entry in group):
            self.arrange()
        self.show(written.row_id)
        rows = f"第{self.session.rows[written.row_id].position + 1}行" if len(group) == 1 else f"{len(group)}行"
        return f"{wording.ACTION_NAMES[written.action]}：{rows}{wording.ACTION_NAMES[group[0].action]}。"

    def _write(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        try:
            written = self.store.append(entries, seen=self._seen)
        except StaleReviewError as error:
            self._read_on()
            message = "您在另一个窗口作过决定，已重新读取。请看清后再按一次。"
            raise StaleReviewError(message) from error
        except ReviewError as error:
            message = f"决定没有存盘：{error}"
            raise ReviewError(message) from error
        self._seen = written[-1].seq
        self.session.apply(written)
        return written

    def _read_on(self) -> None:
        entries = self.store.entries(after=self._seen)
        self.session.apply(entries)
        self._seen = entries[-1].seq if entries else self._seen
        self.arrange()


def _score(text: str) -> Decimal:
    typed = fold(text).strip().replace("。", ".").removesuffix("分")
    try:
        score = Decimal(typed)
    except InvalidOperation:
        score = Decimal("NaN")
    if not score.is_finite() or len(typed) > _MOST_DIGITS:
        message = f"“{text}”不是得分，请输入数字，如2.5。"
        raise ReviewError(message)
    return score
