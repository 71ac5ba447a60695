// The page of one's own account works without this; it says times in the reader's zone and forgets what was just done.
import './lib/no-return.js';
import './password-strength.js';
import { fullTime, seenTime } from './lib/time.js';

for (const node of document.querySelectorAll('time')) {
  const date = new Date(node.dateTime);
  node.textContent = seenTime(date);
  node.title = fullTime(date);
}

// A reload must not say again what was done before.
if (location.search) history.replaceState(null, '', location.pathname);
