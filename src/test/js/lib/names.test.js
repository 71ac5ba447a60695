import { equal, isTrue, test } from '../harness.js';
import { findByName, fold, matcher } from '/static/js/lib/names.js';

const { folded, matches } = await (await fetch('/names.json')).json();

test('texts are folded as on the server', () => {
  isTrue(folded.length > 0, 'that there are cases');
  for (const [text, expected] of folded) equal(fold(text), expected, text);
  for (const [text] of folded) equal(fold(fold(text)), fold(text), `${text}, twice`);
});

test('names are found as on the server', () => {
  isTrue(matches.length > 0, 'that there are cases');
  for (const [name, query, found] of matches) equal(matcher(query)(name), found, `${query} in ${name}:`);
});

test('without a query every name is found', () => {
  equal(['', '  '].map((query) => matcher(query)('alice')), ['beginning', 'beginning']);
});

test('names with words that begin with the query come first, each part in the order of the list', () => {
  const items = [{ name: 'Rosanna' }, { name: 'Tom' }, { name: 'Anna' }, { name: 'Joanna' }, { name: 'Mary Ann' }];
  equal(findByName(items, ({ name }) => name, 'ann').map(({ name }) => name), ['Anna', 'Mary Ann', 'Rosanna', 'Joanna']);
});
