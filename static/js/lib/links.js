// linkifyjs comes as a classic script in the page's head, so its version is named by the server alone.
const SAFE = new Set(['http:', 'https:', 'mailto:']);

/** The text as nodes, web and mail addresses as links. Nothing in it is ever read as markup. */
export function linkedText(text) {
  const fragment = document.createDocumentFragment();
  let written = 0;
  for (const found of addressesIn(text)) {
    fragment.append(text.slice(written, found.start), link(found));
    written = found.end;
  }
  fragment.append(text.slice(written));
  return fragment;
}

// The scanner begins anew at each word, so its time grows with the square of a run's length.
const LONG_RUN = /\S{321,}/g;
const BEGINNING = /https?:\/\/|www\./i;
const BRACKETS = { ')': '(', ']': '[', '}': '{', '>': '<' };

/** No address holds white space: what is between is scanned, but for runs too long for that. */
function addressesIn(text) {
  // Most messages hold no address: spare them the scanner.
  if (!window.linkify || !/[.:@]/.test(text)) return [];
  const found = [];
  let written = 0;
  for (const { 0: run, index } of text.matchAll(LONG_RUN)) {
    found.push(...moved(scan(text.slice(written, index)), written), ...moved(longAddress(run), index));
    written = index + run.length;
  }
  found.push(...moved(scan(text.slice(written)), written));
  return found.filter(({ href }) => isSafe(href));
}

function scan(text) {
  return window.linkify.find(text, { defaultProtocol: 'https' });
}

function moved(addresses, by) {
  return addresses.map(({ href, value, start, end }) => ({ href, value, start: start + by, end: end + by }));
}

/** A run that is too long for the scanner can hold one web address, up to its end. */
function longAddress(run) {
  const start = run.search(BEGINNING);
  if (start < 0) return [];
  const value = run.slice(start, start + addressLength(run.slice(start)));
  return [{ href: /^www/i.test(value) ? `https://${value}` : value, value, start, end: start + value.length }];
}

/** Without the punctuation at its end, and without brackets that were opened before it. */
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
