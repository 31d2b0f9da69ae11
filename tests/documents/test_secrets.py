"""Every document and every page of the portal, about everything there is: none is given what its reader may not see."""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

import msgspec
import pytest

from aftercare_cli.documents.audience import AUDIENCES, Audience, hidden
from aftercare_cli.documents.catalogue import document, values_of
from aftercare_cli.documents.portal import Portal
from aftercare_cli.documents.source import NoSubjectError, Values
from aftercare_cli.model import contract, service, settings, sites, ticket
from tests.cli.program import SAMPLE_NOW
from tests.documents.everything import everything, subjects
from tests.documents.sources import english, source
from tests.rules.written import Records

PLAIN = (str, int, float, bool, Decimal, dt.date, type(None))
MARK = re.compile(r"§(\w+)\.(\w+)·(\w*)§")
OUTSIDERS: tuple[Audience, ...] = ("owner", "vendor")


def marked(kind: type[msgspec.Struct], field: str, owner: str) -> str:
    return f"§{kind.__name__}.{field}·{owner}§"


@cache
def records() -> Records:
    return everything(marked)


def papers(audience: Audience) -> Iterator[tuple[str, str, Values]]:
    """Yield the values of every document an audience can have, in both languages, with its name and whose it is."""
    for tongue in (english(), msgspec.structs.replace(english(), code="zh-CN")):
        made = msgspec.structs.replace(source(records(), SAMPLE_NOW, audience), tongue=tongue)
        for name, subject, owner in subjects(records()):
            found = document(name)
            assert found is not None
            with contextlib.suppress(NoSubjectError):  # what is not for this audience
                yield f"{name} {subject}", owner, values_of(found, made, subject)
        for contract_id in records().contracts:
            portal = Portal(made, [contract_id])
            for page in portal.pages(portal.offered()):
                yield f"portal of {contract_id}: {page.path}", contract_id, page.values


def strings(value: object) -> Iterator[str]:
    """Yield every text in what a template is given; anything that is more than a plain value is an error."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from strings(key)
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)
    else:
        assert isinstance(value, PLAIN), value


def leaks(audience: Audience) -> set[tuple[str, str]]:
    """Give what is in documents for an audience and must not be: the field, and the kind of document."""
    kept = {(kind.__name__, field) for kind in kinds() for field in hidden(kind, audience)}
    return {
        (f"{mark[1]}.{mark[2]}", name.split()[0])
        for name, _owner, values in papers(audience)
        for text in strings(values)
        for mark in MARK.finditer(text)
        if (mark[1], mark[2]) in kept
    }


def kinds() -> set[type[msgspec.Struct]]:
    """Give every type of a record, and of what is inside one."""
    found: set[type[msgspec.Struct]] = set()
    for module in (contract, service, settings, sites, ticket):
        members = [member for member in vars(module).values() if isinstance(member, type)]
        found |= {member for member in members if issubclass(member, msgspec.Struct) and member is not msgspec.Struct}
    return found


@pytest.mark.parametrize("audience", OUTSIDERS)
def test_no_document_is_given_what_its_reader_may_not_see(audience: Audience) -> None:
    assert leaks(audience) == set()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_about_one_contract_is_given_nothing_of_another(audience: Audience) -> None:
    strange = {
        (name, f"{mark[1]}.{mark[2]} of {mark[3]}")
        for name, owner, values in papers(audience)
        for text in strings(values)
        for mark in MARK.finditer(text)
        if owner and mark[3] not in {"", owner}
    }
    assert strange == set()


def test_a_vendor_is_told_no_amount() -> None:
    assert [text for _name, _owner, values in papers("vendor") for text in strings(values) if "¥" in text] == []


def test_what_the_company_has_in_store_is_for_nobody_else() -> None:
    """The store serves every customer: what one is shown of it is what is kept for their own models."""
    found = document("spares-list")
    assert found is not None
    stock = {
        audience: values_of(found, source(records(), SAMPLE_NOW, audience), "p2025")["stock"]
        for audience in AUDIENCES[:2]
    }
    assert stock["internal"]
    assert stock["owner"] == []
