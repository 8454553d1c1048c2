import { describe, expect, test } from 'vitest';
import { complete, readComposed, verbsOf } from '../../src/page/model/completion.ts';
import { composerStep } from '../../src/page/model/composer-key.ts';

const COMMANDS = [
  { command: '/batch', description: 'Batches', usage_hint: 'status [batch] | start [date] | rerun-missing' },
  { command: '/predict', description: 'Predictions' },
];
const at = (text: string) => complete(text, text.length, COMMANDS);
const texts = (text: string) => at(text).suggestions.map((suggestion) => suggestion.text);

describe('what is offered', () => {
  test.each([
    ['/', ['/batch ', '/predict ']],
    ['/pre', ['/predict ']],
    ['/edi', ['/predict ']],
    ['/batch ', ['/batch status ', '/batch start ', '/batch rerun-missing ']],
    ['/batch st', ['/batch status ', '/batch start ']],
    ['/batch status', []],
    ['/batch status b-7', []],
    ['/predict ', []],
    ['hello /ba', []],
    ['at 12:30', []],
    ['', []],
  ])('for %j', (text, wanted) => expect(texts(text)).toEqual(wanted));

  test('for a colon, shortcodes that begin so', () => expect(texts('nice :tad')[0]).toBe('nice :tada: '));

  test('for a cursor in the middle, with what follows kept', () =>
    expect(complete('/ba now', 3, COMMANDS).suggestions[0]).toMatchObject({ text: '/batch now', cursor: 7 }));
});

test('the verbs are those of the usage hint', () =>
  expect(verbsOf({ command: '/x', description: '', usage_hint: '[status] | rerun <name> | <id>' })).toEqual([
    { verb: 'status', usage: '[status]' },
    { verb: 'rerun', usage: 'rerun <name>' },
  ]));

describe('a key in the composer', () => {
  const step = (key: string, text: string, active: number | null = null) =>
    composerStep({ key, shiftKey: false }, { ...at(text), active });

  test.each([
    ['Enter', 'hello', 'send'],
    ['Enter', '/bat', 'take'],
    ['Enter', '/batch', 'send'],
    ['Enter', '/batch st', 'send'],
    ['Tab', '/batch st', 'take'],
    ['Escape', '/', 'dismiss'],
    ['ArrowDown', '/', 'move'],
    ['Tab', 'hello', 'nothing'],
    ['ArrowUp', 'hello', 'nothing'],
    ['x', '/', 'nothing'],
  ])('%s after %j: %s', (key, text, type) => expect(step(key, text).type).toBe(type));

  test('Enter takes a verb that was moved to', () =>
    expect(step('Enter', '/batch st', 1)).toMatchObject({ type: 'take', suggestion: { text: '/batch start ' } }));
  test('Shift and Enter begin a line', () =>
    expect(composerStep({ key: 'Enter', shiftKey: true }, { ...at('hello'), active: null }).type).toBe('nothing'));
  test('the arrows go round', () => {
    expect(step('ArrowUp', '/')).toEqual({ type: 'move', index: 1 });
    expect(step('ArrowDown', '/', 1)).toEqual({ type: 'move', index: 0 });
  });
});

test.each([
  ['/batch status b-7', { type: 'command', command: '/batch', text: 'status b-7' }],
  ['/BATCH', { type: 'command', command: '/batch', text: '' }],
  ['/batch a\nb', { type: 'command', command: '/batch', text: 'a\nb' }],
  ['/nope x', { type: 'unknown', command: '/nope' }],
  [' hello ', { type: 'say', text: 'hello' }],
  ['/ not a command', { type: 'say', text: '/ not a command' }],
])('%j is sent as %j', (text, composed) => expect(readComposed(text, COMMANDS)).toEqual(composed));
