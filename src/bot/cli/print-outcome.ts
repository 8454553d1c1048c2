import * as z from 'zod';
import type { Failure } from '../../operations/kit/failure.ts';
import { escapeUnprintable } from '../../operations/kit/input/printable.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';
import { stepCommand } from '../../operations/kit/step-command.ts';
import { renderData } from './render/render-data.ts';
import { renderers } from './render/renderers.ts';

const Fields = z.record(z.string(), z.unknown());

/** The answer as one JSON text: what HTTP answers, with the fields of `data` beside it so that scripts reach them in one step. */
export function outcomeAsJson(operation: Pick<Operation, 'prints'>, outcome: Outcome<unknown>): string {
  if (operation.prints === 'data') return json(outcome.data);
  const fields = Fields.safeParse(outcome.data);
  const { data, next, ...head } = outcome;
  return json(fields.success ? { ...head, ...fields.data, ...head, data, next } : outcome);
}

/** A failure in the form of an outcome. */
export function failureAsJson({ code, message }: Failure): string {
  return json({ decision: 'refused', code, message, data: null, next: [] });
}

/** The answer for a person: the sentence, the data, and what can be done next. */
export function outcomeAsText(name: string, outcome: Outcome<unknown>, operations: readonly Operation[]): string {
  const render = renderers[name] ?? renderData;
  const next = outcome.next.map((step) => `  ${stepCommand(step, operations)}\n      ${step.why}`);
  const parts = [
    outcome.message.split('\n').map(escapeUnprintable).join('\n'),
    render(outcome.data),
    next.length === 0 ? '' : ['Next:', ...next].join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
