"""What lies over the list for a moment: a line to type, a choice, rows decided together, a question, the help."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static

from perfnlp.review.desk import Desk
from perfnlp.review.wording import group_line, shown

_CLOSE = Binding("escape", "dismiss(None)", "返回")


class AskScreen(ModalScreen[str | None]):
    """One typed line; Escape gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [_CLOSE]
    CSS = "AskScreen { align: center bottom; } AskScreen > Vertical { height: auto; border: round $primary; }"

    def __init__(self, question: str) -> None:
        """Ask `question`."""
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """Lay out question and line."""
        with Vertical():
            yield Label(self.question, markup=False)
            yield Input(compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line back."""
        self.dismiss(event.value)


class ChooseScreen(ModalScreen[int | None]):
    """One of several texts by arrow keys and Enter; gives its place from 0."""

    BINDINGS: ClassVar[list[BindingType]] = [_CLOSE]
    CSS = """
    ChooseScreen { align: center middle; }
    ChooseScreen > Vertical { width: 80%; height: auto; max-height: 90%; border: round $primary; }
    ChooseScreen OptionList { height: auto; max-height: 100%; border: none; }
    """

    def __init__(self, question: str, texts: Sequence[str]) -> None:
        """Offer `texts`."""
        super().__init__()
        self.question, self.texts = question, texts

    def compose(self) -> ComposeResult:
        """Lay out question and choices."""
        with Vertical():
            yield Label(self.question, markup=False)
            yield OptionList(*self.texts, markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the place back."""
        self.dismiss(event.option_index)


class GroupScreen(ModalScreen[tuple[str, tuple[str, ...]] | None]):
    """Rows that say the same; gives the deciding key and the rows left in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _CLOSE,
        Binding("space", "turn"),
        *(Binding(key, f"decide('{key}')") for key in "ak12345u"),
    ]
    CSS = """
    GroupScreen { align: center middle; }
    GroupScreen > Vertical { width: 95%; height: 90%; border: round $primary; }
    GroupScreen OptionList { height: 1fr; border: none; }
    """

    def __init__(self, desk: Desk, row_ids: Sequence[str]) -> None:
        """Show `row_ids`, all left in."""
        super().__init__()
        self.desk, self.row_ids, self.kept = desk, row_ids, set(row_ids)

    def compose(self) -> ComposeResult:
        """Lay out what the rows share, the rows, the keys."""
        record = self.desk.session.rows[self.row_ids[0]].record
        with Vertical():
            yield Label(f"{len(self.row_ids)}行的目标值与完成情况相同", markup=False)
            yield Label(f"目标值：{shown(record['target'])}", markup=False)
            yield Label(f"实际完成值：{shown(record['actual'])}", markup=False)
            yield OptionList(*map(self._line, self.row_ids), markup=False)
            yield Label("空格去掉或选回一行；a采纳 k自评分 1-5档次 u退回 决定所选各行；Esc返回", markup=False)

    def action_turn(self) -> None:
        """Take the row under the cursor out, or in again."""
        rows = self.query_one(OptionList)
        if rows.highlighted is not None:
            row_id = self.row_ids[rows.highlighted]
            self.kept ^= {row_id}
            rows.replace_option_prompt_at_index(rows.highlighted, self._line(row_id))

    def action_decide(self, key: str) -> None:
        """Give back the key and the rows left in, in their order."""
        self.dismiss((key, tuple(row_id for row_id in self.row_ids if row_id in self.kept)))

    def _line(self, row_id: str) -> str:
        session = self.desk.session
        return f"{'留' if row_id in self.kept else '去'}  {group_line(session.rows[row_id], session)}"


class ConfirmScreen(ModalScreen[bool]):
    """A question answered by y or n."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "是"),
        Binding("n,escape", "dismiss(False)", "否"),
    ]
    CSS = """
    ConfirmScreen { align: center middle; }
    ConfirmScreen > Vertical { width: 80%; height: auto; border: round $primary; padding: 1; }
    """

    def __init__(self, question: str) -> None:
        """Ask `question`."""
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical():
            yield Static(self.question, markup=False)


class HelpScreen(ModalScreen[None]):
    """Every key and what it does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter", "dismiss(None)", "返回")]
    CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll { width: 60; height: auto; max-height: 100%; border: round $primary; }
    """

    def __init__(self, lines: Sequence[str]) -> None:
        """Show `lines`."""
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        with VerticalScroll():
            yield Static("\n".join(self.lines), markup=False)
