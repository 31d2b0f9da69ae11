"""Conclusions as pages."""
