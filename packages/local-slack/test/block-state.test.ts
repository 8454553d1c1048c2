import { describe, expect, test } from 'vitest';
import { blockStateOf, inputErrors } from '../src/blocks/block-state.ts';

const plain = (words: string) => ({ type: 'plain_text', text: words });
const option = (value: string) => ({ text: plain(value), value });
const stored = (value: string) => ({ text: { ...plain(value), emoji: true }, value });
const ask = (element: object, more: object = {}) => [
  { type: 'input', block_id: 'b', label: plain('l'), element: { action_id: 'a', ...element }, ...more },
];
const given = (value: object) => ({ b: { a: { type: '', ...value } } });

const select = { type: 'static_select', options: [option('s'), option('m')], initial_option: option('s') };
const boxes = { type: 'checkboxes', options: [option('s'), option('m')] };

const STATES: readonly [name: string, element: object, given: object, expected: object][] = [
  ['what the block says at first', select, {}, { type: 'static_select', selected_option: stored('s') }],
  ['an option that was chosen', select, { selected_option: option('m') }, { selected_option: stored('m') }],
  [
    'nothing for an option that is not offered',
    select,
    { selected_option: option('xl') },
    { selected_option: stored('s') },
  ],
  ['nothing where a choice was cleared', select, { selected_option: null }, { selected_option: null }],
  [
    'of checkboxes those that are offered',
    boxes,
    { selected_options: [option('m'), option('xl')] },
    { selected_options: [stored('m')] },
  ],
  ['no box at first', boxes, {}, { selected_options: [] }],
  ['a text', { type: 'plain_text_input' }, { value: 'typed' }, { type: 'plain_text_input', value: 'typed' }],
  ['null for no text', { type: 'plain_text_input' }, {}, { value: null }],
  ['a date', { type: 'datepicker' }, { selected_date: '2026-11-23' }, { selected_date: '2026-11-23' }],
  ['no date for what is none', { type: 'datepicker' }, { selected_date: 'soon' }, { selected_date: null }],
  [
    'any option of the app',
    { type: 'external_select' },
    { selected_option: option('p1') },
    { selected_option: stored('p1') },
  ],
  ['people', { type: 'multi_users_select' }, { selected_users: ['UANA'] }, { selected_users: ['UANA'] }],
];

test.each(STATES)('the state holds %s', (_name, ...[element, value, expected]) => {
  expect(blockStateOf(ask(element), given(value))).toMatchObject({ b: { a: expected } });
});

test('a missing block has no state', () => {
  expect(blockStateOf([{ type: 'divider', block_id: 'd' }], given({ value: 'x' }))).toEqual({});
});

describe('Slack itself rejects', () => {
  const errors = (element: object, value: object, more: object = {}) => {
    const blocks = ask(element, more);
    return inputErrors(blocks, blockStateOf(blocks, given(value)));
  };

  test('an empty required input, and accepts an empty optional one', () => {
    expect(errors({ type: 'plain_text_input' }, { value: '' })).toEqual({ b: 'Please complete this required field.' });
    expect(errors(boxes, {})).toEqual({ b: 'Please complete this required field.' });
    expect(errors(boxes, {}, { optional: true })).toEqual({});
  });

  test('a text of the wrong length', () => {
    const short = { type: 'plain_text_input', min_length: 3, max_length: 5 };
    expect(errors(short, { value: 'ab' })).toEqual({ b: 'Enter at least 3 characters.' });
    expect(errors(short, { value: 'abcdef' })).toEqual({ b: 'Enter at most 5 characters.' });
    expect(errors(short, { value: 'abc' })).toEqual({});
  });

  test('a number input without a number', () => {
    const number = { type: 'number_input', is_decimal_allowed: true };
    expect(errors(number, { value: 'many' })).toEqual({ b: 'Enter a number.' });
    expect(errors(number, { value: '2.5' })).toEqual({});
  });
});
