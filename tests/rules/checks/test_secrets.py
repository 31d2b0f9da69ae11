"""Secrets in records: where they are told to stand, and that nothing else repeats them."""

import pytest

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.text import say
from aftercare_cli.rules.checks import secrets
from tests.rules.written import Records, settings

TICKET = "records/tickets/2026/03/T-20260310-7F3K.yaml"
LEDGER = "records/spares/2026.csv"


def texts(*pairs: tuple[str, str]) -> Records:
    return Records(settings=settings(), suspects=pairs)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: x\nsummary: 密码：Abc12345\n", "2:13 summary holds what looks like a password"),
        ("id: x\r\nsummary: 密码：Abc12345\r\n", "2:13 summary holds what looks like a password"),
        ("events:\n  - {type: noted, note: 口令=Abc12345}\n", "2:28 note holds what looks like a password"),
        ("- type: noted\n  note: |\n    line\n    pwd=Abc12345\n", "4:9 note holds what looks like a password"),
        ("id: x  # password: Abc12345\n", "1:20 this line holds what looks like a password"),
        ("# password: Abc12345\nid: x\n", "1:13 this line holds what looks like a password"),
        ("password: Abc12345\n", "1:11 password holds what looks like a password"),
        ("note: q9ZbK3rT7mVx2Lp8WnYd4HsQ6\n", "1:7 note holds what looks like a key: a long random string"),
        ("note: |\n  -----BEGIN PRIVATE KEY-----\n  MIIE\n", "2:3 note holds a private key"),
        ("note: ghp_0123456789abcdefghijABCDEFGHIJ012345\n", "1:7 note holds a token of access"),
    ],
)  # fmt: skip
def test_a_secret_is_told_by_its_line_and_key(text: str, said: str) -> None:
    (found,) = secrets.findings(texts((TICKET, text)))
    assert f"{found.line}:{found.column} {found.text}" == said
    assert (found.code, found.severity, found.path) == ("secret", "error", TICKET)


def test_in_a_table_the_column_is_named() -> None:
    ledger = 'at,model,quantity,type,note\n2026-03-10,CAM,1,receive,"box, token=Abc12345"\n'
    (found,) = secrets.findings(texts((LEDGER, ledger)))
    assert (found.line, str(found.text)) == (2, "note holds what looks like a password")


def test_a_line_is_told_once_and_every_line_is() -> None:
    text = "a: pwd=Abc12345 pwd=Def67890\nb: pwd=Ghi12345\n"
    assert [found.line for found in secrets.findings(texts((TICKET, text)))] == [1, 2]


def test_what_others_say_does_not_repeat_it() -> None:
    records = texts((TICKET, "by: password=hunter22\nsite: pwd=abcd1\n"))
    told = [
        Finding("value", "error", TICKET, (), say("{v} is no time", v="password=hunt…"), say("not {x}", x="hunter22")),
        Finding("value", "error", TICKET, (), say("{value} is unknown", value=say("{v}!", v="abcd1"))),
        Finding("value", "error", LEDGER, (), say("{value} is unknown", value="hunter22")),
        Finding("value", "error", LEDGER, (), say("{value} of {n}", value="abcd1", n=3)),
    ]  # fmt: skip
    said = [(str(found.text), found.hint and str(found.hint)) for found in secrets.discreet(records, told)]
    assert said == [
        ("password=•••… is no time", "not •••"),
        ("•••! is unknown", None),
        ("••• is unknown", None),
        # Too short to be looked for in other files: it may be a word there.
        ("abcd1 of 3", None),
    ]
