"""The domain's word lists: data, told apart in README.md; `perfnlp.lexicon` loads them."""
