// The conformance command: requests on standard input, a line each, and their answers on standard output.

import { createInterface } from 'node:readline';
import { normalForm } from './equality.mjs';
import { Refusal, placesIn, read, resolve, tagged } from './reader.mjs';
import { validate } from './validator.mjs';

const bytesOf = (content) => new Uint8Array(Buffer.from(content, 'base64'));

const OPERATIONS = {
  detect({ content, encoding }) {
    const { kind, version, spelling, describes } = read(bytesOf(content), encoding);
    return { kind, version: version === null ? null : `${version}`, spelling, describes };
  },

  read({ content, encoding, at = '' }) {
    const { text, root } = read(bytesOf(content), encoding);
    const node = resolve(root, at);
    return { value: tagged(node), ...placesIn(text)(node.start) };
  },

  equal({ before, after, encoding }) {
    const documents = [before, after].map((content) => read(bytesOf(content), encoding));
    const isOne = (loosely) => new Set(documents.map(({ root }) => normalForm(root, loosely))).size === 1;
    return { equal: isOne(false), same: isOne(true) };
  },

  validate({ content, encoding, rules = false }) {
    if (rules) return { unsupported: true }; // only text and structure are judged here
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

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id: request.id, ...answer(request) })}\n`);
}
