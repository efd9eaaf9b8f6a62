"""The language service of VS Code takes the schema for editors, and says what it should."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from ecdkit.formats.registry import formats
from ecdkit.validation.editor_schema import editor_schema_bytes
from ecdkit.validation.schemas import schema

pytestmark = pytest.mark.world

VERSION = "5.7.2"
PROGRAM = """
const { getLanguageService, TextDocument } = require('vscode-json-languageservice');
const fs = require('fs');
const schema = JSON.parse(fs.readFileSync('ecd.schema.json'));
const service = getLanguageService({ schemaRequestService: uri => Promise.reject('no ' + uri) });
service.configure({
  validate: true,
  schemas: [{ uri: 'file:///ecd.schema.json', fileMatch: ['*.ecd', '*.emd'], schema }],
});
async function answer({ name, text, at }) {
  const file = TextDocument.create('file:///' + name, 'json', 1, text);
  const parsed = service.parseJSONDocument(file);
  if (at === undefined) {
    const found = await service.doValidation(file, parsed, { schemaValidation: 'error' });
    return found.map(one => one.message);
  }
  const found = await service.doComplete(file, file.positionAt(at), parsed);
  return found.items.map(one => one.label);
}
(async () => {
  const asked = JSON.parse(fs.readFileSync('asked.json'));
  const told = [];
  for (const one of asked) told.push(await answer(one));
  console.log(JSON.stringify(told));
})();
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Ask the language service: what it says of texts, or what it offers where `|` stands."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("Node.js with npm is not installed")
    folder = tmp_path_factory.mktemp("vs-code")
    install = [npm, "install", "--no-audit", "--no-fund", f"vscode-json-languageservice@{VERSION}"]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"the npm registry cannot be reached: {done.stderr[:200]}")
    (folder / "ecd.schema.json").write_bytes(editor_schema_bytes())
    (folder / "program.js").write_text(PROGRAM, "utf-8")

    def asked(*questions):
        sent = []
        for name, text in questions:
            at = text.find("|")
            place = {"at": at} if at >= 0 else {}
            sent.append({"name": name, "text": text.replace("|", "", 1), **place})
        (folder / "asked.json").write_text(json.dumps(sent), "utf-8")
        answer = subprocess.run([node, "program.js"], cwd=folder, capture_output=True, check=True)
        return json.loads(answer.stdout)

    return asked


def test_the_page_says_what_was_tried():
    page = Path(__file__).resolve().parents[2] / "docs" / "editors.md"
    assert f"vscode-json-languageservice {VERSION}" in page.read_text("utf-8")


def test_examples_are_right(ask):
    examples = [
        json.dumps(example)
        for one in formats()
        for name in one.schemas.values()
        for example in schema(name)["examples"]
    ]
    assert ask(*(("a.ecd", text) for text in examples)) == [[]] * len(examples)


def test_real_files_are_right(ask, corpus):
    folders = ("classifier-definition", "extra-info", "endmember-definition", "model-definition")
    texts = [path.read_text("utf-8-sig") for one in folders for path in (corpus / one).iterdir()]
    assert ask(*(("a.ecd", text) for text in texts)) == [[]] * len(texts)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('{"EsriClassifierDefinitionFile":0,"FileVersion":1,"NumberDefinitions":"1","Definitions":[]}', "integer"),
        ('{"EsriClassifierDefinitionFile":0,"FileVersion":3,"NumberDefinitions":1}', "Definitions"),
        ('{"EsriEndmemberDefinitionFile":0,"FileVersion":1,"NumberOfEndmembers":0,"Endmembers":[]}', "NumberOfBands"),
        ('{"ModelFile":"a","ImageHeight":"256"}', "integer"),
    ],
)  # fmt: skip
def test_mistakes_are_marked(ask, text, word):
    (messages,) = ask(("a.ecd", text))
    assert len(messages) == 1
    assert word in messages[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('{"|"}', {"EsriClassifierDefinitionFile", "EsriEndmemberDefinitionFile", "ModelFile"}),
        ('{"EsriClassifierDefinitionFile":0,"FileVersion":1,"|"}', {"NumberDefinitions", "Definitions"}),
        ('{"EsriClassifierDefinitionFile":0,"FileVersion":1,"Definitions":[{"Classifier":"MaximumLikelihood","Classes":[{"|"}]}]}', {"ClassValue", "Covariances"}),
        ('{"ModelFile":"a","Classes":[{"|"}]}', {"Value", "Name", "Color"}),
    ],
)  # fmt: skip
def test_names_are_offered(ask, text, names):
    (offered,) = ask(("a.ecd", text))
    assert names <= set(offered)
