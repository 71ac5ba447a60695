export const MESSAGE_LIMIT = 4000;

/** The number of code points, as the server counts. A surrogate pair counts once. */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export const isBlank = (text) => text.trim() === '';

/** Removes NUL and replaces unpaired surrogates, both of which the server refuses. */
export function sendable(text) {
  return text
    .replaceAll('\0', '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

/** The beginning of a message on one line, for a row in a list. */
export const oneLine = (text) => text.slice(0, 160).replace(/\s+/gu, ' ').trim();
