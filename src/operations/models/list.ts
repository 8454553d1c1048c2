import * as z from 'zod';
import type { Model } from '../../pipeline/models/model.ts';
import { operation } from '../kit/operation.ts';

const ListedModel = z.object({
  system_id: z.string(),
  version: z.string(),
  kind: z.enum(['rule', 'trained', 'ensemble']),
  file: z.string().nullable(),
  sha256: z.string().nullable(),
  trained_from: z.string().nullable(),
  trained_to: z.string().nullable(),
  trained_at: z.string().nullable(),
  /** The number of features that the model reads. */
  features: z.number().nullable(),
  /** The model's accuracy on games that it was not trained on. */
  hold_out: z
    .object({
      mae: z.number(),
      bias: z.number(),
      share_above: z.number(),
      games: z.number(),
      from: z.string(),
      to: z.string(),
    })
    .nullable(),
});
type ListedModel = z.infer<typeof ListedModel>;

export const listModels = operation({
  name: 'models list',
  summary: 'List models with file, training dates and accuracy.',
  input: z.strictObject({}),
  output: z.object({ models: z.array(ListedModel) }),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'nothing',
  prints: 'outcome',
  run: (app) => {
    const models = app.models().map(modelFacts);
    const count = (kind: string) => models.filter((model) => model.kind === kind).length;
    const message = `${models.length} models: ${count('rule')} rules, ${count('trained')} trained, ${count('ensemble')} ensembles. Every model file matches its card.`;
    return Promise.resolve({ decision: 'done', code: 'ok', message, data: { models }, next: [] });
  },
});

function modelFacts({ systemId, version, kind, artifact }: Model): ListedModel {
  return {
    system_id: systemId,
    version,
    kind: kindOf(kind, artifact),
    file: artifact?.file ?? null,
    sha256: artifact?.sha256 ?? null,
    trained_from: artifact?.trainedFrom ?? null,
    trained_to: artifact?.trainedTo ?? null,
    trained_at: artifact?.trainedAt ?? null,
    features: artifact?.features.length ?? null,
    hold_out: artifact === undefined ? null : holdOut(artifact.metrics),
  };
}

function kindOf(kind: Model['kind'], artifact: Model['artifact']): ListedModel['kind'] {
  if (kind === 'ensemble') return 'ensemble';
  return artifact === undefined ? 'rule' : 'trained';
}

function holdOut({ mae, bias, shareAbove, n, from, to }: NonNullable<Model['artifact']>['metrics']) {
  return { mae, bias, share_above: shareAbove, games: n, from, to };
}
