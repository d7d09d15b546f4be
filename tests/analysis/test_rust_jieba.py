from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("rjieba")

from perfnlp.analysis.rust_jieba import load_rust_jieba
from perfnlp.analysis.segmentation import JiebaTokenizer, load_pipeline
from perfnlp.analysis.wording_script import readable
from perfnlp.corpus import load_corpus
from perfnlp.lexicon import load_lexicon
from perfnlp.text import fold

ROOT = Path(__file__).parents[2]
SIGNS = "0123456789aBK+#&._%-,/ 年月第一提升的 。（≥²①Ⅲé１％㐀𠮷\n"


@pytest.fixture(scope="module")
def by_jieba():
    words = load_lexicon().words
    return JiebaTokenizer(load_pipeline(words).vocab, words)._load_jieba()  # noqa: SLF001 - the reference


@pytest.fixture(scope="module")
def by_rjieba():
    return load_rust_jieba(load_lexicon().words)


def test_the_words_of_every_text_of_the_corpus_are_jiebas(by_jieba, by_rjieba):
    rows = [row.indicator for row in load_corpus(ROOT / "corpus")]
    texts = {text for row in rows for text in (row.name, row.target, row.actual, row.note, row.section) if text}
    cleaned = {form for text in texts for form in (fold(text), readable(text)[0])}
    assert len(cleaned) > 10_000
    assert [text for text in sorted(cleaned) if by_rjieba(text) != by_jieba(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("1-11月", ["1", "-", "11", "月"], id="a range"),
        pytest.param("1.200.000元", ["1.200", ".", "000", "元"], id="points as separators"),
        pytest.param("C++课", ["C++", "课"], id="a word of the dictionary with signs"),
        pytest.param("㐀-店", ["㐀", "-", "店"], id="a character that jieba does not know"),
    ],
)
def test_figures_and_rare_characters_are_parted_as_jieba_parts_them(by_jieba, by_rjieba, text, words):
    assert by_rjieba(text) == words == by_jieba(text)


@given(text=st.text(alphabet=SIGNS, max_size=12))
@settings(max_examples=500, deadline=None)
def test_any_mix_of_signs_is_cut_alike(by_jieba, by_rjieba, text):
    assert by_rjieba(text) == by_jieba(text)


def test_another_version_of_rjieba_is_left_alone(monkeypatch):
    monkeypatch.setattr("perfnlp.analysis.rust_jieba.version", lambda _name: "0.1.0")
    assert load_rust_jieba(()) is None


def test_without_rjieba_jieba_cuts(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "rjieba", None)
    assert load_rust_jieba(()) is None
