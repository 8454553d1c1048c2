import type { Failure } from '../../operations/kit/failure.ts';
import { escapeUnprintable } from '../../operations/kit/input/printable.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';
import { stepCommand } from '../../operations/kit/step-command.ts';
import { rendererOf } from '../../operations/registry.ts';
import { renderData } from './render/render-data.ts';
import { renderers } from './render/renderers.ts';

/** The outcome as JSON, each field once: the payload is under `data`. */
export function outcomeAsJson({ prints }: Pick<Operation, 'prints'>, outcome: Outcome<unknown>): string {
  return json(prints === 'data' ? outcome.data : outcome);
}

/** A failure in the form of an outcome. */
export function failureAsJson({ code, message }: Failure): string {
  return json({ decision: 'refused', code, message, data: null, next: [] });
}

/** The outcome for a person: the message, the data and the suggested next commands. */
export function outcomeAsText(name: string, outcome: Outcome<unknown>, operations: readonly Operation[]): string {
  const next = outcome.next.map((step) => `  ${stepCommand(step, operations)}\n      ${step.why}`);
  const parts = [
    outcome.message.split('\n').map(escapeUnprintable).join('\n'),
    outcome.data === null ? '' : (rendererOf(renderers, name) ?? renderData)(outcome.data),
    next.length === 0 ? '' : ['Next:', ...next].join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
