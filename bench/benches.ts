/** The files of all benches, in the order in which they run. */
export const BENCHES = [
  'models.bench.ts',
  'catboost.bench.ts',
  'sample-league.bench.ts',
  'real-slate.bench.ts',
  'google-slate.bench.ts',
  'workers.bench.ts',
  'cloud-counts.bench.ts',
  'idle-reads.bench.ts',
  'batches.bench.ts',
  'audit.bench.ts',
  'night.bench.ts',
  'channel.bench.ts',
  'locks.bench.ts',
  'deploys.bench.ts',
  'transports.bench.ts',
] as const;
