import { sleep } from '../lib/timing.js';
import { words } from '../lib/words.js';

const MAX_ATTEMPTS = 4;

class ApiError extends Error {
  constructor({ code, message, field, retry_after: retryAfter }, status) {
    super(message);
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
    this.status = status;
  }

  get isTransient() {
    return this.code === 'busy' || this.code === 'rate_limited';
  }
}

/** Client of the JSON routes. Every failure is an ApiError with a message for the user. */
export class Api {
  #signedOut;

  constructor(signedOut) {
    this.#signedOut = signedOut;
  }

  get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
    return this.#withRetries('GET', given.length ? `${path}?${new URLSearchParams(given)}` : path);
  }

  post(path, body) {
    return this.#withRetries('POST', path, body);
  }

  delete(path) {
    return this.#withRetries('DELETE', path);
  }

  /** Retries `busy` and `rate_limited` before it fails. */
  async #withRetries(method, path, body) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#request(method, path, body);
      } catch (error) {
        if (!error.isTransient || attempt === MAX_ATTEMPTS) throw error;
        await sleep((error.retryAfter ?? 1) * 1000 * (1 + Math.random() / 2));
      }
    }
  }

  async #request(method, path, body) {
    const response = await this.#fetch(method, path, body);
    if (response.status === 401) {
      this.#signedOut();
      // The browser is leaving for the login page, so the answer is never needed.
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
