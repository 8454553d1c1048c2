import type { PageCommand } from '../../page-protocol.ts';
import { suggestEmoji } from './emoji.ts';

/** Something that could stand in place of what is being typed. */
export interface Suggestion {
  /** What is listed, and after it how it goes on. */
  readonly label: string;
  readonly usage: string;
  readonly detail: string;
  /** The whole text with it put in, and where the cursor is then. */
  readonly text: string;
  readonly cursor: number;
}

export interface CommandCompletion {
  readonly suggestions: readonly Suggestion[];
  /** Whether Enter takes the first suggestion before the person has moved to one; otherwise Enter sends what is typed. */
  readonly entersAtOnce: boolean;
}

const NONE: CommandCompletion = { suggestions: [], entersAtOnce: false };
const MAX_SUGGESTIONS = 10;

/** What to offer for a text with the cursor at `cursor`: commands after a slash at the start, their verbs after the command, emoji after a colon. */
export function complete(text: string, cursor: number, commands: readonly PageCommand[]): CommandCompletion {
  const typed = text.slice(0, cursor);
  const rest = text.slice(cursor);
  if (/^\/\S*$/.test(typed)) return completeCommand(typed, rest, commands);
  const [, name, verb] = /^(\/\S+) +(\S*)$/.exec(typed) ?? [];
  const command = commands.find((one) => one.command === name);
  if (command !== undefined && verb !== undefined) return completeVerb({ command, verb, rest });
  const [, before, shortcode] = /^((?:[\s\S]*\s)?):([a-z0-9_+-]{2,})$/.exec(typed) ?? [];
  return before === undefined || shortcode === undefined ? NONE : completeEmoji(before, shortcode, rest);
}

/** The verbs that a usage hint names: `status [batch] | start [date]` gives status and start, each with the rest of its part. */
export function verbsOf({ usage_hint = '' }: PageCommand): readonly { verb: string; usage: string }[] {
  return usage_hint
    .split('|')
    .map((part) => part.trim())
    .flatMap((usage) => {
      const verb = /^\[?([a-z][a-z-]*)\b/.exec(usage)?.[1];
      return verb === undefined ? [] : [{ verb, usage }];
    });
}

function completeCommand(typed: string, rest: string, commands: readonly PageCommand[]): CommandCompletion {
  const wanted = typed.slice(1).toLowerCase();
  const found = commands
    .filter(({ command }) => command.slice(1).includes(wanted))
    .toSorted((a, b) => a.command.indexOf(wanted) - b.command.indexOf(wanted) || a.command.localeCompare(b.command));
  const isWhole = found.some(({ command }) => command === typed);
  return {
    suggestions: found.slice(0, MAX_SUGGESTIONS).map(({ command, description, usage_hint }) => ({
      label: command,
      usage: usage_hint ?? '',
      detail: description,
      ...put(`${command} `, rest),
    })),
    entersAtOnce: !isWhole,
  };
}

interface TypedVerb {
  readonly command: PageCommand;
  readonly verb: string;
  readonly rest: string;
}

function completeVerb({ command, verb, rest }: TypedVerb): CommandCompletion {
  const found = verbsOf(command).filter((one) => one.verb.startsWith(verb) && one.verb !== verb);
  return {
    suggestions: found.slice(0, MAX_SUGGESTIONS).map((one) => ({
      label: `${command.command} ${one.verb}`,
      usage: one.usage
        .slice(one.usage.indexOf(one.verb) + one.verb.length)
        .replace(/^\]/, '')
        .trim(),
      detail: '',
      ...put(`${command.command} ${one.verb} `, rest),
    })),
    entersAtOnce: false,
  };
}

function completeEmoji(before: string, shortcode: string, rest: string): CommandCompletion {
  const suggestions = suggestEmoji(shortcode).map(({ name, character }) => ({
    label: `${character} :${name}:`,
    usage: '',
    detail: '',
    ...put(`${before}:${name}: `, rest),
  }));
  return { suggestions, entersAtOnce: suggestions.length > 0 };
}

function put(start: string, rest: string): Pick<Suggestion, 'text' | 'cursor'> {
  return { text: start + rest.trimStart(), cursor: start.length };
}

/** What sending a text means: a command when it begins with a known slash word, otherwise something said. */
export function readComposed(
  text: string,
  commands: readonly PageCommand[],
):
  | { type: 'command'; command: string; text: string }
  | { type: 'say'; text: string }
  | { type: 'unknown'; command: string } {
  const trimmed = text.trim();
  const [, command, rest = ''] = /^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/i.exec(trimmed) ?? [];
  if (command === undefined) return { type: 'say', text: trimmed };
  const isKnown = commands.some((one) => one.command === command.toLowerCase());
  return isKnown ? { type: 'command', command: command.toLowerCase(), text: rest } : { type: 'unknown', command };
}
