"""The rules about a definition and a raster together."""

from __future__ import annotations

from ecdkit.problems import Rule

__all__ = [
    "NOTHING_TO_COMPARE",
    "RASTER_BANDS",
    "RASTER_BAND_NAME",
    "RASTER_DATA_TYPE",
    "RASTER_EXTRACT_BANDS",
    "RASTER_RANGE",
    "RASTER_SEGMENTATION",
    "RASTER_SEGMENTATION_UNTOLD",
    "RULES",
]

_INPUTS = "ArcGIS tool reference, Train Maximum Likelihood Classifier"
_MEANING = "the meaning of the mean of a band"

RASTER_BANDS = Rule(
    "raster-bands",
    "error",
    "A raster has as many bands as the definition was trained with",
    "A classifier takes the bands of the raster, and of the second one where there are two, in the "
    "order in which it was trained. With fewer or more it fails, mostly with a message that does "
    "not say so. Choose the bands that were used in training, in their order; where the "
    "definition was trained with two rasters, name both.",
    grade="documented",
    source=_INPUTS,
    requirement="ECD-0801",
)
RASTER_SEGMENTATION = Rule(
    "raster-segmentation",
    "error",
    "A raster is segmented if and only if the definition was trained with a segmented one",
    "Training with a segmented raster uses what segments have and pixels have not, such as their "
    "compactness. A definition of the one kind cannot be used with a raster of the other. Rasters "
    "say which they are by the key property Segmented.",
    hint="take a raster of the same kind, or train again",
    formats=("classifier-definition",),
    grade="documented",
    source=_INPUTS,
    requirement="ECD-0802",
)
RASTER_SEGMENTATION_UNTOLD = Rule(
    "raster-segmentation-untold",
    "warning",
    "The raster for a definition that was trained with a segmented one says that it is segmented",
    "ArcGIS knows a segmented raster by the key property Segmented. A copy of the raster, or one "
    "that another program wrote, may have lost it; then the tools do not take it for segmented.",
    hint="set the key property Segmented if the raster is segmented",
    formats=("classifier-definition",),
    grade="documented",
    source=_INPUTS,
    requirement="ECD-0803",
)
RASTER_DATA_TYPE = Rule(
    "raster-data-type",
    "error",
    "The pixels of a band can have the mean values that the definition has for it",
    "A mean that the data type of the band cannot hold was never measured in such a band: the "
    "definition was trained with a raster of another bit depth, or with its bands in another "
    "order. Take a raster like the one of the training.",
    hint="take a raster of the bit depth of the training, with its bands in that order",
    formats=("classifier-definition", "endmember-definition"),
    grade="inferred",
    source=_MEANING,
    requirement="ECD-0804",
)
RASTER_RANGE = Rule(
    "raster-range",
    "warning",
    "Some class has its mean within the values of each band",
    "Where the means of all classes lie outside of what a band holds, the raster is scaled in "
    "another way than that of the training (reflectance as 0 to 1, and as 0 to 10,000), or its "
    "bands stand in another order. Everything may be classified, and nothing right. The values are "
    "those of the statistics in the file, or else of pieces of the raster.",
    hint="compare units and order of the bands with those of the training",
    formats=("classifier-definition", "endmember-definition"),
    grade="inferred",
    source=_MEANING,
    requirement="ECD-0805",
)
RASTER_EXTRACT_BANDS = Rule(
    "raster-extract-bands",
    "error",
    "A raster has the bands that a model definition extracts",
    "ExtractBands lists the bands that the model takes: numbers from 0. One that the raster does "
    "not have stops the tool.",
    hint="take a raster with these bands, or correct ExtractBands",
    formats=("model-definition",),
    grade="observed",
    source="Esri/raster-deep-learning, python_raster_functions",
    requirement="ECD-0806",
)
RASTER_BAND_NAME = Rule(
    "raster-band-name",
    "warning",
    "The names in ExtractBands are names of bands of the raster",
    "ExtractBands may name bands instead of counting them. This raster names its bands, and none "
    "of them so. Names in the file and names that ArcGIS gives to bands may differ, so it is a "
    "warning.",
    hint="name the bands of the raster, or count them from 0",
    formats=("model-definition",),
    grade="observed",
    source="files that Export Training Data For Deep Learning wrote",
    requirement="ECD-0807",
)
NOTHING_TO_COMPARE = Rule(
    "nothing-to-compare",
    "note",
    "A definition says something that can be compared with a raster",
    "Nobody has published what stands in the definitions of most classifiers, and a model "
    "definition may leave open which bands it takes. Of such a definition nothing is said.",
    hint="compare it with the raster of the training yourself",
    source="ecdkit: nothing is claimed of what is not known",
    requirement="ECD-0808",
)

RULES = (
    RASTER_BANDS,
    RASTER_SEGMENTATION,
    RASTER_SEGMENTATION_UNTOLD,
    RASTER_DATA_TYPE,
    RASTER_RANGE,
    RASTER_EXTRACT_BANDS,
    RASTER_BAND_NAME,
    NOTHING_TO_COMPARE,
)
