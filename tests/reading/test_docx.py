"""Word documents: order, text as printed, tracked changes, text boxes, notes, embedded parts."""

import pytest
from docx import Document
from word_files import MAIN, STRICT, p, r, relation, shown, tbl, tc, tr, with_parts, word

from perfnlp.reading import read_bytes
from perfnlp.records import Paragraph, Table


def read(data, name="a.docx"):
    return read_bytes(data, name)


def text_of(*runs):
    """Return the text of one paragraph of `runs`."""
    (text,) = shown(read(word(p(*runs))))
    return text


def picture():
    return r('<w:drawing><a:blip r:embed="rId9"/></w:drawing>')


def box(*blocks):
    return f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"


def test_blocks_stand_in_order_with_growing_lines_and_numbered_tables():
    body = p("云溪县林业局2023年度绩效自评报告") + tbl(("甲", "乙"), ("丙", "丁")) + p("注：无。") + tbl(("戊", "己"))
    report = read(word(body))
    assert shown(report) == [
        "云溪县林业局2023年度绩效自评报告", [("甲", "乙"), ("丙", "丁")], "注：无。", [("戊", "己")],
    ]  # fmt: skip
    places = [
        (block.locator.order,) if isinstance(block, Paragraph) else
        tuple((row.locator.order, row.locator.table, row.locator.row) for row in block.rows)
        for block in report.blocks
    ]  # fmt: skip
    assert places == [(1,), ((2, 1, 1), (3, 1, 2)), (4,), ((5, 2, 1),)]
    assert {block.locator.page for block in report.blocks if isinstance(block, Paragraph)} == {None}
    assert (report.title, report.organisation, report.year) == (
        "云溪县林业局2023年度绩效自评报告", "云溪县林业局", 2023,
    )  # fmt: skip


def test_what_python_docx_writes_is_read(tmp_path):
    document = Document()
    document.add_paragraph("一、基本情况")
    table = document.add_table(3, 3)
    for row, texts in zip(table.rows, (("一级", "名称", "值"), ("产出", "修路", "3"), ("", "种树", "9")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "产出"
    document.save(tmp_path / "a.docx")
    report = read((tmp_path / "a.docx").read_bytes())
    assert shown(report) == ["一、基本情况", [("一级", "名称", "值"), ("产出", "修路", "3"), ("产出", "种树", "9")]]


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
def test_both_namespaces_are_read(namespace):
    assert shown(read(word(p("甲") + tbl(("乙", "丙")), namespace=namespace))) == ["甲", [("乙", "丙")]]


def test_the_body_may_stand_in_a_part_of_another_name():
    assert shown(read(word(p("甲"), main="word/document2.xml"))) == ["甲"]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        pytest.param("<w:tab/>", "甲\t乙", id="tab"),
        pytest.param("<w:noBreakHyphen/>", "甲-乙", id="hyphen"),
        pytest.param("<w:softHyphen/>", "甲乙", id="soft hyphen"),
        pytest.param('<w:sym w:font="Wingdings" w:char="F0FC"/>', "甲√乙", id="tick"),
        pytest.param('<w:sym w:font="Wingdings 2" w:char="F052"/>', "甲☑乙", id="ticked box"),
        pytest.param('<w:sym w:font="Symbol" w:char="F0B3"/>', "甲≥乙", id="at least"),
        pytest.param('<w:sym w:font="Symbol" w:char="F0A3"/>', "甲≤乙", id="at most"),
        pytest.param('<w:sym w:font="Webdings" w:char="F041"/>', "甲〓乙", id="unknown"),
        pytest.param('<w:sym w:font="SimSun" w:char="2264"/>', "甲≤乙", id="plain Unicode"),
        pytest.param("<w:ruby><w:rt><w:r><w:t>jia</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>丙</w:t></w:r></w:rubyBase>"
                     "</w:ruby>", "甲丙乙", id="pronunciation"),
    ],
)  # fmt: skip
def test_characters_other_than_text(run, expected):
    assert text_of("甲", r(run), "乙") == expected


def test_private_characters_are_told_by_the_font_of_the_run():
    fonts = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert text_of(r("\uf0b3", fonts), "95%") == "≥95%"
    report = read(word(p(r("\uf0b3", '<w:rFonts w:ascii="SimSun"/>'), "95%")))
    assert shown(report) == ["〓95%"]
    assert report.remarks == ("全文有1个特殊符号无法识别，以“〓”代替，请对照原件。",)


def test_raised_digits_stay_raised():
    raised = '<w:vertAlign w:val="superscript"/>'
    assert text_of("10", r("4", raised), "亩，5km", r("2", raised), r("注", raised)) == "10⁴亩，5km²注"


def test_formulas():
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>"
    )
    power = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    bracket = "<m:oMath><m:d><m:e><m:r><m:t>3分</m:t></m:r></m:e></m:d></m:oMath>"
    assert text_of("占", fraction, power, bracket) == "占3/410⁴(3分)"


def field(code, result=None):
    marks = [r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")]
    instruction = r(f"<w:instrText>{code}</w:instrText>")
    return marks[0] + instruction + (marks[1] + r(result) if result is not None else "") + marks[2]


def test_a_field_prints_its_result_not_its_code():
    assert text_of("共", field("NUMPAGES", "12"), "页") == "共12页"
    assert text_of(f'<w:fldSimple w:instr="DATE">{r("6月")}</w:fldSimple>') == "6月"


def test_text_in_the_code_of_a_field_is_not_printed():
    begin, separate, end = (r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end"))
    assert text_of(begin, r("<w:instrText>IF</w:instrText>"), field("=1", "码"), separate, "果", end, "后") == "果后"


def test_a_field_without_an_end_loses_nothing():
    assert text_of(r('<w:fldChar w:fldCharType="begin"/>'), "完成3次") == "完成3次"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (r"eq \o\ac(□,√)", "☑"),
        (r" EQ \o\ac(○,3)", "③"),
        (r"eq \f(1,2)", "1/2"),
        (r"eq \x(合格)", "合格"),
    ],
)
def test_framed_characters_of_equation_fields(code, expected):
    assert text_of("是", field(code), "否") == f"是{expected}否"


@pytest.mark.parametrize(
    ("state", "expected"),
    [("<w:checked/>", "☑"), ('<w:checked w:val="0"/>', "□"), ('<w:default w:val="1"/>', "☑"), ("", "□")],
)
def test_tick_boxes_of_forms(state, expected):
    mark = f'<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar>'
    assert text_of(r(mark), r('<w:fldChar w:fldCharType="end"/>'), "是") == f"{expected}是"


def test_wrappers_are_opened():
    sdt = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    link = f'<w:hyperlink w:anchor="x">{r("链接")}</w:hyperlink>'
    body = sdt(p("甲", sdt(r("乙")), link)) + tbl(sdt(tr(sdt(tc(sdt(p("丙")))), "丁")))
    assert shown(read(word(body))) == ["甲乙链接", [("丙", "丁")]]


def test_lines_are_paragraphs_and_pages_are_marked_where_they_begin():
    body = (
        p("甲", r("<w:br/>"), "乙")
        + p(r('<w:br w:type="page"/>'))
        + p("丙")
        + p("丁", properties="<w:pageBreakBefore/>")
        + p(r("<w:lastRenderedPageBreak/>"), "戊", r("<w:lastRenderedPageBreak/>"), "己")
        + p("庚")
    )
    blocks = read(word(body)).blocks
    assert [(block.text, block.starts_page) for block in blocks] == [
        ("甲", False), ("乙", False), ("丙", True), ("丁", True), ("戊己", True), ("庚", False),
    ]  # fmt: skip


def test_tracked_changes_are_read_as_accepted_and_told():
    changed = (
        p("共", f"<w:del>{r('<w:delText>5</w:delText>')}</w:del>", f"<w:ins>{r('3')}</w:ins>", "次")
        + p("前半", properties="<w:rPr><w:del/></w:rPr>")
        + p("后半")
        + f"<w:moveFrom>{p('旧处')}</w:moveFrom><w:moveTo>{p('新处')}</w:moveTo>"
        + tbl(tr("甲", "乙"), tr("删", "去", properties="<w:del/>"), tr("丙", tc("丁", properties="<w:cellIns/>")))
    )
    report = read(word(changed))
    assert shown(report) == ["共3次", "前半后半", "新处", [("甲", "乙"), ("丙", "丁")]]
    assert report.remarks == ("全文有4处修订痕迹，按接受修订后的文字读取。",)


def test_a_paragraph_whose_end_is_deleted_loses_nothing_where_none_follows():
    open_end = p("3公里", properties="<w:rPr><w:del/></w:rPr>")
    assert shown(read(word(tbl((tc(open_end), "乙"), ("丙", "丁")) + open_end))) == [
        [("3公里", "乙"), ("丙", "丁")],
        "3公里",
    ]


def test_a_row_tells_what_is_odd_in_it():
    odd = tr(tc(p(r("修路", "<w:strike/>"))), tc(p(r("3公里", "<w:vanish/>"), picture())), properties="<w:hidden/>")
    (table,) = read(word(tbl(tr("名称", "值"), odd))).blocks
    assert table.rows[0].remarks == ()
    assert table.rows[1].cells == ("修路", "3公里")
    assert table.rows[1].remarks == (
        "本行在文档中设为隐藏，打印时看不到。",
        "本行有1幅图片，图中文字没有读取，请对照原件。",
        "本行有1处隐藏文字，打印时看不到，已一并读取。",
        "本行有1处加了删除线的文字，仍按原文读取，请确认是否有效。",
    )


def test_properties_that_are_turned_off_are_not_told():
    report = read(word(p(r("甲", '<w:vanish w:val="0"/><w:strike w:val="false"/>'))))
    assert report.remarks == ()


def test_text_boxes_follow_the_paragraph_they_hang_on_and_are_read_once():
    inside = box(p("框内"), tbl(("子", "丑"), ("寅", "卯")))
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{inside}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    report = read(
        word(p("正文", r(both)) + p("下文") + tbl((tc(p("格", r(f"<w:pict>{box(p('框'))}</w:pict>"))), "乙")))
    )
    assert shown(report) == ["正文", "框内", [("子", "丑"), ("寅", "卯")], "下文", [("格\n框", "乙")]]


def test_an_alternative_that_says_nothing_gives_way_to_one_that_does():
    either = f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{r('乙')}</mc:Fallback></mc:AlternateContent>"
    assert text_of("甲", either) == "甲乙"


def test_notes_stand_at_the_end():
    note = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="1">{}</w:footnote>'
    report = read(word(p("完成95%", r('<w:footnoteReference w:id="1"/>')) + p("末段"),
                       parts={"footnotes": note.format(p("年底快报数")), "endnotes": ""}))  # fmt: skip
    assert shown(report) == ["完成95%", "末段", "年底快报数"]


def test_pictures_without_a_table_are_told():
    report = read(word(p(picture(), picture())))
    assert report.blocks == ()
    assert report.remarks == (
        "文档中没有表格，只有文字和图片；表格若在图片里，请提供其原文件或扫描件的PDF。",
        "全文有2幅图片，图中文字没有读取，请对照原件。",
    )


def test_comments_are_told():
    report = read(word(p("甲", r('<w:commentReference w:id="1"/>'))))
    assert report.remarks == ("全文有1处批注，批注内容没有读取。",)


def test_an_inserted_document_is_read_and_told():
    body = p("甲") + '<w:altChunk r:id="c1"/>' + p("乙")
    data = word(body, relations=relation("c1", "aFChunk", "chunk.html"))
    parts = {"word/chunk.html": "<html><body><p>丙</p><table><tr><td>丁</td><td>戊</td></tr></table></body></html>"}
    report = read(with_parts(data, parts))
    assert shown(report) == ["甲", "丙", [("丁", "戊")], "乙"]
    firsts = [block.rows[0] if isinstance(block, Table) else block for block in report.blocks]
    assert [first.locator.order for first in firsts] == [1, 2, 3, 4]
    assert report.remarks == ("文档中嵌有另一份文件或表格，已一并读取，请核对是否属于本报告。",)


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(relation("o1", "oleObject", "x.bin"), id="unknown content"),
        pytest.param(relation("o1", "oleObject", "none.bin"), id="missing part"),
        pytest.param(relation("o1", "oleObject", "file:///etc/hostname", "External"), id="outside"),
        pytest.param(relation("o1", "oleObject", "../../../etc/hostname"), id="parent path"),
        pytest.param(relation("o1", "aFChunk", "inner.docx"), id="Word inside of Word"),
    ],
)
def test_an_object_that_cannot_be_read_is_told_and_nothing_outside_is_followed(target):
    embedded = r('<w:object><v:imagedata r:id="x"/><o:OLEObject Type="Embed" r:id="o1"/></w:object>')
    data = word(p("甲", embedded), relations=target)
    report = read(with_parts(data, {"word/x.bin": bytes(range(256)), "word/inner.docx": word(p("乙"))}))
    assert shown(report) == ["甲"]
    assert report.remarks == ("全文有1个嵌入对象无法读取，请对照原件。",)
