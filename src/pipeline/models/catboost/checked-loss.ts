import * as z from 'zod';
import { quoted } from '../../dates/quoted.ts';
import { unusableModelFile } from './unusable-model-file.ts';

/** Losses whose raw value is the prediction. With other losses it is a logarithm, a logit or a rank. */
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

/** Throws when the file's training parameters, an object or its JSON text, name a loss whose raw value is not the prediction. */
export function checkLoss(params: unknown): void {
  const known = Params.safeParse(typeof params === 'string' ? parsedJson(params) : params).data;
  if (known === undefined || IDENTITY_LOSSES.has(known.loss_function.type)) return;
  const loss = quoted(known.loss_function.type);
  throw unusableModelFile(`It was trained with the loss function ${loss}, whose raw values are not predictions.`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
