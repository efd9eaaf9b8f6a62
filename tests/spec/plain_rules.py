"""The rules that no schema can say, written from the pages of the specification alone."""

from __future__ import annotations

import re

import numpy as np
from plain_reader import is_wide, pointer
from plain_validator import INTEGER, Validator, member, plain

FIRST = ("ClassValue", "ClassName", ("Red", "Green", "Blue"))
SECOND = ("Value", "Name", ("Color",))
THIRD = ("ClassValue", "ClassName", ("Color",))
BUILT_IN = {"TensorFlow", "CNTK", "PyTorch", "Keras", "Templates"}
WHITE = re.compile(r"^[\s\x1c-\x1f\x85]|[\s\x1c-\x1f\x85]$")


def text_of(node, name):
    found = member(node, name) if node.kind == "object" else None
    return found.value if found is not None and found.kind == "string" else None


def integer_of(node, name):
    found = member(node, name)
    whole = found is not None and found.kind == "number" and INTEGER.fullmatch(found.token)
    return int(found.token) if whole else None


def number(node):
    return float(node.token.replace("NaN", "nan"))


class Rules:
    def __init__(self, kind, schema):
        self.kind, self.schema, self.found = kind, schema, []

    def tell(self, code, path, node):
        self.found.append((code, pointer(path), node.start))

    def is_sound(self, node, definition, path):
        """Whether the structure of a part is right."""
        judge = Validator(self.schema)
        judge.judge(node, {"$ref": f"#/$defs/{definition}"}, path)
        return not judge.found

    # Counts and classes

    def count(self, node, path, name, listed):
        """ECD-0502."""
        count, items = integer_of(node, name), member(node, listed)
        if count is None or items is None or items.kind != "array":
            return
        if count != len(items.items):
            self.tell("count-mismatch", (*path, name), member(node, name))

    def classes(self, holder, path):
        """ECD-0501 and ECD-0510 to ECD-0514."""
        listed = member(holder, "Classes")
        if listed is None or listed.kind != "array":
            return
        known = (SECOND, THIRD) if self.kind == "model-definition" else (FIRST, SECOND)
        spellings = [spelling(one, known) for one in listed.items]
        keys = next((one for one in spellings if one), None)
        if keys is None:
            return
        places, beyond = self.shared(listed, keys, (*path, "Classes"))
        for code, by_value in places.items():
            seconds = [found[1] for found in by_value.values() if len(found) > 1]
            if len(seconds) > 5:
                seconds = [min(seconds, key=lambda one: one[1].start)]
            for where in seconds:
                self.tell(code, *where)
        if beyond:
            self.tell("class-value-beyond-8-bit", *beyond[0])

    def shared(self, listed, keys, path):
        """Where which class value, name and colour stands, and class values beyond 8 bits."""
        value, name, color = keys
        places = {"duplicate-class-value": {}, "duplicate-class-name": {}, "equal-color": {}}
        beyond = []
        for at, one in enumerate(listed.items):
            if one.kind != "object":
                continue
            said = integer_of(one, value), text_of(one, name), colour(one, color)
            for code, key, found in zip(places, (value, name, color[0]), said, strict=True):
                if found is not None:
                    where = ((*path, at, key), member(one, key))
                    places[code].setdefault(found, []).append(where)
            if said[0] is not None and not 0 <= said[0] <= 255:
                beyond.append(((*path, at, value), member(one, value)))
            if said[1] is not None and WHITE.search(said[1]):
                self.tell("name-outer-space", (*path, at, name), member(one, name))
        return places, beyond

    # Classifier definitions

    def classifier_definition(self, root):
        self.count(root, (), "NumberDefinitions", "Definitions")
        definitions = member(root, "Definitions")
        if definitions is None or definitions.kind != "array":
            return
        for at, one in enumerate(definitions.items):
            path = ("Definitions", at)
            if one.kind != "object":
                continue
            model = member(one, "DeepLearningModel")
            ours = model is not None and text_of(model, "Profile") == "ecdkit/deep-learning/1"
            name = text_of(one, "Classifier")
            likelihood = not ours and name == "MaximumLikelihood"
            if not ours and not likelihood and plain(name or "") == "maximumlikelihood":
                self.tell("misspelt-classifier", (*path, "Classifier"), member(one, "Classifier"))
            if ours or likelihood:
                self.count(one, path, "NumberClasses", "Classes")
            self.classes(one, path)
            if likelihood:
                self.statistics(one, path)
            if model is not None and not ours:
                self.profile(model, (*path, "DeepLearningModel"))

    def profile(self, model, path):
        """ECD-1302."""
        if model.kind != "object":
            return
        if text_of(model, "Profile") is not None:
            self.tell("unknown-profile", (*path, "Profile"), member(model, "Profile"))
        elif member(model, "Profile") is None:
            near = [one for one in model.names if plain(one[0]) == "profile"]
            if near:
                self.found.append(("unknown-profile", pointer((*path, near[0][0])), near[0][1]))

    def statistics(self, definition, path):
        """ECD-1101 to ECD-1107."""
        listed = member(definition, "Classes")
        if listed is None or listed.kind != "array":
            return
        sound = [
            ((*path, "Classes", at), one)
            for at, one in enumerate(listed.items)
            if self.is_sound(one, "maximumLikelihoodClass", ())
        ]
        bands = integer_of(definition, "NumberBands")
        lengths = {len(member(one, "Means").items) for _, one in sound}
        if bands is not None and len(lengths) == 1 and bands not in lengths:
            place = member(definition, "NumberBands")
            self.tell("count-mismatch", (*path, "NumberBands"), place)
            (bands,) = lengths
        for here, one in sound:
            means, rows = member(one, "Means").items, member(one, "Covariances")
            if bands is not None and len(means) != bands:
                self.tell("wrong-length", (*here, "Means"), member(one, "Means"))
            if bands is not None and integer_of(one, "Count") <= bands:
                self.tell("few-samples", (*here, "Count"), member(one, "Count"))
            self.covariances(rows, (*here, "Covariances"), len(means), bands)

    def covariances(self, rows, path, means, bands):
        """ECD-1103 to ECD-1106."""
        bands = means if bands is None else bands
        lengths = [len(row.items) for row in rows.items]
        if not (len(lengths) == means and set(lengths) <= {means}):
            if len(lengths) != bands:
                self.tell("covariance-shape", path, rows)
                return
            wrong = [at for at, length in enumerate(lengths) if length != bands]
            if wrong:
                self.tell("covariance-shape", (*path, wrong[0]), rows.items[wrong[0]])
                return
        if any(one.kind != "number" for row in rows.items for one in row.items) or not lengths:
            return
        matrix = np.array([[number(one) for one in row.items] for row in rows.items])
        if not matrix.size or not np.isfinite(matrix).all():
            return
        size = np.maximum(abs(matrix), abs(matrix.T))
        if (abs(matrix - matrix.T) > 1e-6 * size).any():
            self.tell("covariance-asymmetric", path, rows)
            return
        smallest, *_, largest = [*np.linalg.eigvalsh(matrix), np.linalg.eigvalsh(matrix)[-1]]
        if largest <= 0 or smallest < -1e-6 * largest:
            self.tell("covariance-not-positive-definite", path, rows)
        elif smallest < 1e-6 * largest:
            self.tell("covariance-nearly-singular", path, rows)

    # Endmember definitions

    def endmember_definition(self, root, spelling_):
        names = {"a": ("NumberEndmembers", "NumberBands")}
        names["b"] = ("NumberOfEndmembers", "NumberOfBands")
        count, bands = names[spelling_]
        other = names["b" if spelling_ == "a" else "a"]
        for name in other:
            if member(root, name) is not None:
                self.tell("mixed-spelling", (name,), member(root, name))
        listed = member(root, "Endmembers")
        self.count(root, (), count, "Endmembers")
        if listed is None or listed.kind != "array":
            return
        sound = [
            (("Endmembers", at), one)
            for at, one in enumerate(listed.items)
            if self.is_sound(one, "endmember", ())
        ]
        said = integer_of(root, bands)
        spectra = [(path, one, member(one, "SpectralProfile")) for path, one in sound]
        lengths = {len(spectrum.items) for _, _, spectrum in spectra}
        if said is not None and len(lengths) == 1 and said not in lengths:
            self.tell("count-mismatch", (bands,), member(root, bands))
        elif said is not None:
            for path, _, spectrum in spectra:
                if len(spectrum.items) != said:
                    self.tell("wrong-length", (*path, "SpectralProfile"), spectrum)
        if len(lengths) == 1 and len(sound) > max(lengths):
            self.tell("more-endmembers-than-bands", ("Endmembers",), listed)
        self.endmembers(spectra)

    def endmembers(self, spectra):
        """ECD-3010, ECD-3012 and ECD-3014."""
        seen = set()
        for path, one, spectrum in spectra:
            numbers = tuple((number(x), x.token[0] == "-") for x in spectrum.items) or None
            for code, name, value in (
                ("duplicate-endmember-id", "EndmemberID", integer_of(one, "EndmemberID")),
                ("duplicate-class-name", "EndmemberName", text_of(one, "EndmemberName")),
                ("equal-spectra", "SpectralProfile", numbers),
            ):
                if value is not None and (code, value) in seen:
                    self.tell(code, (*path, name), member(one, name))
                seen.add((code, value))
            if WHITE.search(text_of(one, "EndmemberName")):
                self.tell(
                    "name-outer-space", (*path, "EndmemberName"), member(one, "EndmemberName")
                )

    # Model definitions

    def model_definition(self, root, *, training):
        """ECD-4010 to ECD-4035, but for those about files."""
        helps = [
            (name, one)
            for (name, _, _), one in zip(root.names, root.items, strict=True)
            if one.kind == "string" and one.value.startswith("e.g.")
        ]
        if helps:
            self.tell("placeholder-text", (helps[0][0],), helps[0][1])
        self.classes(root, ())
        listed = member(root, "Classes")
        spelled = [
            (("Classes", at), one, keys)
            for at, one in enumerate(listed.items if listed and listed.kind == "array" else ())
            if (keys := spelling(one, (SECOND, THIRD)))
        ]
        old = [(path, one) for path, one, keys in spelled if keys is THIRD]
        if old:
            path, one = old[0]
            self.tell("old-class-spelling", (*path, "ClassValue"), member(one, "ClassValue"))
        framework, kind = text_of(root, "Framework"), text_of(root, "ModelType")
        there = {
            name
            for (name, _, _) in root.names
            if member(root, name) is not None and member(root, name).kind != "null"
        }
        if not training:
            self.readers(root, framework, kind, there)
            self.taken(root)
        if framework not in BUILT_IN or kind != "ImageClassification":
            return
        if "InferenceFunction" in there:
            return
        bare = [(path, one) for path, one, keys in spelled if colour(one, keys[2]) is None]
        if bare:
            path, one = bare[0]
            color = member(one, "Color")
            self.tell("class-color-for-reader", (*path, "Color") if color else path, color or one)
        if (framework, configuration(root)) in (
            ("CNTK", "AzurePixelLevelLandClassification"),
            ("TensorFlow", "DeepLab"),
        ):
            for path, one, (value, _, _) in spelled:
                found = integer_of(one, value)
                if found is not None and not 0 <= found <= len(spelled):
                    self.tell("class-value-not-of-arg-max", (*path, value), member(one, value))
                    return

    def taken(self, root):
        """ECD-4035."""
        for name, fits in TAKEN.items():
            found = member(root, name)
            if found is None or found.kind == "null":
                continue
            if found.kind == "string" and found.value.startswith("e.g."):
                continue
            if (
                name in ("ImageHeight", "ImageWidth", "BatchSize")
                and integer_of(root, name) is None
            ):
                continue
            if not fits(found):
                self.tell("value-for-reader", (name,), found)

    def readers(self, root, framework, kind, there):
        """ECD-4010, ECD-4011 and ECD-4034."""
        needed = []
        if framework in BUILT_IN and "InferenceFunction" not in there:
            needed += ["ModelFile", "ImageHeight", "ImageWidth", "ExtractBands", "Classes"]
            if kind == "ObjectClassification":
                needed += ["CropSizeFixed", "BlackenAroundFeature"]
            needed += ["ModelType"]
        learnt = {"ObjectDetection", "InstanceDetection", "ObjectClassification"}
        if framework == "arcgis.learn.models._inferencing" and kind in learnt:
            needed += ["ModelFile", "ImageHeight", "ModelParameters", "Classes"]
        if kind in ("TextClassifier", "SequenceToSequence"):
            needed += ["InferenceFunction", "OutputField"]
        for name in needed:
            if name not in there:
                place = member(root, name)
                self.tell("missing-for-reader", (name,) if place else (), place or root)
        if kind == "ObjectionDetection":
            self.tell("model-type-misprint", ("ModelType",), member(root, "ModelType"))
        if framework in (None, "", "N/A") or "InferenceFunction" in there:
            return
        named = member(root, "ModelConfiguration")
        wrong = named is not None and named.kind not in ("string", "object", "null")
        if wrong or configuration(root) is not None or framework.startswith("e.g."):
            return
        self.tell("nothing-to-run", ("Framework",), member(root, "Framework"))


def is_number(node):
    return node.kind in ("number", "non-finite")


def double(node):
    """What can be compared: ECD-4035 compares no number that is not finite and none of ECD-0133."""
    if node.kind != "number":
        return None
    if not set(node.token) & set(".eE"):
        return int(node.token)
    wide = is_wide(node.token)
    return None if wide else float(node.token)


def is_range(node):
    if node.kind != "array" or len(node.items) != 2 or not all(map(is_number, node.items)):
        return False
    low, high = map(double, node.items)
    return low is None or high is None or low < high


def is_fraction(node):
    if node.kind == "string":
        return True
    value = double(node) if is_number(node) else -1
    return value is None or 0 <= value <= 1


def at_least(least):
    def fits(node):
        whole = node.kind == "number" and INTEGER.fullmatch(node.token)
        return bool(whole) and int(node.token) >= least

    return fits


def is_switch(node):
    return node.kind in ("true", "false") or (node.kind == "number" and node.token in ("0", "1"))


TAKEN = {
    **dict.fromkeys(("ImageHeight", "ImageWidth", "BatchSize"), at_least(1)),
    "DataRange": is_range,
    **dict.fromkeys(("ModelPadding", "Padding"), at_least(0)),
    **dict.fromkeys(("CropSizeFixed", "BlackenAroundFeature", "fixedTileSize"), is_switch),
    "PerProcessGPUMemoryFraction": is_fraction,
    "Threshold": is_number,
    "ImageSpaceUsed": lambda node: (
        node.kind == "string" and node.value in ("MAP_SPACE", "PIXEL_SPACE")
    ),
}


def configuration(root):
    found = member(root, "ModelConfiguration")
    if found is None:
        return None
    return found.value if found.kind == "string" else text_of(found, "Name")


def spelling(node, known):
    names = {name for name, _, _ in node.names} if node.kind == "object" else set()
    return next((one for one in known if {one[0], one[1]} <= names), None)


def colour(node, keys):
    if len(keys) == 3:
        found = [integer_of(node, key) for key in keys]
    else:
        array = member(node, keys[0])
        if array is None or array.kind != "array" or len(array.items) != 3:
            return None
        found = [
            int(one.token) if one.kind == "number" and INTEGER.fullmatch(one.token) else None
            for one in array.items
        ]
    return tuple(found) if all(one is not None and 0 <= one <= 255 for one in found) else None
