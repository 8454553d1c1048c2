import * as z from 'zod';
import { printableText, quoted } from '../../dates/quoted.ts';
import { modelNotLoaded } from './model-not-loaded.ts';

const FEATURE_VERSION = /^(?:v2_(?:33|37|39)features|v3_\d+features)$/;
/** The file name in a model card. It has no path, so a card can refer only to files in its own folder. */
const FILE_NAME = /^[\w-][\w.-]*\.(?:cbm|model\.json)$/;

const Metrics = z
  .object({
    mae: z.number(),
    bias: z.number(),
    share_above: z.number().min(0).max(1),
    n: z.int().positive(),
    from: z.iso.date(),
    to: z.iso.date(),
  })
  .transform(({ share_above: shareAbove, ...metrics }) => ({ ...metrics, shareAbove }));

const CardFeature = z.object({ name: z.string().min(1), missing: z.enum(['nan', 'refuse']) });

/**
 * The description of a trained model, stored in `models/<system_id>.json`. `features` are in the model's order.
 * `missing` says how the model treats a missing feature: `nan` passes NaN to the trees, and `refuse` makes no
 * prediction. `offset` lists features, and the first one that has a value is added to the sum of the trees.
 */
export const ModelCard = z
  .object({
    system_id: z.string().regex(/^[a-z0-9_]+$/),
    version: z.string().min(1),
    file: z.string().regex(FILE_NAME),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    features: z.array(CardFeature).min(1),
    offset: z.array(z.string().min(1)).min(1).optional(),
    feature_version: z.string().regex(FEATURE_VERSION),
    trained_from: z.iso.date(),
    trained_to: z.iso.date(),
    rows: z.int().positive(),
    seed: z.int(),
    loss: z.string().min(1),
    metrics: Metrics,
    trained_at: z.iso.datetime({ offset: true }),
  })
  .refine(({ features }) => new Set(features.map(({ name }) => name)).size === features.length, {
    path: ['features'],
    message: 'a name occurs twice',
  })
  .refine(({ trained_from: from, trained_to: to }) => from <= to, {
    path: ['trained_to'],
    message: 'the date is before trained_from',
  });
export type ModelCard = z.infer<typeof ModelCard>;

/**
 * Parses a model card. Throws a `Problem` `model_not_loaded` with the card's name, the invalid field and the reason.
 */
export function parseModelCard(name: string, text: string): ModelCard {
  const parsed = ModelCard.safeParse(parseJson(name, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const subject = path.length === 0 ? 'The card' : `The card's field \`${path.join('.')}\``;
  throw modelNotLoaded(name, `${subject} is invalid: ${printableText(issue?.message ?? 'unknown')}.`);
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw modelNotLoaded(name, `The model card is not JSON: ${quoted(text)}.`, cause);
  }
}
