"""Tell the lines that belong to the page, not to the text: page numbers, running heads and feet, 续表."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from perfnlp.records import Block, Paragraph
from perfnlp.text import squeeze

_MARK = re.compile(
    r"[-—－–\s第]*\d{1,4}[-—－–\s页]*(?:[共/]\s*\d{1,4}\s*页?)?|[（(]?续表?\s*\d*[)）]?|(?:金额)?单位[:：].{1,6}"
)
_NUMBER = re.compile(r"\d+")
_N_EDGE_LINES = 3  # at either end of a page that may be a head or a foot


def page_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the indexes of the paragraphs of `blocks` that a table may be printed around.

    A line is a running head or foot if it stands near the same end of two pages at
    least, page numbers in it aside. Only sources with pages have any.
    """
    marks = {at for at, block in enumerate(blocks) if isinstance(block, Paragraph) and _MARK.fullmatch(block.text)}
    return frozenset(marks | set(_running(blocks)))


def _running(blocks: Sequence[Block]) -> Iterator[int]:
    pages: dict[int, list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        locator = block.locator if isinstance(block, Paragraph) else block.rows[0].locator
        if locator.page is not None:
            pages[locator.page].append(at)
    for edge in (slice(None, _N_EDGE_LINES), slice(-_N_EDGE_LINES, None)):
        places: dict[str, dict[int, int]] = defaultdict(dict)
        for page, indexes in pages.items():
            for at in indexes[edge]:
                block = blocks[at]
                if isinstance(block, Paragraph):
                    places[_NUMBER.sub("#", squeeze(block.text))][page] = at
        yield from (at for places_of in places.values() if len(places_of) > 1 for at in places_of.values())
