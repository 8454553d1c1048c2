import * as z from 'zod';
import { quoted } from '../../dates/quoted.ts';
import { unusableModelFile } from './unusable-model-file.ts';

/**
 * The loss functions with which the sum of a CatBoost model's trees is the prediction. With any other loss function the
 * sum is a logarithm, a logit or a rank.
 */
const IDENTITY_LOSSES: ReadonlySet<string> = new Set([
  'RMSE',
  'MAE',
  'Quantile',
  'Huber',
  'Expectile',
  'LogCosh',
  'Lq',
  'MAPE',
]);

const Loss = z.object({ type: z.string() });
const Params = z.object({ loss_function: Loss });

/** What a CatBoost model file says about its training. Both values are objects or JSON text, or absent. */
export interface TrainingInfo {
  /** The training parameters of a model that was trained as a whole. */
  readonly params: unknown;
  /** The loss function of a model that is the sum of several trained models. Such a model has no parameters of its own. */
  readonly lossFunction: unknown;
}

/**
 * Throws when a CatBoost model was trained with a loss function with which the sum of its trees is not the prediction.
 * A file that does not name its loss function passes.
 */
export function checkLoss({ params, lossFunction }: TrainingInfo): void {
  const trained = Params.safeParse(parsedText(params)).data?.loss_function;
  const known = trained ?? Loss.safeParse(parsedText(lossFunction)).data;
  if (known === undefined || IDENTITY_LOSSES.has(known.type)) return;
  throw unusableModelFile(
    `The model was trained with the loss function ${quoted(known.type)}, whose raw values are not predictions.`,
  );
}

/** Parses JSON text. Returns any other value unchanged, and undefined for text that is not JSON. */
function parsedText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
