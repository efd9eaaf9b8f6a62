"""What an XML text consists of: elements, attributes and texts, each with its span."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CDATA", "CHARACTERS", "COMMENT", "INSTRUCTION", "Attribute", "Element", "Part"]

CHARACTERS = "characters"
CDATA = "CDATA"
COMMENT = "comment"
INSTRUCTION = "processing instruction"


class Attribute(NamedTuple):
    """An attribute.

    Attributes:
        name: as it is written, with its prefix.
        uri: the namespace of its name, empty where it has none.
        value: its value, references resolved.
        start: where its name begins.
        value_start: where its value begins, behind the quote.
        value_end: where its value ends, before the quote.
    """

    name: str
    uri: str
    value: str
    start: int
    value_start: int
    value_end: int

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]


class Part(NamedTuple):
    """Characters, a CDATA section, a comment or a processing instruction: its kind and its span.

    Of a CDATA section the span is what stands inside, of the others the whole.
    """

    kind: str
    start: int
    end: int


class Element:
    """An element.

    Attributes:
        name: as it is written, with its prefix.
        uri: the namespace of its name, empty where it has none.
        attributes: its attributes in order, declarations of namespaces left out.
        namespaces: the namespaces that hold in it, by prefix.
        parent: the element around it, None for the root.
        content: what is in it, in order.
        start: where its start tag begins.
        inner: where its content begins.
        outer: where its content ends.
        end: where its end tag ends.
    """

    __slots__ = (
        "_steps",
        "attributes",
        "content",
        "end",
        "inner",
        "name",
        "namespaces",
        "outer",
        "parent",
        "start",
        "uri",
    )

    def __init__(self, name: str, start: int, parent: Element | None) -> None:
        self.name = name
        self.uri = ""
        self.attributes: tuple[Attribute, ...] = ()
        self.namespaces: dict[str, str] = {}
        self.parent = parent
        self.content: list[Element | Part] = []
        self.start = start
        self.inner = self.outer = self.end = start
        self._steps: dict[int, str] | None = None

    def __repr__(self) -> str:
        return f"<{self.name} at {self.path}>"

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def closes_itself(self) -> bool:
        """Whether it is written as one tag, such as `<Value/>`."""
        return self.outer == self.end

    @property
    def children(self) -> list[Element]:
        """The elements in it, in order."""
        return [one for one in self.content if isinstance(one, Element)]

    @property
    def parts(self) -> list[Part]:
        """What is in it and is no element, in order."""
        return [one for one in self.content if isinstance(one, Part)]

    def child(self, local: str) -> Element | None:
        """Return the first element in it of a name, None where there is none."""
        return next((one for one in self.children if one.local == local), None)

    def get(self, local: str, uri: str = "") -> str | None:
        """Return the value of an attribute, None where it is not there."""
        return next(
            (one.value for one in self.attributes if one.local == local and one.uri == uri), None
        )

    def walk(self) -> Iterator[Element]:
        """The element and all that are in it, in the order of the text."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)

    @property
    def path(self) -> str:
        """The XPath that leads here, such as `/Template/Values/AnyType[3]`."""
        steps = []
        element: Element | None = self
        while element is not None:
            parent = element.parent
            steps.append(parent.step_to(element) if parent is not None else f"/{element.name}")
            element = parent
        return "".join(reversed(steps))

    def step_to(self, child: Element) -> str:
        """Return the last step of the path of an element in it, such as `/AnyType[3]`."""
        if self._steps is None:
            # At once for all, for there may be very many that are asked one after the other.
            total = Counter(one.name for one in self.children)
            seen: Counter[str] = Counter()
            self._steps = {}
            for one in self.children:
                seen[one.name] += 1
                place = f"[{seen[one.name]}]" if total[one.name] > 1 else ""
                self._steps[id(one)] = f"/{one.name}{place}"
        return self._steps[id(child)]
