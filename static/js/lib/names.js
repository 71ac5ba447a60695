const WIDTH = /[\uFF01-\uFFEE]+/g;

/**
 * The combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic. The vowel signs of other scripts are not in it:
 * without them the words would be others.
 */
const MARKS = new RegExp(
  '[\\u0300-\\u036F\\u0483-\\u0489\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7'
    + '\\u0610-\\u061A\\u064B-\\u065F\\u0670\\u06D6-\\u06DC\\u06DF-\\u06E4\\u06E7\\u06E8\\u06EA-\\u06ED'
    + '\\u0898-\\u089F\\u08CA-\\u08E1\\u08E3-\\u08FF\\u1AB0-\\u1AFF\\u1DC0-\\u1DFF\\u20D0-\\u20F0'
    + '\\u2DE0-\\u2DFF\\uA66F-\\uA672\\uA674-\\uA67D\\uA69E\\uA69F\\uFB1E\\uFE20-\\uFE2F]+',
  'g',
);

const SPACE = /\p{White_Space}+/u;
const BEGINNING = /(?<![\p{L}\p{M}\p{N}])./gsu;

/** No group's name has more words, because it has at most 64 characters. */
const MAX_WORDS = 32;

/** Folds a text as the server does (see Folding.java): without case, width and accents, whatever the language is. */
export function fold(text) {
  return text
    .replace(WIDTH, (wide) => wide.normalize('NFKD'))
    .normalize('NFD')
    .replace(MARKS, '')
    // Upper case turns ß into SS and ı into I. Before that, lower case turns ẞ into ß.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o');
}

/**
 * Returns a function of a name, which says whether all words of the query are in it, in any order: `beginning` if each
 * begins a word of the name, `inside`, or `no`. The server finds the same names (see NameKey.java).
 */
export function matcher(query) {
  const words = parts(query).map((part) => part.slice(1));
  if (new Set(words).size > MAX_WORDS) return () => 'no';
  return (name) => {
    const key = parts(name).join('');
    if (!words.every((word) => key.includes(word))) return 'no';
    return words.every((word) => key.includes(` ${word}`)) ? 'beginning' : 'inside';
  };
}

/** The items whose name the query finds, the best matches first, and otherwise in their order. */
export function findByName(items, nameOf, query) {
  const match = matcher(query);
  const found = { beginning: [], inside: [], no: [] };
  for (const item of items) found[match(nameOf(item))].push(item);
  return [...found.beginning, ...found.inside];
}

/** The words of a text, with a space before each beginning. Whatever is not a letter, digit or mark parts words, too. */
function parts(text) {
  return fold(text).split(SPACE).filter(Boolean).map((part) => part.replace(BEGINNING, ' $&'));
}
