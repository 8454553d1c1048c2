import * as z from 'zod';
import type { FolderFile } from '../../platform/folder-file.ts';
import { Problem } from '../../platform/problem.ts';
import type { LeagueSpread } from './points-spread.ts';

const FILE = 'points_distribution.json';

const StoredTraining = z
  .object({
    usable_from: z.iso.date(),
    trained_from: z.iso.date(),
    trained_to: z.iso.date(),
    games: z.int().positive(),
    variance_scale: z.number().positive(),
    variance_power: z.number(),
    prior_games: z.number().positive(),
    edge_share: z.number().min(0).max(1),
    over_share: z.number().gt(0).lt(1),
  })
  .refine(({ trained_to, usable_from }) => trained_to < usable_from, {
    path: ['trained_to'],
    message: 'the training contains games that it may price',
  });

const Card = z.object({ projection: z.string().min(1), trainings: z.array(StoredTraining).min(1) });

/** Fitted parameters for the distributions of points. They were fitted only on games before `usableFrom`. */
export interface PricingTraining {
  /** Game dates. */
  readonly usableFrom: string;
  readonly trainedTo: string;
  readonly spread: LeagueSpread;
  /** The model whose projection moves the centre of the distribution. */
  readonly projection: string;
  /** The share of the difference between projection and line by which the centre moves, 0 to 1. */
  readonly edgeShare: number;
  /** The share of games in which a player scores more than a line without prices. */
  readonly overShare: number;
}

/**
 * Reads the trainings from `models/points_distribution.json`, oldest first. Throws a `Problem` `model_not_loaded` when
 * the file is missing or invalid.
 */
export function loadPricing(files: readonly FolderFile[]): readonly PricingTraining[] {
  const file = files.find(({ name }) => name === FILE);
  if (file === undefined) throw notLoaded('The file does not exist.');
  const card = Card.safeParse(parseJson(Buffer.from(file.read()).toString('utf8')));
  if (!card.success) {
    const [issue] = card.error.issues;
    throw notLoaded(`The field \`${issue?.path.join('.') ?? ''}\` is invalid: ${issue?.message ?? 'unknown'}.`);
  }
  const { projection, trainings } = card.data;
  return trainings
    .map((training) => ({
      usableFrom: training.usable_from,
      trainedTo: training.trained_to,
      spread: {
        scale: training.variance_scale,
        power: training.variance_power,
        priorGames: training.prior_games,
      },
      projection,
      edgeShare: training.edge_share,
      overShare: training.over_share,
    }))
    .toSorted((a, b) => a.usableFrom.localeCompare(b.usableFrom));
}

/** Returns the newest training that may price a game date. Returns undefined when all trainings are later. */
export function trainingFor(trainings: readonly PricingTraining[], gameDate: string): PricingTraining | undefined {
  return trainings.findLast(({ usableFrom }) => usableFrom <= gameDate);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notLoaded('The file is not JSON.', cause);
  }
}

function notLoaded(reason: string, cause?: unknown): Problem {
  const message = `models/${FILE} was not loaded. ${reason} Restore the file, or make it again (see models/README.md).`;
  return new Problem({ code: 'model_not_loaded', message, cause });
}
