"""What a schema cannot say of a classifier definition."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ecdkit.codec import Mismatch
from ecdkit.codec.rules import WRONG_LENGTH
from ecdkit.codec.structure import structure
from ecdkit.errors import DefinitionError
from ecdkit.formats.classifier_definition import deep_learning_rules
from ecdkit.formats.classifier_definition.covariance import MOST_BANDS, is_surely_sound
from ecdkit.formats.classifier_definition.model import (
    MAXIMUM_LIKELIHOOD,
    ClassifierDefinition,
    DeepLearningDefinition,
    MaximumLikelihoodClass,
    MaximumLikelihoodDefinition,
    OpaqueDefinition,
    definition_class,
)
from ecdkit.formats.common_rules import (
    COUNT_MISMATCH,
    class_keys_of,
    class_rules,
    count_rule,
    counted,
    integer_of,
    member_of,
    string_of,
)
from ecdkit.formats.format import CLASS_KEYS
from ecdkit.problems import Rule
from ecdkit.text.excerpt import cut
from ecdkit.text.kinds import ARRAY
from ecdkit.text.likeness import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from ecdkit.document import Document
    from ecdkit.problems import Problem
    from ecdkit.text.view import View

__all__ = [
    "COVARIANCE_ASYMMETRIC",
    "COVARIANCE_NEARLY_SINGULAR",
    "COVARIANCE_NOT_POSITIVE_DEFINITE",
    "COVARIANCE_SHAPE",
    "FEW_SAMPLES",
    "MISSPELT_CLASSIFIER",
    "RULES",
    "rules",
]

# Numbers in the published file have seven significant digits.
_BLUR = 1e-6
# Libraries of linear algebra begin threads for matrices of about so many rows.
_THREADED = 48
# Digits of a class value that a sentence quotes.
_SHORT = 20

_FORMATS = ("classifier-definition",)
_STATISTICS = "the decision rule of maximum likelihood, which needs the inverse of the covariance"

FEW_SAMPLES = Rule(
    "few-samples",
    "warning",
    "A class has more samples than bands",
    "A covariance of so few samples is singular whatever they are, and what seven digits leave of "
    "it may by chance look sound. Collect more samples for the class, or use fewer bands.",
    hint="a covariance needs more samples than bands",
    formats=_FORMATS,
    grade="inferred",
    source=_STATISTICS,
    requirement="ECD-1102",
)
COVARIANCE_SHAPE = Rule(
    "covariance-shape",
    "error",
    "Covariances has a row and a column for each band",
    "The covariance of a class is a square matrix of as many rows and columns as the definition "
    "has bands, in the order of the means. Rows that were removed with a band must lose its column "
    "too.",
    hint="write a row of as many numbers as there are bands for each band",
    formats=_FORMATS,
    grade="inferred",
    source="the one published example, and the meaning of a covariance",
    requirement="ECD-1103",
)
COVARIANCE_ASYMMETRIC = Rule(
    "covariance-asymmetric",
    "error",
    "A covariance is symmetric",
    "The covariance of two bands is the same whichever of them is named first. Numbers may differ "
    "by what seven digits blur, not by more. A number was probably edited at one place of two.",
    hint="write the same number at both places",
    formats=_FORMATS,
    grade="inferred",
    source="the meaning of a covariance",
    requirement="ECD-1104",
)
COVARIANCE_NOT_POSITIVE_DEFINITE = Rule(
    "covariance-not-positive-definite",
    "error",
    "A covariance is positive definite",
    "Maximum likelihood divides by the covariance. Where an eigenvalue is zero or negative beyond "
    "what seven digits blur (a millionth of the largest), no pixel can be assigned to the class. "
    "Train the class again with samples that vary in every band, or remove it.",
    hint="train the class with samples that vary in every band",
    formats=_FORMATS,
    grade="inferred",
    source=_STATISTICS,
    requirement="ECD-1105",
)
COVARIANCE_NEARLY_SINGULAR = Rule(
    "covariance-nearly-singular",
    "warning",
    "A covariance is far enough from singular",
    "The smallest eigenvalue is below a millionth of the largest. Seven digits cannot tell it from "
    "zero, so the class may be classified by noise. Bands that are copies or sums of others do "
    "this: leave them out, or collect more samples.",
    hint="leave out bands that depend on others, or collect more samples",
    formats=_FORMATS,
    grade="inferred",
    source=_STATISTICS,
    requirement="ECD-1106",
)

MISSPELT_CLASSIFIER = Rule(
    "misspelt-classifier",
    "warning",
    "The name of a classifier is spelled as its format spells it",
    "What a definition holds is told by the name of its classifier, compared exactly. This name is "
    "nearly one whose body is known, and as it stands it is another, so nothing in the definition "
    "is checked. Correct the name, or leave it alone if it is really another.",
    formats=_FORMATS,
    grade="inferred",
    source="the one published example",
    requirement="ECD-1003",
)

RULES = (
    MISSPELT_CLASSIFIER,
    FEW_SAMPLES,
    COVARIANCE_SHAPE,
    COVARIANCE_ASYMMETRIC,
    COVARIANCE_NOT_POSITIVE_DEFINITE,
    COVARIANCE_NEARLY_SINGULAR,
    *deep_learning_rules.RULES,
)


def rules(doc: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document of a version whose structure is known."""
    if doc.version not in doc.format.versions:
        return
    root = doc.text.root
    yield from count_rule(root, "NumberDefinitions", "Definitions")
    definitions = root.get("Definitions")
    for definition in definitions.elements() if definitions is not None else ():
        yield from _name_rules(definition)
        yield from _definition_rules(doc, definition)
        yield from deep_learning_rules.rules(definition, doc.path)


def _name_rules(definition: View) -> Iterator[Problem]:
    """A classifier whose body is known is called by its name."""
    name = string_of(definition, "Classifier")
    if name is None or definition_class(definition) is not OpaqueDefinition:
        return
    meant = nearest(name, (MAXIMUM_LIKELIHOOD,))
    if meant is not None:
        message = f"nothing is known of the classifier {cut(repr(name))}; it is not checked"
        place = member_of(definition, "Classifier")
        yield MISSPELT_CLASSIFIER.at(place, message, f"did you mean {meant}?")


def _definition_rules(doc: Document, definition: View) -> Iterator[Problem]:
    kind = definition_class(definition)
    classes = definition.get("Classes")
    if classes is None or classes.kind != ARRAY:
        return
    if kind in (MaximumLikelihoodDefinition, DeepLearningDefinition):
        yield from count_rule(definition, "NumberClasses", "Classes")
    spellings = (class_keys_of(element, CLASS_KEYS) for element in classes.elements())
    keys = next((keys for keys in spellings if keys is not None), None)
    if keys is not None:
        yield from class_rules(classes, keys, doc.format.name)
    if kind is MaximumLikelihoodDefinition:
        yield from _statistics_rules(definition, _classes(doc, definition, classes))


def _statistics_rules(
    definition: View, found: list[tuple[View, MaximumLikelihoodClass]]
) -> Iterator[Problem]:
    bands = integer_of(definition, "NumberBands")
    lengths = {len(one.means) for _, one in found}
    if bands is not None and len(lengths) == 1 and bands not in lengths:
        # All classes agree, so it is the count that lies.
        length = lengths.pop()
        message = (
            f"NumberBands is {cut(str(bands))}, but every class has the means of "
            f"{counted(length, 'band')}"
        )
        yield COUNT_MISMATCH.at(member_of(definition, "NumberBands"), message)
        bands = length
    matrices = []
    for view, one in found:
        yield from _length_rules(view, one, bands)
        covariances = member_of(view, "Covariances")
        shape = _shape_problem(covariances, one, bands if bands is not None else len(one.means))
        if shape is not None:
            yield shape
        elif one.covariances.size:
            matrices.append((covariances, one))
    with _one_thread(max((len(one.means) for _, one in matrices), default=0)):
        told = [problem for each in matrices for problem in _matrix_rules(*each)]
    yield from told


def _one_thread(bands: int) -> contextlib.AbstractContextManager[object]:
    """Keep linear algebra to this thread, where that can be said.

    Matrices of some hundred bands gain nothing from others; beside other work these wait for each
    other a hundred times longer than they calculate.
    """
    if bands < _THREADED:
        return contextlib.nullcontext()
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
    except ImportError:
        return contextlib.nullcontext()
    limits: contextlib.AbstractContextManager[object] = threadpool_limits(1, "blas")
    return limits


def _classes(
    doc: Document, definition: View, classes: View
) -> list[tuple[View, MaximumLikelihoodClass]]:
    """Return the classes whose structure is right, with their places."""
    try:
        model, at = doc.model, definition.path[-1]
    except DefinitionError:
        return [(view, one) for view in classes.elements() if (one := _class(view)) is not None]
    assert isinstance(model, ClassifierDefinition)
    assert isinstance(at, int)
    known = model.definitions[at]
    assert isinstance(known, MaximumLikelihoodDefinition)
    return list(zip(classes.elements(), known.classes, strict=True))


def _class(view: View) -> MaximumLikelihoodClass | None:
    try:
        return structure(view, MaximumLikelihoodClass)
    except Mismatch:
        return None


def _length_rules(view: View, one: MaximumLikelihoodClass, bands: int | None) -> Iterator[Problem]:
    if bands is None:
        return
    if len(one.means) != bands:
        numbers = counted(len(one.means), "number")
        message = f"Means has {numbers}, but NumberBands is {cut(str(bands))}"
        yield WRONG_LENGTH.at(member_of(view, "Means"), message)
    if one.count <= bands:
        message = (
            f"{counted(one.count, 'sample')} {'is' if one.count == 1 else 'are'} too few for "
            f"{counted(bands, 'band')}"
        )
        yield FEW_SAMPLES.at(member_of(view, "Count"), message)


def _shape_problem(view: View, one: MaximumLikelihoodClass, bands: int) -> Problem | None:
    try:
        lengths = [len(row) for row in one.covariances]
    except DefinitionError:
        # Rows of several lengths are no array.
        lengths = [_length(row) for row in view.elements()]
    if len(lengths) == len(one.means) and set(lengths) <= {len(one.means)}:
        # The class is of another number of bands as a whole, which is told at its means.
        return None
    there = f"there {'is' if bands == 1 else 'are'} {counted(bands, 'band')}"
    if len(lengths) != bands:
        return COVARIANCE_SHAPE.at(
            view, f"Covariances has {counted(len(lengths), 'row')}, but {there}"
        )
    wrong = next((at for at, length in enumerate(lengths) if length != bands), None)
    if wrong is None:
        return None
    message = f"a row of Covariances has {counted(lengths[wrong], 'number')}, but {there}"
    return COVARIANCE_SHAPE.at(view.child(str(wrong)), message)


def _length(row: View) -> int:
    """The number of elements of an array of scalars, without making places of them."""
    token = row.token
    return token.count(b",") + 1 if token.strip(b"[] \t\n\r") else 0


def _matrix_rules(view: View, one: MaximumLikelihoodClass) -> Iterator[Problem]:
    import numpy as np

    matrix = one.covariances
    if len(matrix) <= MOST_BANDS and is_surely_sound(matrix.tolist()):
        return
    scale = max(float(matrix.max()), -float(matrix.min()))
    if not np.isfinite(scale):
        return
    # No sum of numbers up to one is beyond a double.
    scale = scale or 1.0
    scaled = matrix / scale
    crooked = _crooked(scaled)
    if crooked is not None:
        row, column = crooked
        message = (
            f"the covariance is not symmetric: {matrix[row, column]:.7g} at [{row}][{column}], "
            f"{matrix[column, row]:.7g} at [{column}][{row}]"
        )
        yield COVARIANCE_ASYMMETRIC.at(view, message)
        return
    if _is_well_conditioned(scaled):
        return
    values = np.linalg.eigvalsh(scaled)
    smallest, largest = float(values[0]), float(values[-1])
    # Plus zero: zero has no sign here.
    told = f"its smallest eigenvalue is {smallest * scale + 0.0:.7g}"
    named = f"class {cut(str(one.class_value), _SHORT)} {cut(repr(one.class_name))}"
    if smallest < -_BLUR * abs(largest) or largest <= 0:
        message = f"{named} cannot be classified, its covariance is not positive definite: {told}"
        yield COVARIANCE_NOT_POSITIVE_DEFINITE.at(view, message)
    elif smallest < _BLUR * largest:
        message = f"the covariance of {named} is nearly singular: {told}"
        yield COVARIANCE_NEARLY_SINGULAR.at(view, message)


def _crooked(matrix: npt.NDArray[np.float64]) -> tuple[int, int] | None:
    """Return the first place that differs too much from its mirror image."""
    import numpy as np

    # Nearly all are symmetric to the last digit.
    if (matrix == matrix.T).all():
        return None
    size = np.maximum(np.abs(matrix), np.abs(matrix.T))
    places = np.argwhere(np.abs(matrix - matrix.T) > _BLUR * size)
    return (int(places[0][0]), int(places[0][1])) if len(places) else None


def _is_well_conditioned(matrix: npt.NDArray[np.float64]) -> bool:
    """Whether the smallest eigenvalue is surely not small beside the largest.

    A Cholesky decomposition costs a tenth of the eigenvalues; it exists if all of them are
    positive, also after something was taken from the diagonal. No eigenvalue exceeds the largest
    sum of a row.
    """
    import numpy as np

    bound = float(np.abs(matrix).sum(axis=1).max())
    less = matrix.copy()
    np.einsum("ii->i", less)[:] -= _BLUR * bound
    try:
        np.linalg.cholesky(less)
    except np.linalg.LinAlgError:
        return False
    return True
