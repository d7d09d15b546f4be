"""Grades what Chinese public bodies say they achieved."""

__version__ = "0.1.0"
