"""The reviewer's screen: list on the left, the current row on the right (below, where it is narrow).

It only shows a `Desk` and passes keys on. Nothing is told by colour alone.
"""

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from perfnlp.errors import ReviewError
from perfnlp.review import filters, wording
from perfnlp.review.desk import Desk
from perfnlp.review.screen_dialogs import AskScreen, ChooseScreen, ConfirmScreen, GroupScreen, HelpScreen
from perfnlp.review.screen_list import RowList

_WIDE = 110
_STEPS = {"up": "-1", "down": "1", "pageup": "-page", "pagedown": "page", "home": "-all", "end": "all"}


class ReviewScreen(Screen[None]):
    """List, detail, what the last key did, where the work stands, the keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"decide('{key}')") for key in f"ak12345ud{wording.ADOPT_KEYS}"),
        *(Binding(key, f"move('{step}')") for key, step in _STEPS.items()),
        Binding("s", "score"),
        Binding("c", "comment"),
        Binding("z", "call('undo')"),
        Binding("y", "call('redo')"),
        Binding("n", "call('next_needing')"),
        Binding("o", "call('next_order')"),
        Binding("g", "jump"),
        Binding("slash", "search"),
        Binding("f", "filter"),
        Binding("equals_sign", "group"),
        Binding("b", "bulk"),
        Binding("question_mark", "help"),
        Binding("space", "read(1)"),
        Binding("backspace", "read(-1)"),
        Binding("tab", "enlarge", priority=True),
        Binding("q", "app.quit"),
    ]
    CSS = """
    #body { height: 1fr; }
    #said, #keys { height: 1; }
    #status { height: auto; max-height: 2; }
    #said { text-style: bold; }
    #detail { padding: 0 1; }
    #rows { height: 2fr; overflow-x: hidden; }
    #detail { height: 3fr; border-top: solid $primary; }
    ReviewScreen.wide #body { layout: horizontal; }
    ReviewScreen.wide #rows { width: 3fr; height: 1fr; }
    ReviewScreen.wide #detail { width: 2fr; height: 1fr; border-top: none; border-left: solid $primary; }
    ReviewScreen.enlarged #rows { display: none; }
    """

    def __init__(self, desk: Desk) -> None:
        """Show `desk`."""
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        with Container(id="body"):
            yield RowList(self.desk)
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(id="row")
        yield Static(id="said", markup=False)
        yield Static(id="status", markup=False)
        yield Static(wording.SHORT_KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Show where the reviewer left."""
        self.renew(wording.greeting(self.desk.session))

    def on_resize(self, event: events.Resize) -> None:
        """Put the detail beside the list where both have room."""
        self.set_class(event.size.width >= _WIDE, "wide")

    def on_click(self, event: events.Click) -> None:
        """Lay open the row that was clicked."""
        rows = self.query_one(RowList)
        if event.widget is rows and event.y > 0:
            rows.move(rows.row_at(event.y))
            self.renew("")

    def renew(self, said: str) -> None:
        """Show the desk as it is now, and what was done."""
        desk = self.desk
        self.query_one(RowList).renew()
        self.query_one("#row", Static).update(self._details())
        self.query_one("#detail").scroll_home(animate=False)
        self.query_one("#said", Static).update(said)
        view = f"{desk.session.ledger.reviewer}  {filters.view(desk)}"
        self.query_one("#status", Static).update(f"{desk.status()}  {view}")

    def act(self, do: Callable[[], str]) -> None:
        """Do what a key asks for, or say why it cannot be done."""
        try:
            said = do()
        except ReviewError as error:
            self.app.bell()
            said = str(error)
        self.renew(said)

    def action_decide(self, key: str) -> None:
        """Decide the current row."""
        if key not in wording.ADOPT_KEYS or self.desk.opinions:
            self.act(lambda: self.desk.decide(key))

    def action_call(self, name: str) -> None:
        """Do what needs nothing more than its key."""
        self.act(getattr(self.desk, name))

    def action_move(self, step: str) -> None:
        """Go to another row of the list."""
        rows = self.query_one(RowList)
        sign = -1 if step.startswith("-") else 1
        sizes = {"1": 1, "page": rows.page(), "all": len(self.desk.visible)}
        rows.move(sign * sizes[step.removeprefix("-")])
        self.renew("")

    def action_read(self, direction: int) -> None:
        """Turn the detail's pages."""
        detail = self.query_one("#detail")
        detail.scroll_relative(y=direction * max(1, detail.size.height - 1), animate=False)

    def action_enlarge(self) -> None:
        """Give the detail the list's room, or give it back."""
        self.toggle_class("enlarged")

    def action_score(self) -> None:
        """Ask for a score."""
        self._ask("得分（数字，回车确定，Esc返回）", lambda text: self.desk.decide("s", score=text))

    def action_comment(self) -> None:
        """Ask for a comment."""
        self._ask("备注（回车确定，Esc返回）", self.desk.comment)

    def action_jump(self) -> None:
        """Ask for a row."""
        self._ask("行号或编号（回车确定，Esc返回）", self.desk.jump)

    def action_search(self) -> None:
        """Ask for words."""
        self._ask("检索指标、目标值、完成值、偏差原因（回车确定，留空显示全部）", self.desk.search)

    def action_filter(self) -> None:
        """Offer filters."""
        offered = filters.offers(self.desk.session)

        def chosen(place: int | None) -> None:
            if place is not None:
                self.act(lambda: filters.choose(self.desk, offered[place]))

        self.app.push_screen(ChooseScreen("筛选（回车选定，Esc返回）", [offer.label for offer in offered]), chosen)

    def action_group(self) -> None:
        """Decide rows that say the same at once."""
        row_ids = self._found(self.desk.alike)

        def chosen(answer: tuple[str, tuple[str, ...]] | None) -> None:
            if answer is not None:
                key, row_ids = answer
                self.act(lambda: self.desk.decide(key, row_ids, basis="equal texts"))

        if row_ids:
            self.app.push_screen(GroupScreen(self.desk, row_ids), chosen)

    def action_bulk(self) -> None:
        """Accept in bulk, after a question."""
        row_ids = self._found(self.desk.bulk)

        def answered(yes: bool | None) -> None:  # noqa: FBT001  the form that Textual calls
            if yes:
                self.act(lambda: self.desk.accept_bulk(row_ids))

        if row_ids:
            question = wording.bulk_question(self.desk.session, row_ids, self.desk.certificate)
            self.app.push_screen(ConfirmScreen(question), answered)

    def action_help(self) -> None:
        """Explain the keys."""
        moving = [f"{key}  {what}" for key, what in wording.SCREEN_KEYS.items()]
        lines = wording.help_lines(self.desk.session, adjudicates=bool(self.desk.opinions))
        self.app.push_screen(HelpScreen((*lines, *moving)))

    def _found(self, find: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """Return the rows that `find` gives; () after saying why there are none."""
        try:
            return find()
        except ReviewError as error:
            self.renew(str(error))
            return ()

    def _ask(self, question: str, do: Callable[[str], str]) -> None:
        def answered(text: str | None) -> None:
            if text is not None:
                self.act(lambda: do(text))

        self.app.push_screen(AskScreen(question), answered)

    def _details(self) -> Text:
        desk = self.desk
        if desk.current is None:
            return Text("没有符合筛选条件的行。按f换一个筛选。")
        text = Text()
        row = desk.session.rows[desk.current]
        for part in wording.details(row, desk.session, desk.opinions.get(desk.current, ())):
            body = Text(part.text)
            for start, end in part.marks:
                body.stylize("bold underline", start, end)
            text.append_text(Text.assemble((part.label, "bold"), "：", body, "\n"))
        return text


class ReviewApp(App[None]):
    """The screen in a terminal; it takes the terminal's own colours, so that light and dark both read well."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: Desk) -> None:
        """Show `desk`."""
        super().__init__(ansi_color=True)
        self.theme = "ansi-light"
        self.desk = desk

    def on_mount(self) -> None:
        """Begin."""
        self.push_screen(ReviewScreen(self.desk))
