import { personAt } from '../../coordination/identity/actor.ts';
import { Ambiguous } from '../../operations/kit/ambiguous.ts';
import { answerCaller } from '../../operations/kit/answer-caller.ts';
import { parseTyped } from '../../operations/kit/input/parse-typed.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';
import { writtenArguments } from '../../operations/kit/written-arguments.ts';
import type { ParsedOperation } from './commands/parse-command.ts';
import { commandText } from './commands/slash-commands.ts';
import { outcomeMessage } from './messages/outcome-message.ts';
import { code, line, paragraph, sentence, sentenceText, words } from './messages/rich-text.ts';
import { type SlackMessage, slackMessage } from './messages/slack-message.ts';
import type { SlackPerson } from './payloads.ts';
import type { SlackRespond } from './respond.ts';
import type { SlackContext } from './slack-context.ts';
import { stepButtons } from './step-buttons/step-buttons.ts';
import { MAX_STEP_BUTTONS, storeStepButtons } from './step-buttons/store-steps.ts';

/**
 * The time after which a slow operation sends the person a notice. After three seconds without an answer, people
 * wonder whether the command arrived.
 */
const NOTIFY_AFTER_MS = 2_000;

export interface SlackCaller {
  readonly person: SlackPerson;
  readonly respond: SlackRespond;
  /** Slack's id of the slash command or click. All deliveries of one click have the same id. */
  readonly request: string;
}

/**
 * Runs an operation for a person and responds with the outcome. If the operation takes long, the person first gets a
 * message that it is running.
 */
export async function runSlackOperation(
  context: SlackContext,
  parsed: ParsedOperation,
  { person, respond, request }: SlackCaller,
): Promise<void> {
  const { operation, given } = parsed;
  const input = parseTyped(operation, given, (meant) => commandText(operation, writtenArguments(meant)));
  const actor = personAt('slack', person);
  try {
    const running = answerCaller(context.app, operation, { input, actor, request, progress: () => undefined });
    const outcome = await notifyWhenSlow(running, context, () => respond(workingMessage(operation, given)));
    await respond(await withSteps(context, { operation, outcome, person }));
  } catch (error) {
    if (!(error instanceof Ambiguous)) throw error;
    await respond(await choiceMessage(context, parsed, { person, ambiguous: error }));
  }
}

/** Builds the message for the outcome, with buttons for the next steps whose input is complete. */
async function withSteps(
  { app, operations }: SlackContext,
  { operation, outcome, person }: { operation: Operation; outcome: Outcome<unknown>; person: SlackPerson },
): Promise<SlackMessage> {
  const { buttons, others } = stepButtons(outcome, operations);
  const message = outcomeMessage(operation, { ...outcome, next: others }, operations);
  if (buttons.length === 0) return message;
  return { ...message, blocks: [...message.blocks, await storeStepButtons(app, buttons, person.id)] };
}

async function notifyWhenSlow(
  running: Promise<Outcome<unknown>>,
  { clock, signal }: SlackContext,
  notify: () => Promise<void>,
): Promise<Outcome<unknown>> {
  const finished = new AbortController();
  const slow = clock
    .pause(NOTIFY_AFTER_MS, AbortSignal.any([finished.signal, signal]))
    .then(() => 'slow' as const)
    .catch(() => 'finished' as const);
  try {
    const first = await Promise.race([running, slow]);
    if (first === 'slow') await notify();
    return await running;
  } finally {
    finished.abort();
  }
}

function workingMessage(operation: Operation, given: ParsedOperation['given']) {
  const command = commandText(operation, given);
  return slackMessage(`Working on ${command}. The result follows.`, [
    paragraph(line(words('Working on '), code(command), words('. The result follows.'))),
  ]);
}

async function choiceMessage(
  { app }: SlackContext,
  { operation, given }: ParsedOperation,
  { person, ambiguous }: { readonly person: SlackPerson; readonly ambiguous: Ambiguous },
) {
  const { field, choices, message } = ambiguous;
  const buttons = choices.slice(0, MAX_STEP_BUTTONS).map(({ label, value }) => ({
    label,
    operation,
    given: { ...given, [field]: value },
  }));
  return slackMessage(sentenceText(message), [
    paragraph(sentence(message)),
    await storeStepButtons(app, buttons, person.id),
  ]);
}
