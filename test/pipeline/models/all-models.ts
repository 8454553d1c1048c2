import { fileURLToPath } from 'node:url';
import { loadModels } from '#src/pipeline/models/registry.ts';
import { filesBelow } from '#src/platform/embedded/files-below.ts';

export const MODEL_FILES = filesBelow(fileURLToPath(new URL('../../../models', import.meta.url)));

/** Every model of the registry, from the files of the repository. */
export const ALL_MODELS = loadModels(MODEL_FILES);
