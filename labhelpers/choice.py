"""What is said of a choice wherever it is offered or told, and the check of its value.

A configuration's fields hold a `Choice` each. Menus, sliders, the table of runs, the program and
the report of a run take its words from there.
"""

import abc
import dataclasses
import numbers
from collections.abc import Mapping
from typing import Any, Self

Value = bool | int | float | str | None


@dataclasses.dataclass(frozen=True)
class Option:
    """One value of a choice, in words.

    words: what a menu and a report's table call it, such as "turned, scaled, shifted".
    phrase: how prose and the table of runs tell it, where the choice's name is not beside it,
        such as "images as they are".
    explanation: what a report's theory says of it, as sentences.
    """

    value: Value
    words: str
    phrase: str = ""
    explanation: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice(abc.ABC):
    """What can be chosen.

    label: its name beside a control and in a report.
    hint: what it means, in a few words; shown when the pointer rests on its control.
    """

    label: str
    hint: str

    @abc.abstractmethod
    def menu(self, value: Value) -> list[Option]:
        """Return what a menu offers while `value` is chosen; [] where a number is typed."""

    @abc.abstractmethod
    def option(self, value: Value) -> Option:
        """Return any value that may be chosen, offered or not, in words."""

    @abc.abstractmethod
    def checked(self, name: str, value: Any) -> Value:
        """Return `value` as a plain Python value.

        Raises a ValueError that names the choice, `name`, where it may not be chosen.
        """


@dataclasses.dataclass(frozen=True, kw_only=True)
class OneOf(Choice):
    """A choice among a few values that are named; all of them are offered."""

    options: tuple[Option, ...]

    def menu(self, value: Value) -> list[Option]:
        return list(self.options)

    def option(self, value: Value) -> Option:
        return next(option for option in self.options if option.value == value)

    def checked(self, name: str, value: Any) -> Value:
        # With its type: 1 and NumPy's True are equal to True, and no answer to a yes or no.
        for option in self.options:
            if type(value) is type(option.value) and value == option.value:
                return option.value
        last, *others = [repr(option.value) for option in self.options]
        expected = f"{', '.join(others)} or {last}"  # the other way round: "True or False"
        raise ValueError(f"{name} is {value!r}; expected {expected}. Choose one of these.")


def yes_or_no(label: str, hint: str, phrases: tuple[str, str], yes: str = "yes") -> OneOf:
    """Return the choice between False and True.

    phrases: how the table of runs tells each of the two.
    yes: what a menu calls True.
    """
    no_phrase, yes_phrase = phrases
    options = (Option(False, "no", no_phrase), Option(True, yes, yes_phrase))
    return OneOf(label=label, hint=hint, options=options)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Number(Choice):
    """A choice of a number from `low` to `high`, both included.

    kind: int or float.
    phrase: how the table of runs tells it; {} is the number.
    phrase_of_one: the same for 1, where that differs.
    exceptions: values with words of their own; None may be chosen where it is one of them.
    offered: the numbers in its menu; () where the number is typed or slid.
    usual: the range of its slider, where that is not the whole range.
    """

    kind: type[int] | type[float] = int
    low: float
    high: float
    phrase: str
    phrase_of_one: str = ""
    exceptions: tuple[Option, ...] = ()
    offered: tuple[float, ...] = ()
    usual: tuple[int, int] | None = None

    def menu(self, value: Value) -> list[Option]:
        if not self.offered:
            return []
        offered = set(self.offered)
        if isinstance(value, int | float):
            # A notebook's, an earlier run's or an address's value may be one that is not there.
            offered.add(value)
        return [self.option(number) for number in sorted(offered)]

    def option(self, value: Value) -> Option:
        for exception in self.exceptions:
            if exception.value == value:
                return exception
        phrase = self.phrase_of_one if value == 1 and self.phrase_of_one else self.phrase
        shown = _without_exponent(value) if isinstance(value, float) else value
        return Option(value, str(shown), phrase.format(shown))

    def checked(self, name: str, value: Any) -> Value:
        if value is None and any(exception.value is None for exception in self.exceptions):
            return None
        is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
        # 8.0 is a whole number: tools that pass numbers on make a float of one.
        if is_number and self.low <= value <= self.high and self.kind(value) == value:
            return self.kind(value)
        kind = "a number" if self.kind is float else "a whole number"
        expected = f"{kind} from {self.low:,} to {self.high:,}"
        if isinstance(value, str):
            expected += ", without quotation marks"
        raise ValueError(f"{name} is {value!r}; expected {expected}. Choose one in that range.")


def _without_exponent(number: float) -> str:
    """Return a number as one would type it: 0.00001, where Python writes 1e-05."""
    return f"{number:.12f}".rstrip("0").rstrip(".")


def chosen(default: Value, choice: Choice) -> Any:
    """Return a dataclass field of a configuration: its default, and all that is said of it."""
    return dataclasses.field(default=default, metadata={"choice": choice})


class Configuration:
    """What the two configurations share: the checks, and the way to and from a dictionary."""

    def __post_init__(self) -> None:
        for name, choice in self.choices().items():
            value = choice.checked(name, getattr(self, name))
            object.__setattr__(self, name, value)  # the way into a frozen dataclass

    @classmethod
    def choices(cls) -> dict[str, Choice]:
        """Return what may be chosen, by the field's name."""
        fields: tuple[dataclasses.Field, ...] = dataclasses.fields(cls)  # type: ignore[arg-type]
        return {field.name: field.metadata["choice"] for field in fields}

    def to_dict(self) -> dict[str, Value]:
        """Return the values as a dictionary that JSON can hold."""
        return {name: getattr(self, name) for name in self.choices()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Make a configuration from `to_dict()`'s dictionary; what is not there is as usual.

        Raises a ValueError that names what does not belong.
        """
        known = sorted(cls.choices())
        if not isinstance(values, dict):
            raise ValueError(f"{cls.__name__} does not know {values!r}; expected some of {known}.")
        unknown = sorted(map(str, set(values) - set(known)))
        if unknown:
            raise ValueError(f"{cls.__name__} does not know {unknown}; expected some of {known}.")
        return cls(**values)
