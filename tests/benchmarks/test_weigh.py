"""The benchmark of the weighing: the same documents each time, and every figure of foja's own rows."""

from benchmarks.weigh import documents, foja, foja_bands


def test_the_documents_are_the_same_each_time_and_some_repeat_others() -> None:
    made = list(documents(200))

    assert made == list(documents(200))
    copies = [(number, source) for number, (_, source) in enumerate(made) if source >= 0]
    assert copies
    assert all(source < number for number, source in copies)


def test_copies_are_found_and_one_more_document_is_measured() -> None:
    found = foja(150)

    assert 1.0 == found["recall of copies"]
    assert found["one more: look up, ms"] > 0
    assert foja_bands(150)["recall of copies"] == 1.0
