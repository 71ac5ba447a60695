import { Emitter } from '../lib/emitter.js';
import { backoff } from '../lib/timing.js';
import { Heartbeat } from './heartbeat.js';

const SESSION_ENDED = 1008;
const SERVER_STOPS = 1001;
const OPENING = 15_000;

/**
 * One connection that comes back by itself.
 * Emits `state` ("connecting", "open", "closed"), `event` ({name, data}), and `ended` when the session is over.
 */
export class Socket extends Emitter {
  #address;
  #stillSignedIn;
  #socket = null;
  #attempt = 0;
  #retry = 0;
  #patience = 0;
  #heartbeat = new Heartbeat({
    ping: () => this.send('ping', {}),
    dead: () => this.#drop(this.#socket),
  });

  /** `stillSignedIn`: asked after an opening that failed, since a page cannot see why it did. */
  constructor(address, stillSignedIn) {
    super();
    this.#address = address;
    this.#stillSignedIn = stillSignedIn;
    this.state = 'closed';
  }

  start() {
    addEventListener('online', () => this.check());
    addEventListener('offline', () => this.check());
    document.addEventListener('visibilitychange', () => document.hidden || this.check());
    this.#open();
  }

  /** Now would be a good time to be connected: ask an open socket whether it lives, or try at once. */
  check() {
    if (this.state === 'open') this.#heartbeat.ask();
    else if (this.state === 'closed') this.#open();
  }

  send(name, data) {
    if (this.state !== 'open') return false;
    this.#socket.send(JSON.stringify({ event: name, data }));
    return true;
  }

  #open() {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    this.#turn('connecting');
    // A network that swallows packets neither opens nor refuses, and neither does a server that is stuck.
    this.#patience = setTimeout(() => this.#drop(socket), OPENING);
    socket.onmessage = ({ data }) => socket === this.#socket && this.#heard(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#closed(code);
  }

  #heard({ event, data }) {
    clearTimeout(this.#patience);
    this.#heartbeat.heard();
    // The first event says who we are; only then may anything be sent.
    if (event === 'connect') {
      this.#attempt = 0;
      this.user = data.user;
      this.#turn('open');
    }
    this.emit('event', { name: event, data });
  }

  #drop(socket) {
    if (socket !== this.#socket) return;
    socket.close();
    // A dead network lets close() hang for a minute: do not wait for its event.
    this.#closed(0);
  }

  #closed(code) {
    const opened = this.state === 'open';
    this.#socket = null;
    clearTimeout(this.#patience);
    this.#heartbeat.stop();
    if (code === SESSION_ENDED) {
      this.#turn('closed');
      this.emit('ended');
      return;
    }
    const pause = code === SERVER_STOPS ? Math.random() * 2000 : backoff(this.#attempt);
    this.#attempt += 1;
    this.#retry = setTimeout(() => this.#open(), pause);
    this.#turn('closed');
    if (!opened) this.#stillSignedIn();
  }

  #turn(state) {
    if (state === this.state) return;
    this.state = state;
    this.emit('state', state);
  }
}
