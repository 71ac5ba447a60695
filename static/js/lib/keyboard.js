/**
 * Whether the key belongs to the composition of a character (in Japanese, Chinese…), which no handler may act on. In
 * Safari the Enter that ends a composition comes after `compositionend`, and only its old key code tells.
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * The small letter that a shortcut is named after, or null. On a Latin layout it is the letter that the key types. On
 * other layouts it is the letter in the key's place on a US keyboard, because the key types none of the Latin letters.
 */
export function letterOf({ key, code }) {
  const isForeign = /^[^\p{ASCII}\p{Script=Latin}]$/u.test(key);
  const letter = isForeign ? /^Key(.)$/.exec(code)?.[1] : /^\p{L}$/u.exec(key)?.[0];
  return letter?.toLowerCase() ?? null;
}
