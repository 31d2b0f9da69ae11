"""From the bytes of a file to its record, with everything there is to tell of it on the way."""

from typing import TypeVar

import msgspec

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import Kind
from aftercare_cli.store.encoding import encoding_findings, plain_text
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.line_reader import Tree
from aftercare_cli.store.placing import check_place, decoded
from aftercare_cli.store.yaml_reader import read_mapping

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)


def parsed(
    kind: Kind, path: str, data: bytes, record_type: type[AnyRecord], findings: list[Finding]
) -> tuple[Tree | None, AnyRecord | None]:
    """Give a record with the tree it was made of; neither where it is wrong, as `findings` then say."""
    try:
        plain = plain_text(data, path)
        if b"\r" in data or len(plain) != len(data):
            findings.extend(encoding_findings(data, path))
        tree = read_mapping(plain, path)
        record = decoded(record_type, tree, plain, path)
        check_place(kind, path, record, plain)
    except UnreadableError as error:
        findings.extend(error.findings)
        return None, None
    return tree, record
