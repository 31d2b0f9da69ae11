"""The program in the sample project, and a small workspace, for documents that are rendered as users do."""

from tests.cli.conftest import _outside, harbour, sample

__all__ = ["_outside", "harbour", "sample"]
