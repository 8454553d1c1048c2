import type {
  RichTextBlock,
  RichTextDate,
  RichTextLink,
  RichTextSection,
  RichTextText,
  RichTextUserMention,
} from '@slack/types';
import { chatCommand } from './chat-command.ts';
import { safeLines, safeText } from './safe-text.ts';

/** The maximum length of a text in a message. Slack allows longer texts, but people do not read more in a channel. */
const MAX_TEXT = 3_000;
const MAX_VALUE = 300;
const NOTHING = '–';
const USER_ID = /^[UW][A-Z0-9]{2,20}$/;

/**
 * Creates rich text from Tipoff's own words. Values from data need `dataText` instead. Slack parses no mentions, links
 * or Markdown in rich text.
 */
export function words(text: string): RichTextText {
  return { type: 'text', text };
}

export function bold(text: string): RichTextText {
  return { type: 'text', text: safeText(text, MAX_VALUE), style: { bold: true } };
}

export function code(text: string): RichTextText {
  return { type: 'text', text: safeText(text, MAX_TEXT), style: { code: true } };
}

/** Creates rich text from a value in the data, such as a player's name. */
export function dataText(text: string): RichTextText {
  return { type: 'text', text: safeText(text, MAX_VALUE) };
}

/** Mentions a person by Slack user id, so that Slack notifies them. Without an id it shows the name in bold. */
export function mention({ name, user_id }: { readonly name: string; readonly user_id: string | null }) {
  return user_id !== null && USER_ID.test(user_id) ? ({ type: 'user', user_id } as const) : bold(name);
}

/** Creates a link to an address that Tipoff made itself, such as that of a page with changes. */
export function link(url: string, text: string): RichTextLink {
  return { type: 'link', url, text };
}

/** Slack refuses empty text, so empty parts of a line are dropped. */
export function line(
  ...spans: readonly (RichTextText | RichTextUserMention | RichTextDate | RichTextLink)[]
): RichTextSection {
  const elements = spans.filter((each) => each.type !== 'text' || each.text !== '');
  return { type: 'rich_text_section', elements: elements.length === 0 ? [words(NOTHING)] : elements };
}

export function paragraph(...lines: readonly RichTextSection[]): RichTextBlock {
  const broken = lines.flatMap((each, index) => (index === 0 ? each.elements : [words('\n'), ...each.elements]));
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: broken }] };
}

export function bullets(...items: readonly RichTextSection[]): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: [...items] }] };
}

/** Creates a block of fixed-width text. */
export function preformatted(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [words(text)] }] };
}

/**
 * Creates text from an operation's message. Text in backticks becomes code, and commands of the command line become
 * slash commands.
 */
export function sentence(message: string): RichTextSection {
  const parts = safeLines(message, MAX_TEXT).split('`');
  const isBalanced = parts.length % 2 === 1;
  if (!isBalanced) return line(words(safeLines(message, MAX_TEXT)));
  return line(...parts.map(span));
}

/** Formats an operation's message as plain text, in which commands of the command line become slash commands. */
export function sentenceText(message: string): string {
  return sentence(message)
    .elements.map((element) => (element.type === 'text' ? element.text : ''))
    .join('');
}

function span(part: string, index: number): RichTextText {
  return index % 2 === 0 ? words(part) : code(chatCommand(part));
}
