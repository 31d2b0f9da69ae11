"""Which conclusions a change concerns: those about the ticket, its visits, and all where terms changed."""

import os
from pathlib import Path

import msgspec
import pytest

from aftercare_cli.model.kinds import KindName
from aftercare_cli.model.sites import Site
from aftercare_cli.store import commits
from aftercare_cli.store.changes import by_folder, changes, is_of, state_of, terms_now, trees_now
from aftercare_cli.store.commits import Look, State, begin
from aftercare_cli.store.irregular import folders_now
from aftercare_cli.store.kept import Block, Kept, New, Where, keep, opened
from aftercare_cli.store.reader import Reader
from tests.cli.program import environment
from tests.cli.repository import Repository, ticket

pytestmark = pytest.mark.skipif(
    not hasattr(os, "posix_spawnp"), reason="Git is not asked where it cannot be started so"
)

MAY, JUNE = "records/tickets/2026/05", "records/tickets/2026/06"
ONE, TWO, THREE, LIVE = (
    f"{MAY}/T-20260501-0001.yaml",
    f"{JUNE}/T-20260610-0002.yaml",
    f"{JUNE}/T-20260610-0003.yaml",
    f"{JUNE}/T-20260610-0004.yaml",
)
OF_ONE, OF_TWO, STRAY = (f"records/visits/2026/V-20260611-000{number}.yaml" for number in (1, 2, 9))
SITE = "records/sites/quay.yaml"


def visit(path: str, about: str) -> str:
    return f"id: {Path(path).stem}\nsite: quay\nticket: {Path(about).stem}\nvisited_on: 2026-06-11\n"


def block(folder: str, *pairs: tuple[str, list[str]]) -> Block:
    told = [msgspec.Raw(msgspec.msgpack.encode(path)) for path, _ in pairs]
    return Block(folder, [path for path, _ in pairs], [linked for _, linked in pairs], told, msgspec.Raw(b"\xc0"), 0.0)


class Records:
    """Three tickets of which something is concluded, two of them with a visit; another, and a visit after no ticket."""

    def __init__(self, folder: Path) -> None:
        self.repository = Repository(folder)
        self.where = Where(folder / ".git/aftercare", ".")
        self.folder = folder
        files = {
            **{path: ticket(record_id=Path(path).stem) for path in (ONE, TWO, THREE, LIVE)},
            OF_ONE: visit(OF_ONE, ONE),
            OF_TWO: visit(OF_TWO, TWO),
            STRAY: visit(STRAY, "T-20260101-9999"),
            SITE: "id: quay\ncontract: harbour\nname: Quay\n",
        }
        head = self.repository.commit(dict(files), "10T12:00")
        self.keep(head)

    def keep(self, commit: str) -> None:
        look = self.look()
        blobs = look.blobs(commit)
        assert blobs is not None
        names, doubtful = terms_now(Reader(self.folder), blobs, commit, look.is_old)
        look.close()
        blocks = (block(MAY, (ONE, [OF_ONE])), block(JUNE, (TWO, [OF_TWO]), (THREE, [])))
        new = New(
            commit=commit,
            sum=msgspec.msgpack.encode("all"),
            since=0.0,
            live=[LIVE, STRAY],
            doubtful=doubtful,
            zones=(),
            young=0,
            folders=folders_now(str(self.folder), look.is_old),
            terms=names,
            trees={},
            blocks=[(each.folder, msgspec.msgpack.encode(each)) for each in blocks],
        )
        keep(self.where, new)

    def look(self) -> Look:
        found = begin(self.folder, environment())
        assert found is not None
        return found

    def changed(self) -> "tuple[set[str], list[str], set[str]] | None":
        """Give the paths that changed, those of conclusions that are taken away, and those that are live."""
        look = self.look()
        state = state_of(look, self.where)
        kept = opened(self.where)
        assert isinstance(state, State)
        assert isinstance(kept, Kept)
        found = changes(Reader(self.folder), kept, look, state)
        if found is None:
            return None
        return set(found.paths), [each.paths[at] for each, places in found.taken for at in places], found.live


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    # What was written just now is taken for old.
    monkeypatch.setattr(commits, "_YOUNG_SECONDS", -3600)
    return Records(tmp_path / "work")


ALIVE = {LIVE, STRAY}


def test_where_nothing_changed_everything_holds(records: Records) -> None:
    assert records.changed() == (set(), [], ALIVE)


@pytest.mark.parametrize("is_committed", [False, True])
@pytest.mark.parametrize(
    ("path", "text", "taken", "alive"),
    [
        (THREE, "id: [", [THREE], {THREE}),
        (THREE, None, [THREE], {THREE}),
        (TWO, "summary: other\n", [TWO], {TWO, OF_TWO}),
        (OF_ONE, "", [ONE], {ONE, OF_ONE}),
        (OF_ONE, None, [ONE], {ONE, OF_ONE}),
        (OF_ONE, visit(OF_ONE, THREE), [ONE, THREE], {ONE, OF_ONE, THREE}),
        (STRAY, visit(STRAY, TWO), [TWO], {TWO, OF_TWO}),
        (LIVE, None, [], set()),
        (f"{MAY}/T-20260502-0001.yaml", "", [], {f"{MAY}/T-20260502-0001.yaml"}),
        ("records/staff.yaml", "staff: []\n", [], set()),
    ],
)
def test_a_change_takes_away_what_rests_on_it(  # noqa: PLR0913 - a change, and what comes of it
    records: Records, path: str, text: str | None, taken: list[str], alive: set[str], *, is_committed: bool
) -> None:
    if is_committed:
        records.repository.commit({path: text}, "11T12:00")
    elif text is None:
        (records.folder / path).unlink()
    else:
        records.repository.write(path, text)
    paths = {path} if is_of(path, ("ticket", "visit")) else set()
    assert records.changed() == (paths, taken, ALIVE | alive)


def test_where_terms_changed_nothing_holds_until_they_are_as_before(records: Records) -> None:
    before = (records.folder / SITE).read_text(encoding="utf-8")
    records.repository.write(SITE, before.replace("Quay", "Pier"))
    assert records.changed() is None
    records.repository.commit({}, "11T12:00")
    assert records.changed() is None
    records.repository.write(SITE, before)
    assert records.changed() == (set(), [], ALIVE)
    records.repository.write("records/sites/new.yaml", before)
    assert records.changed() is None


def test_terms_that_were_not_as_in_the_commit_are_compared_each_time(records: Records) -> None:
    before = (records.folder / SITE).read_text(encoding="utf-8")
    records.repository.write(SITE, before.replace("Quay", "Pier"))
    records.keep(records.repository.head())
    assert records.changed() == (set(), [], ALIVE)
    records.repository.git("checkout", "-q", "--", SITE)
    assert records.changed() is None
    records.repository.write(SITE, before.replace("Quay", "Pier"))
    assert records.changed() == (set(), [], ALIVE)


def test_terms_that_changed_just_before_are_compared_each_time(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = records.look()
    look.close()
    blobs = look.blobs(records.repository.head())
    assert blobs is not None
    for young, doubtful in ((-3600, []), (1 << 31, [SITE])):
        monkeypatch.setattr(commits, "_YOUNG_SECONDS", young)
        reader = Reader(records.folder)
        # What another process read may be something else by now, unless the file is old.
        unread = {SITE: "unknown" if doubtful else blobs[SITE]}
        assert terms_now(reader, blobs, blobs[SITE], look.is_old) == (unread, doubtful)
        assert reader.record("site", SITE, Site) is not None
        assert terms_now(reader, blobs, blobs[SITE], look.is_old) == ({SITE: blobs[SITE]}, doubtful)
        trees = trees_now(Reader(records.folder), blobs, [SITE], look.is_old)
        assert trees == (
            {} if doubtful else {SITE: msgspec.msgpack.encode({"id": "quay", "contract": "harbour", "name": "Quay"})}
        )


def test_what_is_no_plain_file_lets_nothing_hold(records: Records) -> None:
    records.keep(records.repository.head())
    os.mkfifo(records.folder / MAY / "T-20260503-0001.yaml")
    assert records.changed() is None
    (records.folder / MAY / "T-20260503-0001.yaml").unlink()
    assert records.changed() == (set(), [], ALIVE)
    (records.folder / THREE).unlink()
    (records.folder / THREE).symlink_to("nowhere")
    records.repository.commit({}, "11T12:00")
    assert records.changed() is None


def test_the_index_is_looked_through_once(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    plain = Look.looks_at_everything

    def noting(look: Look) -> bool:
        asked.append("asked")
        return plain(look)

    monkeypatch.setattr(Look, "looks_at_everything", noting)
    file = records.where.file.with_suffix(".index")
    for _ in range(2):
        assert state_of(records.look(), records.where) == State(records.repository.head(), frozenset())
    assert asked == ["asked"]
    for data in (b"", b"\xff" * 500, msgspec.msgpack.encode((1, 2, 3, 4))):
        file.write_bytes(data)
        assert state_of(records.look(), records.where) is not None
    assert len(asked) == 4
    records.repository.git("update-index", "--assume-unchanged", ONE)
    for _ in range(2):
        assert state_of(records.look(), records.where) is None
    assert len(asked) == 6


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("records/aftercare.yaml", "workspace"),
        (SITE, "site"),
        ("records/prices/harbour.csv", "price"),
        (ONE, "ticket"),
        (OF_ONE, "visit"),
        *((path, None) for path in ("records", "beside.yaml", "records/sites", "records/sites/.quay.yaml")),
        *((f"{MAY}/{name}", None) for name in (".x.yaml", "x.yml", "x.yaml/y.yaml", "x/x.yaml")),
        *((path, None) for path in ("records/tickets/2026/.05/a.yaml", "records/tickets/a.yaml", "other/sites/a.yaml")),
    ],
)
def test_a_path_is_that_of_a_kind(path: str, expected: KindName | None) -> None:
    kinds: tuple[KindName, ...] = ("workspace", "site", "price", "ticket", "visit")
    assert [kind for kind in kinds if is_of(path, (kind,))] == ([expected] if expected else [])


def test_paths_are_gathered_by_folder() -> None:
    assert by_folder([TWO, ONE, THREE]) == {JUNE: [TWO, THREE], MAY: [ONE]}
