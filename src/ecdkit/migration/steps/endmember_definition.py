"""Between the spellings of an endmember definition, and from a maximum-likelihood definition.

Tools that take endmembers take a maximum-likelihood definition too (documented). That they take the
means of its classes for the spectra is inferred, and so is every pairing of members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecdkit.formats.classifier_definition.model import (
    ClassifierDefinition,
    MaximumLikelihoodClass,
    MaximumLikelihoodDefinition,
)
from ecdkit.formats.endmember_definition.model import Endmember, EndmemberDefinition1b
from ecdkit.migration.making import members_of, travelling, with_renamed, written
from ecdkit.migration.nodes import ENDMEMBERS_1A, ENDMEMBERS_1B, MAXIMUM_LIKELIHOOD_1
from ecdkit.migration.step import (
    Field,
    Outcome,
    Step,
    carried,
    counted,
    implied,
    is_value,
    lost,
    renamed,
)
from ecdkit.migration.steps.definitions import DEFINITION, chosen

if TYPE_CHECKING:
    from ecdkit.document import Document
    from ecdkit.migration.inputs import Inputs
    from ecdkit.migration.step import Node
    from ecdkit.text.view import View

__all__ = ["STEPS"]

_SPELLINGS = (
    "ArcGIS Pro, Linear Spectral Unmixing: the examples of Pro 2.6 and 2.7 (1a) and of Pro 3 (1b)"
)
_SPECTRA = (
    "ArcGIS Pro, Linear Spectral Unmixing: the tool takes a maximum-likelihood .ecd where it takes "
    "endmembers; which of its members it takes for the spectra, the page does not say"
)
_PAIRS = (("NumberEndmembers", "NumberOfEndmembers"), ("NumberBands", "NumberOfBands"))

_ENVELOPE = members_of(ClassifierDefinition)
_DEFINITION = members_of(MaximumLikelihoodDefinition)
_CLASS = members_of(MaximumLikelihoodClass)
_ENDMEMBER = members_of(Endmember)
_ROOT = members_of(EndmemberDefinition1b)


def _respelled(source: Node, target: Node, pairs: tuple[tuple[str, str], ...]) -> Step:
    def run(doc: Document, inputs: Inputs) -> Outcome:  # noqa: ARG001 - it needs none
        return Outcome(with_renamed(doc, {f"/{old}": new for old, new in pairs}))

    return Step(
        source=source.name,
        target=target.name,
        grade="documented",
        evidence=_SPELLINGS,
        summary="Renames the two counts in place; every other byte stays.",
        fields=(
            *(
                renamed(f"/{old}", f"/{new}", "documented", "the other spelling")
                for old, new in pairs
            ),
            carried("/{other}", "documented"),
        ),
        run=run,
        in_place=True,
    )


def _means_as_spectra(source: Document, inputs: Inputs) -> Outcome:
    at = chosen(source, inputs)
    root = source.text.root
    definition = root.child("Definitions").nth(at)
    classes = definition.child("Classes")
    inner = travelling(definition, _DEFINITION, _ROOT)
    outer = travelling(root, _ENVELOPE, {*_ROOT, *inner})
    made: dict[str, Any] = {
        "EsriEndmemberDefinitionFile": 0,
        "FileVersion": 1,
        "NumberOfEndmembers": len(classes),
        "NumberOfBands": definition.child("NumberBands"),
        "Endmembers": [_endmember(one) for one in classes.elements()],
        **inner,
        **outer,
    }
    return Outcome(written(made), {"d": at})


def _endmember(one: View) -> dict[str, Any]:
    return {
        "EndmemberID": one.child("ClassValue"),
        "EndmemberName": one.child("ClassName"),
        "SpectralProfile": one.child("Means"),
        **travelling(one, _CLASS, _ENDMEMBER),
    }


def _spectra_fields() -> tuple[Field, ...]:
    inside, classes = "/Definitions/{d}", "/Definitions/{d}/Classes"
    no_class = "an endmember definition classifies nothing"
    return (
        implied(
            "/EsriClassifierDefinitionFile",
            None,
            "documented",
            "the mark of the format",
            is_value(0),
        ),
        implied("/FileVersion", None, "documented", "the version of the format", is_value(1)),
        implied(
            "/NumberDefinitions", None, "documented", "there is one list of endmembers", is_value(1)
        ),
        implied(
            None,
            "/EsriEndmemberDefinitionFile",
            "documented",
            "the mark of the format",
            is_value(0),
        ),
        implied(None, "/FileVersion", "documented", "the version of the format", is_value(1)),
        renamed(
            f"{inside}/NumberClasses",
            "/NumberOfEndmembers",
            "inferred",
            "each class is an endmember",
        ),
        counted("/NumberOfEndmembers", "inferred", "Endmembers"),
        renamed(
            f"{inside}/NumberBands", "/NumberOfBands", "inferred", "each spectrum has all bands"
        ),
        renamed(classes, "/Endmembers", "inferred", "each class is an endmember"),
        renamed(
            f"{classes}/{{c}}/ClassValue",
            "/Endmembers/{c}/EndmemberID",
            "inferred",
            "what the class is told by",
        ),
        renamed(
            f"{classes}/{{c}}/ClassName",
            "/Endmembers/{c}/EndmemberName",
            "inferred",
            "the name of the class",
        ),
        renamed(
            f"{classes}/{{c}}/Means",
            "/Endmembers/{c}/SpectralProfile",
            "inferred",
            "the means of a class are its spectrum",
        ),
        renamed(
            f"{classes}/{{c}}/{{other}}",
            "/Endmembers/{c}/{other}",
            "project",
            "unknown; it travels",
        ),
        renamed(f"{inside}/{{other}}", "/{other}", "project", "unknown; it travels"),
        carried("/{other}", "project", "unknown; it travels"),
        lost(f"{inside}/Classifier", "documented", no_class),
        lost(f"{inside}/RasterIsSegmented", "documented", no_class),
        *(
            lost(f"{classes}/{{c}}/{channel}", "documented", "an endmember has no colour")
            for channel in ("Red", "Green", "Blue")
        ),
        lost(f"{classes}/{{c}}/Count", "documented", "an endmember has no training samples"),
        lost(
            f"{classes}/{{c}}/Covariances",
            "documented",
            "an endmember has one spectrum and no spread",
        ),
    )


STEPS = (
    _respelled(ENDMEMBERS_1A, ENDMEMBERS_1B, _PAIRS),
    _respelled(ENDMEMBERS_1B, ENDMEMBERS_1A, tuple((new, old) for old, new in _PAIRS)),
    Step(
        source=MAXIMUM_LIKELIHOOD_1.name,
        target=ENDMEMBERS_1B.name,
        grade="documented",
        evidence=_SPECTRA,
        summary="Takes the means of each class as its spectrum, as the tool is taken to do.",
        fields=_spectra_fields(),
        run=_means_as_spectra,
        inputs=(DEFINITION,),
    ),
)
