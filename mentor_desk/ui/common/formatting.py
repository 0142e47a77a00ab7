"""Days, moments and amounts in words, in the language and local time of this computer."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

translate = QCoreApplication.translate

_FEW_DAYS = 13
_FEW_WEEKS = 8


def day(when: date) -> str:
    """Return a day in full: 3 February 2026."""
    return QLocale().toString(_qdate(when), translate("formatting", "d MMMM yyyy"))


def short_day(when: date, today: date) -> str:
    """Return a day as short as it is clear: Thu 26 Nov, with the year when it is another."""
    if when.year == today.year:
        return QLocale().toString(_qdate(when), translate("formatting", "ddd d MMM"))
    return QLocale().toString(_qdate(when), translate("formatting", "d MMM yyyy"))


def full_day(when: date) -> str:
    """Return a day as a title: Monday 23 November."""
    return QLocale().toString(_qdate(when), translate("formatting", "dddd d MMMM"))


def local_day(when: datetime) -> date:
    """Return the day of a moment on the clock of this computer."""
    return when.astimezone().date()


def clock(when: datetime) -> str:
    """Return the local time of a moment: 15:00."""
    local = when.astimezone()
    short = QLocale.FormatType.ShortFormat
    return QLocale().toString(QTime(local.hour, local.minute), short)


def moment(when: datetime) -> str:
    """Return a moment in full, in local time: 23 November 2026, 15:00."""
    return _with_clock(day(local_day(when)), when)


def short_moment(when: datetime, today: date) -> str:
    """Return a moment as short as it is clear: today, 15:00 or Thu 26 Nov, 15:00."""
    local = local_day(when)
    if local == today:
        return _with_clock(translate("formatting", "today"), when)
    return _with_clock(short_day(local, today), when)


def length(minutes: int) -> str:
    """Return how long something lasts: 55 min, 1 h, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return translate("formatting", "{minutes} min").format(minutes=rest)
    if not rest:
        return translate("formatting", "{hours} h").format(hours=hours)
    both = translate("formatting", "{hours} h {minutes} min")
    return both.format(hours=hours, minutes=rest)


def due(when: date, today: date) -> str:
    """Return how a due day stands: 2 days late, today, tomorrow, in 3 days."""
    days = (when - today).days
    if days == -1:
        return translate("formatting", "1 day late")
    if days < 0:
        return translate("formatting", "%n days late", "", -days)
    return ahead(when, today)


def ahead(when: date, today: date) -> str:
    """Return how far ahead a day is: today, tomorrow, in 3 days, in 3 weeks, in 4 months."""
    days = (when - today).days
    if days <= 0:
        return translate("formatting", "today")
    if days == 1:
        return translate("formatting", "tomorrow")
    if days <= _FEW_DAYS:
        return translate("formatting", "in %n days", "", days)
    if days < _FEW_WEEKS * 7:
        return translate("formatting", "in %n weeks", "", round(days / 7))
    return translate("formatting", "in %n months", "", max(2, round(days / 30.44)))


def ago(when: date, today: date) -> str:
    """Return how long ago a day was: today, yesterday, 5 days ago, 3 weeks ago."""
    days = (today - when).days
    if days <= 0:
        return translate("formatting", "today")
    if days == 1:
        return translate("formatting", "yesterday")
    if days <= _FEW_DAYS:
        return translate("formatting", "%n days ago", "", days)
    if days < _FEW_WEEKS * 7:
        return translate("formatting", "%n weeks ago", "", round(days / 7))
    return _long_ago(days)


def saved_ago(seconds: float) -> str:
    """Return the quiet word that notes are safe: Saved, Saved 2 s ago, Saved 3 min ago."""
    if seconds < 1:
        return translate("formatting", "Saved")
    if seconds < 60:
        return translate("formatting", "Saved %n s ago", "", int(seconds))
    if seconds < 3600:
        return translate("formatting", "Saved %n min ago", "", int(seconds // 60))
    return translate("formatting", "Saved %n h ago", "", int(seconds // 3600))


def since(when: date) -> str:
    """Return since when: since 3 February 2026."""
    return translate("formatting", "since {day}").format(day=day(when))


def by_day(when: date, today: date) -> str:
    """Return until when: by Fri 18 Dec."""
    return translate("formatting", "by {day}").format(day=short_day(when, today))


def every(days: int) -> str:
    """Return a cadence: every day, every week, every 2 weeks, every 10 days."""
    if days == 1:
        return translate("formatting", "every day")
    if days == 7:
        return translate("formatting", "every week")
    if days % 7 == 0:
        return translate("formatting", "every %n weeks", "", days // 7)
    return translate("formatting", "every %n days", "", days)


def together(days: int) -> str:
    """Return how long two people have met: 5 days together, 18 months together."""
    if days == 1:
        return translate("formatting", "1 day together")
    if days < 14:
        return translate("formatting", "%n days together", "", days)
    if days < 61:
        return translate("formatting", "%n weeks together", "", days // 7)
    if days < 730:
        return translate("formatting", "%n months together", "", round(days / 30.44))
    return translate("formatting", "%n years together", "", int(days / 365.25))


def percent(share: float) -> str:
    """Return a share from 0 to 1 as it is read: 70%."""
    number = QLocale().toString(round(share * 100))
    return translate("formatting", "{number}%").format(number=number)


def count(number: int) -> str:
    """Return a number with the separators of this language: 10,000."""
    return QLocale().toString(number)


def holdings(*, people: int, sessions: int, notes: int) -> str:
    """Return what a desk or a copy of one holds: 214 people, 1 session, 88 notes."""
    told = (
        (people, translate("formatting", "1 person"), translate("formatting", "{number} people")),
        (
            sessions,
            translate("formatting", "1 session"),
            translate("formatting", "{number} sessions"),
        ),
        (notes, translate("formatting", "1 note"), translate("formatting", "{number} notes")),
    )
    return translate("formatting", ", ").join(
        one if number == 1 else more.format(number=count(number)) for number, one, more in told
    )


def _long_ago(days: int) -> str:
    if days < 730:
        return translate("formatting", "%n months ago", "", max(2, round(days / 30.44)))
    return translate("formatting", "%n years ago", "", int(days / 365.25))


def _with_clock(words: str, when: datetime) -> str:
    both = translate("formatting", "{day}, {time}")
    return both.format(day=words, time=clock(when))


def _qdate(when: date) -> QDate:
    return QDate(when.year, when.month, when.day)
