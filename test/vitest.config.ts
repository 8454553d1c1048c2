import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const FAST = '{test,packages/*/test}/**/!(*.slow).test.ts';
const SLOW = '{test,packages/*/test}/**/*.slow.test.ts';
const root = new URL('..', import.meta.url).pathname;

/** `fast` runs in every check; `slow` needs emulators, child processes or real data. */
export default defineConfig({
  root,
  test: {
    maxWorkers: '100%',
    // No module keeps anything, so files can share the loaded modules of a worker: most of the time would go into loading them again.
    isolate: false,
    // Half of what a child process of a test does is to compile; the same cache serves the commands.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache/tipoff` },
    coverage: { include: ['src/**', 'packages/*/src/**'] },
    projects: [
      { extends: true, test: { name: 'fast', include: [FAST] } },
      {
        extends: true,
        test: {
          name: 'slow',
          include: [SLOW],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // More workers than cores: many a slow test waits for a process, an emulator or a disk. Vitest takes no percentage above 100.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
