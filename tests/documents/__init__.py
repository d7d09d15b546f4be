"""Development scripts: documents in every format with exact ground truth. Never part of the wheel."""
