"""The shipped rubrics, one TOML file each; `perfnlp/scoring/rubric.py` says what the keys mean."""
