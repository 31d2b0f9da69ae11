"""Blocks inside blocks are read as they are laid out by hand; test_line_reader.py holds them to the parser's answer."""

import pytest

from aftercare_cli.store.block_reader import read_blocks

CONTRACT = """\
# terms
id: p2024
targets:
  arrival: {start: reported, within: 3h, priority: {high: 1h}}  # S3

  spares: {}
training:
  topics:
    - {number: "6.1", title: 日常维护, tags: [a, "b, c"]}
    - title: 紧急情况；处理
      days: null
    - 巡检
  roles:
    operator:
      materials: [系统方案、手册, 本岗位操作]
      goals:
documents: []
"""


def test_blocks_inside_blocks() -> None:
    assert read_blocks(CONTRACT.encode()) == {
        "id": "p2024",
        "targets": {"arrival": {"start": "reported", "within": "3h", "priority": {"high": "1h"}}, "spares": {}},
        "training": {
            "topics": [
                {"number": "6.1", "title": "日常维护", "tags": ["a", "b, c"]},
                {"title": "紧急情况；处理", "days": None},
                "巡检",
            ],
            "roles": {"operator": {"materials": ["系统方案、手册", "本岗位操作"], "goals": None}},
        },
        "documents": [],
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        " a: b\n",
        "a:\n   b: c\n",
        "a:\n- b\n",
        "a: b\n  c\n",
        "a: b\n  c: d\n",
        "a:\n  b: c\n d: e\n",
        "a:\n  - b\n    c\n",
        "a:\n  - \n",
        "a:\n  -\n",
        "a:\n  - - b\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a:\n  - b: c\n    b: d\n",
        "a: [b,c]\n",
        "a: [b, ]\n",
        "a: [b: c]\n",
        "a: {b}\n",
        "a: {b: c\n",
        "a: [b] c\n",
        "a: 'b'\n",
        'a: "b\\n"\n',
        "a: |\n  b\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !!str b\n",
        "a: b: c\n",
        "? a\n",
        "<<: a\n",
        "a: b \n",
        "a:\tb\n",
        "---\na: b\n",
        "a: b\n...\n",
        "a: b\r\n",
        "a: " + "[" * 20 + "]" * 20 + "\n",
        "".join(f"{' ' * 2 * depth}a:\n" for depth in range(30)) + " " * 60 + "a: b\n",
    ],
)
def test_anything_else_is_left_to_the_parser(text: str) -> None:
    assert read_blocks(text.encode()) is None
