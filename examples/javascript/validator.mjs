// What is wrong with the text and the structure of a document, written from the specification alone.
//
// The tables of the pages are read from ../../schemas, which say the same to programs. Requirements of
// single formats on values that belong together, such as counts and covariances, are not judged here.

import { readFileSync } from 'node:fs';
import { Refusal, isWide, placesIn, plainForm, pointerTo, read } from './reader.mjs';

const schemaOf = (name) => JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url)));
const SCHEMAS = Object.fromEntries(['classifier-definition-1', 'classifier-definition-3', 'extra-info-1',
  'endmember-definition-1a', 'endmember-definition-1b', 'model-definition-1'].map((name) => [name, schemaOf(name)]));
const REQUIREMENTS = { // of each code, for ECD-7003
  format: 'ECD-0006', 'unknown-version': 'ECD-0011', encoding: 'ECD-0101', syntax: 'ECD-0110',
  'non-finite-number': 'ECD-0113', 'lone-surrogate': 'ECD-0114', 'duplicate-name': 'ECD-0120',
  'wide-number': 'ECD-0131', limit: 'ECD-0201', 'missing-member': 'ECD-0402', 'misspelt-member': 'ECD-0403',
  'wrong-type': 'ECD-0410', 'integer-spelling': 'ECD-0411', 'out-of-range': 'ECD-0412',
  'wrong-length': 'ECD-0413', 'bad-form': 'ECD-0414', 'not-base64': 'ECD-0415',
};
const WARNINGS = new Set(['unknown-version', 'lone-surrogate', 'wide-number', 'misspelt-member']);
const NOT_MISSPELT = new Set(['ModelConfigurationFile', 'ModelFiles', 'NumClasses', 'num_classes', 'extract_bands']);
const NUMBERS = ['integer', 'double', 'wide', 'nonfinite'];

const problemOf = (code, pointer, place) => (
  { code, severity: WARNINGS.has(code) ? 'warning' : 'error', requirement: REQUIREMENTS[code], pointer, ...place });

/** All problems of the bytes of a document; what keeps it from being read is the only one (7005). */
export function validate(bytes, encoding = null) {
  try {
    return judge(read(bytes, encoding));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, pointer, line, column } = error;
    return [problemOf(code, pointer, { line, column })];
  }
}

/** The problems of a document, by place. */
function judge(document) {
  const problems = [];
  const place = placesIn(document.text);
  const told = new Set(); // pointers at which the structure has told something (7006)
  const tell = (code, pointer, { start }) => problems.push(problemOf(code, pointer, place(start)));
  const misspelt = judgeStructure(document, (code, pointer, where) => {
    told.add(pointer);
    tell(code, pointer, where);
  });
  for (const [pointer, member] of misspelt) if (!told.has(pointer)) tell('misspelt-member', pointer, member);
  judgeText(document.root, '', (code, pointer, where) => {
    if (!(told.has(pointer) && code.endsWith('-number'))) tell(code, pointer, where);
  });
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return problems;
}

function judgeText(node, pointer, tell) {
  if (node.type === 'array' && node.plain) { // 0113: told once for a whole table of numbers
    const numbers = [...numbersIn(node, pointer)];
    for (const code of ['non-finite-number', 'wide-number']) {
      const first = numbers.find(([number]) => numberProblem(number) === code);
      if (first) tell(code, first[1], first[0]);
    }
  } else if (node.type === 'array') {
    node.items.forEach((item, index) => judgeText(item, pointerTo(pointer, index), tell));
  } else if (node.type === 'object') {
    const seen = new Set();
    for (const member of node.members) {
      if (seen.has(member.name)) tell('duplicate-name', pointer, member); // 0120
      seen.add(member.name);
      if (!member.name.isWellFormed()) tell('lone-surrogate', pointer, member); // 0114
      judgeText(member.value, pointerTo(pointer, member.name), tell);
    }
  } else if (node.type === 'string') {
    if (!node.value.isWellFormed()) tell('lone-surrogate', pointer, node);
  } else if (numberProblem(node)) {
    tell(numberProblem(node), pointer, node);
  }
}

function* numbersIn(node, pointer) {
  if (node.type !== 'array') yield [node, pointer];
  else for (const [index, item] of node.items.entries()) yield* numbersIn(item, pointerTo(pointer, index));
}

function numberProblem({ type, spelling }) {
  if (type === 'nonfinite') return 'non-finite-number';
  return type === 'wide' || (type === 'integer' && isWide(spelling)) ? 'wide-number' : null;
}

/** Tells what is wrong by the tables, which the schemas hold; gives the names that may be misspelt. */
function judgeStructure({ root, kind, version, versionKey, spelling = '', describes }, tell) {
  const schema = SCHEMAS[`${kind}-${versionKey ? version : 1}${spelling}`];
  const misspelt = [];
  const resolved = (part) => (part.$ref ? { ...schemaAt(schema, part.$ref), ...part } : part);

  function visit(raw, node, pointer) {
    let part = resolved(raw);
    // A condition chooses the table by which an object is read.
    while (part.if) part = resolved(accepts(part.if, node) ? part.then : part.else);
    const wrong = valueProblem(part, node);
    if (wrong) tell(wrong, pointer, node);
    if (wrong && wrong !== 'wrong-length') return; // 0416
    if (node.type === 'object' && part.properties) members(part, node, pointer);
    if (node.type === 'array' && part.items) items(part, node, pointer);
  }

  function items(part, node, pointer) {
    if (isOfNumbers(part)) { // only the first element of another type is told (0410)
      const [first, at] = stranger(part.items, node, pointer) ?? [];
      if (first) tell('wrong-type', at, first);
    } else node.items.forEach((item, index) => visit(part.items, item, pointerTo(pointer, index)));
  }

  function members({ properties, required = [], patternProperties = {} }, node, pointer) {
    const patterns = Object.keys(patternProperties).map((pattern) => new RegExp(pattern, 'u'));
    const isNamed = (name) => Object.hasOwn(properties, name) || patterns.some((pattern) => pattern.test(name));
    const excepted = (name) => kind === 'model-definition' && NOT_MISSPELT.has(name);
    const unnamed = [...node.last.values()].filter(({ name }) => !isNamed(name) && !excepted(name));
    // Of the root of training data nothing but Classes is judged (4006).
    const isTraining = describes === 'training data' && pointer === '';
    const meant = isTraining ? ['Classes'] : Object.keys(properties);
    const byPlainForm = new Map(meant.map((name) => [plainForm(name), name]));
    const meantBy = (member) => byPlainForm.get(plainForm(member.name));
    for (const name of required.filter((each) => !node.last.has(each))) {
      missing(unnamed.find((member) => meantBy(member) === name), node, pointer);
    }
    for (const member of unnamed) {
      const name = meantBy(member);
      const toldAsMissing = required.includes(name) && !node.last.has(name);
      if (name && !toldAsMissing) misspelt.push([pointerTo(pointer, member.name), member]);
    }
    for (const [name, { value }] of node.last) {
      if (Object.hasOwn(properties, name)) visit(properties[name], value, pointerTo(pointer, name));
    }
  }

  function missing(meant, node, pointer) { // 0402
    if (meant) tell('missing-member', pointerTo(pointer, meant.name), meant);
    else tell('missing-member', pointer, node);
  }

  if (describes) visit(schema.$defs[describes === 'model' ? 'modelDefinition' : 'trainingDataDefinition'], root, '');
  else if (schema) visit(schema, root, '');
  else if (version !== null) tell('unknown-version', pointerTo('', versionKey), root.get(versionKey)); // 0011
  else { // 0010: without a version nothing else of the structure is judged
    const node = root.get(versionKey);
    if (node) tell(valueProblem({ type: 'integer' }, node), pointerTo('', versionKey), node);
    else missing(root.members.find(({ name }) => plainForm(name) === plainForm(versionKey)), root, '');
  }
  return misspelt;
}

const schemaAt = (schema, reference) => reference.split('/').slice(1).reduce((part, key) => part[key], schema);
const hasType = (node, type) => node.type === type || (type === 'number' && NUMBERS.includes(node.type));

/** The first thing that a table says of a value and that is not so. */
function valueProblem({ type, minimum, maximum, minItems = 0, maxItems = Infinity, pattern, contentEncoding }, node) {
  const types = type === undefined ? null : [type].flat();
  if (types && !types.some((each) => hasType(node, each))) {
    return types.includes('integer') && isWhole(node) ? 'integer-spelling' : 'wrong-type'; // 0411
  }
  if (node.type === 'integer') {
    const integer = BigInt(node.spelling); // which compares with numbers exactly
    if (integer < (minimum ?? -Infinity) || integer > (maximum ?? Infinity)) return 'out-of-range';
  }
  if (node.type === 'array' && (node.items.length < minItems || node.items.length > maxItems)) return 'wrong-length';
  if (node.type === 'string' && pattern !== undefined && !new RegExp(pattern, 'u').test(node.value)) {
    return contentEncoding === 'base64' ? 'not-base64' : 'bad-form';
  }
  return null;
}

const isWhole = ({ type, spelling }) => type === 'double' && Number.isInteger(Number(spelling));

/** Whether a table says that a value is an array of numbers, or an array of such arrays. */
const isOfNumbers = ({ type, items }) => type === 'array' && items && (items.type === 'number' || isOfNumbers(items));

/** The first element of another type in an array of numbers, at any depth, with its pointer. */
function stranger(part, array, pointer) {
  for (const [index, item] of array.items.entries()) {
    const at = pointerTo(pointer, index);
    if (!hasType(item, part.type)) return [item, at];
    const inner = item.type === 'array' ? stranger(part.items, item, at) : null;
    if (inner) return inner;
  }
  return null;
}

/** Whether a value fits a condition in a schema, of which only the vocabulary of those conditions is known. */
function accepts({ type, const: constant, not, required = [], properties = {} }, node) {
  if (type !== undefined && !hasType(node, type)) return false;
  if (constant !== undefined && node.value !== constant) return false;
  if (not && accepts(not, node)) return false;
  return node.type !== 'object' || (required.every((name) => node.last.has(name))
    && Object.entries(properties).every(([name, part]) => !node.last.has(name) || accepts(part, node.get(name))));
}
