"""`validate`: every problem of a document, each once, in the order of places."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import evolve

from ecdkit.arguments import require
from ecdkit.codec.misspelt import misspelt_members
from ecdkit.document import Document, structure_problems
from ecdkit.errors import (
    EcdError,
    EncodingError,
    FormatError,
    JsonSyntaxError,
    LimitError,
    XmlSyntaxError,
)
from ecdkit.files import read_bytes
from ecdkit.limits import DEFAULT_LIMITS, Limits
from ecdkit.packages.kind import PACKAGE, begins_like_one, is_package
from ecdkit.templates.form import is_template
from ecdkit.templates.rules import XML_SYNTAX
from ecdkit.templates.template import NAME as TEMPLATE
from ecdkit.text import lexical
from ecdkit.text.excerpt import cut
from ecdkit.text.jsontext import FULL_BELOW, JsonText
from ecdkit.validation.glance import glance
from ecdkit.validation.report import Report
from ecdkit.validation.rules import (
    DUPLICATE_NAME,
    ENCODING,
    FORMAT,
    LIMIT,
    LONE_SURROGATE,
    NON_FINITE_NUMBER,
    SYNTAX,
    UNKNOWN_VERSION,
    WIDE_NUMBER,
)
from ecdkit.validation.schema_check import schema_problems
from ecdkit.validation.settings import NO_SETTINGS, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecdkit.problems import Problem, Rule

__all__ = ["validate", "validate_bytes", "validate_file"]

_RULES: tuple[tuple[type[EcdError], Rule], ...] = (
    (EncodingError, ENCODING),
    (JsonSyntaxError, SYNTAX),
    (LimitError, LIMIT),
    (FormatError, FORMAT),
    (XmlSyntaxError, XML_SYNTAX),
)


def validate(doc: Document, *, settings: Settings = NO_SETTINGS) -> Report:
    """Return what is wrong with a document.

    The document is checked fully, whatever it was read with.

    Args:
        doc: the document.
        settings: how severe the violation of rules is, where that is not what they say.
    """
    require(doc, Document)
    found: Iterable[Problem]
    try:
        doc = _fully_checked(doc)
    except (JsonSyntaxError, LimitError) as error:
        found = (_problem(error),)
    else:
        found = _problems(doc)
    empty = Report(doc.path, doc.format.name, doc.version, ())
    return _with(found, empty, settings, doc.text.limits)


def _fully_checked(doc: Document) -> Document:
    """Return a document with every number looked into, the arrays that rules need before others.

    What a strict parser has made an array of need not be checked again.
    """
    if doc.checked == "full":
        return doc
    taken = Document(doc.text.taken_for_checked(), doc.path)
    # What is wrong is found again, in the order of places.
    with suppress(JsonSyntaxError, LimitError):
        structure_problems(taken)
    taken.text.check_leaves()
    return taken


def validate_file(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    settings: Settings = NO_SETTINGS,
) -> Report:
    """Return what is wrong with a file, also where it is no definition or not even text.

    Args:
        path: the file.
        encoding: what it is written in, where that is neither UTF-8 nor told by a mark.
        limits: bounds on what may be read.
        settings: how severe the violation of rules is, where that is not what they say.

    Raises:
        FileAccessError: the file cannot be read.
    """
    name = os.fsdecode(path)
    if is_package(name):
        return _validate_package(name, limits, name, settings)
    content = read_bytes(name, limits.size)
    return validate_bytes(content, encoding=encoding, limits=limits, path=name, settings=settings)


def validate_bytes(
    content: bytes,
    *,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    path: str | None = None,
    settings: Settings = NO_SETTINGS,
) -> Report:
    """Return what is wrong with the bytes of a file, also where they are not even text.

    Args:
        content: the bytes.
        encoding: what they are in, where that is neither UTF-8 nor told by a mark.
        limits: bounds on what may be read.
        path: the name of the file, for the report and for what a definition refers to.
        settings: how severe the violation of rules is, where that is not what they say.
    """
    if begins_like_one(content):
        return _validate_package(content, limits, path, settings)
    right = glance(content, path) if encoding is None and limits == DEFAULT_LIMITS else None
    if right is not None:
        return Report(path, *right, ())
    try:
        if len(content) <= limits.size and is_template(content, encoding):
            return _validate_template(content, encoding, limits, path, settings)
        text = JsonText.parse(content, encoding=encoding, limits=limits)
        doc = Document(text, path)
    except (EncodingError, JsonSyntaxError, XmlSyntaxError, LimitError, FormatError) as error:
        if error.line is None:
            raise
        return _with((_problem(error),), Report(path, None, None, ()), settings, limits)
    return validate(doc, settings=settings)


def _validate_template(
    content: bytes, encoding: str | None, limits: Limits, path: str | None, settings: Settings
) -> Report:
    from ecdkit.templates.reading import parse_template
    from ecdkit.validation.template_report import template_problems

    template = parse_template(content, encoding=encoding, path=path)
    problems = template_problems(template, validate, _problem, lambda text: _lexical(text, set()))
    return _with(problems, Report(path, TEMPLATE, None, ()), settings, limits)


def _with(problems: Iterable[Problem], empty: Report, settings: Settings, limits: Limits) -> Report:
    """Return a report with problems, as settings have them and limits allow."""
    found, truncated = _most_severe(settings.applied(problems), limits.problems)
    # What is wrong with a package comes before what is wrong with the definition in it.
    found.sort(key=lambda one: (one.entry is not None, one.line, one.column))
    return evolve(empty, problems=tuple(found), truncated=truncated)


def _validate_package(
    source: str | bytes, limits: Limits, path: str | None, settings: Settings
) -> Report:
    from ecdkit.validation.package_report import package_problems

    problems = package_problems(source, limits, validate, _problem)
    return _with(problems, Report(path, PACKAGE, None, ()), settings, limits)


def _most_severe(problems: Iterator[Problem], limit: int) -> tuple[list[Problem], bool]:
    """Return at most so many problems, and whether there are more: no error yields to a warning."""
    errors: list[Problem] = []
    others: list[Problem] = []
    truncated = False
    for problem in problems:
        kept = errors if problem.severity == "error" else others
        if len(kept) < limit:
            kept.append(problem)
            continue
        truncated = True
        if kept is errors:
            break
    room = limit - len(errors)
    return errors + others[:room], truncated or len(others) > room


def _problems(doc: Document) -> Iterator[Problem]:
    broken = structure_problems(doc)
    yield from broken
    if not broken:
        yield from schema_problems(doc)
    # What has been told is not told again as something else.
    told = {problem.pointer for problem in broken}
    model = doc.format.model_for(doc.text.root, doc.version)
    found = misspelt_members(doc.text.root, model)
    yield from (problem for problem in found if problem.pointer not in told)
    yield from _lexical(doc.text, told)
    yield from _version(doc)
    yield from doc.format.rules(doc)


def _lexical(text: JsonText, told: set[str]) -> Iterator[Problem]:
    for found in lexical.duplicate_names(text):
        yield _at(
            found, DUPLICATE_NAME, f"the name {cut(repr(found.token))} stands twice in this object"
        )
    for found in lexical.nonfinite_numbers(text):
        if found.pointer not in told:
            more = f" (and {found.more:,} more in this array)" if found.more else ""
            yield _at(found, NON_FINITE_NUMBER, f"{found.token} is no number of JSON{more}")
    for found in lexical.lone_surrogates(text):
        message = "this string holds half a surrogate pair, which is no character"
        yield _at(found, LONE_SURROGATE, message)
    if len(text.data) < FULL_BELOW:
        for found in lexical.wide_numbers(text):
            if found.pointer not in told:
                yield _wide(found)


def _wide(found: lexical.Finding) -> Problem:
    if float(found.token) == 0:
        message = "this number is too small for a double, and readers take it for 0"
        hint = "write 0, or a number that is no nearer to it than 5e-324"
        return _at(found, WIDE_NUMBER, message, hint)
    return _at(found, WIDE_NUMBER, "this number is beyond a double")


def _version(doc: Document) -> Iterator[Problem]:
    version = doc.version
    if version is None or version in doc.format.versions:
        return
    key = doc.format.version_key
    assert key is not None
    place = doc.text.root.get(key)
    assert place is not None
    known = " and ".join(map(str, doc.format.versions))
    message = f"nothing is known of {key} {cut(str(version))}; it is not checked"
    yield UNKNOWN_VERSION.at(place, message, f"ecdkit knows {known}")


def _at(found: lexical.Finding, rule: Rule, message: str, hint: str | None = None) -> Problem:
    return rule.at(found.view, message, hint, offset=found.offset, pointer=found.pointer)


def _problem(error: EcdError) -> Problem:
    rule = next(rule for kind, rule in _RULES if isinstance(error, kind))
    return rule.problem(
        error.message,
        (error.line or 1, error.column or 1),
        hint=error.hint,
        pointer=error.pointer or "",
        excerpt=error.excerpt,
    )
