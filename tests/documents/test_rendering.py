"""Filling templates: everything is text, nothing gets out of the sandbox, an owner's own template wins."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from aftercare_cli.documents.rendering import Format, TemplateError, fill, render
from aftercare_cli.store.resources import TEMPLATES
from tests.documents.sources import english

HOSTILE = "<script>alert(1)</script> a|b *c* [d](e) {{ 7*7 }}\n=cmd \x1b[31m\u202eabc"
HOSTILE_MARKDOWN = (
    r"&lt;script&gt;alert(1)&lt;/script&gt; a\|b \*c\* \[d\](e) {{ 7\*7 }}<br>=cmd \\u001b\[31m\\u202eabc"
)
ALL = """\
{{ doc.head(text, text, text, text, text) }}
{{ doc.cover(text, text, [text]) }}
{{ doc.section(text) }}
{{ doc.subsection(text) }}
{{ doc.paragraph(text) }}
{{ doc.small(text) }}
{{ doc.notice(text) }}
{{ doc.fields([(text, text)]) }}
{{ doc.table([text, (text, "right")], [(text, text)], total=(text, text)) }}
{{ doc.table([text], [], text) }}
{{ doc.bullets([text]) }}
{{ doc.steps([text]) }}
{{ doc.checklist([text, (text, true)]) }}
{{ doc.box(text, text) }}
{{ doc.signatures([(text, [text])]) }}
{{ doc.chart("", text, [(text, text)]) }}
{{ _("told: {it}").format(it=text) }}
"""


class Elements(HTMLParser):
    """Keeps the names of a page's elements, and the text between them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert [name for name, _value in attrs if name.startswith("on")] == []
        self.names.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def filled(folder: Path, template: str, form: Format = "md", **values: object) -> str:
    """Fill a template that an owner wrote."""
    (folder / "mine.j2").write_text(template, encoding="utf-8")
    return render([folder, TEMPLATES], "mine", {"title": "Mine", **values}, form, english())


def refusal(folder: Path, template: str, form: Format = "md", **values: object) -> str:
    with pytest.raises(TemplateError) as refused:
        filled(folder, template, form, **values)
    return str(refused.value.text).replace(str(folder), "")


def test_every_macro_shows_hostile_text_as_text_in_markdown(tmp_path: Path) -> None:
    text = filled(tmp_path, ALL, text=HOSTILE)
    # Every parameter once; the head's foot and the columns of an empty table are not shown.
    assert text.count(HOSTILE_MARKDOWN) == text.count("alert(1)") == 33
    assert [sign for sign in ("<script", "\x1b", "\u202e") if sign in text] == []


def test_every_macro_shows_hostile_text_as_text_on_a_page(tmp_path: Path) -> None:
    page = Elements()
    page.feed(filled(tmp_path, ALL, "html", text=HOSTILE))
    assert "script" not in page.names
    shown = r"<script>alert(1)</script> a|b *c* [d](e) {{ 7*7 }}"
    # The running head has company, number and foot once more; the rows behind a chart are in its picture.
    assert page.text.count(shown) == page.text.count("alert(1)") == 34
    assert page.text.count(r"=cmd \u001b[31m\u202eabc") == 34


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- no list", r"\- no list"),
        ("+ no list", r"\+ no list"),
        ("1. no list", r"1\. no list"),
        ("12) no list", r"12\) no list"),
        ("# no heading", r"\# no heading"),
        ("> no quotation", "&gt; no quotation"),
        ("--- no rule", r"\--- no rule"),
        ("=== no heading", r"\=== no heading"),
        ("    no code", "no code"),
        ("```no code", r"\`\`\`no code"),
        ("2026-03-05", "2026-03-05"),
        ("3 cameras", "3 cameras"),
    ],
)
@pytest.mark.parametrize("macro", ["paragraph", "small"])
def test_no_text_begins_a_list_or_a_heading(tmp_path: Path, macro: str, text: str, shown: str) -> None:
    assert filled(tmp_path, f"{{{{ doc.{macro}(text) }}}}", text=text) == f"{shown}\n"


def test_bullets_steps_and_boxes_begin_nothing_of_their_own(tmp_path: Path) -> None:
    template = "{{ doc.bullets([text]) }}{{ doc.steps([text]) }}{{ doc.box('Box', text) }}"
    assert filled(tmp_path, template, text="- x") == "- \\- x\n\n1. \\- x\n\n**Box**\n\n\\- x\n"


def test_tables_keep_empty_cells_and_say_where_there_is_nothing(tmp_path: Path) -> None:
    template = (
        '{{ doc.table([_("One"), (_("Two"), "right"), (_("Three"), "centre")], [(1, none, "")], blank=1,'
        ' total=("", "2", "")) }}'
    )
    assert filled(tmp_path, template) == (
        "| One | Two | Three |\n| --- | ---: | :---: |\n| 1 | / |  |\n| | | |\n|  | **2** |  |\n"
    )
    assert filled(tmp_path, '{{ doc.table(["One"], [], "Nothing.") }}') == "Nothing.\n"


def test_an_unknown_name_is_an_error_with_file_and_line(tmp_path: Path) -> None:
    assert refusal(tmp_path, "one\ntwo {{ nobody }}\n") == "/mine.j2:2: 'nobody' is undefined"
    assert refusal(tmp_path, "{{ ticket.serial }}", ticket={"id": "T"}) == (
        "/mine.j2:1: 'dict object' has no attribute 'serial'"
    )


def test_what_a_template_hands_to_a_macro_is_its_own_fault(tmp_path: Path) -> None:
    assert refusal(tmp_path, "one\n{{ doc.paragraph(nobody) }}\n") == "/mine.j2:2: 'nobody' is undefined"
    assert refusal(tmp_path, "{{ doc.table(['One'], [(nobody,)]) }}\n") == "/mine.j2:1: 'nobody' is undefined"


def test_an_owners_broken_macro_names_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "_markdown.j2").write_text("{% macro section(text) %}\n{{ nobody }}{% endmacro %}", encoding="utf-8")
    assert refusal(tmp_path, "{{ doc.section('x') }}") == "/_markdown.j2:2: 'nobody' is undefined"


def test_a_template_that_is_no_template_names_its_line(tmp_path: Path) -> None:
    told = refusal(tmp_path, "{{ doc.section('x') }}\n{% if %}\n")
    assert told.startswith("/mine.j2:2: ")


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ doc.head.__globals__ }}",
        "{{ _.__globals__ }}",
        "{{ _.__call__.__globals__ }}",
        "{{ '{0.__class__}'.format('') }}",
        "{{ _('{0.__class__.__mro__}').format('') }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ self._TemplateReference__context.environment }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../../../etc/passwd' %}",
        "{% import '/etc/passwd' as secrets %}",
        "{% extends '/etc/passwd' %}",
        "{{ names.append('x') }}",
        "{{ range(10 ** 9) }}",
        "{% include 'mine.j2' %}",
        "{{ 1 / 0 }}",
        "{{ 'x'|day }}",
    ],
)
@pytest.mark.parametrize("form", ["md", "html"])
def test_nothing_gets_out_of_the_sandbox(tmp_path: Path, template: str, form: Format) -> None:
    told = refusal(tmp_path, template, form, names=["x"])
    assert told.startswith("/mine.j2:1: ")
    assert "root:" not in told


def test_a_link_out_of_its_folder_is_no_template(tmp_path: Path) -> None:
    """A workspace that came from elsewhere must not put files of this machine into a document."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "stolen.j2").symlink_to(tmp_path / "secret.txt")
    (folder / "other.j2").symlink_to(folder / "mine.j2")
    refused = refusal(folder, "{% include 'stolen.j2' %}")
    assert refused == "/stolen.j2 is a link out of its folder"
    assert filled(folder, "{{ title }}") == "Mine\n"
    assert render([folder, TEMPLATES], "other", {"title": "Mine"}, "md", english()) == "Mine\n"


@pytest.mark.parametrize("template", ["{{ lipsum() }}", "{{ [1, 2] | random }}"])
def test_nothing_is_left_to_chance(tmp_path: Path, template: str) -> None:
    assert "lipsum" in refusal(tmp_path, template) or "random" in refusal(tmp_path, template)


def test_more_than_the_machine_holds_is_the_templates_fault(tmp_path: Path) -> None:
    assert refusal(tmp_path, "\n{{ 'a' * 10 ** 18 }}") == "/mine.j2:2: MemoryError"


def test_half_a_character_is_made_visible(tmp_path: Path) -> None:
    assert filled(tmp_path, "{{ text }}", text="a\ud800b") == "a\\\\ud800b\n"


def test_a_template_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError) as refused:
        render([tmp_path, TEMPLATES], "mine", {}, "md", english())
    assert str(refused.value.text).startswith(f"{tmp_path / 'mine.j2'}:1: ")


def test_an_owners_macro_file_takes_the_place_of_the_built_in(tmp_path: Path) -> None:
    (tmp_path / "_markdown.j2").write_text("{% macro section(text) %}== {{ text }} =={% endmacro %}", encoding="utf-8")
    assert filled(tmp_path, "{{ doc.section('x') }}") == "== x ==\n"


def test_a_page_of_its_own_is_filled_and_refused_alike(tmp_path: Path) -> None:
    (tmp_path / "own.html.j2").write_text("<p>{{ text }}</p>", encoding="utf-8")
    assert fill([tmp_path], "own.html", {"text": "<b>"}, english()) == "<p>&lt;b&gt;</p>"
    with pytest.raises(TemplateError) as refused:
        fill([tmp_path], "own.html", {}, english())
    assert str(refused.value.text) == f"{tmp_path / 'own.html.j2'}:1: 'text' is undefined"


def test_a_wide_paper_lies_on_its_side(tmp_path: Path) -> None:
    assert '<main class="paper">' in filled(tmp_path, "x", "html")
    assert '<main class="paper wide">' in filled(tmp_path, "x", "html", wide=True)


def test_the_title_of_a_page_is_text(tmp_path: Path) -> None:
    (tmp_path / "mine.j2").write_text("x", encoding="utf-8")
    page = render([tmp_path, TEMPLATES], "mine", {"title": "</title><script>"}, "html", english())
    assert "<title>&lt;/title&gt;&lt;script&gt;</title>" in page
