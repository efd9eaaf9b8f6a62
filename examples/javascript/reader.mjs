// This reader was written from the specification in ../../spec and ../../schemas alone.
//
// It makes values of the bytes of a document, says of which kind it is and where things stand in it.
// Beside it are equality.mjs and validator.mjs. Numbers in comments are those of requirements.

/** What MUST be refused, with its place if it has one: an offset in a text, of which the end if none is given. */
export class Refusal extends Error {
  constructor(code, message, { text, offset = text?.length, pointer = '' } = {}) {
    super(message);
    Object.assign(this, { code, pointer, ...(text === undefined ? {} : placesIn(text)(offset)) });
  }
}

const MARKS = [ // the longest first, because that of UTF-16 begins that of UTF-32
  ['utf-32le', [0xff, 0xfe, 0, 0]], ['utf-32be', [0, 0, 0xfe, 0xff]], ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]], ['utf-16be', [0xfe, 0xff]],
];

/** The text of a document, without its byte order mark; `named` is the encoding that the user names. */
export function decode(bytes, named = null) {
  const [marked, mark] = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte)) ?? [null, []];
  const wanted = named === null ? null : encodingOf(named);
  if (marked && wanted && wanted !== marked && wanted !== marked.slice(0, -2)) {
    throw new Refusal('encoding', `marked as ${marked}, not ${named}`, { text: '' }); // 0104
  }
  const zero = bytes.subarray(0, 4).indexOf(0);
  if (!marked && !wanted && zero >= 0) { // 0106
    const text = String.fromCharCode(...bytes.subarray(0, zero));
    throw new Refusal('encoding', 'UTF-16, UTF-32 or no text', { text });
  }
  let encoding = marked ?? wanted ?? 'utf-8';
  if (encoding === 'utf-16' || encoding === 'utf-32') encoding += 'le'; // 0107
  return decoded(bytes.subarray(mark.length), encoding);
}

/** One spelling for the names of UTF-8, UTF-16 and UTF-32; all others are left to Node. */
function encodingOf(name) {
  const unicode = /^utf[-_ ]?(8|16|32)[-_ ]?(le|be)?$/.exec(name.toLowerCase());
  return unicode ? `utf-${unicode[1]}${unicode[2] ?? ''}` : name.toLowerCase().replace(/^(latin[-_]?1|iso[-_]?8859-1)$/, 'latin1');
}

function decoded(bytes, encoding) {
  if (encoding.startsWith('utf-32')) return decodedUtf32(bytes, encoding.endsWith('le'));
  if (encoding === 'latin1') return latin1(bytes);
  if (/^(cp|windows-)1252$/.test(encoding)) return inCodePage(latin1(bytes).replace(CONTROLS, cp1252), encoding);
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return /^(cp|windows-)125\d$/.test(encoding) ? inCodePage(text, encoding) : text;
  } catch (error) {
    if (error instanceof RangeError || error instanceof Refusal) throw error; // Node does not have the encoding
  }
  // Byte by byte, what was decoded before the decoder fails is all that stands before the mistake.
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let text = '';
  try {
    for (const byte of bytes) text += decoder.decode(Uint8Array.of(byte), { stream: true });
    decoder.decode();
  } catch { /* that is what we are looking for */ }
  throw new Refusal('encoding', `not ${encoding}`, { text });
}

// TextDecoder takes Latin-1 and code page 1252 for one another, so both are read here.
const latin1 = (bytes) => Buffer.from(bytes).toString('latin1');
const CONTROLS = /[\u0080-\u009f]/g;
const IN_CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const cp1252 = (control) => IN_CP1252[control.charCodeAt(0) - 0x80];

/** A text in a Windows code page; bytes that have no character there are still control characters (0105). */
function inCodePage(text, encoding) {
  const lacking = text.search(CONTROLS);
  if (lacking >= 0) throw new Refusal('encoding', `not ${encoding}`, { text: text.slice(0, lacking) });
  return text;
}

function decodedUtf32(bytes, littleEndian) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const characters = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const code = at + 4 <= bytes.length ? view.getUint32(at, littleEndian) : Infinity;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      throw new Refusal('encoding', 'not UTF-32', { text: characters.join('') });
    }
    characters.push(String.fromCodePoint(code));
  }
  return characters.join('');
}

/** A function that gives line and column of an offset, from 1, the column in code points (0160, 0161). */
export function placesIn(text) {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)];
  const units = !/[\ud800-\udfff]/.test(text); // where all characters are one unit, nothing need be counted
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) { // the last line that starts at the offset or before it
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle; else high = middle;
    }
    const before = units ? offset - starts[low] : [...text.slice(starts[low], offset)].length;
    return { line: low + 1, column: before + 1 };
  };
}

// --- JSON
const MOST_LEVELS = 400; // 0201
const LONGEST_NUMBER = 4000; // 0202
const WHITE_SPACE = /[ \t\n\r]*/y;
const WORD = /[A-Za-z0-9_\-+.#()]+/y; // 0111
const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/;
const NOT_FINITE = new RegExp([ // 0112
  /^-?(NaN|NAN|nan|Infinity|INFINITY|infinity|Inf|INF|inf)(\((ind|IND|snan|SNAN)\))?$/,
  /^-?1\.#(INF|inf|IND|ind|QNAN|qnan|SNAN|snan)0*$/,
].map((spellings) => spellings.source).join('|'));
const STRING_PART = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:(["\\/bfnrt])|u([0-9A-Fa-f]{4}))/y;
const ESCAPED = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * The root of a text, as a node: `type`, `start`, and what it holds. Numbers keep their spelling, and
 * objects all their members, of which `get` gives the last of a name (0121).
 */
export function parse(text) {
  let at = 0;
  const fail = (message, offset, code = 'syntax') => { throw new Refusal(code, message, { text, offset }); };
  const run = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found;
  };
  const skip = () => { run(WHITE_SPACE); return text[at]; };

  function value(level) {
    const start = at;
    if (text[at] === '{' || text[at] === '[') {
      if (level > MOST_LEVELS) fail('nested too deep', at, 'limit');
      return text[at] === '{' ? object(start, level) : array(start, level);
    }
    if (text[at] === '"') return { type: 'string', start, value: string() };
    const word = run(WORD)?.[0];
    if (word === undefined) fail('a value is expected', start);
    const node = wordNode(word) ?? fail('no value', start);
    if (at < text.length && !' \t\n\r,]}'.includes(text[at])) fail('no end of a value', at);
    if (word.length > LONGEST_NUMBER) fail('a number too long', start, 'limit'); // 0202
    return { start, ...node };
  }

  /** What object and array have in common: elements between brackets, with commas. */
  function elements(close, element) {
    at += 1;
    if (skip() !== close) {
      for (;;) {
        element();
        if (skip() === close) break;
        if (text[at] !== ',') fail(`a comma or ${close} is expected`, at);
        const comma = at;
        at += 1;
        if (skip() === close) fail('nothing behind a comma', comma);
      }
    }
    at += 1;
  }

  function array(start, level) {
    const items = [];
    elements(']', () => items.push(value(level + 1)));
    // Whether neither a string nor an object stands in it, for 0113.
    const plain = items.every((item) => item.type !== 'string' && item.type !== 'object' && item.plain !== false);
    return { type: 'array', start, items, plain };
  }

  function object(start, level) {
    const members = [];
    elements('}', () => {
      if (text[at] !== '"') fail('a name is expected', at);
      const member = { start: at, name: string() };
      if (skip() !== ':') fail('a colon is expected', at);
      at += 1;
      skip();
      members.push({ ...member, value: value(level + 1) });
    });
    const last = new Map(members.map((member) => [member.name, member]));
    return { type: 'object', start, members, last, plain: false, get: (name) => last.get(name)?.value };
  }

  function string() {
    at += 1;
    let characters = '';
    for (;;) {
      characters += run(STRING_PART)[0];
      if (at >= text.length) fail('the text ends in a string', at);
      if (text[at] === '"') { at += 1; return characters; }
      if (text[at] !== '\\') fail('a control character in a string', at);
      const escape = run(ESCAPE) ?? fail('no escape that is known', at);
      // Two escapes that make a pair become one character of themselves, in strings of UTF-16 (0114).
      characters += escape[2] ? String.fromCharCode(parseInt(escape[2], 16)) : ESCAPED[escape[1]] ?? escape[1];
    }
  }

  skip();
  const root = value(1);
  skip();
  if (at < text.length) fail('something behind the value', at);
  return root;
}

function wordNode(word) {
  if (word === 'null') return { type: 'null' };
  if (word === 'true' || word === 'false') return { type: 'boolean', value: word === 'true' };
  if (NOT_FINITE.test(word)) {
    const value = /nan|ind/i.test(word) ? 'nan' : word.startsWith('-') ? '-inf' : 'inf';
    return { type: 'nonfinite', value, spelling: word };
  }
  if (!NUMBER.test(word)) return null;
  if (/^-?[0-9]+$/.test(word) && word !== '-0') return { type: 'integer', spelling: word }; // 0130
  return { type: isWide(word) ? 'wide' : 'double', spelling: word };
}

/** Whether no double can hold a number: it would be infinite, or zero with a digit that is not (0131). */
export function isWide(spelling) {
  const double = Number(spelling);
  return !Number.isFinite(double) || (double === 0 && /[1-9]/.test(spelling.split(/e/i)[0]));
}

// --- Documents
const ROOT_KEYS = {
  EsriClassifierDefinitionFile: ['classifier-definition', 'FileVersion'],
  ImportDeepLearningModelToEsriExtraInfo: ['extra-info', 'Version'],
  EsriEndmemberDefinitionFile: ['endmember-definition', 'FileVersion'],
};
const BAND_NAMES = 'WellKnownBandNames';
const TELLING = new Set(`AllTilesStats AllTilesStats2 ArcGISLearnVersion BlackenAroundFeature CropSizeFixed
  CropTileMode ExtractBands ImageSpaceUsed InferenceFunction InputRastersProps ModelConfiguration ModelPadding
  SupportsVariableTileSize _is_classification architectures`.split(/\s+/));
const COMMON = new Set(`BatchSize Classes DataRange Framework ImageHeight ImageWidth LearningRate MaxCellSize
  MetaDataMode MinCellSize ModelFile ModelFormat ModelName ModelParameters ModelType OutputField
  categorical_variables continuous_variables dependent_variable`.split(/\s+/));
const TRAINING = ['InputRastersProps', 'AllTilesStats', 'AllTilesStats2', 'MetaDataMode'];

/** A document of bytes: `text`, `root`, `kind`, `version`, and what else tells by which tables it is read. */
export function read(bytes, encoding = null) {
  const text = decode(bytes, encoding);
  const root = parse(text);
  const refuse = (message, member = null) => {
    const pointer = member ? pointerTo('', member.name) : '';
    throw new Refusal('format', message, { text, offset: (member ?? root).start, pointer });
  };
  if (root.type !== 'object') refuse('no object'); // 0002
  const names = [...root.last.keys()];
  const keys = root.members.filter(({ name }) => Object.hasOwn(ROOT_KEYS, name));
  if (new Set(keys.map(({ name }) => name)).size > 1) refuse('several root keys', keys.at(-1)); // 0004
  if (keys.length) {
    const [kind, versionKey] = ROOT_KEYS[keys[0].name];
    const versionNode = root.get(versionKey);
    const version = versionNode?.type === 'integer' ? BigInt(versionNode.spelling) : null;
    const count = (...counts) => counts.filter((name) => root.last.has(name)).length;
    const inB = count('NumberOfEndmembers', 'NumberOfBands') > count('NumberEndmembers', 'NumberBands'); // 3001
    const spelling = kind === 'endmember-definition' && version === 1n ? (inB ? 'b' : 'a') : undefined;
    return { text, root, kind, version, versionKey, spelling };
  }
  const telling = names.filter((name) => TELLING.has(name) || name.startsWith(BAND_NAMES)).length;
  const common = names.filter((name) => COMMON.has(name)).length;
  if (!(telling && telling + common > 1) && common < (root.last.has('ModelFile') ? 3 : 4)) { // 4001
    const meant = Object.keys(ROOT_KEYS).map(plainForm);
    const likely = ({ name }) => meant.includes(plainForm(name));
    refuse('no definition that is known', [...root.last.values()].slice(0, 5).find(likely)); // 0006
  }
  return { text, root, kind: 'model-definition', version: null, describes: describes(root, names) };
}

/** What a name is compared by, where it may be misspelt (0403): without capitals and separators. */
export function plainForm(name) {
  // Up and down again is what folds ſ and ß; dotless ı, which would become an i, folds to itself.
  const folded = [...name].map((c) => (c === 'ı' ? c : c.toLowerCase().toUpperCase().toLowerCase()));
  return folded.join('').replace(/[ _.-]/g, '');
}

function describes(root, names) { // 4002
  const text = (name) => (root.get(name)?.type === 'string' ? root.get(name).value : '');
  const runs = ['ModelFile', 'InferenceFunction'].some((name) => text(name) !== '' && !text(name).startsWith('e.g.'));
  const exported = TRAINING.some((name) => root.last.has(name))
    || names.some((name) => name.startsWith(BAND_NAMES)) || text('ModelFile').startsWith('e.g.');
  return exported && !runs ? 'training data' : 'model';
}

// --- Pointers and values
export const pointerTo = (pointer, key) => `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The node that a pointer leads to, also one that is a URI fragment (0152). */
export function resolve(root, pointer) {
  const nowhere = () => { throw new Refusal('pointer', `${pointer} leads nowhere`); };
  let path = pointer;
  if (pointer.startsWith('#')) {
    try { path = decodeURIComponent(pointer.slice(1)); } catch { nowhere(); }
  }
  if ((path !== '' && !path.startsWith('/')) || /~(?![01])/.test(path)) nowhere();
  return path.split('/').slice(1).reduce((node, token) => {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (node.type === 'object') return node.get(key) ?? nowhere();
    if (node.type === 'array' && /^(0|[1-9][0-9]*)$/.test(key)) return node.items[Number(key)] ?? nowhere();
    return nowhere();
  }, root);
}

/** A value with its type, as conformance wants it; of members of one name only the last. */
export function tagged(node) {
  switch (node.type) {
    case 'object': return { object: [...node.last.values()].map(({ name, value }) => [name, tagged(value)]) };
    case 'array': return { array: node.items.map(tagged) };
    case 'null': return { null: true };
    case 'integer': case 'double': case 'wide': return { [node.type]: node.spelling };
    default: return { [node.type]: node.value };
  }
}
