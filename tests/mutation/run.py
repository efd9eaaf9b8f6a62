"""Changes one thing in the code of the rules and looks whether a test notices (make mutants).

Works on a copy in a temporary folder. First every test is run once, and the lines of code that it
reaches are noted. Then each mutant is shown to the tests that reach its statement, the fastest
first: in a child of this process, in which the functions get their changed code. What runs when a
module is imported, or when tests are collected, is changed in the file, and shown to a new process.
Mutants that live are
printed, but for those that `explained.toml` explains; what it explains in vain is printed, too.
It needs a system that can fork. Words on the command line choose modules by their paths.
"""

from __future__ import annotations

import ast
import collections
import functools
import gc
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import types
from pathlib import Path

import pytest
from changes import explained, modules, mutants

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("src", "tests", "schemas", "docs", "spec", "examples", "pyproject.toml", "README.md")
TESTS = (
    "tests/validation",
    "tests/formats",
    "tests/codec",
    "tests/edits",
    "tests/skeleton",
    "tests/templates",
    "tests/packages",
    "tests/render",
    "tests/cli",
    "tests/test_arguments.py",
    "tests/test_deep_learning.py",
    "tests/test_document.py",
    "tests/test_summary.py",
)
# Its programs run in processes of their own, which know nothing of a change.
APART = "--ignore=tests/cli/test_process.py"
# What takes long says little about one changed sign, and costs most.
SOON = "not hundred and not bounded_time and not thousands"
# What a new process is shown.
NEAR = ("tests/validation", "tests/formats", "tests/codec/test_structure.py")
# Seconds of tests for one mutant, and seconds that a test may take longer than it did.
ENOUGH = 60
PATIENCE = 20
LIVES, NOTICED, UNCHANGED = 0, 1, 4


class Trials:
    """A plugin of pytest that tries mutants where tests would be run.

    Args:
        folder: the copy.
        wanted: words of which the path of a module has one; all modules if there are none.
        out: the descriptor of a stream to print to, since pytest takes the usual one.
    """

    def __init__(self, folder, wanted, out):
        self.package = folder / "src" / "ecdkit"
        self.temporary = folder.parent / "pytest"
        self.folder = folder
        self.wanted = wanted
        self.out = out
        self.lived = 0
        # What ran before there was a test.
        self.early = set()
        # Tests that pass in a new process where nothing is changed.
        self.sound = set()

    def pytest_configure(self):
        from hypothesis import Phase, settings

        # One failure is enough to know; it need not be small, nor be tried on the next mutant.
        settings.register_profile(
            "mutants",
            settings.get_profile("quick"),
            database=None,
            phases=[Phase.explicit, Phase.generate],
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self):
        sys.settrace(self.tracer(self.early))
        try:
            return (yield)
        finally:
            sys.settrace(None)

    def pytest_runtestloop(self, session):
        if session.testsfailed:
            self.say("the tests cannot be collected")
            return True
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        self.seconds, self.reached = self.reach()
        self.functions, self.caches = living(self.package)
        # What the children do not change need not be copied for them.
        gc.collect()
        gc.freeze()
        reasons = explained()
        for name, path in modules(self.package).items():
            if not self.wanted or any(word in name for word in self.wanted):
                known = {key: reason for key, reason in reasons.items() if key[0] == name}
                self.try_module(name, path, known)
        self.say(f"{self.lived} lived and are not explained")
        return True

    def say(self, text):
        os.write(self.out, f"{text}\n".encode())

    def reach(self):
        """How long each test takes, and which tests reach a line, by file and line."""
        started = time.monotonic()
        noted = self.folder.parent / "reached"
        if self.in_child(functools.partial(self.note, noted)):
            sys.exit("the tests fail before anything is changed")
        seconds, lines = pickle.loads(noted.read_bytes())
        reached = collections.defaultdict(list)
        for test in sorted(seconds, key=seconds.__getitem__):
            for place in lines[test]:
                reached[place].append(test)
        took = time.monotonic() - started
        self.say(f"{len(seconds)} tests were run once, in {took:.0f} seconds")
        return seconds, reached

    def note(self, noted):
        """Run every test, and write down what it reaches."""
        seconds, lines = {}, {}
        for test, item in self.items.items():
            lines[test] = set()
            begun = time.monotonic()
            sys.settrace(self.tracer(lines[test]))
            self.run_one(item)
            sys.settrace(None)
            seconds[test] = time.monotonic() - begun
            if self.session.testsfailed:
                self.say(f"{test} fails before anything is changed")
                return NOTICED
        noted.write_bytes(pickle.dumps((seconds, lines)))
        return LIVES

    def tracer(self, found):
        """What notes the lines of code that are reached in the rooms, with their files."""
        rooms = {str(path) for path in modules(self.package).values()}

        def step(frame, _event, _argument):
            found.add((frame.f_code.co_filename, frame.f_lineno))
            return step

        def call(frame, _event, _argument):
            return step if frame.f_code.co_filename in rooms else None

        return call

    def run_one(self, item):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)

    def try_module(self, name, path, known):
        source = path.read_text("utf-8")
        tried = lived = 0
        explanations = set(known)
        for mutant in mutants(source):
            tried += 1
            end = self.trial(path, source, mutant)
            if end != LIVES:
                continue
            key = (name, mutant.code, mutant.change)
            if key in known:
                explanations.discard(key)
                continue
            lived += 1
            self.say(f"{name}:{mutant.line}: {mutant.code}\n    {mutant.change}")
        told = len(known) - len(explanations)
        for _, code, change in explanations:
            self.say(f"{name}: explained in vain: {code}\n    {change}")
        self.lived += lived
        if tried:
            self.say(f"{name}: {tried} mutants, {told} explained, {lived} lived")

    def trial(self, path, source, mutant):
        """How the tests end that reach a mutant."""
        tests = {
            test: None for line in mutant.lines for test in self.reached.get((str(path), line), ())
        }
        chosen, spent = [], 0
        for test in sorted(tests, key=self.seconds.__getitem__):
            spent += self.seconds[test]
            if spent < ENOUGH:
                chosen.append(test)
        end = self.in_child(functools.partial(self.swapped, path, mutant, chosen))
        is_early = any((str(path), line) in self.early for line in mutant.lines)
        if end == UNCHANGED or (end == LIVES and is_early):
            return self.anew(path, source, mutant)
        return end

    def swapped(self, path, mutant, chosen):
        """Give the living functions of a module the code of a mutant, and run tests."""
        codes = {
            (code.co_qualname, code.co_firstlineno): code
            for code in all_codes(compile(mutant.tree(), str(path), "exec", dont_inherit=True))
        }
        changed = False
        for function in self.functions[str(path)]:
            old = function.__code__
            new = codes.get((old.co_qualname, old.co_firstlineno), old)
            if new != old:
                function.__code__ = new
                changed = True
        if not changed:
            return UNCHANGED
        for cache in self.caches:
            cache.cache_clear()
        for test in chosen:
            signal.alarm(int(PATIENCE + 3 * self.seconds[test]))
            self.run_one(self.items[test])
            if self.session.testsfailed:
                return NOTICED
        return LIVES

    def anew(self, path, source, mutant):
        """Write a mutant to its file, and show it to new processes."""
        nearest = {
            test.partition("::")[0]
            for (file, _), tests in self.reached.items()
            if file == str(path)
            for test in tests[:1]
        }
        own = [str(test) for test in Path("tests").rglob(f"test_{path.stem}.py")]
        groups = [tuple(tests) for tests in (own, sorted(nearest), NEAR) if tests]
        for tests in groups:
            if tests not in self.sound and self.process(tests):
                sys.exit(f"{' '.join(tests)} fail in a new process before anything is changed")
            self.sound.add(tests)
        path.write_text(ast.unparse(mutant.tree()), "utf-8")
        noticed = any(map(self.process, groups))
        path.write_text(source, "utf-8")
        return NOTICED if noticed else LIVES

    def process(self, tests):
        """Whether tests fail in a new process; to choose none of them is no failure."""
        command = [sys.executable, "-m", "pytest", "-x", "-k", SOON, *options(), *tests]
        changed = os.environ | {"PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, env=changed, capture_output=True, check=False)
        return done.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)

    def in_child(self, work):
        """What some work returns in a child of this process; that it was noticed if it ends so."""
        child = os.fork()
        if not child:
            # Whatever happens here must not unwind what belongs to the parent.
            try:
                silent = os.open(os.devnull, os.O_WRONLY)
                os.dup2(silent, 1)
                os.dup2(silent, 2)
                os._exit(work())
            finally:
                os._exit(NOTICED)
        _, end = os.waitpid(child, 0)
        for made in self.temporary.iterdir() if self.temporary.exists() else ():
            shutil.rmtree(made, ignore_errors=True)
        return os.waitstatus_to_exitcode(end)


def living(package):
    """The functions of the package that live, by their files, and what keeps results."""
    functions, caches = collections.defaultdict(list), []
    for one in gc.get_objects():
        if isinstance(one, types.FunctionType):
            functions[one.__code__.co_filename].append(one)
        elif isinstance(one, functools._lru_cache_wrapper) and "ecdkit" in one.__module__:
            caches.append(one)
    return {str(path): functions[str(path)] for path in modules(package).values()}, caches


def all_codes(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from all_codes(constant)


def options():
    return ("-p", "no:cacheprovider", "--hypothesis-seed=0")


def copied(folder):
    """The copy of the project in a folder, on which everything is done."""
    for name in COPIED:
        one = ROOT / name
        (shutil.copytree if one.is_dir() else shutil.copy2)(one, folder / name)
    shutil.copytree(ROOT / "schemas", folder / "src" / "ecdkit" / "schemas")
    return folder


def main(wanted):
    """Try the mutants of modules; return how many live that are not explained."""
    os.environ["HYPOTHESIS_PROFILE"] = "quick"
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary).resolve()
        (place / "project").mkdir()
        folder = copied(place / "project")
        os.chdir(folder)
        sys.path.insert(0, str(folder / "src"))
        trials = Trials(folder, wanted, os.dup(1))
        silent = ("-o", "addopts=", "-m", "not world", "-p", "no:terminal")
        base = f"--basetemp={trials.temporary}"
        pytest.main([*silent, *options(), base, "-k", SOON, APART, *TESTS], plugins=[trials])
        os.chdir(ROOT)
    return trials.lived


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
