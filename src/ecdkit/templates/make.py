"""Making a template from a definition.

The JSON form is documented for `Classify`. All else is inferred: functions and arguments are named
as in all templates seen, and in XML a JSON object is written as the one text in a public template
that holds JSON (observed: `xs:string`). No template of ArcGIS that holds a classifier is public.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from ecdkit.document import parse
from ecdkit.errors import UsageError
from ecdkit.templates.names import FUNCTION
from ecdkit.templates.reading import parse_template

if TYPE_CHECKING:
    from ecdkit.problems import Grade
    from ecdkit.templates.template import Template

__all__ = ["grade_of_new", "new_template"]

_INFERRED = (
    "how ArcGIS writes a definition into a template is not documented; this form is inferred "
    "from other templates"
)
_RASTERS = {"Classify": ("Raster", "Raster2"), "SpectralUnmixing": ("Raster",)}
_VERSION = "3.0.0"


def new_template(
    definition: bytes,
    *,
    form: Literal["xml", "json"] = "xml",
    encoding: str | None = None,
) -> Template:
    """Return a template of the raster function that takes a definition.

    Args:
        definition: the bytes of its file, a classifier definition or an endmember definition.
        form: "xml" for `.rft.xml`, "json" for a rendering rule.
        encoding: what the definition is written in, where neither UTF-8 nor told by a mark.

    Raises:
        UsageError: no raster function is known to take it.
    """
    document = parse(definition, encoding=encoding)
    known = FUNCTION.get(document.format.name)
    if known is None:
        raise UsageError(
            f"no raster function is known that takes {_article(document.format.title)} by value",
            hint="a template is made of a classifier definition or an endmember definition",
        )
    function, argument = known
    content = _xml(function, argument) if form == "xml" else _json(function, argument)
    return parse_template(content.encode()).embed(definition, encoding=encoding)


def grade_of_new(template: Template) -> tuple[Grade, str]:
    """Return how well the form of a template is known that `new_template` made, and why.

    Args:
        template: what was made.
    """
    if template.form == "XML":
        return "inferred", _INFERRED
    if template.functions == ("Classify",):
        return "documented", "the REST documentation of the Classify raster function has this form"
    return "inferred", "the names are those of the ArcGIS Enterprise SDK; the form is Classify's"


def _article(title: str) -> str:
    return f"{'an' if title[:1].lower() in 'aeiou' else 'a'} {title}"


def _json(function: str, argument: str) -> str:
    rasters = dict.fromkeys(_RASTERS[function], "$$")
    arguments = {**rasters, argument: {}}
    rule = {"rasterFunction": function, "rasterFunctionArguments": arguments}
    return json.dumps(rule, indent=2) + "\n"


def _xml(function: str, argument: str) -> str:
    rasters = _RASTERS[function]
    names = "\n".join(f"      <String>{name}</String>" for name in (*rasters, argument))
    values = "\n".join(
        [
            *(_variable(name, "<Value></Value>", "true") for name in rasters),
            _variable(argument, "<Value xsi:type='xs:string'></Value>", "false"),
        ]
    )
    esri = f"http://www.esri.com/schemas/ArcGIS/{_VERSION}"
    return f"""<?xml version="1.0" encoding="utf-8"?>
<RasterFunctionTemplate xsi:type='typens:RasterFunctionTemplate' \
xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:typens='{esri}'>
  <Name>{function}</Name>
  <Description>A raster function template.</Description>
  <Function xsi:type='typens:{function}Function'>
    <Name>{function}</Name>
    <Description></Description>
    <PixelType>UNKNOWN</PixelType>
  </Function>
  <Arguments xsi:type='typens:{function}FunctionArguments'>
    <Names xsi:type='typens:ArrayOfString'>
{names}
    </Names>
    <Values xsi:type='typens:ArrayOfAnyType'>
{values}
    </Values>
  </Arguments>
  <Help>Made by ecdkit: {_INFERRED}.</Help>
  <Type>0</Type>
  <Thumbnail></Thumbnail>
  <Definition></Definition>
  <Group></Group>
  <Tag></Tag>
  <ThumbnailEx></ThumbnailEx>
</RasterFunctionTemplate>
"""


def _variable(name: str, value: str, dataset: str) -> str:
    return f"""      <AnyType xsi:type='typens:RasterFunctionVariable'>
        <Name>{name}</Name>
        <Description></Description>
        {value}
        <IsDataset>{dataset}</IsDataset>
      </AnyType>"""
