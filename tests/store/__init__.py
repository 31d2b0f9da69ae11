"""Tests of what touches the disk and Git."""
