"""The main job of ecdkit on the example: join, look, check, take apart, edit, make a package.

Every step is the command `ecd` as a user types it; every claim about bytes is checked here, and
the run fails where one is not true.
"""

import io
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent


def main() -> int:
    """Run all steps in a temporary folder."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        for source in ("pixel_classifier.onnx", "pixel_classifier.py", "extra-info.json"):
            Path(source).write_bytes((EXAMPLES / source).read_bytes())
        steps()
    print("Everything above was checked: the bytes are what was promised.")
    return 0


def steps() -> None:
    """Run the steps in the current folder."""
    say("Join a model and an extra info into one definition")
    ecd("deep-learning-model-to-ecd", "pixel_classifier.onnx", "extra-info.json", "ground.ecd")

    say("What is it? Is anything wrong with it?")
    ecd("show", "ground.ecd")
    ecd("validate", "ground.ecd")

    say("Take both files out again: every byte is back")
    ecd("extract", "ground.ecd", "-d", "extracted")
    same("extracted/pixel_classifier.onnx", "pixel_classifier.onnx")
    same("extracted/extra-info.json", "extra-info.json")

    say("Rename a class and recolour another: only those bytes change")
    before = Path("ground.ecd").read_bytes()
    ecd(
        "edit",
        "ground.ecd",
        "--rename-class",
        "200=Grass",
        "--recolor",
        "100=#999999",
        "--in-place",
    )
    changed(before, Path("ground.ecd").read_bytes(), {b"Open ground": b"Grass", b"204": b"153"})

    say("Take both files out once more: the extra info has the new name and colour")
    ecd("extract", "ground.ecd", "-d", "edited")
    same("edited/pixel_classifier.onnx", "pixel_classifier.onnx")
    changed(
        Path("extra-info.json").read_bytes(),
        Path("edited/extra-info.json").read_bytes(),
        {b"Open ground": b"Grass", b"204": b"153"},
    )

    say("Make a deep learning package of both, and see what became of every field")
    ecd(
        *("migrate", "extra-info.json", "--to", "dlpk", "-o", "ground.dlpk"),
        *("--with", "ModelFile=pixel_classifier.onnx", "--with", "ModelType=ImageClassification"),
        *("--with", "InferenceFunction=pixel_classifier.py"),
        *("--with", "ImageHeight=256", "--with", "ImageWidth=256"),
    )
    ecd("show", "ground.dlpk")
    ecd("validate", "ground.dlpk")
    ecd("unpack", "ground.dlpk", "-d", "unpacked")
    same("unpacked/pixel_classifier.onnx", "pixel_classifier.onnx")
    same("unpacked/pixel_classifier.py", "pixel_classifier.py")


def say(text: str) -> None:
    """Print what comes next."""
    print(f"\n== {text}\n")


def ecd(*arguments: str) -> None:
    """Run the command, and stop where it fails."""
    print(f"$ ecd {shlex.join(arguments)}")
    # What the command says beside its result is shown where it says it.
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "ecdkit", *arguments], check=True, stderr=subprocess.STDOUT
    )


def same(one: str, other: str) -> None:
    """Stop unless two files hold the same bytes."""
    if Path(one).read_bytes() != Path(other).read_bytes():
        sys.exit(f"{one} is not {other}")
    print(f"  {one} is {other}, byte for byte")


def changed(before: bytes, after: bytes, wanted: dict[bytes, bytes]) -> None:
    """Stop unless exactly the wanted lines changed, and in them exactly the wanted words."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) != len(new):
        sys.exit("lines were added or removed")
    touched = 0
    for number, (was, now) in enumerate(zip(old, new, strict=True), 1):
        if was == now:
            continue
        expected = was
        for word, replacement in wanted.items():
            expected = expected.replace(word, replacement)
        if now != expected:
            sys.exit(f"line {number} changed in another way: {now!r}")
        touched += 1
        print(f"  line {number}: {was.decode().strip()}  ->  {now.decode().strip()}")
    if not touched:
        sys.exit("nothing changed")
    print(f"  the other {len(old) - touched} lines are as they were, byte for byte")


if __name__ == "__main__":
    sys.exit(main())
