import type { Operation } from '../../operations/kit/operation.ts';
import { stepCommand } from '../../operations/kit/step-command.ts';
import { TASKS } from '../../operations/kit/tasks.ts';

/** Lists what people want to do, with the commands for it. Empty if not all operations are loaded. */
export function taskHelp(operations: readonly Operation[]): string {
  const known = new Set(operations.map(({ name }) => name));
  const tasks = TASKS.filter(({ steps }) => steps.every(({ operation }) => known.has(operation)));
  return tasks
    .map(({ title, steps }) => `${title}:\n${steps.map((step) => `  ${stepCommand(step, operations)}\n`).join('')}`)
    .join('\n');
}
