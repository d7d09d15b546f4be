"""Analysis -> Grade: arithmetic decides figures, the trained model decides wording."""

from perfnlp.grading.grader import Grader, load_grader

__all__ = ["Grader", "load_grader"]
