"""Checks of records against each other, each a module; rules/checking.py lists them.

A check module has an `ID`, a docstring that is its documentation (a passing and a failing example), and `findings`.
Nothing is imported here: reports ask a few of them alone (rules/essential.py).
"""
