"""Chats, subtitles and JSON: what stands where, and who wrote it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.errors import Gap
from foja.model.text import Reading
from foja.model.vocabulary import ZoneRole
from foja.read.chat import is_chat
from foja.read.sniff import sniff
from read.samples import in_role, original, read

_ANDROID = """\
12/03/24, 10:15 - Messages and calls are end-to-end encrypted. Tap to learn more.
12/03/24, 10:16 - Ana Muestra: The convoy left the base at nine.
It was seen on the bridge.
12/03/24, 10:18 - +54 9 11 5555 0000: <Media omitted>
13/03/24, 08:00 - Juan Ejemplo: Related: https://example.org/a
"""


def _units(text: str, reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(unit.kind, text[unit.start : unit.end], unit.path) for unit in reading.units]


def _values(reading: Reading, field: str) -> list[str]:
    return [claim.value for claim in reading.claims if claim.field == field]


def test_a_chat_is_read_by_its_messages() -> None:
    text, reading, _ = read(_ANDROID, "chat.txt")
    said = [(path, words) for kind, words, path in _units(text, reading) if kind == "message"]
    assert said[1] == (
        "message 2, 2024-03-12 10:16, Ana Muestra",
        "The convoy left the base at nine.\nIt was seen on the bridge.",
    )
    assert [4, 5] == [unit.line for unit in reading.units if unit.kind == "message"][2:]
    assert in_role(text, reading, ZoneRole.BODY).split("\n\n") == [
        "The convoy left the base at nine.\nIt was seen on the bridge.",
        "Related: https://example.org/a",
    ]
    assert _values(reading, "participant") == ["Ana Muestra", "+54 9 11 5555 0000", "Juan Ejemplo"]
    assert _values(reading, "title") == ["Chat: Ana Muestra, Juan Ejemplo"]
    assert (_values(reading, "first message"), _values(reading, "last message")) == (["2024-03-12"], ["2024-03-13"])
    assert not reading.notes


@pytest.mark.parametrize(
    ("head", "when"),
    [
        ("[12.03.24, 10:15:30] ", "12.03.24, 10:15:30"),
        ("\u200e[12/03/2024, 10:15:30\u202fPM] ", "12/03/2024, 10:15:30\u202fPM"),
        ("3/4/24, 9:05 p. m. - ", "3/4/24, 9:05 p. m."),
        ("12/03/2024 10:15 - ", "12/03/2024, 10:15"),
        ("٠٣/٠٤/٢٠٢٤، ١٠:١٥ ص - ", "٠٣/٠٤/٢٠٢٤, ١٠:١٥ ص"),
    ],
)
def test_heads_of_messages_as_phones_write_them(head: str, when: str) -> None:
    text, reading, _ = read(f"{head}Ana: one\n{head}Juan: two\n", "chat.txt")
    assert _units(text, reading)[1] == ("message", "one", f"message 1, {when}, Ana")
    assert reading.notes == (
        "its dates can be read with the day first or with the month first: they are given as written",
    )


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("3/4/24", "25/4/24", "2024-04-03"),
        ("3/4/24", "4/25/24", "2024-03-04"),
        ("1/5/24", "2/3/24", "2024-01-05"),  # the other way time would run backwards
        ("2024-03-04", "2024-03-05", "2024-03-04"),
    ],
)
def test_the_order_of_day_and_month_is_told_from_the_chat(first: str, second: str, day: str) -> None:
    _, reading, _ = read(f"{first}, 10:15 - Ana: one\n{second}, 10:15 - Juan: two\n", "chat.txt")
    assert _values(reading, "first message") == [day]


@pytest.mark.parametrize(
    "text",
    [
        "[2024-03-12 10:15:30] INFO: started\n[2024-03-12 10:15:31] INFO: stopped\n",
        "12/03/24 was the day of the hearing.\n13/03/24, 10:15 - the hearing went on.\n",
        "2024-03-12 10:15:30,120 - root - INFO - started\n2024-03-12 10:15:31,120 - root - INFO - stopped\n",
        "Minutes\n12/03/24, 10:15 - Ana: one\n12/03/24, 10:16 - Juan: two\n",
    ],
)
def test_other_texts_are_no_chats(text: str) -> None:
    assert sniff(text.encode(), "a.txt").name == "text"


def test_subtitles_are_cited_by_their_time() -> None:
    srt = "\ufeff1\r\n00:00:01,000 --> 00:00:04,200\r\nThe minister said that\r\n<i>no</i> order was given.\r\n\r\n"
    srt += "2\r\n00:01:05,5 --> 00:01:06,000\r\n{\\an8}Applause\r\n"
    text, reading, _ = read(srt, "film.srt")
    assert _units(text, reading) == [
        ("cue", "The minister said that\nno order was given.", "00:00:01.000 to 00:00:04.200"),
        ("cue", "Applause", "00:01:05.500 to 00:01:06.000"),
    ]
    assert [2, 7] == [unit.line for unit in reading.units]
    assert reading.media_type == "application/x-subrip"


def test_web_subtitles_name_who_speaks() -> None:
    vtt = "WEBVTT - Hearing\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\nintro\n"
    vtt += "00:01.000 --> 00:04.000 align:start\n"
    vtt += (
        "<v.loud Ana Muestra>The court <b>heard</b> the witness &amp; the clerk.</v>\n00:05.000 --> 00:06.000\nYes.\n"
    )
    text, reading, _ = read(vtt, "film.vtt")
    assert _units(text, reading) == [
        ("line", "Hearing", None),
        ("line", "NOTE made by hand", None),
        ("label", "Ana Muestra", "00:00:01.000 to 00:00:04.000"),
        ("cue", "The court heard the witness & the clerk.", "00:00:01.000 to 00:00:04.000"),
        ("cue", "Yes.", "00:00:05.000 to 00:00:06.000"),
    ]
    assert "Ana" not in in_role(text, reading, ZoneRole.BODY)
    assert "made by hand" not in in_role(text, reading, ZoneRole.BODY)


def test_subtitles_without_words() -> None:
    with pytest.raises(Gap) as gap:
        read("WEBVTT\n\n00:01.000 --> 00:04.000\n", "film.vtt")
    assert gap.value.code == "no_text"


def test_json_is_read_by_its_values() -> None:
    data = '{"name": "Jos\\u00e9", "a/b": [1.50, -2], "list": [{"x~": true, "n": null}], "name": "twice", '
    data += '"deep": [[1, "2"]]}'
    text, reading, _ = read(data, "a.json")
    assert [(path, words) for kind, words, path in _units(text, reading) if kind == "field"] == [
        ("/name", "José"), ("/a~1b", "1.50, -2"), ("/list/0/x~0", "true"), ("/name", "twice"), ("/deep/0/0", "1"),
        ("/deep/0/1", "2"),
    ]  # fmt: skip
    assert "name" not in in_role(text, reading, ZoneRole.BODY)


def test_json_with_a_value_on_each_line_and_archives_of_twitter() -> None:
    text, reading, _ = read('{"a": "one"}\n\n{"a": "two"}\n', "a.jsonl")
    assert [("one", "line 1 /a"), ("two", "line 3 /a")] == [
        (words, path) for kind, words, path in _units(text, reading) if kind == "field"
    ]
    text, reading, _ = read('window.YTD.tweets.part0 = [ {"tweet": {"full_text": "No."}} ]', "tweets.js")
    assert _units(text, reading)[1] == ("field", "No.", "/0/tweet/full_text")


@pytest.mark.parametrize("broken", ['{"a": ', "[" * 200_000, '{"a": 1} trailing', "not json"])
def test_what_is_no_json_is_read_as_text(broken: str) -> None:
    text, reading, _ = read(broken, "a.json")
    assert text == broken
    assert [1] == [unit.line for unit in reading.units]


def test_an_export_of_telegram_is_read_by_its_messages() -> None:
    messages = [
        {"id": 1, "type": "service", "date": "2024-03-12T10:00:00", "actor": "Ana", "action": "create", "text": ""},
        {"id": 2, "type": "message", "date": "2024-03-12T10:15:30", "from": "Ana",
         "text": ["See ", {"type": "link", "text": "https://example.org"}, " now."], "photo": "photos/1.jpg"},
    ]  # fmt: skip
    for data, chat in (
        ({"name": "Group", "type": "private_group", "messages": messages}, "chat Group, "),
        ({"chats": {"list": [{"name": None, "messages": messages}]}}, ""),
    ):
        text, reading, _ = read(json.dumps(data), "result.json")
        body = in_role(text, reading, ZoneRole.BODY)
        assert body.strip() == "See https://example.org now."
        assert ("message", "See https://example.org now.", f"{chat}message 2, 2024-03-12T10:15:30, Ana") in _units(
            text, reading
        )
        assert _values(reading, "participant") == ["Ana"]


_LINES = st.sampled_from(
    ["12/03/24, 10:15 - Ana: one", "[1.2.24, 1:02] B: ", "99/99/99, 10:15 - x", "1", "00:01 --> 00:02",
     "00:00:01,0 --> 00:00:02,0", "WEBVTT", "", "word", "<v A>b", "0/0/0, 1:11 - :", "\u200e", '{"a": [1', "]}"]
)  # fmt: skip


@given(st.lists(_LINES | st.text(max_size=30), max_size=12), st.sampled_from(["a.txt", "a.srt", "a.json", "a.vtt"]))
def test_whatever_the_lines_are_no_reader_stumbles(lines: list[str], name: str) -> None:
    data = "\n".join(lines)
    try:
        text, reading, _ = read(data.encode("utf-8", "replace"), name)
    except Gap:
        return
    for unit in reading.units:
        assert text[unit.start : unit.end].strip()


def test_a_chat_of_many_messages_is_told_apart_at_once() -> None:
    assert is_chat("12/03/24, 10:15 - Ana: one\n" * 3)
    assert sniff(original(_ANDROID.encode("utf-16"), "chat.txt").content, "chat.txt").name == "chat"
