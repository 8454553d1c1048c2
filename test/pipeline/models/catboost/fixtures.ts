import { readFileSync } from 'node:fs';
import * as z from 'zod';

const FOLDER = new URL('../../../fixtures/catboost/', import.meta.url);

/** Numbers that JSON cannot represent. */
const Special = z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number);
const Value = z.union([z.number(), Special]);
const Answers = z.object({
  models: z.array(z.object({ name: z.string(), rows: z.array(z.array(Value)), raw: z.array(Value) })),
});

/** Models trained with CatBoost, rows, and the Python package's predictions for them (models/train/make-fixtures.py). */
export const ANSWERS = Answers.parse(JSON.parse(fixtureText('answers.json'))).models;

export function fixtureBytes(file: string): Uint8Array {
  return readFileSync(new URL(file, FOLDER));
}

export function fixtureText(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

/** Complete CatBoost models that Tipoff does not support, with the reason. Some kinds cannot be exported to JSON. */
export const REFUSED = [
  {
    name: 'categorical',
    hasExport: true,
    sentence: 'The model has categorical features, counters for categorical features;',
  },
  { name: 'one-hot', hasExport: true, sentence: 'The model has categorical features' },
  { name: 'text', hasExport: false, sentence: 'The model has text features' },
  { name: 'embedding', hasExport: false, sentence: 'The model has embedding features' },
  { name: 'depthwise', hasExport: true, sentence: 'The model has trees that are not symmetric;' },
  { name: 'lossguide', hasExport: true, sentence: 'The model has trees that are not symmetric;' },
  { name: 'multi-class', hasExport: true, sentence: 'The model predicts 3 values' },
  { name: 'multi-target', hasExport: true, sentence: 'The model predicts 2 values' },
  { name: 'logloss', hasExport: true, sentence: 'The model was trained with the loss function "Logloss"' },
  { name: 'poisson', hasExport: true, sentence: 'The model was trained with the loss function "Poisson"' },
] as const;
