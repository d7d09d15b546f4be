"""Find indicators: a `Report` in, `Indicator` rows out, in document order and with stable ids.

Three extractors share the work: `tables` reads tables with kept columns, `flattened`
tables whose columns a PDF lost, `narrative` what is told in sentences. Each reads
only blocks that the one before it left.
"""

from perfnlp.extraction.assembly import assign_ids, in_document_order, join_notes
from perfnlp.extraction.flattened import extract_flattened
from perfnlp.extraction.given import GivenRow, extract_rows
from perfnlp.extraction.headings import map_columns, match_heading
from perfnlp.extraction.narrative import extract_narrative
from perfnlp.extraction.tables import extract_tables
from perfnlp.lexicon import Lexicon
from perfnlp.records import Indicator, Report

__all__ = ["GivenRow", "extract_indicators", "extract_rows", "map_columns", "match_heading"]


def extract_indicators(report: Report, lexicon: Lexicon) -> tuple[Indicator, ...]:
    """Return every indicator row and result statement of `report`.

    A report without any gives an empty tuple. Ids are unique and the same in every run
    on the same bytes.
    """
    tabled, in_tables = extract_tables(report, lexicon)
    flattened, in_lines = extract_flattened(report, lexicon)
    rows = join_notes(in_document_order([*tabled, *flattened]))
    told = extract_narrative(report, lexicon, in_tables | in_lines, rows)
    return assign_ids(in_document_order([*rows, *told]), report.sha256)
