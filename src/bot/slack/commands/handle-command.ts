import { distance } from 'fastest-levenshtein';
import { interpretInput } from '../../../operations/kit/interpret-input.ts';
import { writtenArguments } from '../../../operations/kit/written-arguments.ts';
import { helpMessage } from '../messages/help-message.ts';
import { code, line, paragraph, words } from '../messages/rich-text.ts';
import { type SlackMessage, slackMessage } from '../messages/slack-message.ts';
import { type CommandPayload, personOfCommand, type SlackPerson } from '../payloads.ts';
import type { SlackRespond } from '../respond.ts';
import { runSlackOperation } from '../run-slack-operation.ts';
import type { SlackContext } from '../slack-context.ts';
import { storeStepButtons } from '../step-buttons/store-steps.ts';
import { type ParsedOperation, parseCommand } from './parse-command.ts';
import { commandText, OWN_COMMAND, type SlashCommand } from './slash-commands.ts';

/** Handles a slash command. An unknown verb changes nothing: the response lists the verbs and has a button for the nearest one. */
export async function handleCommand(
  context: SlackContext,
  payload: CommandPayload,
  respond: SlackRespond,
): Promise<void> {
  const command = context.commands.find((each) => each.command === payload.command.toLowerCase());
  if (command === undefined) return await respond(noSuchCommand(context.commands, payload.command));
  const parsed = parseCommand(command, payload.text);
  const person = personOfCommand(payload);
  switch (parsed.kind) {
    case 'help':
      return await respond(helpMessage(parsed.operations, otherCommands(context, command)));
    case 'run':
      return await runSlackOperation(context, parsed, {
        person,
        respond,
        request: payload.trigger_id,
        trigger: payload,
      });
    case 'unknown-verb':
      return await respond(await unknownVerb(context, { command, ...parsed }, person));
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
): Promise<SlackMessage> {
  const help = helpMessage(command.operations);
  const commands = nearest.map(correctedCall);
  const { usable = [], open = [] } = Object.groupBy(commands, ({ operation, given }) =>
    operation.effect !== 'read' || operation.input.safeParse(given).success ? 'usable' : 'open',
  );
  const buttons = usable.length === 0 ? [] : [await storeStepButtons(app, usable.map(labelled), person.id)];
  const question = nearest.length === 0 ? '' : ' Did you mean this?';
  return {
    text: slackMessage(`${command.command} has no verb ${verb}. Nothing was changed.${question}`, []).text,
    blocks: [
      paragraph(
        line(code(command.command), words(' has no verb '), code(verb), words(`. Nothing was changed.${question}`)),
      ),
      ...open.map((each) => paragraph(line(code(commandText(each.operation, writtenArguments(each)))))),
      ...buttons,
      ...help.blocks,
    ],
  };
}

/** Labels the button of a command with the command. A button whose command has open fields opens a form. */
function labelled(call: ReturnType<typeof correctedCall>) {
  return { ...call, label: commandText(call.operation, writtenArguments(call)) };
}

/** Corrects a mistyped command as far as its words allow. The open fields of a read have to be typed. */
function correctedCall({ operation, given }: ParsedOperation) {
  const corrected = interpretInput(operation, given) ?? { arguments: given, fill_in: [] };
  return { operation, given: corrected.arguments, arguments: corrected.arguments, fill_in: corrected.fill_in };
}

/** Returns the other slash commands that `/tipoff help` lists, because newcomers look there first. */
function otherCommands({ commands }: SlackContext, { command }: SlashCommand): readonly SlashCommand[] {
  return command === OWN_COMMAND ? commands.filter((each) => each.command !== command) : [];
}

function noSuchCommand(commands: readonly SlashCommand[], typed: string): SlackMessage {
  const [nearest] = commands.toSorted((a, b) => distance(typed, a.command) - distance(typed, b.command));
  const known = commands.map(({ command }) => command).join(', ');
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest.command}?`;
  const text = `The command ${typed} does not exist. Nothing was changed.${hint} The commands are ${known}.`;
  return slackMessage(text, [
    paragraph(
      line(
        words('The command '),
        code(typed),
        words(` does not exist. Nothing was changed.${hint} The commands are ${known}.`),
      ),
    ),
  ]);
}
