import { sleep } from '../lib/timing.js';
import { words } from '../lib/words.js';

const TRIES = 4;

class ApiError extends Error {
  constructor({ code, message, field, retry_after: retryAfter }, status) {
    super(message);
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
    this.status = status;
  }

  get passing() {
    return this.code === 'busy' || this.code === 'rate_limited';
  }
}

/** The JSON routes. Every failure is an ApiError with a sentence for a person. */
export class Api {
  #signedOut;

  constructor(signedOut) {
    this.#signedOut = signedOut;
  }

  get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
    return this.#patiently('GET', given.length ? `${path}?${new URLSearchParams(given)}` : path);
  }

  post(path, body) {
    return this.#patiently('POST', path, body);
  }

  delete(path) {
    return this.#patiently('DELETE', path);
  }

  /** "Busy" is an answer to wait out, not one to show. */
  async #patiently(method, path, body) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#ask(method, path, body);
      } catch (error) {
        if (!error.passing || attempt === TRIES) throw error;
        await sleep((error.retryAfter ?? 1) * 1000 * (1 + Math.random() / 2));
      }
    }
  }

  async #ask(method, path, body) {
    const response = await this.#fetch(method, path, body);
    if (response.status === 401) {
      this.#signedOut();
      // The page is on its way to the login; nothing waits for this answer any more.
      return new Promise(() => {});
    }
    const answer = await response.json().catch(() => null);
    if (response.ok) return answer ?? {};
    throw new ApiError(answer?.error ?? { code: 'unknown', message: words.failed }, response.status);
  }

  async #fetch(method, path, body) {
    try {
      return await fetch(path, {
        method,
        headers: { Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}) },
        body: body ? JSON.stringify(body) : undefined,
        cache: 'no-store',
      });
    } catch {
      throw new ApiError({ code: 'unreachable', message: words.unreachable }, 0);
    }
  }
}
