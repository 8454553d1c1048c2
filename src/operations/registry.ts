import { importData } from './import/import.ts';
import { runModelsOnFile } from './models/run.ts';
import type { Operation } from './operation.ts';

/** Everything a person or an agent can ask for. Every door is generated from this list. */
export const OPERATIONS: readonly Operation[] = [importData, runModelsOnFile];
