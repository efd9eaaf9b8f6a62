"""The models of extra info, of which one example is documented and no word of prose.

Source of every member: the example on the page of the tool *Deep Learning Model To Ecd*.
"""

from __future__ import annotations

from ecdkit.codec import Extra, ExtraField, Model, Several, extra_members, member, model

__all__ = ["ExtraInfo", "ExtraInfoClass"]


@model
class ExtraInfoClass(Model):
    """One class (documented by example).

    Attributes:
        value: the pixel value that stands for the class.
        name: its name; outer spaces are kept.
        color: red, green and blue, 0 to 255 each.
        extra: members that the example does not show.
    """

    value: int = member("Value")
    name: str = member("Name")
    color: Several[int] = member("Color", length=3, minimum=0, maximum=255)
    extra: ExtraField = extra_members(factory=Extra)


@model
class ExtraInfo(Model):
    """An extra info of Version 1 (documented by example).

    Attributes:
        import_deep_learning_model_to_esri_extra_info: 0 in the example.
        version: the version of the format.
        classifier: the framework of the model; "CNTK" in the example.
        number_raster_bands: how many bands the model takes.
        mini_batch_size: the size of a mini-batch; nobody says whether of training or of use.
        classes: the classes.
        extra: members that the example does not show.
    """

    import_deep_learning_model_to_esri_extra_info: int = member(
        "ImportDeepLearningModelToEsriExtraInfo", default=0
    )
    version: int = member("Version", default=1)
    classifier: str = member("Classifier")
    number_raster_bands: int = member("NumberRasterBands", minimum=0)
    mini_batch_size: int = member("MiniBatchSize", minimum=0)
    classes: Several[ExtraInfoClass] = member("Classes", sequence=True)
    extra: ExtraField = extra_members(factory=Extra)
