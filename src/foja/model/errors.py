"""Errors that speak: what happened, where, and what to do next.

    FojaError            root; never raised itself
      UsageError         the command or request is wrong        exit code 2
      Damage             bytes or the chain do not verify       exit code 3
      Refusal            foja will not do what was asked        exit code 4
      Gap                an input cannot be read or decided; becomes an Outcome, the run goes on

``code`` is stable and documented in ``docs/reference/errors.md``; a test fails when one is not.
"""

from __future__ import annotations


class FojaError(Exception):
    """Base of every error that foja shows to a person.

    ``code``: stable short name, e.g. ``case-missing``. ``what``: what was found and what was
    expected. ``where``: file, event or passage concerned. ``next``: what the person can do.
    """

    exit_code = 2

    def __init__(self, code: str, what: str, *, where: str = "", next: str = "") -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.where = where
        self.next = next

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"Where: {self.where}")
        if self.next:
            parts.append(f"What to do: {self.next}")
        return "\n".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (readers run in child processes); the default
        # reduction of exceptions loses keyword-only arguments.
        return (_rebuild, (type(self), self.code, self.what, self.where, self.next))


class UsageError(FojaError):
    """The command or request cannot be understood."""

    exit_code = 2


class Damage(FojaError):
    """Preserved bytes, or the chain of events, do not verify."""

    exit_code = 3


class Refusal(FojaError):
    """foja will not do what was asked: a rule of the case file forbids it."""

    exit_code = 4


class Gap(FojaError):
    """An input could not be read or decided. Stages raise it; ``flow`` records it."""

    exit_code = 1


def _rebuild(kind: type[FojaError], code: str, what: str, where: str, next_: str) -> FojaError:
    return kind(code, what, where=where, next=next_)
