import type { FolderFile } from '../../../platform/folder-file.ts';
import { once } from '../../../platform/once.ts';
import type { BaseModel } from '../model.ts';
import { loadCatboostModel } from './load-catboost-model.ts';
import { type ModelCard, parseModelCard } from './model-card.ts';
import { modelNotLoaded } from './model-not-loaded.ts';
import { MAX_FILE_BYTES } from './read-cbm.ts';

const WALK_FORWARD = /^walk-forward\/([a-z0-9_]+)-(\d{4}-\d{2}-\d{2})\.json$/;

/**
 * An earlier training of a model for backtests, trained only on games before a past date. Its file is read at the first
 * `load`.
 */
export interface ModelSnapshot {
  readonly systemId: string;
  /** The first game date that the model may predict. The model was trained only on games before this date. */
  readonly usableFrom: string;
  /** The last game date of the model's training data. */
  readonly trainedTo: string;
  load(): BaseModel;
}

/**
 * Loads a trained model from its card `models/<system_id>.json` and the model file that the card names. Throws a
 * `Problem` `model_not_loaded` with the file and the reason.
 */
export function loadModel(files: readonly FolderFile[], systemId: string): BaseModel {
  const name = `${systemId}.json`;
  return loadFile(files, '', cardOf(files, name, systemId));
}

/**
 * Returns the earlier trainings in `models/walk-forward`, sorted by system id and date. Their cards are named
 * `<system_id>-<usable from>.json`. Throws a `Problem` `model_not_loaded` when a card cannot be read, or when a model
 * was trained on games that it may predict.
 */
export function walkForwardSnapshots(files: readonly FolderFile[]): readonly ModelSnapshot[] {
  return files.flatMap(({ name }) => {
    const [, systemId, usableFrom] = WALK_FORWARD.exec(name) ?? [];
    if (systemId === undefined || usableFrom === undefined) return [];
    const card = cardOf(files, name, systemId);
    if (card.trained_to >= usableFrom)
      throw modelNotLoaded(
        name,
        `The model was trained on games up to ${card.trained_to}, so it must not predict games of ${usableFrom}.`,
      );
    const load = once(() => loadFile(files, 'walk-forward/', card));
    return { systemId, usableFrom, trainedTo: card.trained_to, load };
  });
}

function cardOf(files: readonly FolderFile[], name: string, systemId: string): ModelCard {
  const card = parseModelCard(name, Buffer.from(contentOf(files, name)).toString('utf8'));
  if (card.system_id === systemId) return card;
  throw modelNotLoaded(name, `The file is the model card of another model: ${card.system_id}.`);
}

function loadFile(files: readonly FolderFile[], folder: string, card: ModelCard): BaseModel {
  return loadCatboostModel(card, contentOf(files, `${folder}${card.file}`));
}

function contentOf(files: readonly FolderFile[], name: string): Uint8Array {
  const file = files.find((candidate) => candidate.name === name);
  if (file === undefined) throw modelNotLoaded(name, 'The file does not exist.');
  if (file.size > MAX_FILE_BYTES)
    throw modelNotLoaded(
      name,
      `The file is too large: ${file.size.toLocaleString('en-US')} bytes; the limit is ${MAX_FILE_BYTES.toLocaleString('en-US')}.`,
    );
  return file.read();
}
