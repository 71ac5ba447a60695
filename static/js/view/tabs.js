import { isComposing } from '../lib/keyboard.js';

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** A row of tabs and their panels. The Tab key reaches only the chosen tab, and arrow keys choose another. */
export class Tabs {
  #tabs;
  #onChosen;

  /** `onChosen(tab)` is called at each choice, including the first. */
  constructor(row, onChosen) {
    this.#tabs = [...row.querySelectorAll('[role="tab"]')];
    this.#onChosen = onChosen;
    row.addEventListener('click', ({ target }) => this.choose(target.closest('[role="tab"]')));
    row.addEventListener('keydown', (event) => this.#keyed(event));
  }

  choose(chosen) {
    if (!chosen || chosen.getAttribute('aria-selected') === 'true') return;
    for (const tab of this.#tabs) {
      tab.setAttribute('aria-selected', String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')).hidden = tab !== chosen;
    }
    this.#onChosen(chosen);
  }

  #keyed(event) {
    const step = STEPS[event.key];
    if (!step || event.altKey || isComposing(event)) return;
    event.preventDefault();
    const next = this.#tabs[(this.#tabs.indexOf(event.target) + step + this.#tabs.length) % this.#tabs.length];
    this.choose(next);
    next.focus();
  }
}
