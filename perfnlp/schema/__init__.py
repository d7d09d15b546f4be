"""The contract of the annotation record; `perfnlp.annotation` loads it."""
