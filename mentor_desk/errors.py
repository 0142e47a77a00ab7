"""DeskError and its few kinds: failures that the person at the desk can act on."""


class DeskError(Exception):
    """A failure told in one plain sentence: what happened, and what to do.

    The sentence is shown as it stands; it never holds a key or what people wrote in confidence.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class InvalidEntryError(DeskError):
    """What was entered cannot be kept; `field` names the entry it concerns, if it is just one."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotFoundError(DeskError):
    """What was asked for is no longer on the desk."""


class RefusedMoveError(DeskError):
    """A change of state that the rules do not allow yet; the sentence gives the reason."""


class FileError(DeskError):
    """A file could not be read or written; what was there is unchanged, or the sentence says so."""


class DeskFileError(FileError):
    """The desk itself cannot be opened as it lies there; nothing was written."""


class DeskMissingError(DeskFileError):
    """There is no desk in this folder."""


class DeskEmptyError(DeskFileError):
    """The file of the desk is empty or nearly so: lost data, never a first start."""


class DeskDamagedError(DeskFileError):
    """The right key does not make sense of the file."""


class DeskMixedError(DeskDamagedError):
    """The key file and the data file are not of one desk: the key is right and fits no page."""


class DeskNewerError(DeskFileError):
    """A newer version of the program wrote this desk."""


class DeskBusyError(DeskFileError):
    """Another copy of the program has this desk open."""


class DeskChangedError(DeskFileError):
    """Another program changed, moved or removed the file of the desk while it was open."""


class DeskReadOnlyError(DeskFileError):
    """The folder of the desk cannot be written to."""


class LockedError(DeskError):
    """The desk needs a passphrase, or the one given is not right."""


class WrongKeyError(LockedError):
    """The secret given does not open this desk."""


class KeyringError(DeskError):
    """The keyring of this computer cannot be trusted with a key, or does not answer."""
