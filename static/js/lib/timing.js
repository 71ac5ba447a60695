/** Calls `action` once, `delay` ms after the last call. */
export function debounce(delay, action) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), delay);
  };
}

/** Calls `action` once at the next frame, or within 100 ms where no frames are drawn (a hidden or covered page). */
export function oncePerFrame(action) {
  let due = false;
  const run = () => {
    if (!due) return;
    due = false;
    action();
  };
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(run);
    setTimeout(run, 100);
  };
}

/** Calls `action` at the first call, then at most once every `pause` ms. */
export function atMostEvery(pause, action) {
  let last = -Infinity;
  return () => {
    const now = performance.now();
    if (now - last < pause) return;
    last = now;
    action();
  };
}

/** The pause before a reconnection, in ms: exponential, with jitter, so that pages do not all reconnect at once. */
export function backoff(attempt, { first = 500, longest = 30_000 } = {}) {
  const ceiling = Math.min(longest, first * 2 ** attempt);
  return ceiling / 2 + Math.random() * (ceiling / 2);
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
