import { parseArgs } from 'node:util';
import { soakKills } from './soak-kills.ts';
import { soakMemory } from './soak-memory.ts';

const MOMENTS = '1000';
const BATCHES = '1000';

/** `npm run soak [-- --moments 1000 --batches 1000]`. Ends with 1 at the first thing that is not as it should be. */
const { values } = parseArgs({
  options: { moments: { type: 'string', default: MOMENTS }, batches: { type: 'string', default: BATCHES } },
});
const tell = (line: string) => void process.stdout.write(`${line}\n`);
await soakMemory(Number(values.batches), tell);
await soakKills(Number(values.moments), tell);
