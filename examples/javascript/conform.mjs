// The conformance command: requests on standard input, a line each, and their answers on standard output.

import { createInterface } from 'node:readline';
import { normalForm } from './equality.mjs';
import { Refusal, placesIn, read, resolve, tagged } from './reader.mjs';
import { judge, validate } from './validator.mjs';

const bytesOf = (content) => new Uint8Array(Buffer.from(content, 'base64'));

const OPERATIONS = {
  detect({ content, encoding }) {
    const { kind, version, spelling, describes } = read(bytesOf(content), encoding);
    return { kind, version, spelling, describes };
  },

  read({ content, encoding, at = '' }) {
    const { text, root } = read(bytesOf(content), encoding);
    const node = resolve(root, at);
    return { value: tagged(node), ...placesIn(text)(node.start) };
  },

  equal({ before, after, encoding }) {
    const documents = [before, after].map((content) => read(bytesOf(content), encoding));
    const [exactly, loosely] = [({ root }) => normalForm(root), (each) => normalForm(each.root, judge(each).measures)]
      .map((form) => new Set(documents.map(form)).size === 1);
    return { equal: exactly, same: loosely };
  },

  validate({ content, encoding }) {
    const problems = validate(bytesOf(content), encoding);
    return { problems, ok: problems.every(({ severity }) => severity !== 'error'), truncated: false };
  },
};

function answer(request) {
  if (!Object.hasOwn(OPERATIONS, request.do)) return { unsupported: true };
  try {
    return OPERATIONS[request.do](request);
  } catch (error) {
    if (error instanceof RangeError) return { unsupported: true }; // an encoding that Node does not have
    if (!(error instanceof Refusal)) throw error;
    const { code, pointer, line, column } = error;
    return { refused: { code, pointer, line, column } };
  }
}

/** JSON in ASCII on one line. A version may be larger than any number of JavaScript, so its digits are put in. */
function lineOf({ version, ...members }) {
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const json = JSON.stringify(members).replace(/[\u007f-\uffff]/g, escape);
  return version === undefined ? json : `${json.slice(0, -1)},"version":${version}}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${lineOf({ id: request.id, ...answer(request) })}\n`);
}
