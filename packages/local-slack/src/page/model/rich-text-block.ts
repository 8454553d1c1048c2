import * as z from 'zod';
import { dateText } from './date-token.ts';
import { emojiCharacter } from './emoji.ts';
import { type Flow, linkOrText, type Phrase, textPhrase } from './rich-node.ts';

const Style = z
  .object({ bold: z.boolean(), italic: z.boolean(), strike: z.boolean(), code: z.boolean() })
  .partial()
  .optional();

const Element = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), style: Style }),
  z.object({ type: z.literal('link'), url: z.string(), text: z.string().optional(), style: Style }),
  z.object({ type: z.literal('emoji'), name: z.string() }),
  z.object({ type: z.literal('user'), user_id: z.string() }),
  z.object({ type: z.literal('channel'), channel_id: z.string() }),
  z.object({ type: z.literal('usergroup'), usergroup_id: z.string() }),
  z.object({ type: z.literal('broadcast'), range: z.string() }),
  z.object({
    type: z.literal('date'),
    timestamp: z.number(),
    format: z.string().default(''),
    fallback: z.string().optional(),
  }),
  z.object({ type: z.literal('color'), value: z.string() }),
]);
type Element = z.infer<typeof Element>;

const Section = z.object({ type: z.literal('rich_text_section'), elements: z.array(Element) });

const Part = z.discriminatedUnion('type', [
  Section,
  z.object({ type: z.literal('rich_text_quote'), elements: z.array(Element) }),
  z.object({ type: z.literal('rich_text_preformatted'), elements: z.array(Element) }),
  z.object({
    type: z.literal('rich_text_list'),
    elements: z.array(Section),
    style: z.enum(['bullet', 'ordered']),
    indent: z.number().default(0),
    offset: z.number().default(0),
  }),
]);
type Part = z.infer<typeof Part>;

export const RichTextBlock = z.object({ type: z.literal('rich_text'), elements: z.array(Part) });
export type RichTextBlock = z.infer<typeof RichTextBlock>;

/** Converts a `rich_text` block to nodes that the page draws. */
export function richTextFlow({ elements }: RichTextBlock): readonly Flow[] {
  return elements.map(flowOf);
}

function flowOf(part: Part): Flow {
  switch (part.type) {
    case 'rich_text_section':
      return paragraph(part.elements);
    case 'rich_text_quote':
      return { type: 'quote', children: [paragraph(part.elements)] };
    case 'rich_text_preformatted':
      return { type: 'preformatted', text: part.elements.map(plainText).join('') };
    case 'rich_text_list':
      return {
        type: 'list',
        isOrdered: part.style === 'ordered',
        start: part.offset + 1,
        indent: part.indent,
        items: part.elements.map((section) => [paragraph(section.elements)]),
      };
  }
}

function paragraph(elements: readonly Element[]): Flow {
  return { type: 'paragraph', children: elements.flatMap(phrasesOf) };
}

function phrasesOf(element: Element): readonly Phrase[] {
  switch (element.type) {
    case 'text':
      return styled(element.style, lines(element.text));
    case 'link':
      return styled(element.style, linkOrText(element.url, [textPhrase(element.text ?? element.url)]));
    case 'emoji':
      return [{ type: 'emoji', name: element.name, character: emojiCharacter(element.name) }];
    case 'user':
      return [{ type: 'user', id: element.user_id }];
    case 'channel':
      return [{ type: 'channel', id: element.channel_id }];
    case 'broadcast':
      return [{ type: 'broadcast', text: plainText(element) }];
    default:
      return [textPhrase(plainText(element))];
  }
}

function plainText(element: Element): string {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'link':
      return element.text ?? element.url;
    case 'emoji':
      return emojiCharacter(element.name) ?? `:${element.name}:`;
    case 'user':
      return `@${element.user_id}`;
    case 'channel':
      return `#${element.channel_id}`;
    case 'usergroup':
      return `@${element.usergroup_id}`;
    case 'broadcast':
      return `@${element.range}`;
    case 'date':
      return dateText(element, Date.now()) ?? element.fallback ?? element.format;
    case 'color':
      return element.value;
  }
}

function lines(text: string): readonly Phrase[] {
  return text
    .split('\n')
    .flatMap((line, index): Phrase[] => [...(index > 0 ? [{ type: 'break' } as const] : []), textPhrase(line)]);
}

function styled(style: z.infer<typeof Style>, phrases: readonly Phrase[]): readonly Phrase[] {
  if (style?.code === true) {
    return [{ type: 'code', text: phrases.map((phrase) => (phrase.type === 'text' ? phrase.text : ' ')).join('') }];
  }
  let children = phrases;
  if (style?.strike === true) children = [{ type: 'strike', children }];
  if (style?.italic === true) children = [{ type: 'emphasis', children }];
  if (style?.bold === true) children = [{ type: 'strong', children }];
  return children;
}
