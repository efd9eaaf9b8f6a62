"""What is published: the names, their words, and an archive that has all that it needs."""

from __future__ import annotations

import importlib
import inspect
import os
import pickle
import pkgutil
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import ecdkit
from ecdkit import errors
from ecdkit.validation.schemas import grammar_names, schema_bytes, schema_names
from ecdkit.version import __version__

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "src", "schemas")
MODULES = [
    "ecdkit",
    *(
        found.name
        for found in pkgutil.walk_packages(ecdkit.__path__, "ecdkit.")
        if not found.name.endswith("__main__")
    ),
]
# What pip says where there is no index to fetch the build backend from.
UNREACHABLE = (
    "Could not find a version",
    "No matching distribution",
    "Max retries",
    "Temporary failure",
)


def built(target):
    """Build both archives from a copy of the sources; the repository stays as it is."""
    source = target / "source"
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        source.mkdir(exist_ok=True)
        copy(ROOT / name, source / name)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(target / "dist"), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and any(words in done.stdout + done.stderr for words in UNREACHABLE):
        pytest.skip("no package index can be reached, and building needs setuptools from one")
    assert done.returncode == 0, done.stdout + done.stderr
    return target / "dist"


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    return built(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="module")
def wheel(archives):
    (found,) = archives.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder into which the wheel alone was installed."""
    target = tmp_path_factory.mktemp("installed")
    arguments = ["install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target"]
    subprocess.run(
        [sys.executable, "-m", "pip", *arguments, str(target), str(wheel)],
        check=True,
        capture_output=True,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    return target


def run_with(folder, code):
    """What a piece of code prints in an interpreter that finds this ecdkit."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_the_wheel_has_every_module_every_schema_and_the_mark_of_types(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = ROOT / "src"
    modules = {path.relative_to(package).as_posix() for path in package.rglob("ecdkit/**/*.py")}
    published = [path.name for path in (ROOT / "schemas").iterdir()]
    schemas = {f"ecdkit/schemas/{name}" for name in published if name.endswith((".json", ".rng"))}
    assert len(schemas) == len((*schema_names(), *grammar_names()))
    others = {"py.typed", "schemas/__init__.py", "esri/toolboxes/ecdkit.pyt"}
    wanted = modules | schemas | {f"ecdkit/{name}" for name in others}
    assert wanted == {name for name in names if name.startswith("ecdkit/")}
    assert all(name.startswith(("ecdkit/", f"ecdkit-{__version__}.dist-info/")) for name in names)


def test_the_source_archive_has_what_the_wheel_is_built_from(archives):
    (found,) = archives.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= {"pyproject.toml", "README.md", "LICENSE", "src/ecdkit/py.typed"}
    assert names >= {f"schemas/{path.name}" for path in (ROOT / "schemas").glob("*.schema.json")}


def test_the_wheel_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        about = Parser().parsestr(archive.read(f"ecdkit-{__version__}.dist-info/METADATA").decode())
        points = archive.read(f"ecdkit-{__version__}.dist-info/entry_points.txt").decode()
    assert (about["Name"], about["Version"]) == ("ecdkit", __version__)
    assert about["Requires-Python"] == ">=3.11"
    assert about["License-Expression"] == "Apache-2.0"
    assert "ecd = ecdkit.cli:main" in points


def test_schemas_and_commands_work_from_an_installed_wheel(installed):
    code = (
        "import ecdkit, hashlib\n"
        "from ecdkit.validation.schemas import grammar_names, schema_bytes, schema_names\n"
        "print(ecdkit.__file__)\n"
        "for name in schema_names(): print(name, hashlib.sha256(schema_bytes(name)).hexdigest())\n"
        "print(ecdkit.validate(ecdkit.parse('{\"EsriClassifierDefinitionFile\": 0}')).ok)\n"
    )
    home, *schemas, ok = run_with(installed, code).splitlines()
    assert Path(home).is_relative_to(installed)
    from hashlib import sha256

    assert schemas == [
        f"{name} {sha256(schema_bytes(name)).hexdigest()}" for name in schema_names()
    ]
    assert ok == "False"
    main = "from ecdkit.cli import main; main(['schema', 'extra-info-1'])"
    assert run_with(installed, main).encode() == schema_bytes("extra-info-1")


def test_schemas_load_from_this_installation():
    for name in schema_names():
        assert schema_bytes(name) == (ROOT / "schemas" / f"{name}.schema.json").read_bytes()


def test_public_names_are_exactly_those_that_are_listed():
    assert len(set(ecdkit.__all__)) == len(ecdkit.__all__)
    assert set(ecdkit.__all__) <= set(dir(ecdkit))
    assert ecdkit.__version__ == __version__
    for name in set(ecdkit.__all__) - {"__version__", "NULL"}:
        assert getattr(ecdkit, name).__name__ == name
    homes = {name for names in ecdkit._HOMES.values() for name in names}
    assert homes | {"__version__"} == set(ecdkit.__all__)
    from_star: dict[str, object] = {}
    exec("from ecdkit import *", from_star)
    assert {name for name in from_star if name != "__builtins__"} == set(ecdkit.__all__)


def test_names_that_only_type_checkers_see_are_the_same():
    source = inspect.getsource(ecdkit)
    seen = source[source.index("if TYPE_CHECKING:") : source.index("_HOMES")]
    for home, names in ecdkit._HOMES.items():
        block = seen[seen.index(f"from {home} import") :].partition("from ecdkit")[2]
        for name in names:
            assert name in block.partition("from ecdkit")[0], (home, name)


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match="module 'ecdkit' has no attribute 'nonsense'"):
        _ = ecdkit.nonsense


@pytest.mark.parametrize("name", [name for name in ecdkit.__all__ if name != "__version__"])
def test_every_public_name_has_its_words(name):
    value = getattr(ecdkit, name)
    assert value.__doc__
    assert not value.__doc__.startswith(f"{name}(")
    for member, inner in vars(value).items() if inspect.isclass(value) else ():
        if member.startswith("_") or not (inspect.isfunction(inner) or isinstance(inner, property)):
            continue
        assert inner.__doc__, f"{name}.{member}"


@pytest.mark.parametrize("name", MODULES)
def test_every_module_opens_with_a_sentence_and_has_what_it_lists(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert module.__doc__.strip().splitlines()[0].rstrip()[-1] in ".:?!"
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public)


KINDS = [getattr(errors, name) for name in errors.__all__ if name[0].isupper()]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_an_ecd_error_and_crosses_process_borders(kind):
    assert issubclass(kind, ecdkit.EcdError)
    error = kind("it is wrong", hint="do it right", path="a.ecd", pointer="/a", line=2, column=3)
    again = pickle.loads(pickle.dumps(error))
    for one in (error, again):
        assert type(one) is kind
        assert str(one) == "a.ecd:2:3: it is wrong (at /a). Do it right"
        assert one.place == "a.ecd:2:3"
        assert (one.message, one.hint, one.pointer) == ("it is wrong", "do it right", "/a")
    if isinstance(error, OSError):
        again = pickle.loads(pickle.dumps(kind("it is wrong", number=5, path="a.ecd")))
        assert (again.errno, again.filename) == (5, "a.ecd")
    assert str(kind("it is wrong")) == "it is wrong"
    assert kind("it is wrong").place == ""


def test_the_problems_of_an_error_cross_process_borders_too():
    doc = ecdkit.parse('{"EsriClassifierDefinitionFile": 0}')
    with pytest.raises(ecdkit.DefinitionError) as caught:
        _ = doc.model
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems != ()
    assert pickle.loads(pickle.dumps(ecdkit.validate(doc))) == ecdkit.validate(doc)


def test_no_name_of_the_room_of_texts_is_that_of_a_module_in_it():
    # Python sets a package's attribute to a module of that name as soon as somebody imports it.
    from ecdkit import text

    modules = {one.name for one in pkgutil.iter_modules(text.__path__)}
    assert modules.isdisjoint(text.__all__)
