"""Measure extraction and grading against rows that a careful reader labelled."""

from perfnlp.evaluation.extraction import ExtractionReport, evaluate_extraction, merge
from perfnlp.evaluation.grading import GradingReport, evaluate_grading
from perfnlp.evaluation.peers import PeerReport, evaluate_peers

__all__ = [
    "ExtractionReport",
    "GradingReport",
    "PeerReport",
    "evaluate_extraction",
    "evaluate_grading",
    "evaluate_peers",
    "merge",
]
