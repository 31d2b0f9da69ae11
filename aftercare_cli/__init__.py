"""Aftercare: a service plan that keeps itself."""

__version__ = "0.1.0"
