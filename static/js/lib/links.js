import { find } from '../../vendor/linkifyjs/dist/linkify.mjs';

const SAFE = new Set(['http:', 'https:', 'mailto:']);

/**
 * The text as DOM nodes, with web and mail addresses as links. The text is never parsed as markup.
 * `scanner` finds the addresses, as linkify's `find` does.
 */
export function linkedText(text, scanner = find) {
  const fragment = document.createDocumentFragment();
  let written = 0;
  for (const found of addressesIn(text, scanner)) {
    fragment.append(text.slice(written, found.start), link(found));
    written = found.end;
  }
  fragment.append(text.slice(written));
  return fragment;
}

// The scanner starts again at each word, so its time grows with the square of the length of a run without spaces.
const LONG_RUN = /\S{321,}/g;
const ADDRESS_START = /https?:\/\/|www\./i;
const BRACKETS = { ')': '(', ']': '[', '}': '{', '>': '<' };

/** Scans the text for addresses. No address contains white space, so runs too long for the scanner are handled apart. */
function addressesIn(text, scanner) {
  const scan = (part) => scanner(part, { defaultProtocol: 'https' });
  // Most messages contain no address and need no scan.
  if (!/[.:@]/.test(text)) return [];
  const found = [];
  let written = 0;
  for (const { 0: run, index } of text.matchAll(LONG_RUN)) {
    found.push(...shifted(scan(text.slice(written, index)), written), ...shifted(longAddress(run), index));
    written = index + run.length;
  }
  found.push(...shifted(scan(text.slice(written)), written));
  return found.filter(({ href }) => isSafe(href));
}

function shifted(addresses, by) {
  return addresses.map(({ href, value, start, end }) => ({ href, value, start: start + by, end: end + by }));
}

/** In a run too long for the scanner, only one web address is found. It extends to the end of the run. */
function longAddress(run) {
  const start = run.search(ADDRESS_START);
  if (start < 0) return [];
  const value = run.slice(start, start + addressLength(run.slice(start)));
  return [{ href: /^www/i.test(value) ? `https://${value}` : value, value, start, end: start + value.length }];
}

/** The length without trailing punctuation and without closing brackets that were opened before the address. */
function addressLength(text) {
  const counts = {};
  for (const character of text) counts[character] = (counts[character] ?? 0) + 1;
  let length = text.length;
  for (; length > 0; length--) {
    const last = text[length - 1];
    const open = BRACKETS[last];
    if (open ? (counts[last] ?? 0) <= (counts[open] ?? 0) : !'.,:;!?\'"'.includes(last)) break;
    counts[last]--;
  }
  return length;
}

function isSafe(href) {
  try {
    return SAFE.has(new URL(href).protocol);
  } catch {
    return false;
  }
}

function link({ href, value }) {
  const node = document.createElement('a');
  node.href = href;
  node.textContent = value;
  node.target = '_blank';
  node.rel = 'noopener noreferrer nofollow';
  return node;
}
