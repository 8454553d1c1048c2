import { inputFields } from '../../../operations/kit/input-fields.ts';
import type { Operation } from '../../../operations/kit/operation.ts';
import { type SlashCommand, usageOf } from '../commands/slash-commands.ts';
import { bullets, code, line, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/**
 * Builds the help message for operations. A single operation is explained in detail; several get one line each.
 * `others` are further commands that the message lists.
 */
export function helpMessage(operations: readonly Operation[], others: readonly SlashCommand[] = []): SlackMessage {
  const [only, ...more] = operations;
  const text = operations.map((operation) => `${usageOf(operation)}: ${operation.summary}`).join('\n');
  if (only !== undefined && more.length === 0 && others.length === 0)
    return slackMessage(text, [usage(only), ...fields(only)]);
  return slackMessage(text, [
    bullets(
      ...operations.map(usageLine),
      ...others.map(({ command, description }) => line(code(command), words(` — ${description}`))),
    ),
    paragraph(
      line(
        words('Put values with spaces in quotes. Add '),
        code('help'),
        words(' after a verb for details. Only you see the answers.'),
      ),
    ),
  ]);
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
