"""The catalogues hold every text of the sources, whole, and in the typography of their language."""

import ast
import re
import shlex
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
import typer
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from aftercare_cli.cli.display import width, wrapped
from hatch_build import compile_catalogues

ROOT: Final = Path(__file__).parents[1]
LOCALES: Final = ROOT / "aftercare_cli" / "locale"
HAN: Final = "\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"

Key = tuple[str, ...]

# One worker compiles and runs what these tests look at.
pytestmark = pytest.mark.xdist_group("catalogues")


def read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale=locale, abort_invalid=True)


def key_of(message: Message) -> Key:
    singular, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return message.context or "", str(singular), plural


def keys_of(catalogue: Catalog) -> set[Key]:
    return {key_of(message) for message in catalogue if message.id}


def chinese() -> Catalog:
    return read(LOCALES / "zh_CN" / "LC_MESSAGES" / "aftercare.po", "zh_CN")


def translations() -> Iterator[tuple[Key, str]]:
    """Yield each form of each message in Chinese."""
    for message in chinese():
        if message.id:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from ((key_of(message), str(form or "")) for form in forms)


def offending(is_wrong: Callable[[str], object]) -> list[tuple[Key, str]]:
    return [(key, text) for key, text in translations() if is_wrong(text)]


def fields_of(template: str) -> set[tuple[str, str | None, str | None]]:
    parts = string.Formatter().parse(template)
    return {(name, spec, conversion) for _text, name, spec, conversion in parts if name is not None}


def test_the_template_is_what_the_sources_say_now(tmp_path: Path) -> None:
    target = tmp_path / "fresh.pot"
    keywords = re.search(r"^KEYWORDS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert keywords is not None
    extract = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "--mapping-file=pyproject.toml"]
    extract += ["--no-default-keywords", *shlex.split(keywords[1]), f"--output-file={target}"]
    subprocess.run([*extract, "aftercare_cli", "templates"], cwd=ROOT, check=True)
    fresh, kept = keys_of(read(target)), keys_of(read(LOCALES / "aftercare.pot"))
    assert (fresh - kept, kept - fresh) == (set(), set()), "run: make messages"


def test_no_text_stands_inside_an_f_string() -> None:
    """The extractor does not look there, and so the text would never be translated."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "aftercare_cli").rglob("*.py"))
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call)
        and (call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", ""))
        in {"_", "gettext", "ngettext", "pgettext", "say", "say_many"}
        and any(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert found == []


def test_every_language_has_the_messages_of_the_template() -> None:
    wanted = keys_of(read(LOCALES / "aftercare.pot"))
    catalogues = sorted(LOCALES.glob("*/LC_MESSAGES/aftercare.po"))
    assert catalogues
    for path in catalogues:
        found = keys_of(read(path))
        assert (wanted - found, found - wanted) == (set(), set()), f"run: make messages ({path.parent.parent.name})"


def test_every_message_is_translated_and_none_is_a_guess() -> None:
    assert not [key_of(message) for message in chinese() if message.id and message.fuzzy]
    assert not [key for key, text in translations() if not text.strip() or text in key]


def test_chinese_has_one_form_for_every_number() -> None:
    catalogue = chinese()
    assert catalogue.num_plurals == 1
    forms = [message.string for message in catalogue if message.pluralizable]
    assert forms
    assert all(isinstance(form, tuple) and len(form) == 1 for form in forms)


def test_a_translation_fills_in_what_its_message_does() -> None:
    different = []
    for (_context, singular, plural), text in translations():
        if fields_of(text) != fields_of(singular) | fields_of(plural):
            different.append((singular, text))
    assert not different


def test_punctuation_beside_chinese_is_full_width() -> None:
    half_width = re.compile(rf"[{HAN}](?:\.| ?[,;:!?()])|[,;:!?()] ?[{HAN}]")
    assert not offending(half_width.search)


def test_quotes_around_chinese_are_curly() -> None:
    straight = re.compile(rf"[\"'][{HAN}]|[{HAN}][\"']")
    assert not offending(straight.search)
    assert not offending(lambda text: text.count("“") != text.count("”"))


def test_chinese_is_not_spaced_out() -> None:
    # A space stands only between Chinese and a word or a time, never between Chinese, nor beside its punctuation.
    spaced = re.compile(rf"[{HAN}] +[{HAN}]|\S +[，。；：！？、（）“]|[，。；：！？、（）”] +\S")
    assert not offending(spaced.search)


def test_typer_still_has_the_texts_that_are_translated_for_it() -> None:
    texts = re.findall(r'^_\("(.*)"\)$', (LOCALES / "typer.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert texts
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(typer.__file__).parent.rglob("*.py"))
    assert [text for text in texts if f'"{text}"' not in sources] == []


def spoken(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program that speaks Chinese from its first import on; `invoke` runs a command line."""
    compile_catalogues(ROOT)
    preface = (
        "from aftercare_cli.cli import i18n; i18n.bind('zh'); from aftercare_cli.cli.app import COMMANDS, invoke\n"
    )
    return subprocess.run(
        [sys.executable, "-c", preface + program],
        cwd=ROOT,
        env={"COLUMNS": "80", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )


def test_every_page_of_help_is_chinese_and_fits_the_terminal() -> None:
    pages = spoken(
        "from importlib import import_module\n"
        "from typer.main import get_command\n"
        "invoke(['--help'])\n"
        "for name, _help in COMMANDS:\n"
        "    command = get_command(import_module(f'aftercare_cli.cli.commands.{name}').app)\n"
        "    for path in ([name], *([name, below] for below in getattr(command, 'commands', {}))):\n"
        "        invoke([*path, '--help'])\n"
    ).stdout
    assert pages.count("用法：aftercare") > 40
    assert pages.count("\n选项：\n") == pages.count("用法：")
    assert {"\n命令：\n", "\n参数：\n", "  显示本帮助并退出\n", "[默认：table]\n", "  [必填]\n"} <= set(
        re.findall(r"\n(?:命令|参数)：\n|  显示本帮助并退出\n|\[默认：table\]\n|  \[必填\]\n", pages)
    )
    assert [line for line in pages.splitlines() if width(line) > 80] == []
    english = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
    assert [line for line in pages.splitlines() if english.search(line) and "用法：" not in line] == []


WRONG: Final = {
    "ticket lst": "没有命令 lst，您是指 list 吗？",
    "ticket xyz": "没有命令 xyz",
    "ticket list --opn": "没有选项 --opn，您是指 --open 吗？",
    "due --xyz": "没有选项 --xyz",
    "ticket open": "缺少参数 SITE",
    "ticket cancel 1": "缺少选项 --reason",
    "due --site": "选项 --site 缺少值",
    "check --strict=1": "选项 --strict 不带值",
    "due x y": "多余的参数：x y",
    "due --format xyz": "--format 的值无效：xyz 不在可选值之列：table、json、csv、md、html、ics",
    "sla acknowledge 1 arrival --reason a --action b --cycle c": "--cycle 的值无效：c 不是整数",
}


def test_a_wrong_command_line_is_told_in_chinese() -> None:
    done = spoken(f"for line in {[shlex.split(line) for line in WRONG]}: print(invoke(line))")
    assert done.stdout.split() == ["2"] * len(WRONG)
    told = [line.removeprefix("错误：") for line in done.stderr.splitlines() if line.startswith("错误：")]
    assert dict(zip(WRONG, told, strict=True)) == WRONG


def test_durations_are_written_without_spaces_in_chinese() -> None:
    done = spoken(
        "import datetime as dt\n"
        "from aftercare_cli.cli.display import length\n"
        "print(*(length(dt.timedelta(seconds=seconds)) for seconds in (0, 4680, 93784, -11400)))\n"
    )
    assert done.stdout.split() == ["0秒", "1小时18分钟", "1天2小时3分钟4秒", "-3小时10分钟"]


def test_lines_break_by_their_width_and_never_before_punctuation() -> None:
    assert wrapped("在接到报修后，派员到场。", 10) == ["在接到报修", "后，派员到", "场。"]
    assert wrapped("接到报修后，派员", 10) == ["接到报修", "后，派员"]
    assert wrapped("run aftercare check first", 13) == ["run aftercare", "check first"]
    assert wrapped("用 --as-of 指定", 8) == ["用", "--as-of", "指定"]
    assert wrapped("", 10) == []
