"""Review: a person confirms what the machine proposes, and every decision is kept.

`store` keeps rows and log in one file, `log` replays it, `session` is the pure state of one
reviewer's work, `screen` and `prompts` only show it.
"""
