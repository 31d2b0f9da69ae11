"""What a search finds, in which order, and where."""

import pytest

from aftercare_cli.model.service import Question
from aftercare_cli.rules.question_search import search, words
from tests.rules.written import moment

WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in "NVR")
"""The letters as full-width forms, as Chinese keyboards write them."""


def asked(number: int, question: str, answer: str | None = None) -> Question:
    return Question(
        id=f"Q-202603{number:02}-000{number % 10}",
        site="hq",
        asked_at=moment(f"{number:02}T09:00"),
        question=question,
        answered_at=None if answer is None else moment(f"{number:02}T10:00"),
        answer=answer,
    )


def marked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for begin, end in reversed(spans):
        text = f"{text[:begin]}[{text[begin:end]}]{text[end:]}"
    return text


def found(text: str, *wanted: str) -> str | None:
    """Search one question; give it with what was found marked, or None."""
    hits = search([asked(1, text)], words(wanted))
    return marked(text, hits[0].in_question) if hits else None


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("Where is the recorder?", "rec", "Where is the [rec]order?"),
        ("A direct record", "rec", "A direct [rec]ord"),
        ("Direct", "rec", None),
        ("recorder", "recorder", "[recorder]"),
        ("recorder", "recorders", None),
        ("RECORDER", "Rec", "[REC]ORDER"),
        ("hq-cam-001", "cam", "hq-[cam]-001"),
        ("CAM200", "200", None),
        ("12号机", "2号", None),
        ("第12号机", "12号", "第[12号]机"),
        # Chinese words stand anywhere, next to Latin ones too.
        ("硬盘录像机怎样导出录像", "录像", "硬盘[录像]机怎样导出[录像]"),
        ("录像机NVR在哪里", "nvr", "录像机[NVR]在哪里"),
        ("NVR录像机", "nvr录像", "[NVR录像]机"),
        ("录像机", "像录", None),
        # Full-width forms, half-width kana, and marks that are written apart.
        (f"请重启{WIDE}-{WIDE}", "nvr-nvr", f"请重启[{WIDE}-{WIDE}]"),
        ("restart NVR", WIDE, "restart [NVR]"),
        ("ｶﾞﾗｽ", "ガラス", "[ｶﾞﾗｽ]"),
        ("Cafe\u0301 camera", "café", "[Cafe\u0301] camera"),
        ("Straße", "STRASSE", "[Straße]"),
        ("㎏ and ﬁle", "file", "㎏ and [ﬁle]"),
        # A phrase stands as a whole, whatever the space between its words.
        ("a hard  disk\nfails", "hard disk", "a [hard  disk]\nfails"),
        ("a disk is hard", "hard disk", None),
        ("hard disks", "hard disk", "[hard disk]s"),
        ("全角　空格", "全角 空格", "[全角　空格]"),
        ("a shard disk", "hard disk", None),
        # Hits that touch or overlap are marked as one.
        ("aaaa", "a", "[a]aaa"),
        ("录录录", "录", "[录录录]"),
        ("100% sure?", "%", "100[%] sure?"),
    ],
)
def test_a_word(text: str, wanted: str, expected: str | None) -> None:
    assert found(text, wanted) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["rec", "NVR"], ["rec", "nvr"]),
        (["hard disk", "nvr"], ["hard disk", "nvr"]),
        (['"hard disk" nvr ptz'], ["hard disk", "nvr", "ptz"]),
        (["“硬盘 录像”机"], ["硬盘 录像", "机"]),
        (["「录像」"], ["录像"]),
        (["NVR", "nvr", WIDE], ["nvr"]),
        ([" ", "", '""', "　"], []),
        (['19" rack'], ['19" rack']),
        (["  two   words "], ["two words"]),
    ],
)
def test_what_is_looked_for(wanted: list[str], expected: list[str]) -> None:
    assert words(wanted) == expected


def test_every_word_has_to_occur_in_the_question_or_in_the_answer() -> None:
    log = [
        asked(1, "How long are recordings kept?", "Thirty days, on the NVR."),
        asked(2, "How long is the cable?", "Thirty metres."),
        asked(3, "Where is the NVR?"),
    ]
    assert [hit.question.id[8:10] for hit in search(log, words(["thirty"]))] == ["02", "01"]
    (hit,) = search(log, words(["recordings", "nvr"]))
    assert (hit.in_question, hit.in_answer, hit.hits) == (((13, 23),), ((20, 23),), 2)
    assert search(log, words(["nvr", "zebra"])) == []


def test_the_question_comes_before_the_answer_then_more_hits_then_the_newest() -> None:
    log = [
        asked(1, "NVR"),
        asked(2, "NVR, NVR", "NVR"),
        asked(3, "Why?", "NVR NVR NVR NVR NVR"),
        asked(4, "NVR"),
        asked(5, "Why?", "NVR"),
    ]
    order = [hit.question.id[8:10] for hit in search(log, words(["nvr"]))]
    assert order == ["02", "04", "01", "03", "05"]
    # Both words in the question weigh more than one of them there and one in the answer.
    both = [asked(6, "disk", "NVR NVR NVR"), asked(7, "NVR disk"), asked(8, "?", "NVR disk")]
    assert [hit.question.id[8:10] for hit in search(both, words(["nvr", "disk"]))] == ["07", "06", "08"]
