"""Posts that a page tells of, beside the posts on file: "became minister in 2005", "was ambassador in 1999"."""

from __future__ import annotations

from collections.abc import Sequence

from foja.law.interval import holds_on
from foja.model.dates import When, when
from foja.model.page_check import Bearing
from foja.model.particular import ParticularRow, Post
from foja.model.statement import Statement
from foja.model.vocabulary import Holds, Polarity, Relation
from foja.store.ask_check import OnFile
from foja.text.fold import fold
from foja.weigh.content import FACTUAL, meet, stems

BEGAN = ("becam", "becom", "appoint", "named", "took office", "sworn in", "asumi", "nombrad", "designad")
"""Words of a beginning, by how they begin."""
LEAST = 2
"""Words that a page and the title of a post share at least."""


def posts(page: Statement, whom: Sequence[str], on_file: OnFile) -> list[Bearing]:
    """For a dated statement that names a post in the words of one on file: whether the person held it then."""
    dates = [date for date in page.dates if date.earliest and date.latest]
    if not dates or page.modality not in FACTUAL or page.polarity is Polarity.NEGATIVE:
        return []
    for name in whom:
        held = [(row, row.particular) for row in on_file.posts_of(name) if isinstance(row.particular, Post)]
        meant = _meant(page, [post for _, post in held])
        if meant:
            return [_beside(page, name, held, meant, dates[0])]
    return []


def _meant(page: Statement, held: Sequence[Post]) -> list[Post]:
    """The posts with the title that the words of the page fit best: all of those with the same words."""
    words = set(stems(page.content))
    fits = []
    for post in held:
        title = set(stems(post.title)) - (set(stems(post.organisation.name)) if post.organisation else set())
        if len(title & words) >= LEAST:
            fits.append(((-len(title & words), len(title - words)), post))
    best = min((fit for fit, _ in fits), default=None)
    return [post for fit, post in fits if fit == best]


def _beside(
    page: Statement, name: str, held: Sequence[tuple[ParticularRow, Post]], meant: Sequence[Post], date: When
) -> Bearing:
    began = any(word in fold(page.content) for word in BEGAN)
    answers = {_answer(post, date, began) for post in meant}
    rows = tuple(row for row, post in held if post in meant)
    when = date.edtf or date.verbatim
    told = "; ".join(row.words for row in rows)
    if Holds.YES in answers:
        return Bearing(relation=Relation.CONFIRMS, rule="posts", reason=f"on file for {name}: {told}", posts=rows)
    if answers != {Holds.NO}:
        reason = f"on file for {name}, which leaves room for {when}: {told}"
        return Bearing(relation=Relation.QUALIFIES, rule="posts", reason=reason, posts=rows)
    then = tuple(row for row, post in held if post not in meant and _during(post, date) is Holds.YES)
    reason = f"on file for {name} the post is not of {when}: {told}"
    reason += f"; of {when} on file: {'; '.join(row.words for row in then)}" if then else ""
    return Bearing(relation=Relation.CONTRADICTS, rule="posts", reason=reason, posts=(*rows, *then))


def _answer(post: Post, date: When, began: bool) -> Holds:
    if not began:
        return _during(post, date)
    if post.since is None or not post.since.earliest:
        return Holds.POSSIBLE
    return Holds.YES if meet(post.since, date) else Holds.NO


def _during(post: Post, date: When) -> Holds:
    """Whether a post was held at some time of a date; of an interval, from its beginning to its end."""
    first, _, last = date.edtf.partition("/")
    edges = ((post.since, first), (post.until, last))
    if all(one is not None and edge and meet(one, when(edge, edge)) for one, edge in edges):
        return Holds.YES
    at = {holds_on(post.since, post.until, day) for day in (date.earliest, date.latest) if day}
    if Holds.YES in at:
        return Holds.YES
    inside = post.since is not None and meet(post.since, date)
    return Holds.POSSIBLE if Holds.POSSIBLE in at or inside else Holds.NO
