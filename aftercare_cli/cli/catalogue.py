"""Opening a compiled catalogue without decoding it.

`gettext` decodes every message of a catalogue as it opens one, for longer than most commands work. Here a message is
found by its bytes, and decoded when it is asked for.
"""

import gettext
import io
import struct
from typing import Final

_LITTLE_ENDIAN: Final = b"\xde\x12\x04\x95"
"""How a catalogue begins that our build compiled."""
_ONE_FORM: Final = b"nplurals=1;"


def opened(data: bytes) -> gettext.NullTranslations:
    """Give the catalogue that the bytes of a `.mo` file hold; what is none raises as in gettext."""
    if data.startswith(_LITTLE_ENDIAN):
        found = Catalogue(data)
        if _ONE_FORM in found.header:
            return found
    return gettext.GNUTranslations(io.BytesIO(data))


class Catalogue(gettext.NullTranslations):
    """A catalogue in UTF-8, of a language with one form for every number."""

    def __init__(self, data: bytes) -> None:
        """Note where each message lies: two tables of lengths and offsets, one of messages, one of translations."""
        super().__init__()
        count, messages, self._translations = struct.unpack_from("<3I", data, 8)
        table = iter(struct.unpack_from(f"<{2 * count}I", data, messages))
        # A message with a plural is found by its singular, which ends with a NUL.
        keys = [data[at : at + size].partition(b"\0")[0] for size, at in zip(table, table, strict=True)]
        self._numbers = dict(zip(keys, range(count), strict=True))
        self._data = data
        self._decoded: dict[str, str] = {}

    @property
    def header(self) -> bytes:
        """The catalogue's description of itself: the translation of nothing."""
        return self._bytes(b"") or b""

    def gettext(self, message: str) -> str:
        """Give the translation of a message, or the message."""
        found = self._decoded.get(message)
        if found is None:
            translation = self._bytes(message.encode(errors="surrogatepass"))
            found = self._decoded[message] = message if translation is None else translation.decode()
        return found

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Give the translation of a message with a plural, or the form that English has for `n`."""
        translation = self._bytes(msgid1.encode())
        return (msgid1 if n == 1 else msgid2) if translation is None else translation.decode()

    def pgettext(self, context: str, message: str) -> str:
        """Give the translation of a message as `context` means it, or the message."""
        translation = self._bytes(f"{context}\x04{message}".encode())
        return message if translation is None else translation.decode()

    def _bytes(self, key: bytes) -> bytes | None:
        number = self._numbers.get(key)
        if number is None:
            return None
        size, at = struct.unpack_from("<2I", self._data, self._translations + 8 * number)
        return self._data[at : at + size]
