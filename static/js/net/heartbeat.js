const MAX_SILENCE = 25_000;
const ANSWER_TIMEOUT = 10_000;

/**
 * Pings the server after a silence, and reports the socket as dead when no answer comes. A page cannot see protocol
 * pings, and a socket stays "open" for minutes after its network is gone.
 */
export class Heartbeat {
  #ping;
  #onDead;
  #silence = 0;
  #answer = 0;

  constructor({ ping, dead }) {
    this.#ping = ping;
    this.#onDead = dead;
  }

  /** Any frame is a sign of life. */
  received() {
    this.stop();
    this.#silence = setTimeout(() => this.probe(), MAX_SILENCE);
  }

  probe() {
    if (this.#answer) return;
    clearTimeout(this.#silence);
    this.#answer = setTimeout(() => this.#onDead(), ANSWER_TIMEOUT);
    this.#ping();
  }

  stop() {
    clearTimeout(this.#silence);
    clearTimeout(this.#answer);
    this.#answer = 0;
  }
}
