/** Every bench, by its file in this folder, in the order they run. */
export const BENCHES = [
  'models.bench.ts',
  'catboost.bench.ts',
  'real-slate.bench.ts',
  'google-slate.bench.ts',
  'batches.bench.ts',
  'audit.bench.ts',
  'channel.bench.ts',
  'locks.bench.ts',
  'doors.bench.ts',
] as const;
