import type { Failure } from '../../operations/kit/failure.ts';
import { markUserText } from '../../operations/kit/mark-user-text.ts';
import { noteText } from '../../operations/kit/note-text.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';
import { stepCommand } from '../../operations/kit/step-command.ts';
import { rendererOf } from '../../operations/renderer-of.ts';
import { escapeUnprintable } from '../../platform/printable.ts';
import type { TerminalPage } from './render/terminal-page.ts';

type ShownOperation = Pick<Operation, 'prints' | 'output' | 'refusal'>;

/**
 * Formats an outcome as JSON. Some operations print only their data; for them the JSON contains nothing else. The fields
 * have one order, whether this process or a server ran the command.
 */
export function outcomeAsJson(operation: ShownOperation, outcome: Outcome<unknown>): string {
  if (operation.prints === 'data') return json(outcome.data);
  const { decision, code, message, data, next, ...others } = markUserText(operation, outcome);
  return json({ decision, code, message, data, next, ...others });
}

/** Formats a failure as JSON with the same fields as an outcome. */
export function failureAsJson({ code, message }: Failure): string {
  return json({ decision: 'refused', code, message, data: null, next: [] });
}

/**
 * Formats an outcome for a person: the message, the data as far as they fit the page, and the suggested next commands.
 * `operations` contains the operations of the next steps.
 */
export async function outcomeAsText(
  name: string,
  outcome: Outcome<unknown>,
  { operations, page }: { readonly operations: readonly Operation[]; readonly page: TerminalPage },
): Promise<string> {
  const next = outcome.next.map((step) => `  ${stepCommand(step, operations)}\n      ${step.why}`);
  const parts = [
    outcome.message.split('\n').map(escapeUnprintable).join('\n'),
    outcome.data === null ? '' : await dataAsText(name, outcome.data, page),
    next.length === 0 ? '' : ['Next:', ...next].join('\n'),
    (outcome.notes ?? []).map(noteText).join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Loads the renderers only here, because many commands print a message and no data. */
async function dataAsText(name: string, data: unknown, page: TerminalPage): Promise<string> {
  const [{ renderers }, { renderData }] = await Promise.all([
    import('./render/renderers.ts'),
    import('./render/render-data.ts'),
  ]);
  return (rendererOf(renderers, name) ?? renderData)(data, page);
}

/** Formats a value as the flag `--json` prints it. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
