// The account page works without this. It shows times in the reader's time zone and clears the notice on a reload.
import './lib/bfcache.js';
import './sign-in.js';
import { fullTime, seenTime } from './lib/time.js';

for (const node of document.querySelectorAll('time')) {
  const date = new Date(node.dateTime);
  node.textContent = seenTime(date);
  node.title = fullTime(date);
}

// The address names the notice. A reload must not show it again.
if (location.search) history.replaceState(null, '', location.pathname);
