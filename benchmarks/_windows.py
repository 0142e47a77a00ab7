"""Small programs that the benchmarks start and measure from outside.

Each opens one window, writes the moment of its first painting (of the system's steady clock) to
standard output, and ends; with `idle` it waits instead and writes its resident memory in KiB.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def tell(what: str, value: float) -> None:
    sys.stdout.write(f"{what} {value!r}\n")
    sys.stdout.flush()


def bare_window():
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    table = QTableView()
    table.setModel(QStringListModel())
    window.setCentralWidget(table)
    window.resize(1440, 900)
    window.show()
    return app, window


def first_painting_of(app, window) -> None:
    """Run the window until it has been painted once, and tell when that was."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, _watched, event):  # noqa: N802 - the word is Qt's
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                # What stands in the queue before this belongs to the painting.
                QTimer.singleShot(0, app.quit)
            return False

    watch = Watch()
    window.centralWidget().installEventFilter(watch)
    app.exec()
    tell("shown", time.monotonic())


def our_window():
    from mentor_desk.__main__ import hold_collector

    hold_collector()
    from mentor_desk.settings import Settings
    from mentor_desk.ui.shell.application import make_application
    from mentor_desk.ui.shell.main_window import MainWindow

    settings = Settings()
    app = make_application(settings)
    window = MainWindow(settings)
    window.show()
    return app, window


def bare() -> None:
    first_painting_of(*bare_window())


def bare_with_orm() -> None:
    app, window = bare_window()
    import sqlalchemy.orm  # noqa: F401

    first_painting_of(app, window)


def frame() -> None:
    first_painting_of(*our_window())


def desk(folder: str) -> None:
    """Tell when the desk stands on the screen with its first mentee, ready for a key."""
    from PySide6.QtCore import QTimer

    app, window = our_window()

    def shown() -> None:
        window.repaint()
        app.quit()

    window.desk_shown.connect(lambda: QTimer.singleShot(0, shown))
    from mentor_desk.ui.shell.application import begin

    QTimer.singleShot(0, lambda: begin(window, Path(folder)))
    app.exec()
    tell("shown", time.monotonic())
    window.close()


def idle(which: str, folder: str = "") -> None:
    from PySide6.QtCore import QTimer

    app, window = bare_window() if which == "bare" else our_window()
    if which != "bare":
        from mentor_desk.ui.shell.application import begin

        QTimer.singleShot(0, lambda: begin(window, Path(folder)))
    QTimer.singleShot(4000, app.quit)
    app.exec()
    status = Path("/proc/self/status").read_text()
    tell("resident", float(status.split("VmRSS:")[1].split()[0]))
    window.close()


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
