import type { PageCommand } from '../../page-protocol.ts';
import { suggestEmoji } from './emoji.ts';

/** A suggested completion of the typed text. */
export interface Suggestion {
  readonly label: string;
  readonly usage: string;
  readonly detail: string;
  /** The typed text and the cursor position after the person accepts the suggestion. */
  readonly text: string;
  readonly cursor: number;
}

export interface CommandCompletion {
  readonly suggestions: readonly Suggestion[];
  /** What Enter does when no suggestion is selected: true accepts the first suggestion, false sends the text. */
  readonly takesFirstOnEnter: boolean;
}

const NONE: CommandCompletion = { suggestions: [], takesFirstOnEnter: false };
const MAX_SUGGESTIONS = 10;

/** Suggests commands after a leading slash, verbs after a command, and emoji after a colon. */
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

/**
 * The verbs of a usage hint: `status [id] | start [date]` has `status` and `start`, each with its usage.
 * @internal exported for tests
 */
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
    takesFirstOnEnter: !isWhole,
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
    takesFirstOnEnter: false,
  };
}

function completeEmoji(before: string, shortcode: string, rest: string): CommandCompletion {
  const suggestions = suggestEmoji(shortcode).map(({ name, character }) => ({
    label: `${character} :${name}:`,
    usage: '',
    detail: '',
    ...put(`${before}:${name}: `, rest),
  }));
  return { suggestions, takesFirstOnEnter: suggestions.length > 0 };
}

function put(start: string, rest: string): Pick<Suggestion, 'text' | 'cursor'> {
  return { text: start + rest.trimStart(), cursor: start.length };
}

/** Parses the text to send. A text that starts with a slash is a command; any other text is a message. */
export function readComposed(
  text: string,
  commands: readonly PageCommand[],
):
  | { type: 'command'; command: string; text: string }
  | { type: 'send-message'; text: string }
  | { type: 'unknown'; command: string } {
  const trimmed = text.trim();
  const [, command, rest = ''] = /^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/i.exec(trimmed) ?? [];
  if (command === undefined) return { type: 'send-message', text: trimmed };
  const isKnown = commands.some((one) => one.command === command.toLowerCase());
  return isKnown ? { type: 'command', command: command.toLowerCase(), text: rest } : { type: 'unknown', command };
}
