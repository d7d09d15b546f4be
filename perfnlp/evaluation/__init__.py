"""Measure extraction and grading against rows that a careful reader labelled."""

from perfnlp.evaluation.extraction import ExtractionReport, evaluate_extraction
from perfnlp.evaluation.grading import GradingReport, evaluate_grading

__all__ = ["ExtractionReport", "GradingReport", "evaluate_extraction", "evaluate_grading"]
