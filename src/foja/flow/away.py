"""Reading on other machines: originals go there, answers come back, and are checked as those of a child process."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor

from foja.flow import alike
from foja.read.isolation import Readers, gap_of
from foja.read.wire import Answer, Job


class AwayReaders(Readers):
    """Child processes of the machines behind ``executor``. ``here`` takes over what is lost there."""

    def __init__(self, executor: Executor, here: Readers) -> None:
        super().__init__(here.limits)
        self._executor, self._here = executor, here

    def ask(self, job: Job) -> Answer:
        try:
            answer = self._executor.submit(alike.read, job).result()
        except BrokenExecutor:
            return self._here.ask(job)
        assert isinstance(answer, Answer)  # an executor raises for a machine that is unlike this one
        if answer.trouble:
            raise gap_of(answer)
        return answer
