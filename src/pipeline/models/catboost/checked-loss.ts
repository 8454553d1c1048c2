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

const Params = z.object({ loss_function: z.object({ type: z.string() }) });

/**
 * Throws when a CatBoost model was trained with a loss function with which the sum of its trees is not the prediction.
 * `params` are the training parameters in the model file, as an object or as JSON text.
 */
export function checkLoss(params: unknown): void {
  const known = Params.safeParse(typeof params === 'string' ? parsedJson(params) : params).data;
  if (known === undefined || IDENTITY_LOSSES.has(known.loss_function.type)) return;
  const loss = quoted(known.loss_function.type);
  throw unusableModelFile(
    `The model was trained with the loss function ${loss}, whose raw values are not predictions.`,
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
