import { readFileSync } from 'node:fs';
import * as z from 'zod';

const FOLDER = new URL('../../../fixtures/catboost/', import.meta.url);

/** JSON has no word for them. */
const Special = z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number);
const Value = z.union([z.number(), Special]);
const Answers = z.object({
  models: z.array(z.object({ name: z.string(), rows: z.array(z.array(Value)), raw: z.array(Value) })),
});

/** Models that CatBoost trained, rows, and what the Python package answered for them (models/train/make-fixtures.py). */
export const ANSWERS = Answers.parse(JSON.parse(fixtureText('answers.json'))).models;

export function fixtureBytes(file: string): Uint8Array {
  return readFileSync(new URL(file, FOLDER));
}

export function fixtureText(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}
