"""Jobs: slow work beside the window, with progress, cancel and an answer on the window's side."""

import gc
from collections.abc import Callable
from threading import Event, Thread
from typing import TypeAlias

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from typing_extensions import override

from mentor_desk.errors import DeskError

Progress: TypeAlias = Callable[[int, int], None]

_running: set["Job"] = set()
_stopped: list[str] = []


class CancelledError(Exception):
    """The mentor stopped the job; raised out of its progress call."""


class Job(QObject):
    """One piece of work under way; every signal arrives on the side of the window.

    Exactly one of `done` (what the work returned), `refused` (a `DeskError`), `failed` (any
    other exception) and `cancelled` is emitted, and after it nothing more. What `gives_way` is
    stopped when the desk is locked; a lock waits for all else. `if_stopped` is what the mentor
    should hear when that happens, also when whoever waited is gone by then; it names nobody.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _reported = Signal(int, int)
    _ended = Signal(object, object)

    def __init__(self, *, gives_way: bool = False, if_stopped: str = "") -> None:
        super().__init__()
        self.gives_way, self.if_stopped = gives_way, if_stopped
        self.thread_of_its_own: Thread | None = None
        self._stop = Event()
        self._is_awaited = True
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._on_reported, queued)
        self._ended.connect(self._on_ended, queued)

    @property
    def is_stopping(self) -> bool:
        """Whether the work has been asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; it does so the next time it tells its progress."""
        self._stop.set()

    def let_go(self) -> None:
        """Stop, for whoever waited is gone: nothing is told any more, and a result is closed."""
        self._is_awaited = False
        self.cancel()

    def report(self, done: int, total: int) -> None:
        """Tell how far the work is; called by the work, from its own thread."""
        if self._stop.is_set():
            raise CancelledError
        self._reported.emit(done, total)

    def finish(self, result: object, failure: Exception | None) -> None:
        """Tell how the work ended; called once, from the thread of the work."""
        self._ended.emit(result, failure)

    def _on_reported(self, done: int, total: int) -> None:
        if not self._stop.is_set():
            self.progressed.emit(done, total)

    def _on_ended(self, result: object, failure: Exception | None) -> None:
        if self.thread_of_its_own is not None:
            # It has nothing left to do but to let go of what it held, which is not for it to
            # delete, nor to collect.
            self.thread_of_its_own.join()
        _running.discard(self)
        _collect_again()
        if isinstance(failure, CancelledError) and self.if_stopped:
            _stopped.append(self.if_stopped)
        if self._is_awaited:
            self._tell(result, failure)
        elif hasattr(result, "close"):
            result.close()
        # On this side, with all that listens: else its last holder would be the other thread.
        self.deleteLater()

    def _tell(self, result: object, failure: Exception | None) -> None:
        match failure:
            case None:
                self.done.emit(result)
            case CancelledError():
                self.cancelled.emit()
            case DeskError():
                self.refused.emit(failure)
            case _:
                self.failed.emit(failure)


class _Work(QRunnable):
    def __init__(self, job: Job, work: Callable[[Progress], object]) -> None:
        super().__init__()
        self._job, self._work = job, work

    @override
    def run(self) -> None:
        try:
            result = self._work(self._job.report)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the window must hear of it
            self._job.finish(None, failure)
        else:
            self._job.finish(result, None)


def start_job(
    parent: QObject,
    work: Callable[[Progress], object],
    *,
    waits_for_others: bool = False,
    gives_way: bool = False,
    if_stopped: str = "",
) -> Job:
    """Run `work` on another thread and return its job; when `parent` goes, it is let go.

    `work` takes and returns plain data. It calls `progress(done, total)` now and then, which
    is also where a cancelled job stops. What `waits_for_others`, such as a keyring that asks its
    own question, gets a thread of its own: it keeps no other job waiting, nor the program at its
    end.
    """
    job = Job(gives_way=gives_way, if_stopped=if_stopped)
    _running.add(job)
    # Python collects rubbish on whatever thread it is at; a widget that dies beside the window's
    # own thread takes the program with it.
    gc.disable()
    parent.destroyed.connect(job.let_go)
    if waits_for_others:
        job.thread_of_its_own = Thread(target=_Work(job, work).run, daemon=True)
        job.thread_of_its_own.start()
    else:
        QThreadPool.globalInstance().start(_Work(job, work))
    return job


def raise_failure(failure: Exception) -> None:
    """Let the hook hear of what nobody foresaw; for `failed`, where nothing else is to be done."""
    raise failure


def _collect_again() -> None:
    if not _running:
        # From zero, so that the last steps of the other thread do not begin a collection.
        gc.collect(0)
        gc.enable()


def cancel_all() -> None:
    """Ask every job to stop, for the program ends."""
    for job in list(_running):
        job.cancel()


def give_way() -> None:
    """Ask every job to stop that a lock does not wait for."""
    for job in list(_running):
        if job.gives_way:
            job.cancel()


def take_stopped() -> list[str]:
    """Return what is to be said of the jobs that were stopped since this was asked before."""
    told = list(dict.fromkeys(_stopped))
    _stopped.clear()
    return told


def holds_up_a_lock() -> bool:
    """Tell whether some job is not done yet that a lock waits for."""
    return any(not job.gives_way for job in _running)


def is_any_running() -> bool:
    """Tell whether some job is not done yet."""
    return bool(_running)
