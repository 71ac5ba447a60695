import { arrange, element } from '../lib/dom.js';
import { isComposing } from '../lib/keyboard.js';
import { oncePerFrame } from '../lib/timing.js';

const EXTRA_ROWS = 8;

/** Rows of equal height in a scrolling panel. Only the visible rows and a few around them are in the page. */
export class VirtualList {
  #panel;
  #list;
  #makeRow;
  #onRange;
  #keys = [];
  #rows = new Map();
  #rowHeight = 0;
  #draw = oncePerFrame(() => this.draw());

  /** `makeRow(key)` returns {node, update}. `onRange({keys, atEnd})` gets the visible rows. */
  constructor(panel, label, makeRow, onRange) {
    this.#panel = panel;
    this.#makeRow = makeRow;
    this.#onRange = onRange;
    this.#list = element('ul', { class: 'rows', 'aria-label': label, role: 'list' });
    panel.append(this.#list);
    panel.addEventListener('scroll', this.#draw, { passive: true });
    new ResizeObserver(() => {
      this.#rowHeight = 0;
      this.#draw();
    }).observe(panel);
    this.#list.addEventListener('keydown', (event) => this.#moveFocus(event));
  }

  get keys() {
    return this.#keys;
  }

  show(keys) {
    this.#keys = keys;
    this.draw();
  }

  update(key) {
    this.#rows.get(key)?.update();
  }

  updateAll() {
    for (const row of this.#rows.values()) row.update();
  }

  toTop() {
    this.#panel.scrollTop = 0;
  }

  reveal(key) {
    const index = this.#keys.indexOf(key);
    if (index < 0) return;
    const top = index * this.#height();
    const { scrollTop, clientHeight } = this.#panel;
    if (top < scrollTop) this.#panel.scrollTop = top;
    else if (top + this.#height() > scrollTop + clientHeight) this.#panel.scrollTop = top + this.#height() - clientHeight;
  }

  draw() {
    if (!this.#panel.clientHeight) return;
    const height = this.#height();
    const { scrollTop, clientHeight } = this.#panel;
    const from = Math.max(0, Math.floor(scrollTop / height) - EXTRA_ROWS);
    const to = Math.min(this.#keys.length, Math.ceil((scrollTop + clientHeight) / height) + EXTRA_ROWS);
    const visible = this.#keys.slice(from, to);
    this.#list.style.height = `${this.#keys.length * height}px`;
    this.#place(visible, from, height);
    this.#onRange({ keys: visible, atEnd: to >= this.#keys.length });
  }

  #place(visible, from, height) {
    const nodes = visible.map((key, index) => {
      const { node } = this.#row(key);
      node.style.transform = `translateY(${(from + index) * height}px)`;
      node.setAttribute('aria-posinset', from + index + 1);
      node.setAttribute('aria-setsize', this.#keys.length);
      return node;
    });
    const wanted = new Set(visible);
    for (const [key, { node }] of this.#rows) {
      if (wanted.has(key)) continue;
      // Removing the focused row would move the focus to the top of the page.
      if (node.contains(document.activeElement) && this.#keys.includes(key)) nodes.push(node);
      else this.#rows.delete(key);
    }
    arrange(this.#list, nodes);
  }

  #row(key) {
    if (!this.#rows.has(key)) {
      const row = this.#makeRow(key);
      this.#rows.set(key, row);
      row.update();
    }
    return this.#rows.get(key);
  }

  #height() {
    if (!this.#rowHeight) {
      const probe = element('li');
      this.#list.append(probe);
      this.#rowHeight = probe.offsetHeight || 68;
      probe.remove();
    }
    return this.#rowHeight;
  }

  #moveFocus(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || isComposing(event)) return;
    const row = event.target.closest('li');
    const next = step > 0 ? row?.nextElementSibling : row?.previousElementSibling;
    if (!next) return;
    event.preventDefault();
    next.querySelector('a').focus();
  }
}
