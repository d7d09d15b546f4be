import copy
import os
import pickle
import subprocess
import sys

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from perfnlp.analysis.segmentation import create_pipeline, segment
from perfnlp.text import fold

OWN_WORD = "云溪河长令"  # five characters of a made-up decree that no dictionary has


def words(nlp, text):
    return [token.text for token in nlp(text)]


@pytest.fixture(scope="module")
def nlp():
    return create_pipeline([OWN_WORD])


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        pytest.param("完成投资1,234.56万元", "1,234.56", id="thousands"),
        pytest.param("满意度98.5%以上", "98.5%", id="percent"),
        pytest.param("投诉率3.2‰", "3.2‰", id="per mille"),
        pytest.param("满意度９８.５％", "９８.５％", id="full width, as printed"),
    ],
)
def test_figures_stay_whole(nlp, text, figure):
    assert figure in words(nlp, text)


def test_segment_folds_full_width_forms_and_drops_white_space():
    assert segment(["培训　１２ 场次"]) == (("培训", "12", "场次"),)


def test_segment_answers_in_order_and_cuts_repeated_texts_alike():
    assert segment(["有所提升", "", "有所提升"]) == (("有所提升",), (), ("有所提升",))


@given(text=st.text(alphabet="完成满意度１2,.‰% \n\t　万元ａb"))
@settings(max_examples=60, deadline=None)
def test_offsets_count_characters_of_the_printed_text(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_two_pipelines_keep_their_own_words_and_leave_jieba_alone(nlp):
    import jieba

    assert OWN_WORD in words(nlp, f"落实{OWN_WORD}")
    assert OWN_WORD not in words(create_pipeline([]), f"落实{OWN_WORD}")
    assert OWN_WORD not in jieba.dt.FREQ


@pytest.mark.parametrize(
    "duplicate",
    [
        pytest.param(lambda nlp: pickle.loads(pickle.dumps(nlp)), id="pickle"),  # noqa: S301 - our own bytes
        pytest.param(copy.deepcopy, id="deepcopy"),
        pytest.param(lambda nlp: create_pipeline([OWN_WORD]).from_bytes(nlp.to_bytes()), id="bytes"),
    ],
)
def test_a_duplicate_knows_the_same_words(nlp, duplicate):
    assert OWN_WORD in words(duplicate(nlp), f"落实{OWN_WORD}")


def test_the_words_survive_the_disk(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    assert OWN_WORD in words(spacy.load(tmp_path / "pipeline"), f"落实{OWN_WORD}")


def run(code, **environment):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )


def test_a_spawned_worker_knows_the_same_words(tmp_path):
    script = tmp_path / "spawn.py"
    script.write_text(
        f"""
import multiprocessing
from perfnlp.analysis.segmentation import create_pipeline

def cut(nlp):
    return [token.text for token in nlp("落实{OWN_WORD}")]

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.apply(cut, (create_pipeline(["{OWN_WORD}"]),)))
""",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=60)
    assert OWN_WORD in done.stdout


CUT = """
import sys
sys.modules['rjieba'] = None
from perfnlp.analysis.segmentation import segment
print(segment(['按期完成']))
"""


def test_the_dictionary_cache_goes_to_the_users_own_folder_and_nothing_is_printed(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    done = run(CUT, XDG_CACHE_HOME=str(tmp_path / "own"), TMPDIR=str(shared))
    assert done.stderr == ""
    assert [path.suffix for path in (tmp_path / "own" / "perfnlp").iterdir()] == [".cache"]
    assert list(shared.iterdir()) == []


def test_an_unwritable_cache_folder_does_no_harm(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = run(CUT, XDG_CACHE_HOME=str(blocked))
    assert "按期" in done.stdout
    assert done.stderr == ""


def test_importing_the_stage_loads_neither_spacy_nor_jieba():
    code = "import sys, perfnlp.analysis; print([name for name in ('spacy', 'jieba') if name in sys.modules])"
    assert run(code).stdout.strip() == "[]"


def test_segment_gives_the_words_of_the_pipelines_documents(nlp):
    texts = ["按期完成 1,234.56万元", "　满意度９８.５％\n以上", " ", "1-11月 3.2‰"]
    documents = [tuple(fold(token.text) for token in nlp(text) if not token.is_space) for text in texts]
    assert segment(texts, nlp) == tuple(documents)
