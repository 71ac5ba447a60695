const END_TOLERANCE = 48;
const NEAR_EDGE = 900;

/** The scroll position of the log: keeps its place when messages are added above, or stays at the end. */
export class ScrollPosition {
  #log;
  #rows;
  isAtEnd = true;

  /** `rows()`: the nodes of the messages, from top to bottom. */
  constructor(log, rows, onScroll) {
    this.#log = log;
    this.#rows = rows;
    log.addEventListener('scroll', () => {
      this.isAtEnd = this.#fromEnd() <= END_TOLERANCE;
      onScroll();
    }, { passive: true });
    // The end stays visible when the composer grows or the keyboard of a phone opens.
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(log);
  }

  get nearTop() {
    return this.#log.scrollTop < NEAR_EDGE;
  }

  get nearEnd() {
    return this.#fromEnd() < NEAR_EDGE;
  }

  /** Runs `change` while the first visible message stays in its place. */
  keeping(change) {
    const anchor = this.isAtEnd ? null : this.#firstVisible();
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (this.isAtEnd) this.toEnd();
    else if (anchor?.isConnected) this.#log.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.isAtEnd = true;
  }

  /** Scrolls to a line, which is placed a quarter of the height from the top. */
  toLine(node) {
    const top = node.getBoundingClientRect().top - this.#log.getBoundingClientRect().top;
    this.#log.scrollTop += top - this.#log.clientHeight / 4;
    this.isAtEnd = this.#fromEnd() <= END_TOLERANCE;
  }

  /** The index of the last row whose end is visible, or -1. */
  lastVisible() {
    const rows = this.#rows();
    const bottom = this.#log.getBoundingClientRect().bottom + 8;
    for (let index = rows.length - 1; index >= 0; index -= 1) {
      if (rows[index].getBoundingClientRect().bottom <= bottom) return index;
    }
    return -1;
  }

  #firstVisible() {
    const rows = this.#rows();
    const { top } = this.#log.getBoundingClientRect();
    // A binary search measures only a few of the rows.
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    return rows[low];
  }

  #fromEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight;
  }
}
