"""What a user may say about reading, the same for every format."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How files are read.

    Attributes:
        passwords: tried one after the other on an encrypted file.
        n_pages: pages of a document that are read, >= 1; a remark tells of the others.
        on_page: called with (pages read, pages in all) while a long document is read.
    """

    passwords: tuple[str, ...] = ()
    n_pages: int = 2000
    on_page: Callable[[int, int], None] | None = None
