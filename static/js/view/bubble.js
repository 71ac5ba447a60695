import { element, icon } from '../lib/dom.js';
import { linkedText } from '../lib/links.js';
import { clockTime, fullTime } from '../lib/time.js';
import { words } from '../lib/words.js';

/** One message. The same node shows it from pending to read. */
export class Bubble {
  #actions;
  #text = element('div', { class: 'bubble', dir: 'auto' });
  #time = element('time', { class: 'bubble-time' });
  #failure = null;
  #drawn = { rev: -1, state: '', text: null };
  node = element('div', { class: 'bubble-row', tabindex: '-1' }, this.#text, this.#time);

  /** `actions`: {retry, discard}, functions of a client_id. */
  constructor(actions) {
    this.#actions = actions;
  }

  update(entry) {
    this.entry = entry;
    if (entry.text !== this.#drawn.text) this.#text.replaceChildren(linkedText(entry.text));
    if (entry.rev !== this.#drawn.rev) this.#showTime(entry.at);
    if (entry.state !== this.#drawn.state) this.#showState(entry);
    this.#drawn = entry;
  }

  #showTime(at) {
    this.#time.dateTime = at.toISOString();
    this.#time.title = fullTime(at);
    this.#time.textContent = clockTime(at);
  }

  #showState(entry) {
    this.node.classList.toggle('is-waiting', entry.state === 'waiting' || entry.state === 'sending');
    this.node.classList.toggle('is-failed', entry.state === 'failed');
    this.#failure?.remove();
    this.#failure = entry.state === 'failed' ? this.#failureLine(entry) : null;
    if (this.#failure) this.node.append(this.#failure);
  }

  #failureLine({ clientId, failure }) {
    const button = (text, action) =>
      element('button', { class: 'text-button', type: 'button', onclick: () => action(clientId) }, text);
    return element(
      'div',
      { class: 'bubble-failure' },
      icon('exclamation-circle'),
      element('span', {}, `${words.couldNotSend} ${failure.message ?? ''}`),
      button(words.tryAgain, this.#actions.retry),
      button(words.discard, this.#actions.discard),
    );
  }
}
