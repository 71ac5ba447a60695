import { oncePerFrame } from '../lib/timing.js';

/** Shows the unread count in the title and on the icon of the browser's tab. */
export class Title {
  #models;
  #product;
  #link = document.querySelector('link[rel="icon"]');
  #plainIcon = this.#link.href;
  #drawn = 0;
  #soon = oncePerFrame(() => this.#draw());

  /** `product` is the name of this chat. */
  constructor(models, product) {
    this.#models = models;
    this.#product = product;
    const { rooms, router, people } = models;
    rooms.on('change', this.#soon);
    router.on('change', this.#soon);
    people.on('change', this.#soon);
    this.#soon();
  }

  #draw() {
    const { rooms, router, subjects } = this.#models;
    const { unread } = rooms;
    const name = router.key ? `${subjects.of(router.key).name} · ` : '';
    document.title = `${unread ? `(${unread}) ` : ''}${name}${this.#product}`;
    if (unread !== this.#drawn) this.#drawIcon(unread);
    this.#drawn = unread;
  }

  #drawIcon(unread) {
    if (!unread) {
      this.#link.href = this.#plainIcon;
      return;
    }
    const image = new Image();
    image.onload = () => this.#paint(image, unread);
    image.src = this.#plainIcon;
  }

  #paint(image, unread) {
    if (unread !== this.#drawn) return;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 64;
    const paint = canvas.getContext('2d');
    paint.drawImage(image, 0, 0, 64, 64);
    paint.fillStyle = '#d92d20';
    paint.beginPath();
    paint.roundRect(unread > 9 ? 14 : 24, 24, unread > 9 ? 50 : 40, 40, 20);
    paint.fill();
    paint.fillStyle = '#ffffff';
    paint.font = '700 32px system-ui, sans-serif';
    paint.textAlign = 'center';
    paint.textBaseline = 'middle';
    paint.fillText(unread > 99 ? '99' : String(unread), unread > 9 ? 39 : 44, 46);
    this.#link.href = canvas.toDataURL('image/png');
  }
}
