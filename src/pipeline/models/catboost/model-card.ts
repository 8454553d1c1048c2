import * as z from 'zod';
import { printableText, quoted } from '../../dates/quoted.ts';
import { modelNotLoaded } from './model-not-loaded.ts';

const FEATURE_VERSION = /^(?:v2_(?:33|37|39)features|v3_\d+features)$/;
/** A name without a path: a card speaks of the files beside it only. */
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

const Feature = z.object({ name: z.string().min(1), missing: z.enum(['nan', 'refuse']) });

/**
 * What is known of a trained model beside its file: `models/<system_id>.json`. `features` are in the model's order; one that is missing goes in
 * as NaN or makes the model absent. `offset` names features of which the first that is present is added to the model's raw answer.
 */
export const ModelCard = z
  .object({
    system_id: z.string().regex(/^[a-z0-9_]+$/),
    version: z.string().min(1),
    file: z.string().regex(FILE_NAME),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    features: z.array(Feature).min(1),
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
    message: 'a name is there twice',
  })
  .refine(({ trained_from: from, trained_to: to }) => from <= to, {
    path: ['trained_to'],
    message: 'it is before trained_from',
  });
export type ModelCard = z.infer<typeof ModelCard>;

/** Throws a `Problem` `model_not_loaded` that names the card, the field and what is wrong with it. */
export function parseModelCard(name: string, text: string): ModelCard {
  const parsed = ModelCard.safeParse(parseJson(name, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const where = path.length === 0 ? 'It' : `Its field \`${path.join('.')}\``;
  throw modelNotLoaded(name, `${where} is not what a card needs there: ${printableText(issue?.message ?? 'unknown')}.`);
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw modelNotLoaded(name, `It is not JSON: ${quoted(text)}.`, cause);
  }
}
