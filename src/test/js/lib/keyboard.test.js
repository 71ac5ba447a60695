import { equal, isTrue, test } from '../harness.js';
import { isComposing, letterOf } from '/static/js/lib/keyboard.js';

const pressed = (key, code, more = {}) => new KeyboardEvent('keydown', { key, code, ...more });

test('on a Latin layout the key decides', () => {
  equal(letterOf(pressed('k', 'KeyK')), 'k');
  equal(letterOf(pressed('K', 'KeyK')), 'k');
  equal(letterOf(pressed('t', 'KeyK')), 't', 'Dvorak');
  equal(letterOf(pressed('k', 'KeyV')), 'k', 'Dvorak');
  equal(letterOf(pressed(';', 'KeyZ')), null, 'Dvorak');
  equal(letterOf(pressed('a', 'KeyQ')), 'a', 'AZERTY');
  equal(letterOf(pressed(',', 'KeyM')), null, 'AZERTY');
  equal(letterOf(pressed('ı', 'KeyI')), 'ı', 'Turkish');
});

test('on another layout the place of the key decides', () => {
  equal(letterOf(pressed('л', 'KeyK')), 'k', 'Russian');
  equal(letterOf(pressed('Л', 'KeyK')), 'k', 'Russian');
  equal(letterOf(pressed('κ', 'KeyK')), 'k', 'Greek');
  equal(letterOf(pressed('ל', 'KeyK')), 'k', 'Hebrew');
  equal(letterOf(pressed('ن', 'KeyK')), 'k', 'Arabic');
  equal(letterOf(pressed('ж', 'Semicolon')), null, 'Russian');
});

test('a key that types nothing has no letter', () => {
  for (const key of ['Enter', 'Dead', 'Process', 'Unidentified', '']) equal(letterOf(pressed(key, 'KeyK')), null, key);
});

test('the keys of a composition are known, also the Enter that ends it in Safari', () => {
  isTrue(isComposing(pressed('Enter', 'Enter', { isComposing: true })));
  isTrue(isComposing(pressed('Enter', 'Enter', { keyCode: 229 })));
  isTrue(!isComposing(pressed('Enter', 'Enter', { keyCode: 13 })));
});
