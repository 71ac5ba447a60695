// Submits each form once, however often its button is pressed. A second registration would be told that the name is
// taken, by the account that the first one made.

// A person may stop the loading of the answer, which no event tells.
const LONGEST_WAIT = 20_000;

let submitted = new WeakSet();

addEventListener('submit', (event) => {
  const form = event.target;
  if (submitted.has(form)) {
    event.preventDefault();
    return;
  }
  submitted.add(form);
  setTimeout(() => submitted.delete(form), LONGEST_WAIT);
});

// The Back button may show this page again as it was left.
addEventListener('pageshow', () => {
  submitted = new WeakSet();
});
