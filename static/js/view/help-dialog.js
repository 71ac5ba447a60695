import { byId, element } from '../lib/dom.js';
import { words } from '../lib/words.js';
import { openDialog } from './dialog.js';

export function showHelp() {
  const list = element('dl', { class: 'keys', tabindex: '0', 'aria-label': words.helpTitle });
  for (const [keys, text] of words.keys) {
    const term = element('dt');
    term.append(...keys.map((key) => element('kbd', {}, key)));
    list.append(term, element('dd', {}, text));
  }
  openDialog(byId('help'), words.helpTitle, list);
}
