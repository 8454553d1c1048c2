import type { ContextBlock, KnownBlock, RichTextBlock, RichTextSection, TableBlock } from '@slack/types';
import { splitAtTimes, type TimeInText } from '../../../operations/kit/split-at-times.ts';
import type { Instant } from '../../../platform/instant.ts';
import { slackTimestamp } from './reader-time.ts';

/** Slack allows ten elements in a context block. */
const MAX_CONTEXT_ELEMENTS = 10;
const FORMATS = { time: '{time}', 'day and time': '{time}, {date_short_pretty}' } as const;

/**
 * Replaces the New York times in the blocks of a message by times that Slack shows in the time zone of each reader. `now`
 * is the time at which the message is written. Code and fixed-width text stay as they are, because Slack shows no dates
 * in them.
 */
export function withReaderTimes(blocks: readonly KnownBlock[], now: Instant): KnownBlock[] {
  return blocks.map((block) => {
    switch (block.type) {
      case 'rich_text':
        return richText(block, now);
      case 'context':
        return context(block, now);
      case 'table':
        return table(block, now);
      default:
        return block;
    }
  });
}

function richText(block: RichTextBlock, now: Instant): RichTextBlock {
  const elements = block.elements.map((element) => {
    if (element.type === 'rich_text_section') return section(element, now);
    if (element.type === 'rich_text_list')
      return { ...element, elements: element.elements.map((item) => section(item, now)) };
    return element;
  });
  return { ...block, elements };
}

type Span = RichTextSection['elements'][number];

function section({ elements, ...others }: RichTextSection, now: Instant): RichTextSection {
  return { ...others, elements: elements.flatMap((span) => spans(span, now)) };
}

function spans(span: Span, now: Instant): readonly Span[] {
  if (span.type !== 'text' || span.style?.code === true) return [span];
  const { text, ...others } = span;
  return splitAtTimes(text, now).map((part): Span => {
    if (typeof part === 'string') return { ...others, text: part };
    const { style } = span;
    return { type: 'date', ...dateOf(part), fallback: part.text, ...(style === undefined ? {} : { style }) };
  });
}

/** A context block shows plain text, which has no dates, so each time becomes an element of its own. */
function context(block: ContextBlock, now: Instant): ContextBlock {
  const elements = block.elements.flatMap((element): ContextBlock['elements'] => {
    if (element.type !== 'plain_text') return [element];
    return splitAtTimes(element.text, now).flatMap((part): ContextBlock['elements'] => {
      if (typeof part !== 'string') return [{ type: 'mrkdwn', text: dateToken(part), verbatim: true }];
      const text = part.trim();
      return text === '' ? [] : [{ ...element, text }];
    });
  });
  return elements.length > MAX_CONTEXT_ELEMENTS ? block : { ...block, elements };
}

function table(block: TableBlock, now: Instant): TableBlock {
  const rows = block.rows.map((row) =>
    row.map((cell) => {
      if (cell.type !== 'raw_text' || splitAtTimes(cell.text, now).every((part) => typeof part === 'string'))
        return cell;
      const element: RichTextSection = { type: 'rich_text_section', elements: [{ type: 'text', text: cell.text }] };
      return { type: 'rich_text' as const, elements: [section(element, now)] };
    }),
  );
  return { ...block, rows };
}

function dateToken(part: TimeInText): string {
  const { timestamp, format } = dateOf(part);
  return `<!date^${timestamp}^${format}|${part.text}>`;
}

function dateOf({ moment, shows }: TimeInText) {
  return { timestamp: slackTimestamp(moment), format: FORMATS[shows] };
}
