import { inputFields } from '../../../operations/kit/input-fields.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { TASKS } from '../../../operations/kit/tasks.ts';
import { commandText, type SlashCommand, usageOf } from '../commands/slash-commands.ts';
import { bold, bullets, code, line, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/**
 * Builds the help message for operations. A single operation is explained in detail; several get one line each.
 * `others` are further commands that the message lists. The help of all commands begins with what people want to do.
 */
export function helpMessage(operations: readonly Operation[], others: readonly SlashCommand[] = []): SlackMessage {
  const known = others.flatMap((command) => command.operations).concat(others.length === 0 ? [] : operations);
  const [only, ...more] = operations;
  const text = operations.map((operation) => `${usageOf(operation)}: ${operation.summary}`).join('\n');
  if (only !== undefined && more.length === 0 && others.length === 0)
    return slackMessage(text, [usage(only), ...fields(only)]);
  const tasks = known.length === 0 ? [] : taskBlocks(known);
  return slackMessage(text, [
    ...tasks,
    ...(tasks.length === 0 ? [] : [paragraph(line(bold('All commands')))]),
    bullets(
      ...operations.map(usageLine),
      ...others.map(({ command, description }) => line(code(command), words(` — ${description}`))),
    ),
    paragraph(
      line(
        words('Names and reasons of several words need no quotes. Add '),
        code('help'),
        words(' after a verb for details. Only you see the answers.'),
      ),
    ),
  ]);
}

/** Shows each task in bold, with the commands for it below. */
function taskBlocks(operations: readonly Operation[]) {
  const known = new Map(operations.map((operation) => [operation.name, operation]));
  return TASKS.flatMap(({ title, steps }) => {
    const commands = steps.flatMap((step) => {
      const operation = known.get(step.operation);
      return operation === undefined ? [] : [line(code(commandText(operation, step.arguments)))];
    });
    return commands.length === 0 ? [] : [paragraph(line(bold(title))), bullets(...commands)];
  });
}

function usage(operation: Operation) {
  return paragraph(usageLine(operation));
}

function usageLine(operation: Operation) {
  return line(code(usageOf(operation)), words(` — ${operation.summary}`));
}

function fields(operation: Operation) {
  const { positionals, options } = inputFields(operation);
  const all = [...positionals, ...options].filter(({ presence }) => presence !== 'unlisted');
  return all.length === 0
    ? []
    : [bullets(...all.map(({ flag, description }) => line(code(flag), words(` — ${description}`))))];
}
