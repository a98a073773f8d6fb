"""Copies are found with exact spans, whatever stands around them; quotations and furniture are no copies."""

import random
from hashlib import blake2b
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from foja.model.record import digest, encode
from foja.model.vocabulary import LinkKind
from foja.text.fold import folded_text
from foja.weigh.body import body, quoted, spans
from foja.weigh.fingerprint import GUARANTEE, WINDOW, candidates, fingerprints, minhash
from foja.weigh.reuse import MIN_RUN, compare
from weigh.samples import MENU, NOTE, REWORKED, document, page

WORDS = ["the", "court", "order", "of", "arrest", "was", "read", "in", "city", "and", "judge", "said", "no", "date"]
TWICE = 2 * GUARANTEE - WINDOW + 1
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=0, max_size=60).map(" ".join)


def edited(text: str, rate: float, seed: int) -> str:
    """The text with words dropped, replaced and added at the given rate."""
    chance, out = random.Random(seed), []
    for word in text.split():
        draw = chance.random()
        if draw < rate / 3:
            continue
        out.append("other" if draw < 2 * rate / 3 else word)
        if draw > 1 - rate / 3:
            out.append("added")
    return " ".join(out)


def test_a_note_printed_by_another_paper_is_a_copy_of_the_whole_body() -> None:
    link = compare(page(NOTE), document(f"From our desk. {NOTE}"))

    assert link is not None
    assert LinkKind.COPY == link.kind
    assert 1.0 == link.containment
    assert "100 %" in link.reason


def test_a_lightly_edited_note_is_still_a_copy() -> None:
    link = compare(document(NOTE), document(edited(NOTE, 0.12, seed=3)))

    assert link is not None
    assert LinkKind.COPY == link.kind


def test_a_paragraph_taken_over_is_a_partial_copy() -> None:
    own = REWORKED + " " + REWORKED.replace("week", "month").replace("The", "One").swapcase()
    taken = ". ".join(NOTE.split(". ")[:2])
    first, second = document(NOTE), document(f"{own} {taken}. {own[::-1]}")
    link = compare(first, second)

    assert link is not None
    assert LinkKind.COPY == link.kind  # half of the note itself stands in the longer text

    link = compare(document(NOTE + " " + REWORKED), second=document(f"{taken}. " + MENU * 4))
    assert link is not None
    assert LinkKind.PARTIAL_COPY == link.kind


def test_the_same_events_in_other_words_are_no_copy() -> None:
    assert compare(page(NOTE), page(REWORKED)) is None


def test_two_pages_of_one_site_are_not_linked_by_their_furniture() -> None:
    first, second = page("A short note about the river level this morning, nothing more."), page(REWORKED)

    assert compare(first, second) is None
    assert not candidates(fingerprints(first), fingerprints(second))


def test_two_reports_that_quote_one_speaker_are_no_copies() -> None:
    speech = (
        "“We have waited for thirty years, and we shall wait no longer than the law itself obliges us to wait, "
        "because those who can still speak of that morning are fewer every year”"
    )
    first = document(f"At the rally in the park a mother took the word. {speech} Then the crowd went home in rain.")
    second = document(f"{speech}, said one of the speakers yesterday, according to people who were near the stage.")
    link = compare(first, second)

    assert link is not None
    assert LinkKind.QUOTES == link.kind


def test_a_quotation_inside_a_copied_report_does_not_hide_the_copy() -> None:
    report = NOTE.replace("The court has not yet ruled on the request", "“The court has not yet ruled on the request”")

    link = compare(document(report), document("Agencies. " + report))

    assert link is not None
    assert LinkKind.COPY == link.kind


def test_one_text_is_not_a_copy_of_itself() -> None:
    assert compare(document(NOTE, source="a"), document(NOTE, source="b")) is None


def test_empty_and_tiny_texts_link_to_nothing() -> None:
    for text in ("", " ", "one", "one two three four five six seven"):
        assert compare(document(text), document(NOTE)) is None
        assert compare(document(text), document(text + " more")) is None


def test_a_text_of_one_repeated_word_is_answered_quickly() -> None:
    assert compare(document("so " * 20_000), document("so " * 19_999 + "what")) is None


@given(SENTENCES, SENTENCES)
@example("a b c d e f g h " * 3, "a b c d e f g h")
def test_links_are_symmetric_and_their_spans_are_equal_words(one: str, other: str) -> None:
    first, second = document(one), document(other)
    link = compare(first, second)

    assert link == compare(second, first)
    if link is None:
        return
    texts = {first.reading.text: one, second.reading.text: other}
    ours, theirs = texts[link.first], texts[link.second]
    for start, end, begin, stop in link.spans:
        assert folded_text(ours[start:end]) == folded_text(theirs[begin:stop])
    for side in (0, 2):
        marks = sorted((span[side], span[side + 1]) for span in link.spans)
        assert all(before[1] <= after[0] for before, after in pairwise(marks))
    matched = sum(len(folded_text(ours[span[0] : span[1]]).split()) for span in link.spans)
    assert matched >= MIN_RUN
    assert 0.2 <= link.containment <= 1.0


@given(st.lists(st.sampled_from(WORDS), min_size=GUARANTEE, max_size=40), SENTENCES, SENTENCES, SENTENCES)
@example(["the"] * GUARANTEE, "the of court no", "", "said")
def test_a_shared_run_of_twenty_words_always_gives_a_shared_key(
    run: list[str], before: str, between: str, after: str
) -> None:
    shared = " ".join(run)
    first = fingerprints(document(f"{before} {shared} {between}"))
    second = fingerprints(document(f"{after} {shared}"))

    assert set(first.bands) & set(second.bands)


@given(st.lists(st.sampled_from(WORDS), min_size=TWICE, max_size=TWICE + 20), SENTENCES, SENTENCES, SENTENCES)
def test_a_shared_run_of_thirty_three_words_always_makes_candidates(
    run: list[str], before: str, between: str, after: str
) -> None:
    windows = [tuple(run[at : at + WINDOW]) for at in range(len(run) - WINDOW + 1)]
    assume(len(set(windows)) == len(windows))  # a run that repeats itself has one key for what it repeats
    shared = " ".join(run)
    first = fingerprints(document(f"{before} {shared} {between}"))
    second = fingerprints(document(f"{after} {shared}"))

    assert candidates(first, second)
    assert candidates(second, first)


def test_a_sentence_taken_over_word_for_word_makes_candidates() -> None:
    sentence = "No date for a hearing was given in the brief."
    first = document(f"{REWORKED} {sentence}")
    second = document(f"Rain fell. {sentence} Then the lights went out over the square and people left.")

    shared = set(fingerprints(first).sentences) & set(fingerprints(second).sentences)

    assert 1 == len(shared)


def test_reworked_copies_are_candidates() -> None:
    """A quarter of the words changed at random: more than an editor leaves. One of ten may be missed."""
    first = fingerprints(document(NOTE))
    found = [candidates(first, fingerprints(document(edited(NOTE, 0.25, seed)))) for seed in range(10)]
    assert sum(found) >= 9


@given(st.text(max_size=200))
def test_fingerprints_are_sorted_positive_and_without_repeats(text: str) -> None:
    found = fingerprints(document(text))

    for keys in (found.bands, found.sentences):
        assert sorted(set(keys)) == list(keys)
        assert all(0 <= number < 2**63 for number in keys)
    assert fingerprints(document(text)) == found


def test_the_fingerprint_of_a_text_is_fixed() -> None:
    """The keys are stored: a change of the algorithm must come with a new version of the stage."""
    found = fingerprints(document("No date for a hearing was given in the brief."))

    assert (65, (1568390120949143488,)) == (len(found.bands), found.sentences)
    assert "a6b18e86ad51192d266d08eb5edb95e50ba594860d5b9e58f958c3eb07f9ebdb" == digest(encode(found))


def winnowed(hashes: list[int]) -> set[int]:
    """Winnowing as its authors wrote it, window by window."""
    mask = (1 << 64) - 1

    def mixed(value: int) -> int:
        value = ((value ^ (value >> 31)) * 0xBF58476D1CE4E5B9) & mask
        return value ^ (value >> 29)

    runs = []
    for at in range(len(hashes) - WINDOW + 1):
        value = 0
        for one in hashes[at : at + WINDOW]:
            value = (value * 0xD6E8FEB86659FD93 + one) & mask
        runs.append(mixed(value))
    near = GUARANTEE - WINDOW + 1
    kept = set()
    for begin in range(max(1, len(runs) - near + 1)) if runs else ():
        kept.add(min(range(begin, min(begin + near, len(runs))), key=lambda at: (runs[at], -at)))
    return {runs[at] & (mask >> 1) for at in kept}


@given(st.lists(st.sampled_from(WORDS), max_size=80))
def test_the_windows_kept_are_those_of_winnowing(words: list[str]) -> None:
    found = set(fingerprints(document(" ".join(words))).bands)
    bands = set(minhash([[(word, 0, 0) for word in words]]))
    hashes = [int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") for word in words]

    assert winnowed(hashes) == found - (bands - winnowed(hashes))
    assert len(bands) == (64 if len(words) > 2 else 0)


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=60))
def test_bands_of_a_text_are_those_of_its_set_of_shingles(words: list[str]) -> None:
    """A text said twice, in two stretches, has the shingles of one: no place and no count is in the sketch."""
    stretch = [(word, 0, 0) for word in words]

    assert minhash([stretch]) == minhash([stretch, stretch])


def test_the_body_is_what_the_zones_say() -> None:
    found = page(NOTE)

    assert [NOTE] == [found.text[start:end] for start, end in spans(found)]
    assert len(NOTE.split()) == body(found).size


def test_quotation_marks_pair_within_a_paragraph_and_never_across() -> None:
    cases = {
        "He said “yes” and «no».": ["“yes”", "«no»"],
        'She said "wait here" and left.': ['"wait here"'],
        'A 5" pipe and a 6" pipe': [],
        "An open “mark\n\nand its end” far away": [],
        "„so“ and 'so'": ["„so“"],
    }
    assert cases == {text: [text[a:b] for a, b in quoted(text, 0, len(text))] for text in cases}
