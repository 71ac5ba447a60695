/** Calls `action` once, `delay` ms after the last of several calls. */
export function debounce(delay, action) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), delay);
  };
}

/** Calls `action` once for all calls before the next frame; where no frames come (a hidden or covered page), soon. */
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

/** Calls `action` at most once in `pause` ms, at the first call. */
export function atMostEvery(pause, action) {
  let last = -Infinity;
  return () => {
    const now = performance.now();
    if (now - last < pause) return;
    last = now;
    action();
  };
}

/** Growing pauses with jitter, so that a thousand pages do not come back in the same instant. */
export function backoff(attempt, { first = 500, longest = 30_000 } = {}) {
  const ceiling = Math.min(longest, first * 2 ** attempt);
  return ceiling / 2 + Math.random() * (ceiling / 2);
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
