"""spaCy's own text classifier, trained on labelled rows: a peer to measure the grader against.

It stands here because only `analysis` imports spaCy. Grading does not use it.
"""

from collections.abc import Callable, Sequence
from random import Random

Predict = Callable[[Sequence[Sequence[str]]], list[str]]
"""Words of each text -> its likeliest label."""

_BATCH_SIZE, _DROPOUT, _LEARN_RATE = 64, 0.2, 0.01


def train_textcat(texts: Sequence[Sequence[str]], labels: Sequence[str], *, epochs: int, seed: int) -> Predict:
    """Fit a bag-of-words textcat (spacy.TextCatBOW.v3, words and word pairs) and return its prediction.

    Args:
        texts: the words of each text; spaCy's tokenizer has no say.
        labels: one for each text, at least two different ones.
        epochs: passes over the texts, >= 1.
        seed: of the first weights and of the order of the texts; equal seeds give equal models.
    """
    from spacy import blank
    from spacy.tokens import Doc
    from spacy.training import Example
    from thinc.util import fix_random_seed

    fix_random_seed(seed)
    nlp = blank("zh")
    textcat = nlp.add_pipe("textcat", config={"model": _MODEL})
    names = sorted(set(labels))

    def as_docs(found: Sequence[Sequence[str]]) -> list[Doc]:
        return [Doc(nlp.vocab, words=list(words)) for words in found]

    examples = [
        Example.from_dict(doc, {"cats": {name: float(name == label) for name in names}})
        for doc, label in zip(as_docs(texts), labels, strict=True)
    ]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = _LEARN_RATE
    order = Random(seed)  # noqa: S311  shuffles texts, keeps no secret
    for _ in range(epochs):
        order.shuffle(examples)
        for start in range(0, len(examples), _BATCH_SIZE):
            nlp.update(examples[start : start + _BATCH_SIZE], sgd=optimizer, drop=_DROPOUT)

    def predict(found: Sequence[Sequence[str]]) -> list[str]:
        scores = (textcat(doc).cats for doc in as_docs(found))
        return [max(names, key=cats.__getitem__) for cats in scores]

    return predict


_MODEL = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "length": 262144,
    "no_output_layer": False,
}
