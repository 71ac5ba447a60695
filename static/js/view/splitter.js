import { byId } from '../lib/dom.js';

const LEAST = 280;
const MOST = 400;
const STEP = 16;

/** The width of the list, by dragging or by arrow keys; remembered. */
export class Splitter {
  #storage;
  #handle = byId('splitter');
  #width = 320;

  constructor(storage) {
    this.#storage = storage;
    this.#handle.setAttribute('aria-valuemin', LEAST);
    this.#handle.setAttribute('aria-valuemax', MOST);
    this.#set(Number(storage.get('list-width')) || this.#width);
    this.#handle.addEventListener('pointerdown', (event) => this.#grab(event));
    this.#handle.addEventListener('keydown', (event) => this.#keyed(event));
  }

  #grab(event) {
    event.preventDefault();
    this.#handle.setPointerCapture(event.pointerId);
    const drag = ({ clientX }) => this.#set(clientX);
    const dragged = (is) => {
      this.#handle.classList.toggle('is-dragged', is);
      document.body.classList.toggle('is-resizing', is);
    };
    dragged(true);
    this.#handle.addEventListener('pointermove', drag);
    this.#handle.addEventListener('lostpointercapture', () => {
      this.#handle.removeEventListener('pointermove', drag);
      dragged(false);
      this.#keep();
    }, { once: true });
  }

  #keyed(event) {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    this.#set(this.#width + step);
    this.#keep();
  }

  #set(width) {
    this.#width = Math.round(Math.min(MOST, Math.max(LEAST, width)));
    document.body.style.setProperty('--list-width', `${this.#width}px`);
    this.#handle.setAttribute('aria-valuenow', this.#width);
  }

  #keep() {
    this.#storage.set('list-width', String(this.#width));
  }
}
