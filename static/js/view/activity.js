import { atMostEvery } from '../lib/timing.js';

const PAUSE = 30_000;

/** Reports keyboard and pointer input to the server, because a page that is merely open does not make a user active. */
export function reportActivity(transmit) {
  const active = atMostEvery(PAUSE, () => transmit('active', {}));
  for (const name of ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart']) {
    addEventListener(name, () => document.hidden || active(), { passive: true, capture: true });
  }
}
