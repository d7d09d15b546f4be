"""Word documents that tests write part by part, and what was read of them in a short form."""

import io
import zipfile

from perfnlp.records import Table

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_NAMES = (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    f' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{_TYPES}"'
)


def word(body, *, parts=None, relations="", namespace=MAIN, prolog="", main="word/document.xml"):
    """Return a Word document with the XML `body`; `parts` are (kind, XML inside of the root) by name of the part."""
    parts = parts or {}
    links = "".join(f'<Relationship Id="{kind}" Type="{_TYPES}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    folder, _, file = main.rpartition("/")
    files = {
        "[Content_Types].xml": _CONTENT_TYPES.format(main=main),
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="r1" Type="{_TYPES}/officeDocument" Target="{main}"/></Relationships>',
        main: f'{prolog}<w:document xmlns:w="{namespace}"{_NAMES}><w:body>{body}</w:body></w:document>',
        f"{folder}/_rels/{file}.rels": f'<Relationships xmlns="{_PACKAGE}">{links}{relations}</Relationships>',
        **{f"word/{kind}.xml": f'<w:{kind} xmlns:w="{namespace}"{_NAMES}>{xml}</w:{kind}>'
           for kind, xml in parts.items()},
    }  # fmt: skip
    return archive(files)


def archive(files):
    """Return a ZIP of named texts or bytes; the name of the format stands unpacked, as OpenDocument wants it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


def with_parts(data, parts):
    """Return the package `data` with further parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return archive({**{name: package.read(name) for name in package.namelist()}, **parts})


def relation(key, kind, target, mode="Internal"):
    return f'<Relationship Id="{key}" Type="{_TYPES}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def p(*runs, properties=""):
    """Return a paragraph of runs; a plain text is a run of its own."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text, properties=""):
    inside = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


def tc(*contents, properties=""):
    """Return a cell; a plain text is a paragraph of its own."""
    inside = "".join(part if part.startswith("<") else p(part) for part in contents) or p()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells, properties=""):
    """Return a row; a plain text is a cell of its own."""
    inside = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows):
    return f"<w:tbl>{''.join(row if isinstance(row, str) else tr(*row) for row in rows)}</w:tbl>"


def span(n):
    return f'<w:gridSpan w:val="{n}"/>'


BEGIN, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def shown(report):
    """Return the blocks in short: a text for a paragraph, a list of rows of cells for a table."""
    return [[row.cells for row in block.rows] if isinstance(block, Table) else block.text for block in report.blocks]
