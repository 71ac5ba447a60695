export const MESSAGE_LIMIT = 4000;

/** Code points, as the server counts them; a pair of surrogates is one. */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export const isBlank = (text) => text.trim() === '';

/** What the server refuses and nobody means to type: NUL and halves of characters. */
export function sendable(text) {
  return text
    .replaceAll('\0', '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

/** One line of a message, for a row of the list. */
export const oneLine = (text) => text.slice(0, 160).replace(/\s+/gu, ' ').trim();

/** Whether each word of the query begins some part of the name, or the name holds the query. */
export function matches(name, query) {
  return name.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase());
}
