import { describe, expect, test } from 'vitest';
import { readBlocks } from '../../src/page/model/block.ts';
import { formProblems, picksOf, picksToValue, stateValues, withEdit } from '../../src/page/model/form.ts';
import { selectStep } from '../../src/page/model/select-key.ts';

const label = { type: 'plain_text', text: 'Label' };
const option = (value: string) => ({ text: { type: 'plain_text' as const, text: value.toUpperCase() }, value });
const input = (element: object, more: object = {}) =>
  readBlocks([{ type: 'input', block_id: 'b', ...{ label, element: { action_id: 'a', ...element }, ...more } }]);
const edited = (type: string, more: object) => withEdit({}, { block_id: 'b', action_id: 'a' }, { type, ...more });

describe('the values of a form', () => {
  test.each([
    [{ type: 'plain_text_input', initial_value: 'x' }, { value: 'x' }],
    [{ type: 'number_input', is_decimal_allowed: true }, { value: null }],
    [{ type: 'datepicker', initial_date: '2026-02-05' }, { selected_date: '2026-02-05' }],
    [{ type: 'timepicker' }, { selected_time: null }],
    [
      { type: 'checkboxes', options: [option('x')], initial_options: [option('x')] },
      { selected_options: [option('x')] },
    ],
    [{ type: 'radio_buttons', options: [option('x')] }, { selected_option: null }],
    [{ type: 'static_select', options: [option('x')], initial_option: option('x') }, { selected_option: option('x') }],
    [{ type: 'multi_external_select' }, { selected_options: [] }],
    [{ type: 'users_select', initial_user: 'U1' }, { selected_user: 'U1' }],
    [{ type: 'multi_channels_select', initial_channels: ['C1'] }, { selected_channels: ['C1'] }],
    [{ type: 'conversations_select' }, { selected_conversation: null }],
  ])('start with the initial value of the app: %j', (element, given) =>
    expect(stateValues(input(element), {})).toEqual({ b: { a: { type: element.type, ...given } } }),
  );

  test('are the edits of the person for elements that still exist', () => {
    const edits = withEdit(
      edited('plain_text_input', { value: 'typed' }),
      { block_id: 'gone', action_id: 'a' },
      { type: 'x' },
    );
    expect(stateValues(input({ type: 'plain_text_input' }), edits)).toEqual({
      b: { a: { type: 'plain_text_input', value: 'typed' } },
    });
  });
  test('include selects in messages, but no buttons', () => {
    const elements = [
      { type: 'button', action_id: 'press', text: label },
      { type: 'static_select', action_id: 'team', options: [option('bos')] },
    ];
    const blocks = readBlocks([{ type: 'actions', block_id: 'b', ...{ elements } }]);
    expect(stateValues(blocks, {})).toEqual({ b: { team: { type: 'static_select', selected_option: null } } });
  });
});

describe('the validation of a form', () => {
  test.each([
    { name: 'empty', element: { type: 'plain_text_input' }, value: '', problem: 'Please fill this in.' },
    {
      name: 'too short',
      element: { type: 'plain_text_input', min_length: 3 },
      value: 'ab',
      problem: 'Enter at least 3 characters.',
    },
    {
      name: 'too long',
      element: { type: 'plain_text_input', max_length: 3 },
      value: 'abcd',
      problem: 'Enter at most 3 characters (now 4).',
    },
    { name: 'no number', element: { type: 'number_input' }, value: 'x', problem: 'This is not a number.' },
    { name: 'not a whole number', element: { type: 'number_input' }, value: '1.5', problem: 'Enter a whole number.' },
    { name: 'too small', element: { type: 'number_input', min_value: '1' }, value: '0', problem: 'Enter 1 or more.' },
    { name: 'too large', element: { type: 'number_input', max_value: '5' }, value: '6', problem: 'Enter 5 or less.' },
    {
      name: 'no address',
      element: { type: 'email_text_input' },
      value: 'a@b',
      problem: 'This is not an email address.',
    },
    {
      name: 'no web address',
      element: { type: 'url_text_input' },
      value: 'nowhere',
      problem: 'This is not a web address.',
    },
  ])('$name', ({ element, value, problem }) =>
    expect(formProblems(input(element), edited(element.type, { value: value || null }))).toEqual({ b: problem }),
  );

  test('an optional field may stay empty', () =>
    expect(formProblems(input({ type: 'plain_text_input' }, { optional: true }), {})).toEqual({}));
  test('a required select needs a selection', () =>
    expect(formProblems(input({ type: 'multi_static_select', options: [option('x')] }), {})).toEqual({
      b: 'Please fill this in.',
    }));
});

test.each([
  'static_select',
  'multi_static_select',
  'users_select',
  'multi_users_select',
  'channels_select',
  'multi_conversations_select',
] as const)('the value of a %s converts to options and back', (type) => {
  const [block] = input({ type });
  const element = block?.type === 'input' ? block.element : undefined;
  const given = element?.type === type ? picksToValue(element, [option('x')]) : { type: '' };
  expect(picksOf(given).map(({ value }) => value)).toEqual(['x']);
});

test.each([
  ['ArrowDown', { isOpen: false }, { type: 'open' }],
  ['ArrowDown', { isOpen: true }, { type: 'move', index: 1 }],
  ['ArrowUp', { isOpen: true }, { type: 'move', index: 2 }],
  ['Enter', { isOpen: true }, { type: 'choose' }],
  ['Escape', { isOpen: true }, { type: 'close' }],
  ['Escape', { isOpen: false }, { type: 'nothing' }],
  ['Backspace', { isOpen: true, canRemove: true }, { type: 'remove-last' }],
  ['a', { isOpen: true }, { type: 'nothing' }],
])('%s in a select that is %j: %j', (key, now, step) =>
  expect(selectStep(key, { active: 0, count: 3, canRemove: false, ...now })).toEqual(step),
);
