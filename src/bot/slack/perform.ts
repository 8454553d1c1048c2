import { personAt } from '../../coordination/identity/actor.ts';
import { Ambiguous } from '../../operations/kit/ambiguous.ts';
import { parseTyped } from '../../operations/kit/input/parse-typed.ts';
import type { Operation, Outcome } from '../../operations/kit/operation.ts';
import { writtenArguments } from '../../operations/kit/written-arguments.ts';
import type { SlackAnswer } from './answer.ts';
import type { ParsedOperation } from './commands/parse-command.ts';
import { commandText } from './commands/slash-commands.ts';
import { outcomeMessage } from './messages/outcome-message.ts';
import { type Rendered, rendered } from './messages/rendered.ts';
import { code, line, paragraph, sentence, sentenceText, words } from './messages/rich-text.ts';
import { MAX_OFFERS, offer } from './offers/keep-offers.ts';
import { stepOffers } from './offers/step-offers.ts';
import type { SlackPerson } from './payloads.ts';
import type { SlackContext } from './slack-context.ts';

/** People wonder after three seconds whether they were heard. */
const SAY_SO_AFTER_MS = 2_000;

export interface SlackCaller {
  readonly person: SlackPerson;
  readonly answer: SlackAnswer;
  /** Slack's name for the command or click; the same at every delivery of it. */
  readonly request: string;
}

/** Runs an operation for a person and answers him: at once when it is quick, otherwise that it is under way and later with the outcome. */
export async function perform(
  desk: SlackContext,
  asked: ParsedOperation,
  { person, answer, request }: SlackCaller,
): Promise<void> {
  const { operation, given } = asked;
  const input = parseTyped(operation, given, (meant) => commandText(operation, writtenArguments(meant)));
  const actor = personAt('slack', person);
  try {
    const running = operation.run(desk.app, { input, actor, request, progress: () => undefined });
    const outcome = await tellWhenSlow(running, desk, () => answer(underWay(operation, given)));
    await answer(await withSteps(desk, { operation, outcome, person }));
  } catch (error) {
    if (!(error instanceof Ambiguous)) throw error;
    await answer(await choiceMessage(desk, asked, { person, ambiguous: error }));
  }
}

/** The outcome, with buttons for the next steps that can be taken as they stand. */
async function withSteps(
  { app, operations }: SlackContext,
  { operation, outcome, person }: { operation: Operation; outcome: Outcome<unknown>; person: SlackPerson },
): Promise<Rendered> {
  const { offers, others } = stepOffers(outcome, operations);
  const message = outcomeMessage(operation, { ...outcome, next: others }, operations);
  if (offers.length === 0) return message;
  return { ...message, blocks: [...message.blocks, await offer(app, offers, person.id)] };
}

async function tellWhenSlow(
  running: Promise<Outcome<unknown>>,
  { clock, signal }: SlackContext,
  tell: () => Promise<void>,
): Promise<Outcome<unknown>> {
  const ended = new AbortController();
  const slow = clock
    .pause(SAY_SO_AFTER_MS, AbortSignal.any([ended.signal, signal]))
    .then(() => 'slow' as const)
    .catch(() => 'ended' as const);
  try {
    const first = await Promise.race([running, slow]);
    if (first === 'slow') await tell();
    return await running;
  } finally {
    ended.abort();
  }
}

function underWay(operation: Operation, given: ParsedOperation['given']) {
  const command = commandText(operation, given);
  return rendered(`Working on ${command}. The outcome follows.`, [
    paragraph(line(words('Working on '), code(command), words('. The outcome follows.'))),
  ]);
}

async function choiceMessage(
  { app }: SlackContext,
  { operation, given }: ParsedOperation,
  { person, ambiguous }: { readonly person: SlackPerson; readonly ambiguous: Ambiguous },
) {
  const { field, choices, message } = ambiguous;
  const offers = choices.slice(0, MAX_OFFERS).map(({ label, value }) => ({
    label,
    operation,
    given: { ...given, [field]: value },
  }));
  return rendered(sentenceText(message), [paragraph(sentence(message)), await offer(app, offers, person.id)]);
}
