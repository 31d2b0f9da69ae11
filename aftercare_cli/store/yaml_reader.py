"""YAML into plain dicts, lists and strings.

Records use a small part of YAML, read by the C parser's events: every scalar is a string (the schema gives types,
YAML never guesses), a plain `null`, `~` or nothing is None. Anchors, aliases, tags, duplicate keys, keys that are not
scalars and a second document are refused, before anything is built from them.
"""

from aftercare_cli.store.line_reader import Tree, read_lines


def read_mapping(data: bytes, path: str) -> Tree:
    """Read one YAML mapping from UTF-8 bytes; raises UnreadableError with line and column."""
    tree = read_lines(data)
    if tree is None:
        from aftercare_cli.store.block_reader import read_blocks  # noqa: PLC0415 - most commands read tickets only

        tree = read_blocks(data)
    if tree is None:
        from aftercare_cli.store.yaml_parser import parse_mapping  # noqa: PLC0415 - few records need it

        tree = parse_mapping(data, path)
    return tree
