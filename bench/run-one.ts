import type { Bench, Measure } from './measure.ts';

const KIB_PER_MIB = 1024;

const file = process.argv[2];
if (file === undefined) throw new Error('usage: run-one.ts <file of a bench>');
const { bench }: { bench: Bench } = await import(new URL(file, import.meta.url).href);
const measures = await bench.run();
const report = { name: bench.name, measures: [...measures, peakMemory(bench.limitMiB)] };
process.stdout.write(JSON.stringify(report));

/** The highest resident memory during this process. */
function peakMemory(limit: number | undefined): Measure {
  const value = process.resourceUsage().maxRSS / KIB_PER_MIB;
  return { name: 'peak resident memory', value, unit: 'MiB', ...(limit === undefined ? {} : { limit }) };
}
