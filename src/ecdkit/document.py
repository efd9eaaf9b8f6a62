"""`Document`: a text, the format that it is of, and the model that is a view of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ecdkit.codec import Mismatch, structure, unstructure
from ecdkit.errors import DefinitionError, EcdError, EditError, FormatError
from ecdkit.files import read_bytes, write_bytes
from ecdkit.formats.registry import detect
from ecdkit.limits import DEFAULT_LIMITS, Limits
from ecdkit.text import JsonText, edit
from ecdkit.text.printer import canonical
from ecdkit.text.style import CANONICAL
from ecdkit.text.write import write_document

if TYPE_CHECKING:
    from ecdkit.codec import Model
    from ecdkit.formats.format import Format, Version
    from ecdkit.problems import Problem
    from ecdkit.text.jsontext import Check, Checked

__all__ = ["Document", "new", "parse", "read", "structure_problems"]


class Document:
    """A definition as somebody wrote it. It does not change; an edit makes a new one.

    Two are equal when their bytes are, and their encoding, wherever they were read from.

    Attributes:
        text: the source, byte for byte.
        format: what kind of document it is.
        path: the file that it was read from, or None.
    """

    __slots__ = ("_model", "format", "path", "text")

    def __init__(self, text: JsonText, path: str | None = None) -> None:
        self.text = text
        self.format: Format = detect(text.root)
        self.path = path
        self._model: Model | None = None

    def __repr__(self) -> str:
        where = f" from {self.path!r}" if self.path else ""
        version = "" if self.version is None else f" {self.version}"
        return f"<{self.format.name}{version}{where}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        if self is other:
            return True
        mine, theirs = self.text.encoding.name, other.text.encoding.name
        return mine == theirs and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def __reduce__(self) -> tuple[Any, ...]:
        # The bytes say all; a format is told from others by identity, which a copy would lose.
        text = self.text
        how = (text.encoding.name, text.checked, text.limits, self.path)
        return (_revive, (self.to_bytes(), *how))

    @property
    def version(self) -> Version:
        """The version of the format that the document says it has; None where it says none."""
        return self.format.version_of(self.text.root)

    @property
    def checked(self) -> Checked:
        """What was looked into: "full", or "structure" without numeric leaves."""
        return self.text.checked

    @property
    def model(self) -> Model:
        """The document as an attrs object.

        Raises:
            DefinitionError: the structure is not that of the format; `problems` lists why.
        """
        if self._model is None:
            self._model = self._structured()
        return self._model

    def _structured(self) -> Model:
        try:
            return _structured(self)
        except Mismatch as mismatch:
            raise DefinitionError.of(mismatch.problems, self.path) from None

    def fully_checked(self) -> Document:
        """Return the document with every number looked into.

        Raises:
            JsonSyntaxError: a part that was not looked into is not JSON.
            LimitError: it is beyond a limit.
        """
        text = self.text.fully_checked()
        return self if text is self.text else Document(text, self.path)

    def to_bytes(self) -> bytes:
        """Return the bytes of the file: the source, with edits where there were some."""
        return self.text.to_bytes()

    def replace(self, model: Model) -> Document:
        """Return the document with another model, changing only what differs.

        Args:
            model: a model of the same format.

        Raises:
            DefinitionError: the document's own structure is wrong, or the model's would be.
            EditError: JSON has no text for a value of the model.
        """
        if self.model == model:
            return self
        if type(model) is not type(self.model):
            raise EditError(
                f"a {type(self.model).__name__} is expected, not a {type(model).__name__}"
            )
        changed = self._with(
            edit.rewrite(self.text, unstructure(model), identity=self.format.identity)
        )
        if changed.model != model:
            raise _unheld(model, changed.model)
        return changed

    def get(self, pointer: str) -> Any:
        """Return the value that stands somewhere, in the types of Python.

        Numbers without fraction and exponent are `int`, others `float`; what no `float` can hold is
        a `WideNumber`. Large parts are made of Python values as a whole.

        Args:
            pointer: where, as a JSON pointer.

        Raises:
            PointerError: the pointer leads nowhere.
            JsonSyntaxError: a part that was not looked into is not JSON.
        """
        return self.text.at(pointer).value()

    def set(self, pointer: str, value: Any) -> Document:
        """Return the document with a value added or replaced.

        Args:
            pointer: where, as a JSON pointer; `-` appends to an array.
            value: a Python value.

        Raises:
            PointerError: the pointer leads nowhere.
            EditError: JSON has no text for the value, or the edit would leave no definition.
        """
        return self._with(edit.set_value(self.text, pointer, unstructure(value)))

    def remove(self, pointer: str) -> Document:
        """Return the document without a member or element.

        Raises:
            PointerError: the pointer leads nowhere.
            EditError: the edit would leave no definition.
        """
        return self._with(edit.remove(self.text, pointer))

    def formatted(self) -> Document:
        """Return the document with canonical white space; names and numbers keep their spelling."""
        return self._with(canonical(self.text))

    def write(self, path: str | os.PathLike[str] | None = None, *, overwrite: bool = False) -> None:
        """Write the document to a file, atomically.

        Args:
            path: the file; the one it was read from if not given.
            overwrite: whether a file that exists may be replaced.

        Raises:
            FileAccessError: the file exists or cannot be written.
        """
        target = path if path is not None else self.path
        if target is None:
            raise EditError("this document was not read from a file; name one to write")
        write_bytes(target, [self.to_bytes()], overwrite=overwrite)

    def _with(self, text: JsonText) -> Document:
        if text is self.text:
            return self
        try:
            changed = Document(text, self.path)
        except FormatError as error:
            raise EditError(f"this edit would leave no definition: {error.message}") from None
        if changed.format is not self.format:
            raise EditError(
                f"this edit would make it another kind of document: {changed.format.name}"
            )
        return changed


def _unheld(model: Model, read: Model) -> EditError:
    from ecdkit.codec.differing import first_difference

    pointer, how = first_difference(model, read)
    return EditError(f"this model has a value that the format cannot hold: {how}", pointer=pointer)


def _revive(
    content: bytes, encoding: str, check: Check, limits: Limits, path: str | None
) -> Document:
    text = JsonText.parse(content, encoding=encoding, check=check, limits=limits)
    return Document(text, path)


def structure_problems(doc: Document) -> tuple[Problem, ...]:
    """Return how the structure of a document differs from that of its format."""
    try:
        _ = doc.model
    except DefinitionError as error:
        return error.problems
    return ()


def _structured(doc: Document) -> Model:
    root, version = doc.text.root, doc.version
    if version is None and doc.format.version_key is not None:
        raise Mismatch(_no_version(doc, doc.format.version_key))
    return structure(root, doc.format.model_for(root, version))


def _no_version(doc: Document, key: str) -> list[Problem]:
    from ecdkit.codec.structure import integer_problem, member_names, missing

    root, format_ = doc.text.root, doc.format

    place = root.get(key)
    if place is not None:
        return [integer_problem(place)]
    return missing(root, [key], member_names(format_.model_for(root, format_.versions[-1])))


def read(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    check: Check = "auto",
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a definition from a file.

    Args:
        path: the file.
        encoding: what it is written in, where that is neither UTF-8 nor told by a mark.
        check: "full" looks into every number; "structure" leaves numeric leaves and opaque parts
            alone; "auto" is full below 8 MB.
        limits: bounds on what may be read.

    Raises:
        UsageError: there is no such check.
        FileAccessError: the file cannot be read.
        EncodingError: its bytes are no text.
        JsonSyntaxError: the text is not JSON.
        FormatError: it is no definition that ecdkit knows.
        LimitError: it is beyond a limit.
    """
    name = os.fsdecode(path)
    content = read_bytes(name, limits.size)
    try:
        return Document(
            JsonText.parse(content, encoding=encoding, check=check, limits=limits), name
        )
    except EcdError as error:
        error.path = name
        raise


def parse(
    content: bytes | str,
    *,
    encoding: str | None = None,
    check: Check = "auto",
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a definition from bytes or characters; arguments and errors are those of `read`."""
    return Document(JsonText.parse(content, encoding=encoding, check=check, limits=limits))


def new(model: Model) -> Document:
    """Return a document that holds a model, in canonical layout.

    Args:
        model: the model of a whole document.

    Raises:
        DefinitionError: the model holds what its format does not allow.
        EditError: JSON has no text for a value, or the model is no document's.
    """
    token = write_document(unstructure(model), CANONICAL)
    try:
        doc = Document(JsonText.parse(token))
    except FormatError as error:
        message = f"this {type(model).__name__} would not be known as a document"
        raise EditError(f"{message}: {error.message}", hint=error.hint) from None
    if doc.model != model:
        raise _unheld(model, doc.model)
    return doc
