import * as z from 'zod';

const MAX_TEXT = 3_000;
const MAX_OPTION_TEXT = 75;
const MAX_OPTION_VALUE = 150;
const MAX_URL = 3_000;
const MAX_ALT_TEXT = 2_000;

/** Returns the schema of a `plain_text` object with at most `max` characters. */
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

/** Returns the schema of a text object, plain text or mrkdwn, with at most `max` characters. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export const Url = z.url().max(MAX_URL);
/** A reference to an uploaded file: its id or its `url_private`. */
export const SlackFileReference = z
  .strictObject({ id: z.string().min(1).optional(), url: Url.optional() })
  .refine(({ id, url }) => (id === undefined) !== (url === undefined), 'must define either id or url');
export type SlackFileReference = z.infer<typeof SlackFileReference>;

/** The fields that all blocks and elements with a picture share. */
export const picture = {
  image_url: Url.optional(),
  slack_file: SlackFileReference.optional(),
  alt_text: z.string().min(1).max(MAX_ALT_TEXT),
};

/** Returns whether a picture has exactly one source: a URL or an uploaded file. */
export function isOnePicture({ image_url, slack_file }: { image_url?: unknown; slack_file?: unknown }): boolean {
  return (image_url === undefined) !== (slack_file === undefined);
}
export const ONE_PICTURE = 'must define either image_url or slack_file';

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

/** An option of checkboxes or radio buttons. Its text may be mrkdwn. */
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
