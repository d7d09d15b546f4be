"""The plain mode: the same review as line prompts, for screen readers, dumb terminals and scripts.

One line in, its answer out, words in a steady order, no cursor movement. What a key
needs may follow it on the line (`s 2.5`, `c 证据不足`, `f 4`); else it is asked for.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from perfnlp.errors import ReviewError
from perfnlp.review import filters, wording
from perfnlp.review.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

_GROUP_KEYS = "ak12345u"


class _EndOfInputError(Exception):
    """The input is at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """A review by lines.

    Attributes:
        desk: what is reviewed.
        source: gives the lines.
        sink: takes the answers.
    """

    desk: Desk
    source: TextIO
    sink: TextIO

    def run(self) -> None:
        """Review until q or the end of the input."""
        self._say(wording.greeting(self.desk.session))
        shown = None
        try:
            while True:
                if shown != (self.desk.current, self.desk.visible):
                    self._show_row()
                shown = self.desk.current, self.desk.visible
                line = self._ask("请按键（?看说明）")
                if line == "q":
                    break
                if not line:
                    shown = None  # an empty line reads the row again
                    continue
                self._answer(line[0], line[1:].strip())
        except _EndOfInputError:
            self.sink.write("\n")
        self._say(self.desk.status())

    def _show_row(self) -> None:
        desk = self.desk
        self._say(f"{desk.status()}  {filters.view(desk)}")
        if desk.current is None:
            self._say("没有符合筛选条件的行。按f换一个筛选。")
            return
        row = desk.session.rows[desk.current]
        for part in wording.details(row, desk.session, desk.opinions.get(desk.current, ())):
            self._say(f"{part.label}：{_marked(part)}")

    def _answer(self, key: str, rest: str) -> None:
        try:
            said = self._done(key, rest)
        except ReviewError as error:
            said = str(error)
        self._say(said)

    def _done(self, key: str, rest: str) -> str:
        desk = self.desk
        calls: dict[str, Callable[[], str]] = {
            "z": desk.undo,
            "y": desk.redo,
            "n": desk.next_needing,
            "o": desk.next_order,
            "f": lambda: self._filter(rest),
            "=": self._group,
            "b": self._bulk,
            "?": lambda: "\n".join(wording.help_lines(desk.session, adjudicates=bool(desk.opinions))),
            "s": lambda: desk.decide("s", score=rest or self._ask("得分")),
            "c": lambda: desk.comment(rest or self._ask("备注")),
            "g": lambda: desk.jump(rest or self._ask("行号或编号")),
            "/": lambda: desk.search(rest),
        }
        deciding = "akud12345" + (wording.ADOPT_KEYS if desk.opinions else "")
        if key in calls:
            return calls[key]()
        if key in deciding and not rest:
            return desk.decide(key)
        return f"没有“{key}{rest}”这个键，按?看按键说明。"

    def _filter(self, rest: str) -> str:
        offered = filters.offers(self.desk.session)
        if not rest:
            self._say("\n".join(f"{number} {offer.label}" for number, offer in enumerate(offered, start=1)))
            rest = self._ask("筛选序号")
        if not rest.isdecimal() or not 1 <= int(rest) <= len(offered):
            return f"没有序号为“{rest}”的筛选。"
        return filters.choose(self.desk, offered[int(rest) - 1])

    def _group(self) -> str:
        desk = self.desk
        row_ids = desk.alike()
        rows = [desk.session.rows[row_id] for row_id in row_ids]
        self._say("\n".join(wording.group_line(row, desk.session) for row in rows))
        out = self._ask("要去掉的行号，以空格分隔，回车表示全部保留").split()
        unknown = sorted(set(out) - {str(row.position + 1) for row in rows})
        if unknown:
            return f"行号“{unknown[0]}”不在其中，没有作出决定。"
        kept = tuple(row.row_id for row in rows if str(row.position + 1) not in out)
        key = self._ask(f"对这{len(kept)}行的决定：a采纳 k自评分 1-5档次 u退回，回车返回")
        if key not in _GROUP_KEYS or len(key) != 1:
            return "没有作出决定。"
        return desk.decide(key, kept, basis="equal texts")

    def _bulk(self) -> str:
        row_ids = self.desk.bulk()
        question = wording.bulk_question(self.desk.session, row_ids, self.desk.certificate)
        if self._ask(question) != "y":
            return "没有批量采纳。"
        return self.desk.accept_bulk(row_ids)

    def _ask(self, question: str) -> str:
        self.sink.write(f"{question}：")
        self.sink.flush()
        line = self.source.readline()
        if not line:
            raise _EndOfInputError
        return line.strip()

    def _say(self, text: str) -> None:
        if text:
            self.sink.write(f"{text}\n")


def _marked(part: wording.Part) -> str:
    """Return the text with the evidence in brackets."""
    pieces, end = [], 0
    for start, stop in part.marks:
        pieces += [part.text[end:start], "【", part.text[start:stop], "】"]
        end = stop
    return " ".join("".join([*pieces, part.text[end:]]).split("\n"))
