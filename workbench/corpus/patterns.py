"""Searching with patterns that anybody may type, in bounded time.

Some regular expressions take exponential time on harmless text, such as ``(a+)+$``. All texts of a
search share one budget of seconds; when it is spent the pattern is refused, and the server goes on
answering others meanwhile, since the matching lets go of the interpreter.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import SettingsError

__all__ = ["SECONDS", "Pattern"]

SECONDS = 3.0
"""Time for one search through all texts of a document, as the processor counts it."""

LONGEST = 1000
"""Characters of a pattern."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for; make it with :meth:`of`. It may be used for one search only."""

    shown: str
    _compiled: Any
    _deadline: list[float] = field(default_factory=list)

    @classmethod
    def of(
        cls, text: str, *, regex: bool = False, case: bool = False, words: bool = False
    ) -> "Pattern":
        """Make a pattern.

        Args:
            text: What to look for.
            regex: It is a regular expression (syntax of the ``regex`` package, which is that of
                ``re`` and more); otherwise it is taken literally.
            case: Upper and lower case matter.
            words: Only whole words.

        Raises:
            SettingsError: It is empty, too long, or no regular expression.
        """
        import regex as engine  # type: ignore[import-untyped]

        if not text:
            raise SettingsError("there is nothing to look for", where="search")
        if len(text) > LONGEST:
            raise SettingsError(f"a pattern has at most {LONGEST} characters", where="search")
        source = text if regex else engine.escape(text, literal_spaces=True)
        if words:
            source = rf"(?<!\w)(?:{source})(?!\w)"
        try:
            compiled = engine.compile(source, 0 if case else engine.IGNORECASE)
        except (engine.error, OverflowError, RecursionError) as error:
            raise SettingsError(
                f"{text!r} is no regular expression ({error})", where="search"
            ) from error
        return cls(text, compiled)

    def found(self, text: str) -> bool:
        """Whether it is found in a text.

        Raises:
            SettingsError: It takes too long.
        """
        return self._run(lambda limit: self._compiled.search(text, **limit)) is not None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where it is found: start and end, without those that are empty.

        Raises:
            SettingsError: It takes too long.
        """
        matches = self._run(lambda limit: list(self._compiled.finditer(text, **limit)))
        return [match.span() for match in matches if match.end() > match.start()]

    def replaced(self, text: str, replacement: str, *, groups: bool) -> str:
        r"""Return a text with every place replaced.

        Args:
            text: The text.
            replacement: What to write there.
            groups: ``\1`` and ``\g<name>`` in it stand for groups of the pattern.

        Raises:
            SettingsError: It takes too long, or the replacement names an unknown group.
        """
        import regex as engine

        written: Any = replacement if groups else lambda match: replacement
        try:
            result: str = self._run(lambda limit: self._compiled.sub(written, text, **limit))
        except (engine.error, IndexError) as error:
            raise SettingsError(
                f"{replacement!r} can't be written there ({error})", where="replace"
            ) from error
        return result

    def _run(self, work: Any) -> Any:
        now = time.process_time()
        if not self._deadline:
            self._deadline.append(now + SECONDS)
        try:
            left = self._deadline[0] - now
            if left <= 0:
                raise TimeoutError
            return work({"timeout": left, "concurrent": True})
        except TimeoutError:
            raise SettingsError(
                f"the search for {self.shown!r} takes too long",
                where="search",
                fix="Make it simpler: no repeats inside of repeats, such as (a+)+",
            ) from None
