"""The one kind of exception the program raises when it cannot go on."""

from typing import ClassVar

from aftercare_cli.model.text import Text


class AftercareError(Exception):
    """Something that stops a command: what is wrong, and what the user can do about it."""

    exit_code: ClassVar[int] = 2

    def __init__(self, text: Text, hint: Text | None = None) -> None:
        """Keep the sentence `text` and the advice `hint`, both untranslated."""
        super().__init__(text, hint)
        self.text = text
        self.hint = hint

    def __str__(self) -> str:
        """Give the English sentence."""
        return str(self.text)


class InvalidValueError(ValueError):
    """A value that its type does not allow; `field` is the path below the value that is wrong, usually empty."""

    def __init__(self, text: Text, hint: Text | None = None, field: tuple[str | int, ...] = ()) -> None:
        """Keep the sentence `text`, the advice `hint` and the path `field`."""
        super().__init__(text)
        self.text = text
        self.hint = hint
        self.field = field

    def __str__(self) -> str:
        """Give the English sentence."""
        return str(self.text)
