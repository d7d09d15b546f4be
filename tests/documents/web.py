"""HTML: rowspan and colspan, GB2312 pages, tables inside layout tables, markup as Word and editors leave it."""

from html import escape
from random import Random

from documents.model import Cell, Document, Grid, Line

_STYLE = (
    "<style>@page{{size:A4 {side};margin:1.5cm}} body{{font-family:'{font}';font-size:9pt}}"
    " table.form{{border-collapse:collapse;width:100%;page-break-inside:auto}}"
    " table.form td,table.form th{{border:1px solid #000;padding:2pt}} h1{{font-size:15pt;text-align:center}}</style>"
)


def write_html(document: Document, random: Random, *, is_plain: bool = False) -> bytes:
    """Return the document as a web page; a plain one (to be printed) is UTF-8 without a layout table around."""
    charset = "utf-8" if is_plain else random.choice(("utf-8", "utf-8", "gb2312"))
    is_nested = not is_plain and random.random() < 0.4
    style = _STYLE.format(side="landscape" if document.is_landscape else "portrait", font=document.font)
    body = "\n".join(
        _line(block) if isinstance(block, Line) else _grid(block, random, is_plain=is_plain)
        for block in document.blocks
    )
    if is_nested:
        body = (
            "<table width='100%'><tr><td colspan='2'>首页 &gt; 信息公开 &gt; 绩效管理</td></tr>"
            f"<tr><td width='15%'><ul><li>机构职能</li><li>预算决算</li></ul></td><td>{body}</td></tr></table>"
        )
    page = (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<title>{escape(document.blocks[0].text if isinstance(document.blocks[0], Line) else '')}</title>"
        f"{style}<script>var shown = '<td>';</script></head>\n<body>\n{body}\n</body></html>\n"
    )
    return page.encode(charset, errors="xmlcharrefreplace")


def _line(line: Line) -> str:
    tag = {"title": "h1", "heading": "h3", "body": "p"}[line.kind]
    return f"<{tag}>{escape(line.text)}</{tag}>"


def _grid(grid: Grid, random: Random, *, is_plain: bool) -> str:
    unit = 100 / sum(grid.widths)
    columns = "".join(f'<col width="{width * unit:.1f}%">' for width in grid.widths)
    rows: list[list[str]] = [[] for _ in grid.rows]
    for at, column, cell in grid.placed():
        share = sum(grid.widths[column : column + cell.columns]) * unit
        rows[at].append(_cell(cell, f"{share:.1f}%", random, is_plain=is_plain))
    lines = ["<tr>" + "".join(cells) + "</tr>" for cells in rows]
    n_head = grid.header[1] if grid.header and grid.header[0] == 0 else 0
    head = f"<thead>{''.join(lines[:n_head])}</thead>" if n_head else ""
    body = "\n".join(lines[n_head:])
    return f'<table class="form" border="1"><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>'


def _cell(cell: Cell, width: str, random: Random, *, is_plain: bool) -> str:
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    text = "<br>".join(escape(line) for line in cell.text.split("\n"))
    if not is_plain:
        style = random.randrange(4)
        text = (text, f"<p><span>{text}</span></p>", f"\n      {text}\n    ", f"<div>{text or '&nbsp;'}</div>")[style]
    align = "left" if cell.is_long else "center"
    end = "</td>" if is_plain or random.random() < 0.9 else ""  # HTML lets it go
    return f'<td{spans} align="{align}" width="{width}">{text}{end}'
