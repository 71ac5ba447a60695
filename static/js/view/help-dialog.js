import { byId, element } from '../lib/dom.js';
import { words } from '../lib/words.js';
import { openDialog } from './dialog.js';

export function showHelp() {
  const list = element('dl', { class: 'keys' });
  for (const [keys, text] of words.keys) {
    const term = element('dt');
    keys.forEach((key, index) => term.append(index ? ' ' : '', element('kbd', {}, key)));
    list.append(term, element('dd', {}, text));
  }
  openDialog(byId('help'), words.helpTitle, list);
}
