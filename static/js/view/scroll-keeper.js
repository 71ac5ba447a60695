const AT_END = 48;
const AT_EDGE = 900;

/** Where the log stands: holds the place while things come in above, sticks to the end when it was there. */
export class ScrollKeeper {
  #log;
  #rows;
  sticks = true;

  /** `rows()`: the nodes of the messages, from top to bottom. */
  constructor(log, rows, onScroll) {
    this.#log = log;
    this.#rows = rows;
    log.addEventListener('scroll', () => {
      this.sticks = this.#fromEnd() <= AT_END;
      onScroll();
    }, { passive: true });
    // The composer grows, the keyboard of a phone comes: the end stays in sight.
    new ResizeObserver(() => this.sticks && this.toEnd()).observe(log);
  }

  get nearTop() {
    return this.#log.scrollTop < AT_EDGE;
  }

  get nearEnd() {
    return this.#fromEnd() < AT_EDGE;
  }

  /** Runs `change` with the first message in sight staying where it is. */
  holding(change) {
    const anchor = this.sticks ? null : this.#firstInSight();
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (this.sticks) this.toEnd();
    else if (anchor?.isConnected) this.#log.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.sticks = true;
  }

  /** Puts a line a quarter down, where the eye begins. */
  toLine(node) {
    const top = node.getBoundingClientRect().top - this.#log.getBoundingClientRect().top;
    this.#log.scrollTop += top - this.#log.clientHeight / 4;
    this.sticks = this.#fromEnd() <= AT_END;
  }

  /** The last of the rows whose end one can see. */
  lastInSight() {
    const rows = this.#rows();
    const bottom = this.#log.getBoundingClientRect().bottom + 8;
    for (let index = rows.length - 1; index >= 0; index -= 1) {
      if (rows[index].getBoundingClientRect().bottom <= bottom) return index;
    }
    return -1;
  }

  #firstInSight() {
    const rows = this.#rows();
    const { top } = this.#log.getBoundingClientRect();
    // They stand in order, so halving finds it without measuring each.
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
