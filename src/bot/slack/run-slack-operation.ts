import { personAt } from '../../coordination/identity/actor.ts';
import { deployStatus } from '../../operations/deploy/status.ts';
import { Ambiguous } from '../../operations/kit/ambiguous.ts';
import { answerCaller } from '../../operations/kit/answer-caller.ts';
import { parseTyped } from '../../operations/kit/input/parse-typed.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';
import { writtenArguments } from '../../operations/kit/written-arguments.ts';
import type { ParsedOperation } from './commands/parse-command.ts';
import { commandText } from './commands/slash-commands.ts';
import { type FormTrigger, openForm } from './forms/open-form.ts';
import { outcomeMessage } from './messages/outcome-message.ts';
import { code, line, paragraph, sentence, sentenceText, words } from './messages/rich-text.ts';
import { type SlackMessage, slackMessage } from './messages/slack-message.ts';
import type { SlackPerson } from './payloads.ts';
import type { SlackRespond } from './respond.ts';
import type { SlackContext } from './slack-context.ts';
import { deployStatusButtons } from './step-buttons/deploy-status-buttons.ts';
import { stepButtons } from './step-buttons/step-buttons.ts';
import { MAX_STEP_BUTTONS, storeStepButtons, storeStepRows } from './step-buttons/store-steps.ts';

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
  /** What a form for missing arguments needs; undefined if Slack can open none. */
  readonly trigger?: FormTrigger | undefined;
}

/**
 * Runs an operation for a person and responds with the outcome. If the operation takes long, the person first gets a
 * message that it is running. If arguments of a change are missing or cannot be read, a form asks for them.
 */
export async function runSlackOperation(
  context: SlackContext,
  parsed: ParsedOperation,
  caller: SlackCaller,
): Promise<void> {
  try {
    await runAndRespond(context, parsed, caller);
  } catch (error) {
    if (error instanceof Ambiguous) {
      const { person } = caller;
      return await caller.respond(await choiceMessage(context, parsed, { person, ambiguous: error }));
    }
    if (!(await openForm(context, parsed, { trigger: caller.trigger, error }))) throw error;
  }
}

async function runAndRespond(
  context: SlackContext,
  { operation, given }: ParsedOperation,
  { person, respond, request }: SlackCaller,
): Promise<void> {
  const input = parseTyped(operation, given, (meant) => commandText(operation, writtenArguments(meant)));
  const actor = personAt('slack', person);
  const running = answerCaller(context.app, operation, { input, actor, request, progress: () => undefined });
  const outcome = await notifyWhenSlow(running, context, () => respond(workingMessage(operation, given)));
  await respond(await withSteps(context, { operation, outcome, person }));
}

/** Builds the message for the outcome, with buttons for the next steps whose input is complete. */
async function withSteps(
  { app, operations }: SlackContext,
  { operation, outcome, person }: { operation: Operation; outcome: Outcome<unknown>; person: SlackPerson },
): Promise<SlackMessage> {
  const { buttons, others } = stepButtons(outcome, operations);
  const message = outcomeMessage(operation, { ...outcome, next: others }, operations);
  const steps = buttons.length === 0 ? [] : [await storeStepButtons(app, buttons, person.id)];
  const status = operation.name === deployStatus.name ? deployStatus.output.safeParse(outcome.data).data : undefined;
  const listed = status === undefined ? [] : deployStatusButtons(status, personAt('slack', person).session, operations);
  const rows = listed.length === 0 ? [] : await storeStepRows(app, listed, person.id);
  return { ...message, blocks: [...message.blocks, ...steps, ...rows] };
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
  const row = buttons.length === 0 ? [] : [await storeStepButtons(app, buttons, person.id)];
  return slackMessage(sentenceText(message), [paragraph(sentence(message)), ...row]);
}
