"""All layouts, and how a set of documents is put together from them."""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from documents import official_forms, report_tables
from documents.content import Project, make_project
from documents.form_parts import Laid
from documents.model import Document, Grid

LAYOUTS: Mapping[str, Callable[[Random, Project, str], Laid]] = {
    "national": official_forms.national,
    "signed": official_forms.signed,
    "behind-names": official_forms.behind_names,
    "transfer": official_forms.transfer,
    "recheck": official_forms.recheck,
    "department": report_tables.department,
    "report": report_tables.report,
    "two-line-header": report_tables.two_line_header,
    "section-rows": report_tables.section_rows,
    "several": report_tables.several,
    "goals": report_tables.goals,
    "tasks": report_tables.tasks,
    "two-forms": official_forms.two_forms,
}
_WIDE = {"recheck", "signed"}
_FONTS = ("Noto Sans CJK SC", "Noto Serif CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei")
_SIZES = (5, 8, 12, 14, 18, 24, 30, 45)
_LONG = 200
_LONG_LAYOUTS = ("national", "report", "recheck", "tasks")


def make_documents(seed: int, n_documents: int, *, most_rows: int = _LONG) -> Iterator[Document]:
    """Yield documents of all layouts in turn, each of its own size up to `most_rows`, the same for the same seed.

    In the fourth round some layouts bear tables of 200 rows.
    """
    for number in range(n_documents):
        layout = tuple(LAYOUTS)[number % len(LAYOUTS)]
        turn = number // len(LAYOUTS)
        random = Random(f"{seed}/{number}")  # noqa: S311  no secret
        is_long = turn % 4 == 3 and layout in _LONG_LAYOUTS
        n_items = _LONG if is_long else _SIZES[(number * 5 + turn) % len(_SIZES)]
        yield make_document(random, layout, f"{layout}-{turn + 1:02d}", min(n_items, most_rows))


def make_document(random: Random, layout: str, name: str, n_items: int) -> Document:
    """Return one document of `layout` with `n_items` indicators."""
    blocks, gold = LAYOUTS[layout](random, make_project(random, n_items), name)
    for block in blocks:
        if isinstance(block, Grid):
            block.check()
    return Document(
        name=name,
        blocks=tuple(blocks),
        gold=tuple(gold),
        is_landscape=layout in _WIDE or random.random() < 0.25,
        font=random.choice(_FONTS),
    )
