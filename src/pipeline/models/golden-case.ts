import * as z from 'zod';
import { Problem } from '../../platform/problem.ts';
import { printableText, quoted } from '../dates/quoted.ts';
import type { Model, ModelInput } from './model.ts';
import { runModels } from './run-models.ts';

/** The numbers that JSON cannot represent. Python writes them as words without quotes. */
const NOT_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** Matches a JSON string, or a word such as NaN or Infinity outside of strings. */
const STRING_OR_WORD = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

const SHAPE = 'The file must be a JSON object of the form {"cases": [{"id": 1, "line": 20.5, "features": {…}, …}]}.';

const FeatureValue = z.unknown().transform((value, context) => {
  if (value === null || typeof value === 'number') return value;
  const special = typeof value === 'string' ? NOT_FINITE[value] : undefined;
  if (special !== undefined) return special;
  context.addIssue('expected a number, or null for a missing feature');
  return z.NEVER;
});

const History = z.array(
  z.object({
    points: z.number(),
    opponent_tier: z.enum(['tier_1_elite', 'tier_2_average', 'tier_3_weak']),
    days_rest: z.number(),
    is_home: z.boolean(),
    recent_form: z.enum(['hot', 'normal', 'cold']),
  }),
);

const GoldenCase = z.object({
  id: z.union([z.string(), z.number()]),
  line: z.number().nullable().default(null),
  quality: z.number(),
  days_rest: z.number().nullable().default(null),
  features: z.record(z.string(), FeatureValue),
  history: History.nullish().transform((games) => games ?? []),
});
export type GoldenCase = z.infer<typeof GoldenCase>;

const CaseFile = z.object({ cases: z.array(z.unknown()) });

export const CaseAnswer = z.object({
  id: z.union([z.string(), z.number()]),
  /** The models' predictions, by system id. A model without a prediction is left out. Each confidence is in the model's own scale. */
  models: z.record(
    z.string(),
    z.object({ predicted_points: z.number(), confidence: z.number(), recommendation: z.string() }),
  ),
  /** For each model without a prediction, the reason, by system id. */
  absent: z.record(z.string(), z.string()),
});
export type CaseAnswer = Readonly<z.infer<typeof CaseAnswer>>;

/**
 * Parses a file of golden cases, `{ cases: [{ id, line, quality, days_rest, features, history }] }`. Null marks a
 * missing feature. Throws a `Problem` that names the invalid case, field and value.
 */
export function parseCases(text: string): readonly GoldenCase[] {
  const file = CaseFile.safeParse(parseJson(text));
  if (!file.success) throw badCases(`The file does not contain the list "cases". ${SHAPE}`);
  return file.data.cases.map(parseCase);
}

export function runCases(
  models: readonly Model[],
  cases: readonly GoldenCase[],
): { readonly cases: readonly CaseAnswer[] } {
  return { cases: cases.map((one) => answer(models, one)) };
}

function answer(models: readonly Model[], one: GoldenCase): CaseAnswer {
  const { results, absent, errors } = runModels(models, modelInput(one));
  const byId = results.map(({ systemId, prediction }) => [
    systemId,
    {
      predicted_points: prediction.predictedPoints,
      confidence: prediction.confidence,
      recommendation: prediction.recommendation,
    },
  ]);
  const reasons = [
    ...absent.map(({ systemId, reason }) => [systemId, reason]),
    ...errors.map(({ systemId, cause }) => [
      systemId,
      `the model failed: ${cause instanceof Error ? cause.message : cause}`,
    ]),
  ];
  return { id: one.id, models: Object.fromEntries(byId), absent: Object.fromEntries(reasons) };
}

/**
 * Converts a golden case to the input of the models.
 * @internal exported for tests
 */
export function modelInput(one: GoldenCase): ModelInput {
  const present = Object.entries(one.features).filter((entry): entry is [string, number] => entry[1] !== null);
  return {
    features: Object.fromEntries(present),
    quality: one.quality,
    daysRest: one.days_rest ?? undefined,
    line: one.line ?? undefined,
    history: one.history.map((game) => ({
      points: game.points,
      opponentTier: game.opponent_tier,
      daysRest: game.days_rest,
      isHome: game.is_home,
      recentForm: game.recent_form,
    })),
  };
}

function parseJson(text: string): unknown {
  const quotedWords = text.replace(STRING_OR_WORD, (token) => (token.startsWith('"') ? token : `"${token}"`));
  try {
    return JSON.parse(quotedWords);
  } catch (cause) {
    const message = `The file is not JSON: ${cause instanceof Error ? printableText(cause.message) : 'unreadable'}. ${SHAPE}`;
    throw badCases(message, cause);
  }
}

function parseCase(value: unknown, index: number): GoldenCase {
  const parsed = GoldenCase.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  const name = `Case ${caseName(value) ?? `number ${index + 1} of the file`}`;
  const where = path.length === 0 ? 'the case' : `\`${path.join('.')}\``;
  throw badCases(`${name}: ${where} is ${shown(valueAt(value, path))}. ${expectation(issue?.message)}`);
}

/**
 * Returns the first part of Zod's error message, such as "expected number". The rest of the message repeats the invalid
 * value, which Tipoff's error already shows.
 */
function expectation(message = 'expected something else'): string {
  const [expected = message] = message.replace('Invalid input: ', '').split(', received');
  return `${expected.charAt(0).toUpperCase()}${expected.slice(1)}.`;
}

function caseName(value: unknown): string | undefined {
  const id = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(value).data?.id;
  return id === undefined ? undefined : printableText(String(id));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner, key) => (Object(inner) === inner ? Reflect.get(Object(inner), key) : undefined), value);
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'string' ? quoted(value) : printableText(JSON.stringify(value));
}

function badCases(message: string, cause?: unknown): Problem {
  return new Problem({ code: 'bad_cases', message, cause });
}
