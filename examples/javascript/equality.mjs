// When two values are equal, written from the specification alone (text.md, Equality).

import { isWide } from './reader.mjs';

/** The same text for equal values (0140) and for no others; numbers in `measures` are doubles (0141). */
export function normalForm(node, measures = new Set()) {
  const form = (child) => normalForm(child, measures);
  const asDouble = measures.has(node) && node.type === 'integer' && !isWide(node.spelling);
  if (asDouble || node.type === 'double') {
    const double = Number(node.spelling);
    return `double ${Object.is(double, -0) ? '-0' : double}`;
  }
  switch (node.type) {
    case 'object': {
      const members = [...node.last.values()].map(({ name, value }) => `${JSON.stringify(name)}:${form(value)}`);
      return `{${members.sort()}}`; // the order of members means nothing (0123)
    }
    case 'array': return `[${node.items.map(form)}]`;
    case 'string': return JSON.stringify(node.value);
    case 'integer': return measures.has(node) ? `wide ${decimal(node.spelling)}` : `integer ${BigInt(node.spelling)}`;
    case 'wide': return `wide ${decimal(node.spelling)}`;
    default: return `${node.type} ${node.value}`;
  }
}

/** A decimal number as its digits, without zeros around them, and the power of ten of the last one. */
export function decimal(spelling) {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]\+?(-?[0-9]+))?$/.exec(spelling);
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  const power = BigInt(exponent) + BigInt(digits.length - kept.length - fraction.length);
  return kept === '' ? '0' : `${sign}${kept}e${power}`;
}
