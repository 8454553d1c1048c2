import * as z from 'zod';
import { type BlockRules, checkBlocks } from '../blocks/check-blocks.ts';
import { plainText } from '../blocks/composition.ts';
import { slackMessages } from '../blocks/slack-messages.ts';
import { argumentError, MethodError } from '../method-error.ts';
import type { ViewContent } from './view.ts';

const MAX_VIEW_BYTES = 250_000;
const AT = ['view'];

const common = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3_000).default(''),
  callback_id: z.string().max(255).default(''),
  external_id: z.string().max(255).default(''),
};

const ViewArgument = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    ...common,
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().default(false),
    notify_on_close: z.boolean().default(false),
    submit_disabled: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal('home'), ...common }),
]);

/** Checks a view as Slack does. Throws `MethodError`: `view_too_large`, or `invalid_arguments` with the paths of the errors. */
export function checkView(
  value: unknown,
  rules: Pick<BlockRules, 'newId' | 'unknownTypes' | 'isPicture'>,
): ViewContent {
  if (JSON.stringify(value ?? null).length > MAX_VIEW_BYTES) throw new MethodError('view_too_large');
  const result = ViewArgument.safeParse(value);
  if (!result.success) throw argumentError('invalid_arguments', slackMessages(result.error.issues, AT));
  const blocks = checkBlocks(result.data.blocks, {
    ...rules,
    surface: 'view',
    at: [...AT, 'blocks'],
    code: 'invalid_arguments',
  });
  const view = { clear_on_close: false, notify_on_close: false, ...result.data, blocks };
  const needsSubmit = view.type === 'modal' && view.submit === undefined && blocks.some(({ type }) => type === 'input');
  if (needsSubmit)
    throw argumentError('invalid_arguments', ['[ERROR] missing required field: submit [json-pointer:/view]']);
  return view;
}
