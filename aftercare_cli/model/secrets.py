"""What looks like a password, a key or a token in a text, and the text without it.

Two ways to tell one: by the word before it (`密码：…`, `password=…`, `rtsp://user:…@camera`), or by its own form (a
private key, the tokens of well-known services, a long string as only a machine makes it). What only talks about
passwords is none.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

MASK: Final = "•••"

SecretKind = Literal["password", "private_key", "token", "random"]


class Secret(NamedTuple):
    """Where a text holds a secret, from `start` to `end`, and what it seems to be."""

    start: int
    end: int
    kind: SecretKind


def _needles(*words: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)


_NEEDLES: Final = _needles("pwd", "token", "secret", "credential", "://", "口令", "证码", "取码", "权码")
_HINTS: Final = (
    (b"pass", _needles("passw", "passp", "passc", "pass:", "pass=", "pass：", "pass'", 'pass"', "pass :", "pass =")),
    (b"key", _needles("api", "access", "private", "putty")),
    ("密".encode(), _needles("密码", "密钥", "密匙")),
)
"""In small letters; a text without any needle, any hint with what belongs to it, and a long word, holds no secret.

A hint alone is common: `result: pass`, `密封良好`.
"""
_WORD_BYTES: Final = bytes(120 if chr(code).isalnum() and code < 0x80 else 32 for code in range(256))  # noqa: PLR2004 - ASCII
_LONG_WORD: Final = b"x" * 16

_KEYS: Final = (
    r"(?:pass(?:word|wd|phrase|code)|pwd|(?<![a-z])pass(?=['\"]?\s*[:=：])|(?:access|auth|api|bearer)?[ _-]?token"
    r"|(?:client|app|api|access)?[ _-]?secret(?:[ _-]?key)?|api[ _-]?key|access[ _-]?key(?:[ _-]?id)?"
    r"|private[ _-]?key|credentials?)(?![a-z])|密码|口令|密钥|密匙|验证码|提取码|授权码"
)
_NAMED: Final = rf"""(?xi)
    (?:{_KEYS.replace(" ", chr(92) + " ")})
    (?:[(（][^()（）\n]{{0,20}}[)）])?["'”’]?
    (?: (?P<sign>\s*(?:=>|[:=：＝])\s*) | (?P<verb>\s+is\s+|\s*[是为]\s*) | (?P<gap>\s?) )
    (?: (?P<quote>["'“‘「])(?P<quoted>[^"'”’」\n]{{3,300}})["'”’」] | (?P<plain>[\x21-\x7e]{{1,300}}) )
"""
_URL: Final = r"(?i)\b[a-z][a-z0-9+.-]{0,20}://[^\s/@:\"'<>]{0,100}:([^\s\"'<>]{1,300})@(?=[\w\[.-])"
_PRIVATE: Final = (
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[\s\S]*?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[\s\S]*)"
    r"|PuTTY-User-Key-File-[\s\S]*"
)
_SIGNED: Final = (
    r"(?<![\w-])(?:"
    r"(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}|LTAI[A-Za-z0-9]{12,30}|AKID[A-Za-z0-9]{13,40}"
    r"|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}"
    r"|xox[abeoprs]-[\w-]{10,}|AIza[\w-]{35}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|sk-(?:\w{1,6}-)?[A-Za-z0-9]{20,}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"
    r")"
    r"|(?i:\bbearer\s+)(?P<bearer>[\w.~+/=-]{16,})"
)
_RUN: Final = r"[A-Za-z0-9+/_=-]{24,}"
_PART: Final = r"[A-Za-z0-9]{20,}"

_DATE: Final = r"\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}.*)?|\d{1,2}:\d{2}.*"
_PHONE: Final = r"\+?\d{3,4}-\d{3,4}-?\d{3,4}"
_RECORD_ID: Final = r"[A-Z]-\d{8}-[0-9A-Z]{4}"
_BLANK: Final = r"[*xX.•#?_\-]+|<[^<>]*>?|\$\{?[A-Z_]+\}?|%[A-Z_]+%|\{\{?[\w .-]*\}*|\[[\w .-]*\]?|\([\w .-]*\)?"
_HARMLESS: Final = rf"(?:{_DATE}|{_PHONE}|{_RECORD_ID}|{_BLANK})"
_SERIAL: Final = r"[A-Za-z0-9]+(?:[-_/.:][A-Za-z0-9]+)+[.,;]?"
"""Ids, models, days, paths and addresses: words joined by hyphens and dots."""
_SAID: Final = (
    "absent accepted active added admin's already asked available blank changed checked complex correct "
    "default defined deleted different disabled empty enabled encrypted entered erased expired expires "
    "false forgot forgotten given handed hidden incorrect invalid issued kept known locked lost masked "
    "missing modified n/a needed never none null optional passwd password pending protected redacted "
    "refused rejected removed renewed replaced required reset restored revoked right same sealed secret "
    "secure separate shared stored strong there todo true unchanged under unknown unset updated username "
    "valid weak withheld written wrong "
)
_PROSE: Final = frozenset(_SAID.split())
"""What stands behind `password:` in a sentence about one."""
_PLACEHOLDERS: Final = _PROSE | {"pass", "pwd", "密码", "口令"}
_BREAK: Final = "\r\n|\r|\n"
_LEAST: Final = 4
_LEAST_ALONE: Final = 6
"""The shortest secret behind a colon, and behind nothing but a space."""
_LEAST_MIXED: Final = 0.4
"""The share of neighbours of different classes (small, capital, digit) in what no person wrote; names have fewer."""


def may_hold(data: bytes) -> bool:
    """Say whether UTF-8 bytes are worth a closer look: quick, and never wrong about those that are not."""
    small = data.lower()
    return (
        _LONG_WORD in data.translate(_WORD_BYTES)
        or any(needle in small for needle in _NEEDLES)
        or any(hint in small and any(needle in small for needle in needles) for hint, needles in _HINTS)
    )


def secrets(text: str) -> list[Secret]:
    """Give what looks like a secret in a text, in order; none of them overlap."""
    if not may_hold(text.encode(errors="replace")):
        return []
    found = sorted((*_private(text), *_in_urls(text), *_tokens(text), *_named(text), *_random(text)))
    apart: list[Secret] = []
    for secret in found:
        if apart and secret.start < apart[-1].end:
            apart[-1] = apart[-1]._replace(end=max(apart[-1].end, secret.end))
        else:
            apart.append(secret)
    return apart


def masked(text: str) -> str:
    """Give a text with every secret in it hidden."""
    return hide(text, secrets(text))


def hide(text: str, found: list[Secret]) -> str:
    """Give a text with these parts of it hidden; it has as many lines as before."""
    for secret in reversed(found):
        breaks = "".join(_compiled(_BREAK).findall(text, secret.start, secret.end))
        text = text[: secret.start] + MASK + (f"{breaks}{MASK}" if breaks else "") + text[secret.end :]
    return text


def without(text: str, values: Iterable[str]) -> str:
    """Give a text without these secrets, and without the beginning of one where the text was cut short."""
    for value in values:
        text = text.replace(value, MASK)
        cut = next((size for size in range(len(value), 2, -1) if f"{value[:size]}…" in text), 0)
        text = text.replace(f"{value[:cut]}…", f"{MASK}…") if cut else text
    return text


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first used: few files have a use for any."""
    return re.compile(pattern)


def _private(text: str) -> Iterator[Secret]:
    if "PRIVATE KEY" in text or "PuTTY-User" in text:
        for found in _compiled(_PRIVATE).finditer(text):
            yield Secret(found.start(), found.end(), "private_key")


def _in_urls(text: str) -> Iterator[Secret]:
    if "://" in text:
        for found in _compiled(_URL).finditer(text):
            # `host:8080/a@b` has a port, and an @ in its path.
            is_port = re.match(r"\d{1,5}/", found[1])
            if not is_port and not _is_harmless(found[1]) and found[1].lower() not in _PLACEHOLDERS:
                yield Secret(found.start(1), found.end(1), "password")


def _tokens(text: str) -> Iterator[Secret]:
    for found in _compiled(_SIGNED).finditer(text):
        group = "bearer" if found["bearer"] else 0
        yield Secret(found.start(group), found.end(group), "token")


def _named(text: str) -> Iterator[Secret]:
    at = 0
    pattern = _compiled(_NAMED)
    while found := pattern.search(text, at):
        group = "quoted" if found["quoted"] else "plain"
        start, end = found.span(group)
        if group == "plain":
            end = start + len(_plain(found["plain"]))
        value = text[start:end]
        following = text[end : end + 2]
        if _is_password(value, following, found):
            yield Secret(start, end, "password")
            at = max(end, found.start() + 1)
        else:
            # What stands there may be a word for a password itself: `user secret password: …`.
            at = max(found.start("sign"), found.start("verb"), found.start("gap"), found.start() + 1)


def _plain(value: str) -> str:
    """Give a value without what only ends it in its sentence, its list or its file."""
    return re.split(r"[\"'`]|[,;)}\]]+$", value, maxsplit=1)[0].rstrip(",;.")


def _is_password(value: str, following: str, found: re.Match[str]) -> bool:
    if len(value) < _LEAST or _is_harmless(value) or not value.isascii() or value.endswith((":", "=")):
        return False
    if "\n" in (found["sign"] or found["verb"] or found["gap"] or "") and not _is_strong(value):
        return False
    is_word = value.isalpha() and (value.islower() or value.istitle())
    if found["quoted"]:
        return not (is_word and value.lower() in _PROSE) and (found["gap"] is None or _is_strong(value))
    if found["gap"] is not None:
        return len(value) >= _LEAST_ALONE and _is_strong(value) and not _compiled(_SERIAL).fullmatch(value)
    if is_word or re.split(r"[-,;.]", value.lower())[0] in _PROSE:
        # A word of a sentence goes on with another; a password that is a word stands alone.
        ends = not following.strip() or following[0] in ",;。，；、.)}]\"'\n\r" or not following[0].isspace()
        return is_word and ends and value.lower() not in _PROSE and (found["verb"] is None or "is" not in found["verb"])
    return found["verb"] is None or not value.isdigit() or len(value) >= _LEAST_ALONE


def _is_strong(value: str) -> bool:
    """Say whether a value mixes small letters with digits or signs, as passwords do and words do not."""
    return any(sign.islower() for sign in value) and any(sign.isdigit() for sign in value)


def _is_harmless(value: str) -> bool:
    return _compiled(_HARMLESS).fullmatch(value) is not None


def _random(text: str) -> Iterator[Secret]:
    for run in _compiled(_RUN).finditer(text):
        if any(_is_random(part[0]) for part in _compiled(_PART).finditer(run[0])):
            yield Secret(run.start(), run.end(), "random")


def _is_random(word: str) -> bool:
    classes = ["d" if sign.isdigit() else "u" if sign.isupper() else "l" for sign in word]
    turns = sum(first != second for first, second in pairwise(classes))
    return len(set(classes)) == 3 and turns >= _LEAST_MIXED * (len(word) - 1)  # noqa: PLR2004 - small, capital, digit
