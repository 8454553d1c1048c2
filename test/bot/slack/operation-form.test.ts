import type { InputBlock } from '@slack/types';
import { describe, expect, it, test } from 'vitest';
import { checkView } from '#local-slack/src/views/check-view.ts';
import { formErrors, formValues } from '#src/bot/slack/forms/form-values.ts';
import { operationForm } from '#src/bot/slack/forms/operation-form.ts';
import type { Operation } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';

const SERVICES = ['bot', 'worker'];
const CHANGES = OPERATIONS.filter(({ effect, reach }) => effect !== 'read' && reach === 'everywhere');

function formFor(operation: Operation, given: Readonly<Record<string, unknown>> = {}) {
  return operationForm({
    operation,
    given,
    problem: 'Something is missing.',
    services: SERVICES,
    responseUrl: 'http://x',
  });
}

function named(name: string): Operation {
  const found = OPERATIONS.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

test.each(CHANGES)('Slack accepts the form of $name', (operation) => {
  const rules = { newId: () => 'b', unknownTypes: new Set<string>(), isPicture: () => false };
  expect(() => checkView(JSON.parse(JSON.stringify(formFor(operation))), rules)).not.toThrow();
});

describe('the form of an operation', () => {
  it('has the required fields first, choices as menus, and switches as boxes', () => {
    const { blocks } = formFor(named('deploy finish'), { service: 'WORKER', token: 7, release: true });
    const inputs = blocks.filter((block): block is InputBlock => block.type === 'input');
    expect(inputs.map(({ block_id, optional, element }) => [block_id, optional, element.type])).toEqual([
      ['service', false, 'static_select'],
      ['result', false, 'static_select'],
      ['token', true, 'plain_text_input'],
      ['release', true, 'checkboxes'],
    ]);
    expect(inputs[0]?.element).toMatchObject({ initial_option: { value: 'worker' } });
    expect(inputs[2]?.element).toMatchObject({ initial_value: '7' });
    expect(inputs[3]?.element).toMatchObject({ initial_options: [{ value: 'yes' }] });
  });

  it('offers global only where the operation takes it', () => {
    expect(JSON.stringify(formFor(named('deploy claim')))).toContain('"value":"global"');
    expect(JSON.stringify(formFor(named('deploy finish')))).not.toContain('"value":"global"');
  });

  it('keeps the given values of unlisted fields out of sight, and drops unknown ones', () => {
    const { private_metadata } = formFor(named('deploy take-over'), {
      service: 'worker',
      go_on: 'start',
      colour: 'red',
    });
    expect(JSON.parse(private_metadata ?? '')).toMatchObject({ carried: { go_on: 'start' } });
    expect(private_metadata).not.toContain('colour');
  });
});

describe('a submitted form', () => {
  const claim = named('deploy claim');
  const text = (name: string, value: string | null) => ({ [name]: { [name]: { type: 'plain_text_input', value } } });
  const choice = (name: string, value: string) => ({
    [name]: { [name]: { type: 'static_select', selected_option: { value } } },
  });
  const ticked = { without_lock: { without_lock: { type: 'checkboxes', selected_options: [{ value: 'yes' }] } } };

  it('gives the operation its input, without the empty fields', () => {
    const state = { ...choice('service', 'worker'), ...text('reason', 'fix it'), ...text('for', null), ...ticked };
    expect(formValues(claim, state)).toEqual({ service: 'worker', reason: 'fix it', without_lock: true });
  });

  it.each([
    [{ service: 'worker' }, { reason: 'is missing; describe in a few words what you are about to do' }],
    [{ service: 'worker', reason: 'fix it', for: 'soon' }, { for: expect.stringContaining('is not a length of time') }],
    [{ service: 'worker', reason: 'fix it' }, {}],
  ])('with %j has the faults %j', (given, errors) => {
    expect(formErrors(claim, given)).toEqual(errors);
  });
});
