const SILENCE = 25_000;
const ANSWER = 10_000;

/**
 * A page cannot see protocol pings, and a socket whose network went away stays "open" for minutes:
 * so it asks after a silence, and gives up on a socket that does not answer.
 */
export class Heartbeat {
  #ping;
  #dead;
  #silence = 0;
  #answer = 0;

  constructor({ ping, dead }) {
    this.#ping = ping;
    this.#dead = dead;
  }

  /** Any frame is a sign of life. */
  heard() {
    this.stop();
    this.#silence = setTimeout(() => this.ask(), SILENCE);
  }

  ask() {
    if (this.#answer) return;
    clearTimeout(this.#silence);
    this.#answer = setTimeout(() => this.#dead(), ANSWER);
    this.#ping();
  }

  stop() {
    clearTimeout(this.#silence);
    clearTimeout(this.#answer);
    this.#answer = 0;
  }
}
