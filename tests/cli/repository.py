"""Real Git repositories of records: who committed what when is said by the test."""

import datetime as dt
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

ZONE: Final = dt.timezone(dt.timedelta(hours=8))


def at(text: str) -> dt.datetime:
    """Read `10T09:00` as a moment of June 2026, or a whole one."""
    whole = f"2026-06-{text}" if len(text) < len("2026-06-01T00") else text
    return dt.datetime.fromisoformat(whole).replace(tzinfo=ZONE)


class Repository:
    """A repository in `folder`; every commit has an author and a date, and nothing of the user's own settings."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, when: str = "10T12:00", author: str = "ann", committed: str | None = None) -> str:
        """Run Git as `author` at `when`; the committer may come later."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": os.devnull,
                "LC_ALL": "C",
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_AUTHOR_NAME": author,
                "GIT_AUTHOR_EMAIL": f"{author}@example.com",
                "GIT_AUTHOR_DATE": at(when).isoformat(),
                "GIT_COMMITTER_NAME": author,
                "GIT_COMMITTER_EMAIL": f"{author}@example.com",
                "GIT_COMMITTER_DATE": at(committed or when).isoformat(),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def write(self, path: str, text: str) -> None:
        """Put a file into the working tree."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(text.encode())

    def commit(
        self, files: Mapping[str, str | None], when: str, author: str = "ann", committed: str | None = None
    ) -> str:
        """Commit these files, None for one that is deleted, and give the commit's id."""
        for path, text in files.items():
            if text is None:
                (self.folder / path).unlink()
            else:
                self.write(path, text)
        self.git("add", "--all", "--", *files)
        self.git("commit", "--quiet", "--allow-empty", "-m", "x", when=when, author=author, committed=committed)
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").strip()


class Planned(NamedTuple):
    """A commit to be made with many others: files by path, None for one that is deleted."""

    files: Mapping[str, str | None]
    at: dt.datetime
    author: str = "ann"


def grow(repository: Repository, commits: Sequence[Planned]) -> None:
    """Add commits to main: thousands in a second."""
    lines: list[bytes] = []
    for number, commit in enumerate(commits):
        moment = f"{int(commit.at.timestamp())} +0800"
        lines.append(b"commit refs/heads/main\n")
        lines.append(f"mark :{number + 1}\n".encode())
        lines.append(f"author {commit.author} <{commit.author}@example.com> {moment}\n".encode())
        lines.append(f"committer {commit.author} <{commit.author}@example.com> {moment}\ndata 1\nx\n".encode())
        if number:
            lines.append(f"from :{number}\n".encode())
        for path, text in commit.files.items():
            if text is None:
                lines.append(f"D {path}\n".encode())
            else:
                data = text.encode()
                lines.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force"], cwd=repository.folder, input=b"".join(lines), check=True
    )
    repository.git("reset", "--quiet", "--hard", "main")


def ticket(
    *events: str, record_id: str = "T-20260610-7F3K", site: str = "quay", reported: str = "10T09:00", **more: str
) -> str:
    """Give a ticket as the tool writes it; an event is `type 10T10:00 key=value …`."""
    lines = [f"id: {record_id}", f"site: {site}", f"summary: {more.pop('summary', 'No picture')}"]
    lines += [f"{key}: {value}" for key, value in more.items()]
    lines.append(f"reported_at: {at(reported).isoformat()}")
    if events:
        lines.append("events:")
    for event in events:
        kind, moment, *facts = event.split(" ")
        pairs = [f"at: {at(moment).isoformat()}", f"type: {kind}"]
        for fact in facts:
            key, value = fact.split("=")
            pairs.append(f"{key}: {at(value).isoformat() if key.endswith('_at') else value}")
        lines.append(f"  - {{{', '.join(pairs)}}}")
    return "\n".join(lines) + "\n"
