import * as z from 'zod';
import { quoted } from '../../dates/quoted.ts';
import { refusedFile } from './refused-file.ts';

/** Losses whose raw value is the prediction itself. The others answer with a logarithm, a probability's logit or a rank. */
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

/** Refuses a model by what it was trained for, as far as the file's training parameters (an object, or its JSON text) tell. */
export function checkLoss(params: unknown): void {
  const known = Params.safeParse(typeof params === 'string' ? parsedJson(params) : params).data;
  if (known === undefined || IDENTITY_LOSSES.has(known.loss_function.type)) return;
  const loss = quoted(known.loss_function.type);
  throw refusedFile(`It was trained for the loss ${loss}, whose raw values are not the predicted ones.`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
