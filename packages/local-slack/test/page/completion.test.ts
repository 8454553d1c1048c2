import { describe, expect, test } from 'vitest';
import { complete, readComposed, verbsOf } from '../../src/page/model/completion.ts';
import { composerStep } from '../../src/page/model/composer-key.ts';

const COMMANDS = [
  { command: '/order', description: 'Orders', usage_hint: 'status [order] | start [date] | refund-open' },
  { command: '/report', description: 'Reports' },
];
const at = (text: string) => complete(text, text.length, COMMANDS);
const texts = (text: string) => at(text).suggestions.map((suggestion) => suggestion.text);

describe('the suggestions', () => {
  test.each([
    ['/', ['/order ', '/report ']],
    ['/rep', ['/report ']],
    ['/por', ['/report ']],
    ['/order ', ['/order status ', '/order start ', '/order refund-open ']],
    ['/order st', ['/order status ', '/order start ']],
    ['/order status', []],
    ['/order status o-7', []],
    ['/report ', []],
    ['hello /or', []],
    ['at 12:30', []],
    ['', []],
  ])('for %j', (text, wanted) => expect(texts(text)).toEqual(wanted));

  test('after a colon are shortcodes that start with the text', () =>
    expect(texts('nice :tad')[0]).toBe('nice :tada: '));

  test('in the middle of a text keep what follows the cursor', () =>
    expect(complete('/or now', 3, COMMANDS).suggestions[0]).toMatchObject({ text: '/order now', cursor: 7 }));
});

test('the verbs come from the usage hint', () =>
  expect(verbsOf({ command: '/x', description: '', usage_hint: '[status] | rerun <name> | <id>' })).toEqual([
    { verb: 'status', usage: '[status]' },
    { verb: 'rerun', usage: 'rerun <name>' },
  ]));

describe('a key in the composer', () => {
  const step = (key: string, text: string, active: number | null = null) =>
    composerStep({ key, shiftKey: false }, { ...at(text), active });

  test.each([
    ['Enter', 'hello', 'send'],
    ['Enter', '/ord', 'take'],
    ['Enter', '/order', 'send'],
    ['Enter', '/order st', 'send'],
    ['Tab', '/order st', 'take'],
    ['Escape', '/', 'dismiss'],
    ['ArrowDown', '/', 'move'],
    ['Tab', 'hello', 'nothing'],
    ['ArrowUp', 'hello', 'nothing'],
    ['x', '/', 'nothing'],
  ])('%s after %j: %s', (key, text, type) => expect(step(key, text).type).toBe(type));

  test('Enter takes a selected verb', () =>
    expect(step('Enter', '/order st', 1)).toMatchObject({ type: 'take', suggestion: { text: '/order start ' } }));
  test('Shift+Enter starts a new line', () =>
    expect(composerStep({ key: 'Enter', shiftKey: true }, { ...at('hello'), active: null }).type).toBe('nothing'));
  test('the arrow keys wrap around', () => {
    expect(step('ArrowUp', '/')).toEqual({ type: 'move', index: 1 });
    expect(step('ArrowDown', '/', 1)).toEqual({ type: 'move', index: 0 });
  });
});

test.each([
  ['/order status o-7', { type: 'command', command: '/order', text: 'status o-7' }],
  ['/ORDER', { type: 'command', command: '/order', text: '' }],
  ['/order a\nb', { type: 'command', command: '/order', text: 'a\nb' }],
  ['/nope x', { type: 'unknown', command: '/nope' }],
  [' hello ', { type: 'send-message', text: 'hello' }],
  ['/ not a command', { type: 'send-message', text: '/ not a command' }],
])('%j is sent as %j', (text, composed) => expect(readComposed(text, COMMANDS)).toEqual(composed));
