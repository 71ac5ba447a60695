import { Emitter } from '../lib/emitter.js';
import { backoff } from '../lib/timing.js';
import { Heartbeat } from './heartbeat.js';

const SESSION_ENDED = 1008;
const GOING_AWAY = 1001;
const TOO_MANY = 4029;
// Room for another page comes only when a person closes one.
const TOO_MANY_PAUSE = 30_000;
const OPEN_TIMEOUT = 15_000;

/**
 * One WebSocket that reconnects by itself.
 * Emits `state` ("connecting", "open", "closed"), `event` ({name, data}), `ended` with the reason when the session is
 * over, and `restored` when the server has come back with another database. It then stays closed.
 */
export class Socket extends Emitter {
  #address;
  #checkSession;
  #socket = null;
  #attempt = 0;
  #retryTimer = 0;
  #openTimer = 0;
  #database = null;
  #heartbeat = new Heartbeat({
    ping: () => this.send('ping', {}),
    dead: () => this.#drop(this.#socket),
  });

  /** `checkSession` is called after a failed opening, because a page cannot see why it failed. */
  constructor(address, checkSession) {
    super();
    this.#address = address;
    this.#checkSession = checkSession;
    this.state = 'closed';
    /** Whether the server refused the last connection because the user has too many. */
    this.tooMany = false;
  }

  start() {
    addEventListener('online', () => this.check());
    addEventListener('offline', () => this.check());
    document.addEventListener('visibilitychange', () => document.hidden || this.check());
    this.#open();
  }

  /** Pings the server on an open socket, or reconnects at once. */
  check() {
    if (this.state === 'open') this.#heartbeat.probe();
    else if (this.state === 'closed') this.#open();
  }

  send(name, data) {
    if (this.state !== 'open') return false;
    this.#socket.send(JSON.stringify({ event: name, data }));
    return true;
  }

  #open() {
    clearTimeout(this.#retryTimer);
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    this.#setState('connecting');
    // A network that drops packets, or a server that hangs, neither opens nor refuses the connection.
    this.#openTimer = setTimeout(() => this.#drop(socket), OPEN_TIMEOUT);
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(JSON.parse(data));
    socket.onclose = ({ code, reason }) => socket === this.#socket && this.#closed(code, reason);
  }

  #receive({ event, data }) {
    clearTimeout(this.#openTimer);
    this.#heartbeat.received();
    // Nothing may be sent before this event, which names our account.
    if (event === 'connect') {
      this.#database ??= data.database;
      if (data.database !== this.#database) {
        this.#abandon();
        return;
      }
      this.#attempt = 0;
      this.tooMany = false;
      this.user = data.user;
      this.#setState('open');
    }
    this.emit('event', { name: event, data });
  }

  /** Ids and numbers that this page knows may mean something else in the other database, so it sends nothing more. */
  #abandon() {
    this.#heartbeat.stop();
    this.#socket.close();
    this.#socket = null;
    this.emit('restored');
  }

  #drop(socket) {
    if (socket !== this.#socket) return;
    socket.close();
    // On a dead network the close event takes up to a minute.
    this.#closed(0);
  }

  #closed(code, reason) {
    const opened = this.state === 'open';
    this.#socket = null;
    clearTimeout(this.#openTimer);
    this.#heartbeat.stop();
    if (code === SESSION_ENDED) {
      this.#setState('closed');
      this.emit('ended', reason);
      return;
    }
    this.tooMany = code === TOO_MANY;
    this.#retryTimer = setTimeout(() => this.#open(), this.#pause(code));
    this.#attempt += 1;
    this.#setState('closed');
    if (!opened && !this.tooMany) this.#checkSession();
  }

  #pause(code) {
    if (code === TOO_MANY) return TOO_MANY_PAUSE;
    return code === GOING_AWAY ? Math.random() * 2000 : backoff(this.#attempt);
  }

  #setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.emit('state', state);
  }
}
