"""A set of documents as files: the same bytes whenever it is made."""

import hashlib
import io
import zipfile

from aftercare_cli.documents.bundle import file_name, manifest, zipped

FILES = {"02-b.pdf": b"second", "01-a.pdf": b"first"}


def test_a_file_is_named_by_its_place_and_what_it_is_about() -> None:
    assert file_name(0, "contents", "", "pdf") == "00-contents.pdf"
    assert file_name(6, "training-record", "R-20260310-3C7T", "html") == "06-training-record-R-20260310-3C7T.html"


def test_the_manifest_is_sorted_and_read_by_sha256sum() -> None:
    first, second = (hashlib.sha256(content).hexdigest() for content in (b"first", b"second"))
    assert manifest(FILES).decode() == f"{first}  01-a.pdf\n{second}  02-b.pdf\n"


def test_an_archive_is_sorted_has_one_time_and_the_same_bytes() -> None:
    made = zipped("p-handover", FILES)
    assert made == zipped("p-handover", dict(reversed(FILES.items())))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert [(entry.filename, entry.date_time, entry.external_attr >> 16) for entry in archive.infolist()] == [
            ("p-handover/01-a.pdf", (1980, 1, 1, 0, 0, 0), 0o100644),
            ("p-handover/02-b.pdf", (1980, 1, 1, 0, 0, 0), 0o100644),
        ]
        assert archive.read("p-handover/02-b.pdf") == b"second"
