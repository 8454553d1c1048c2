import { distance } from 'fastest-levenshtein';
import { interpretInput } from '../../../operations/kit/meant-input.ts';
import { writtenArguments } from '../../../operations/kit/written-arguments.ts';
import type { SlackAnswer } from '../answer.ts';
import { helpMessage } from '../messages/help-message.ts';
import { type Rendered, rendered } from '../messages/rendered.ts';
import { code, line, paragraph, words } from '../messages/rich-text.ts';
import { offer } from '../offers/keep-offers.ts';
import { type CommandPayload, personOfCommand, type SlackPerson } from '../payloads.ts';
import { perform } from '../perform.ts';
import type { SlackContext } from '../slack-context.ts';
import { type ParsedOperation, parseCommand } from './parse-command.ts';
import { commandText, OWN_COMMAND, type SlashCommand } from './slash-commands.ts';

/** Does what a slash command says. A verb that is none never acts: it is answered with the verbs there are and a button for the nearest. */
export async function handleCommand(desk: SlackContext, payload: CommandPayload, answer: SlackAnswer): Promise<void> {
  const command = desk.commands.find((each) => each.command === payload.command.toLowerCase());
  if (command === undefined) return await answer(noSuchCommand(desk.commands, payload.command));
  const asked = parseCommand(command, payload.text);
  const person = personOfCommand(payload);
  switch (asked.kind) {
    case 'help':
      return await answer(helpMessage(asked.operations, besides(desk, command)));
    case 'run':
      return await perform(desk, asked, { person, answer, request: payload.trigger_id });
    case 'unknown-verb':
      return await answer(await unknownVerb(desk, { command, ...asked }, person));
  }
}

interface UnknownVerb {
  readonly command: SlashCommand;
  readonly verb: string;
  readonly nearest: readonly ParsedOperation[];
}

async function unknownVerb(
  { app }: SlackContext,
  { command, verb, nearest }: UnknownVerb,
  person: SlackPerson,
): Promise<Rendered> {
  const help = helpMessage(command.operations);
  const commands = nearest.map(asMeant);
  const { complete = [], open = [] } = Object.groupBy(commands, ({ operation, given }) =>
    operation.input.safeParse(given).success ? 'complete' : 'open',
  );
  const buttons = complete.length === 0 ? [] : [await offer(app, complete, person.id)];
  const question = nearest.length === 0 ? '' : ' Did you mean this?';
  return {
    text: rendered(`${command.command} has no verb ${verb}; nothing was done.${question}`, []).text,
    blocks: [
      paragraph(
        line(code(command.command), words(' has no verb '), code(verb), words(`; nothing was done.${question}`)),
      ),
      ...open.map((each) => paragraph(line(code(commandText(each.operation, writtenArguments(each)))))),
      ...buttons,
      ...help.blocks,
    ],
  };
}

/** A button is for what its operation takes; the rest is corrected by the asker. */
function asMeant({ operation, given }: ParsedOperation) {
  const meant = interpretInput(operation, given) ?? { arguments: given, fill_in: [] };
  return { operation, given: meant.arguments, arguments: meant.arguments, fill_in: meant.fill_in };
}

/** `/tipoff help` is where a newcomer looks first, so it names the other commands. */
function besides({ commands }: SlackContext, { command }: SlashCommand): readonly SlashCommand[] {
  return command === OWN_COMMAND ? commands.filter((each) => each.command !== command) : [];
}

function noSuchCommand(commands: readonly SlashCommand[], typed: string): Rendered {
  const [nearest] = commands.toSorted((a, b) => distance(typed, a.command) - distance(typed, b.command));
  const known = commands.map(({ command }) => command).join(', ');
  const hint = nearest === undefined ? '' : ` The nearest is ${nearest.command}.`;
  const text = `There is no command ${typed}; nothing was done.${hint} There are ${known}.`;
  return rendered(text, [
    paragraph(
      line(words('There is no command '), code(typed), words(`; nothing was done.${hint} There are ${known}.`)),
    ),
  ]);
}
