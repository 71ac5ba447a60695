import { byId } from '../lib/dom.js';
import { isComposing } from '../lib/keyboard.js';

const MIN_WIDTH = 280;
const MAX_WIDTH = 400;
const STEP = 16;

/** Sets the width of the list by dragging or arrow keys, and remembers it. */
export class Splitter {
  #storage;
  #handle = byId('splitter');
  #width = 320;

  constructor(storage) {
    this.#storage = storage;
    this.#handle.setAttribute('aria-valuemin', MIN_WIDTH);
    this.#handle.setAttribute('aria-valuemax', MAX_WIDTH);
    this.#set(Number(storage.get('list-width')) || this.#width);
    this.#handle.addEventListener('pointerdown', (event) => this.#grab(event));
    this.#handle.addEventListener('keydown', (event) => this.#keyed(event));
  }

  #grab(event) {
    event.preventDefault();
    this.#handle.setPointerCapture(event.pointerId);
    const drag = ({ clientX }) => this.#set(clientX);
    const showDragged = (is) => {
      this.#handle.classList.toggle('is-dragged', is);
      document.body.classList.toggle('is-resizing', is);
    };
    showDragged(true);
    this.#handle.addEventListener('pointermove', drag);
    this.#handle.addEventListener('lostpointercapture', () => {
      this.#handle.removeEventListener('pointermove', drag);
      showDragged(false);
      this.#save();
    }, { once: true });
  }

  #keyed(event) {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step || isComposing(event)) return;
    event.preventDefault();
    this.#set(this.#width + step);
    this.#save();
  }

  #set(width) {
    this.#width = Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
    document.body.style.setProperty('--list-width', `${this.#width}px`);
    this.#handle.setAttribute('aria-valuenow', this.#width);
  }

  #save() {
    this.#storage.set('list-width', String(this.#width));
  }
}
