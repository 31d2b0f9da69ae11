"""Which codes a finding can have, read from the source: whatever is passed where a function or class takes `code`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.docs.golden import ROOT

PACKAGE: Final = ROOT / "aftercare_cli"
PLACES: Final = ("model", "store", "rules")


class Code(NamedTuple):
    """A code, how bad it is (unknown where a shared function decides), and the module that gives it."""

    code: str
    severity: str
    module: str


def emitted() -> list[Code]:
    """Give every code that readers and rules can give, in order."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _sources()}
    positions = {name: at for tree in trees.values() for name, at in _takers(tree)}
    return sorted({code for path, tree in trees.items() for code in _given(path, tree, positions)})


def _sources() -> list[Path]:
    return sorted(path for place in PLACES for path in (PACKAGE / place).rglob("*.py"))


def _takers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the functions and records that take a `code`, and at which position."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
        elif isinstance(node, ast.ClassDef):
            names = [part.target.id for part in node.body if _is_field(part)]  # type: ignore[attr-defined]
        else:
            continue
        if "code" in names:
            yield node.name, names.index("code")


def _is_field(part: ast.stmt) -> bool:
    return isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)


def _given(path: Path, tree: ast.Module, positions: dict[str, int]) -> Iterator[Code]:
    module = path.relative_to(PACKAGE).as_posix()
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in positions):
            continue
        at = positions[call.func.id]
        given = call.args[at] if at < len(call.args) else None
        if isinstance(given, ast.Constant):
            yield Code(str(given.value), _severity(call), module)
        else:
            # `code` of a caller, or `problem.code`: what is handed on was counted where it began.
            assert isinstance(given, ast.Name | ast.Attribute), f"{module}:{call.lineno} gives a code nobody can read"


def _severity(call: ast.Call) -> str:
    words = [part.value for part in call.args if isinstance(part, ast.Constant)]
    return next((str(word) for word in words if word in {"error", "warning"}), "error")
