import type { FolderFile } from '../../../platform/folder-file.ts';
import type { BaseModel } from '../model.ts';
import { loadCatboostModel } from './load-catboost-model.ts';
import { type ModelCard, parseModelCard } from './model-card.ts';
import { modelNotLoaded } from './model-not-loaded.ts';
import { MAX_FILE_BYTES } from './read-cbm.ts';

const WALK_FORWARD = /^walk-forward\/([a-z0-9_]+)-(\d{4}-\d{2}-\d{2})\.json$/;

/** A model as it would have been on an earlier day. Its file is read at the first `load`. */
export interface Snapshot {
  readonly systemId: string;
  /** The first game date it may be used on; all of its training lies before. */
  readonly usableFrom: string;
  /** The last game date it was trained on. */
  readonly trainedTo: string;
  load(): BaseModel;
}

/**
 * The trained model of this id: the card `<system_id>.json` of the folder `models/` and the file that the card names. Throws a `Problem`
 * `model_not_loaded` that names the file and says why.
 */
export function loadModel(files: readonly FolderFile[], systemId: string): BaseModel {
  const name = `${systemId}.json`;
  return loadFile(files, '', cardOf(files, name, systemId));
}

/**
 * The snapshots of the folder `models/walk-forward`, by system id and then by date: cards `<system_id>-<usable from>.json`. Throws a `Problem`
 * `model_not_loaded` for a card that cannot be read, or whose training reaches into the days it may be used on.
 */
export function walkForwardSnapshots(files: readonly FolderFile[]): readonly Snapshot[] {
  return files.flatMap(({ name }) => {
    const [, systemId, usableFrom] = WALK_FORWARD.exec(name) ?? [];
    if (systemId === undefined || usableFrom === undefined) return [];
    const card = cardOf(files, name, systemId);
    if (card.trained_to >= usableFrom)
      throw modelNotLoaded(name, `It was trained up to ${card.trained_to} and may not be used on ${usableFrom}.`);
    let loaded: BaseModel | undefined;
    return {
      systemId,
      usableFrom,
      trainedTo: card.trained_to,
      load: () => {
        loaded ??= loadFile(files, 'walk-forward/', card);
        return loaded;
      },
    };
  });
}

function cardOf(files: readonly FolderFile[], name: string, systemId: string): ModelCard {
  const card = parseModelCard(name, Buffer.from(contentOf(files, name)).toString('utf8'));
  if (card.system_id === systemId) return card;
  throw modelNotLoaded(name, `It is the card of ${card.system_id}.`);
}

function loadFile(files: readonly FolderFile[], folder: string, card: ModelCard): BaseModel {
  return loadCatboostModel(card, contentOf(files, `${folder}${card.file}`));
}

function contentOf(files: readonly FolderFile[], name: string): Uint8Array {
  const file = files.find((candidate) => candidate.name === name);
  if (file === undefined) throw modelNotLoaded(name, 'It is not there.');
  if (file.size > MAX_FILE_BYTES)
    throw modelNotLoaded(
      name,
      `It is too large: ${file.size.toLocaleString('en-US')} bytes; at most ${MAX_FILE_BYTES.toLocaleString('en-US')} are read.`,
    );
  return file.read();
}
