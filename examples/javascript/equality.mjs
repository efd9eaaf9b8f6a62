// When two values are equal, written from the specification alone (text.md, Equality).

const MEASURES = ['Means', 'Covariances', 'SpectralProfile'];

/**
 * The same text for equal values (0140) and for no others. If `loosely`, also for numbers that are one by 0141,
 * which holds where `measured` is true.
 */
export function normalForm(node, loosely = false, measured = false) {
  switch (node.type) {
    case 'object': {
      const members = [...node.last.values()].map(({ name, value }) => {
        const isMeasure = loosely && MEASURES.includes(name) && value.plain !== false;
        return `${JSON.stringify(name)}:${normalForm(value, loosely, isMeasure)}`;
      });
      return `{${members.sort()}}`; // the order of members means nothing (0123)
    }
    case 'array': return `[${node.items.map((item) => normalForm(item, loosely, measured))}]`;
    case 'string': return JSON.stringify(node.value);
    case 'integer': case 'double': case 'wide':
      return measured ? `number ${numberForm(node)}` : `${node.type} ${numberForm(node)}`;
    default: return `${node.type} ${node.value}`;
  }
}

/** The same text for numbers that are read as the same number, of whatever type (0130, 0133). */
function numberForm({ type, spelling }) {
  if (type !== 'double') return decimal(spelling);
  const double = Number(spelling);
  if (Object.is(double, -0)) return '-0';
  return Number.isInteger(double) ? decimal(`${BigInt(double)}`) : `${double}`;
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
