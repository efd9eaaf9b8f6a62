"""Reading templates: which form a file has, told by what is in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ecdkit.errors import EcdError
from ecdkit.files import read_bytes
from ecdkit.limits import DEFAULT_LIMITS
from ecdkit.markup import XmlText
from ecdkit.templates.form import looks_like_xml
from ecdkit.templates.json_form import JsonTemplate
from ecdkit.templates.xml_form import XmlTemplate
from ecdkit.text import JsonText

if TYPE_CHECKING:
    from ecdkit.templates.template import Template

__all__ = ["parse_template", "read_template"]


def parse_template(
    content: bytes, *, encoding: str | None = None, path: str | None = None
) -> Template:
    """Read a template from the bytes of a file.

    Args:
        content: the bytes.
        encoding: what they are in, where neither a mark nor a declaration tells.
        path: the name of the file, for errors.

    Raises:
        EncodingError: the bytes are no text.
        XmlSyntaxError: the text is not XML, or has what templates may not have.
        JsonSyntaxError: the text is not JSON.
        FormatError: it is no raster function.
        LimitError: it is beyond a limit.
    """
    try:
        if looks_like_xml(content):
            return XmlTemplate(XmlText.parse(content, encoding=encoding), path)
        return JsonTemplate(JsonText.parse(content, encoding=encoding), path)
    except EcdError as error:
        error.path = path
        raise


def read_template(path: str | os.PathLike[str], *, encoding: str | None = None) -> Template:
    """Read a template from a file; errors are those of `parse_template`.

    Args:
        path: the file.
        encoding: what it is written in, where neither a mark nor a declaration tells.

    Raises:
        FileAccessError: the file cannot be read.
    """
    name = os.fsdecode(path)
    return parse_template(read_bytes(name, DEFAULT_LIMITS.size), encoding=encoding, path=name)
