// Runs the tests of a module in the browser.
const tests = [];

/** Declares a test. It fails if `run` throws, or returns a promise that is rejected. */
export function test(name, run) {
  tests.push({ name, run });
}

/** The tests in order, as `[{name, fault}]`. `fault` is null or says what is wrong. */
export async function runAll() {
  const results = [];
  for (const { name, run } of tests) {
    let fault = null;
    try {
      await run();
    } catch (error) {
      fault = String(error?.stack ?? error);
    }
    results.push({ name, fault });
  }
  return results;
}

/** Compares arrays, maps, sets and plain objects by what is in them. */
export function equal(actual, expected, what = '') {
  const [one, other] = [JSON.stringify(plain(actual), null, 1), JSON.stringify(plain(expected), null, 1)];
  if (one !== other) throw new Error(`${what} expected ${other}, but was ${one}`);
}

export function isTrue(value, what = 'the value') {
  if (value !== true) throw new Error(`${what} is not true, but ${String(value)}`);
}

/** The value as JSON can show it, with the names of an object in order. JSON would leave out undefined. */
function plain(value) {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return { map: [...value].map(plain) };
  if (value instanceof Set) return { set: [...value].map(plain) };
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key])]));
}
