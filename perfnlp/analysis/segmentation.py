"""Cut texts into words: one jieba dictionary of our own inside a blank spaCy pipeline.

spaCy's built-in jieba mode shares jieba's global dictionary and cannot be pickled.
The tokenizer here owns its dictionary, so two pipelines never see each other's
words, and it rebuilds that dictionary after pickling, copying or a spawn.
Importing this module imports spaCy; jieba, or rjieba where it is installed, loads with
the first text.
"""

import os
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import spacy
from spacy.tokens import Doc
from spacy.util import registry

from perfnlp.analysis.rust_jieba import load_rust_jieba
from perfnlp.lexicon import load_lexicon
from perfnlp.text import fold

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

TOKENIZER = "perfnlp.jieba.v1"
"""The name under which spaCy finds the tokenizer, in `config.cfg` too."""

_SILENT = 60  # above logging.CRITICAL
_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|\d+(?:\.\d+)?‰)")


class JiebaTokenizer:
    """A spaCy tokenizer over a private `jieba.Tokenizer`.

    Figures stay whole (1,234.56 and 98.5% are one token each), full-width forms are
    cut as their half-width twins, and token offsets count characters of the text as
    given.

    Attributes:
        vocab: the pipeline's vocabulary.
        words: the domain's words, added to jieba's own dictionary.
    """

    def __init__(self, vocab: "Vocab", words: Iterable[str] = ()) -> None:
        """Keep the words; the dictionary (0.5 s, with rjieba 0.1 s) is loaded with the first text."""
        self.vocab = vocab
        self.words = tuple(words)
        self._cut: Callable[[str], list[str]] | None = None

    def __call__(self, text: str) -> Doc:
        """Return `text` as a document; `doc.text == text`."""
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for length in map(len, self.cut(text)):
            start, end = end, end + length
            word = text[start:end]
            if word == " " and spaces and not spaces[-1]:
                spaces[-1] = True  # spaCy keeps one space with the word before it
            else:
                words.append(word)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def cut(self, text: str) -> list[str]:
        """Return the folded words of `text`, white space included, so that their lengths add up to its own."""
        lcut = self._cut or self._load()
        folded = fold(text)
        if "," not in folded and "‰" not in folded:
            return lcut(folded)
        pieces = _FIGURE.split(folded)  # every second piece is a figure
        return [word for n, piece in enumerate(pieces) for word in ([piece] if n % 2 else lcut(piece))]

    def _load(self) -> Callable[[str], list[str]]:
        self._cut = load_rust_jieba(self.words) or self._load_jieba()
        return self._cut

    def _load_jieba(self) -> Callable[[str], list[str]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba 0.42.1: pkg_resources, invalid escapes
            import jieba  # 0.2 s: only when a text is cut
        jieba.setLogLevel(_SILENT)
        tokenizer = jieba.Tokenizer()
        tokenizer.cache_file = str(_cache_folder() / f"jieba-{jieba.__version__}.cache")
        tokenizer.initialize()
        for word in self.words:
            tokenizer.add_word(word)
        lcut: Callable[[str], list[str]] = tokenizer.lcut
        return lcut

    def __reduce__(self) -> tuple[type["JiebaTokenizer"], tuple["Vocab", tuple[str, ...]]]:
        """Pickle the words, not the dictionary: jieba's holds a lock."""
        return type(self), (self.vocab, self.words)

    def to_bytes(self, **_options: Any) -> bytes:
        """Return nothing to store: the words live in the pipeline's config."""
        return b""

    def from_bytes(self, _data: bytes, **_options: Any) -> "JiebaTokenizer":
        """Return self: the words came with the config."""
        return self

    def to_disk(self, _path: str | Path, **_options: Any) -> None:
        """Store nothing: the words live in the pipeline's config."""

    def from_disk(self, _path: str | Path, **_options: Any) -> "JiebaTokenizer":
        """Return self: the words came with the config."""
        return self


def create_tokenizer(words: Sequence[str] = ()) -> Callable[["Language"], JiebaTokenizer]:
    """Return the factory that spaCy calls with the pipeline it builds."""
    return lambda nlp: JiebaTokenizer(nlp.vocab, words)


registry.tokenizers(TOKENIZER, func=create_tokenizer)


def create_pipeline(words: Sequence[str]) -> "Language":
    """Return a new blank Chinese pipeline whose tokenizer knows `words` besides jieba's own."""
    config = {"nlp": {"tokenizer": {"@tokenizers": TOKENIZER, "words": list(words)}}}
    return spacy.blank("zh", config=config)


@lru_cache(maxsize=4)
def load_pipeline(words: tuple[str, ...]) -> "Language":
    """Return the pipeline with these words, built once per process."""
    return create_pipeline(words)


def segment(texts: Sequence[str], nlp: "Language | None" = None) -> tuple[tuple[str, ...], ...]:
    """Return the words of each text, folded, without white space; a repeated text is cut once.

    The words are those of the pipeline's documents, read from its tokenizer: no document
    is built where nothing but its words is asked.

    Args:
        texts: any strings, empty ones included.
        nlp: pipeline of `create_pipeline`; the shipped words without it.
    """
    tokenizer = cast("JiebaTokenizer", (nlp or load_pipeline(load_lexicon().words)).tokenizer)
    words = {text: tuple(word for word in tokenizer.cut(text) if not word.isspace()) for text in dict.fromkeys(texts)}
    return tuple(words[text] for text in texts)


def _cache_folder() -> Path:
    """Return the user's own cache folder; jieba goes without a cache when it cannot be written."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache")
    try:
        folder = folder.expanduser() / "perfnlp"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # RuntimeError: no home is known
        pass
    return folder
