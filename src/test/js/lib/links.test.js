import { equal, isTrue, test } from '../harness.js';
import { linkedText } from '/static/js/lib/links.js';
import { find } from '/static/vendor/linkifyjs/dist/linkify.mjs';

function hrefs(text, scan) {
  const node = document.createElement('div');
  node.append(linkedText(text, scan));
  equal(node.textContent, text, 'the text');
  return [...node.querySelectorAll('a')].map((link) => link.getAttribute('href'));
}

test('web and mail addresses become links', () => {
  equal(hrefs('See example.org, mailto:a@example.org and https://example.net/?q=1.'), [
    'https://example.org',
    'mailto:a@example.org',
    'https://example.net/?q=1',
  ]);
});

test('other schemes do not', () => {
  equal(hrefs('javascript:alert(1) data:text/html,x ftp://example.org'), []);
});

// The time of the scanner grows with the square of a run's length. Fifty such messages froze the page.
test('the scanner gets no long run without spaces', () => {
  let longest = 0;
  const recording = (text, options) => {
    longest = Math.max(longest, ...text.split(/\s+/).map((run) => run.length));
    return find(text, options);
  };
  const address = `https://example.org/a(b)?q=${'x.y-'.repeat(450)}z`;
  equal(hrefs('a.'.repeat(1995), recording), []);
  equal(hrefs('a@'.repeat(1995), recording), []);
  equal(hrefs(`(https://example.org/?${'b='.repeat(300)}c).`, recording), [`https://example.org/?${'b='.repeat(300)}c`]);
  equal(hrefs(`so ${address}, then www.example.net`, recording), [address, 'https://www.example.net']);
  isTrue(longest > 0, 'that the scanner was called');
  isTrue(longest <= 320, `that ${longest} characters are few enough`);
});
