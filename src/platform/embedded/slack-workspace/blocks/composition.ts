import * as z from 'zod';

const MAX_TEXT = 3_000;
const MAX_OPTION_TEXT = 75;
const MAX_OPTION_VALUE = 150;
const MAX_URL = 3_000;

/** `{ type: 'plain_text', text, emoji }` of at most `max` characters. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().default(true),
  });
}

function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().default(false),
  });
}

/** Either of the two. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export const Url = z.url().max(MAX_URL);
export const ActionId = z.string().min(1).max(255).optional();
export const BlockId = z.string().min(1).max(255).optional();

export const Confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

/** An option of a select or an overflow menu. */
export const PlainOption = z.strictObject({
  text: plainText(MAX_OPTION_TEXT),
  value: z.string().min(1).max(MAX_OPTION_VALUE),
  description: plainText(MAX_OPTION_TEXT).optional(),
  url: Url.optional(),
});
export type PlainOption = z.infer<typeof PlainOption>;

/** An option of checkboxes or radio buttons, which may have mrkdwn. */
export const ChoiceOption = z.strictObject({
  text: anyText(MAX_OPTION_TEXT),
  value: z.string().min(1).max(MAX_OPTION_VALUE),
  description: anyText(MAX_OPTION_TEXT).optional(),
});

export const OptionGroup = z.strictObject({
  label: plainText(MAX_OPTION_TEXT),
  options: z.array(PlainOption).min(1).max(100),
});

export const SectionText = anyText(MAX_TEXT);
