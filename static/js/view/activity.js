import { atMostEvery } from '../lib/timing.js';

const PAUSE = 30_000;

/** Tells the server that a person is here: by hands on keyboard or pointer, never by a page that is merely open. */
export function tellActivity(transmit) {
  const active = atMostEvery(PAUSE, () => transmit('active', {}));
  for (const name of ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart']) {
    addEventListener(name, () => document.hidden || active(), { passive: true, capture: true });
  }
}
