import * as z from 'zod';
import type { PageMessage } from '#local-slack/src/page-protocol.ts';
import type { Person } from '../bot/slack/a-workspace.ts';
import { visibleText } from '../bot/slack/messages/visible-text.ts';

/** A Slack date token, which shows its last part where the time zone of the reader is unknown. */
const DATE_TOKEN = /<!date\^[^|>]*\|([^>]*)>/g;
/** The chain, the number and the hash of an audit head, which differ from run to run. */
const AUDIT_HEAD = /[\w-]+:\d+:[0-9a-f]{64}/g;
const INDENT = '    ';
const Element = z.looseObject({ text: z.unknown().optional() });

/** Writes down what changes in a channel, as text that people can read. */
export interface ChannelStory {
  /** Adds the messages, replies and edits since the last call under a heading, if there are any. */
  tell(heading: string): Promise<void>;
  text(): string;
}

interface Shown {
  /** The first line of the message, by which a reader recognizes it. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** The story of the channel as this person sees it. */
export function channelStory(reader: Person): ChannelStory {
  const shown = new Map<string, Shown>();
  const story: string[] = [];

  /** What the message changes in the story. `place` is empty in the channel itself. */
  function changeBy(message: PageMessage, place: string): readonly string[] {
    const lines = linesOf(message);
    const before = shown.get(message.ts);
    const title = before?.title ?? lines[0] ?? '';
    shown.set(message.ts, { title, lines });
    if (before === undefined) return [`  New message${place}:`, ...lines.map((line) => `${INDENT}${line}`), ''];
    const changes = differences(before.lines, lines);
    return changes.length === 0 ? [] : [`  Edited “${title}”${place}:`, ...changes.map((line) => `  ${line}`), ''];
  }

  async function changesInThread(message: PageMessage): Promise<readonly string[]> {
    if ((message.reply_count ?? 0) === 0) return [];
    const place = ` in the thread of “${shown.get(message.ts)?.title}”`;
    return (await reader.readThread(message)).flatMap((reply) => changeBy(reply, place));
  }

  return {
    async tell(heading) {
      const changes: string[] = [];
      for (const message of await reader.read()) {
        changes.push(...changeBy(message, ''), ...(await changesInThread(message)));
      }
      if (changes.length > 0) story.push(heading, '', ...changes);
    },
    text: () => `${story.join('\n').trimEnd()}\n`,
  };
}

function linesOf({ text, blocks, files = [] }: PageMessage): readonly string[] {
  const visible = blocks === undefined ? text : blocks.map(blockText).join('');
  const names = files.map(({ name }) => `[file ${String(name)}]`);
  return [...visible.replace(DATE_TOKEN, '$1').replace(AUDIT_HEAD, '<audit head>').split('\n'), ...names]
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

/** A row of a table is one line, and so are the buttons of a message. */
function blockText(block: Readonly<Record<string, unknown>>): string {
  const { type, rows, elements } = block;
  if (type === 'table' && Array.isArray(rows))
    return rows.map((cells) => `${cells.map((cell: unknown) => oneLine(cell)).join(' | ')}\n`).join('');
  if (type === 'actions' && Array.isArray(elements))
    return `${elements.map((element) => `[${labelOf(element)}]`).join(' ')}\n`;
  return visibleText(block);
}

/** The label of a button, without the question that follows a click. */
function labelOf(element: unknown): string {
  return oneLine(Element.parse(element).text ?? element);
}

function oneLine(part: unknown): string {
  return visibleText(part).trim().replaceAll('\n', ' ');
}

/** The lines that an edit removed and added, each with its sign. */
function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}
