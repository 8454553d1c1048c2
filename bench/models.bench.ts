import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Case, modelInput, parseCases } from '#src/pipeline/models/golden-case.ts';
import { loadModels } from '#src/pipeline/models/registry.ts';
import { runModels } from '#src/pipeline/models/run-models.ts';
import { filesBelow } from '#src/platform/embedded/files-below.ts';
import type { Bench, Measure } from './measure.ts';
import { timed } from './measure.ts';

const MODELS = loadModels(filesBelow(fileURLToPath(new URL('../models', import.meta.url))));
const CASES = new URL('../test/fixtures/prediction-systems.json', import.meta.url);
const SMALL = 10_000;
const LARGE = 100_000;

/** How much of the two seconds a batch of 10,000 players may take goes to the models. */
const LIMIT_SECONDS = 0.5;
const LIMIT_RATIO = 10.5;

export const bench: Bench = {
  name: 'models',
  async run() {
    const cases = parseCases(readFileSync(CASES, 'utf8'));
    await predict(SMALL, cases);
    const small = await predict(SMALL, cases);
    const large = await predict(LARGE, cases);
    return [
      { ...small, limit: LIMIT_SECONDS },
      large,
      { name: '100,000 against 10,000', value: large.value / small.value, unit: 'times', limit: LIMIT_RATIO },
    ];
  },
};

async function predict(players: number, cases: readonly Case[]): Promise<Measure> {
  const inputs = cases.map(modelInput);
  const { seconds, result } = await timed(() => {
    let predictions = 0;
    for (let index = 0; index < players; index += 1) {
      const input = inputs[index % inputs.length];
      if (input !== undefined) predictions += runModels(MODELS, input).results.length;
    }
    return predictions;
  });
  if (result < 2 * players) throw new Error(`only ${result} predictions for ${players} players`);
  return { name: `${players.toLocaleString('en-US')} players, ${MODELS.length} models`, value: seconds, unit: 's' };
}
