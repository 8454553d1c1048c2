import { execFile } from 'node:child_process';
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import * as z from 'zod';
import rules from './dependencies.json' with { type: 'json' };

const CONFIG = fileURLToPath(new URL('dependencies.json', import.meta.url));
const DEPCRUISE = fileURLToPath(new URL('../../node_modules/.bin/depcruise', import.meta.url));
const Report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** One forbidden import for each rule: the file that imports, and what it imports. */
const FORBIDDEN: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'no-circular': ['src/platform/circle.ts', 'src/platform/full-circle.ts'],
  'coordination-is-pure': ['src/coordination/leases/lease.ts', 'src/pipeline/batch/batch.ts'],
  'pipeline-is-pure': ['src/pipeline/batch/read-batch.ts', 'node:fs'],
  'registries-are-above-the-rooms': ['src/pipeline/grading/grade.ts', 'src/pipeline/collections.ts'],
  'dates-use-no-other-room': ['src/pipeline/dates/game-date.ts', 'src/pipeline/features/names.ts'],
  'features-use-only-dates': ['src/pipeline/features/build.ts', 'src/pipeline/tables/features-table.ts'],
  'tables-use-only-features': ['src/pipeline/tables/rows.ts', 'src/pipeline/models/model.ts'],
  'models-use-only-features-and-dates': ['src/pipeline/models/ensemble.ts', 'src/pipeline/player/input.ts'],
  'imports-use-only-tables': ['src/pipeline/import/read-rows.ts', 'src/pipeline/player/lookup.ts'],
  'samples-are-import-files': ['src/pipeline/sample/league.ts', 'src/pipeline/player/outcome.ts'],
  'players-know-no-batch': ['src/pipeline/player/predict.ts', 'src/pipeline/batch/open-batch.ts'],
  'results-only-read': ['src/pipeline/results/slate.ts', 'src/pipeline/batch/write-batch.ts'],
  'batches-come-before-grading': ['src/pipeline/batch/seal.ts', 'src/pipeline/grading/night.ts'],
  'grading-comes-before-backtest': ['src/pipeline/grading/summary.ts', 'src/pipeline/backtest/replay.ts'],
  'operations-use-the-core': ['src/operations/batch/status.ts', 'src/bot/cli/exit-code.ts'],
  'kit-serves-every-noun': ['src/operations/kit/operation.ts', 'src/operations/batch/find-batch.ts'],
  'ports-know-no-adapter': ['src/platform/queue.ts', 'src/platform/embedded/in-process-queue.ts'],
  'adapters-know-only-ports': ['src/platform/embedded/store.ts', 'src/coordination/leases/holder.ts'],
  'adapters-do-not-meet': ['src/platform/google/store.ts', 'src/platform/embedded/sqlite.ts'],
  'only-the-composition-root-picks-adapters': ['src/workers/outbox-sender.ts', 'src/platform/google/pubsub.ts'],
  'transports-do-not-meet': ['src/bot/http/respond.ts', 'src/bot/mcp/answer-mcp.ts'],
  'transports-use-operations': ['src/bot/http/open-server.ts', 'src/workers/poller.ts'],
  'workers-use-the-core': ['src/workers/session-watch.ts', 'src/bot/slack/listen.ts'],
  'jobs-use-operations-and-below': ['src/jobs/grade-last-night.ts', 'src/workers/batch-runner.ts'],
  'config-is-read-by-the-top': ['src/operations/batch/start.ts', 'src/config/config.ts'],
  'local-slack-stands-alone': ['packages/local-slack/src/message.ts', 'src/platform/log.ts'],
  'local-slack-is-reached-by-url': ['src/bot/slack/connection.ts', 'packages/local-slack/src/workspace.ts'],
  'google-sdks-stay-in-platform-google': ['src/platform/embedded/reads-cloud.ts', '@google-cloud/firestore'],
  'slack-sdks-stay-in-bot-slack': ['src/bot/http/posts.ts', '@slack/bolt'],
  'mcp-sdk-stays-in-bot-mcp': ['src/bot/http/tools.ts', '@modelcontextprotocol/sdk'],
  'no-orphans': ['src/platform/alone.ts', ''],
};
const isFile = (module: string) => /^(?:src|packages)\//.test(module);
const isPackage = (module: string) => module.startsWith('@');

/** Every file of a sample tree, with its text. */
function sampleTree(): ReadonlyMap<string, string> {
  const files = new Map([
    ['tsconfig.json', '{"compilerOptions":{"module":"nodenext","allowImportingTsExtensions":true}}'],
  ]);
  for (const [, to] of Object.values(FORBIDDEN)) {
    if (isFile(to)) files.set(to, 'export {};\n');
    if (isPackage(to)) {
      files.set(`node_modules/${to}/package.json`, `{"name":"${to}","main":"index.js"}`);
      files.set(`node_modules/${to}/index.js`, '');
    }
  }
  for (const [from, to] of Object.values(FORBIDDEN)) files.set(from, importOf(from, to));
  const [circle, back] = FORBIDDEN['no-circular'] ?? ['', ''];
  return files.set(back, importOf(back, circle));
}

function importOf(from: string, to: string): string {
  if (to === '') return 'export {};\n';
  return `import '${isFile(to) ? `./${relative(dirname(from), to)}` : to}';\n`;
}

it('every rule has a sample that it forbids', () => {
  expect(Object.keys(FORBIDDEN).toSorted()).toEqual(rules.forbidden.map(({ name }) => name).toSorted());
});

it('every rule reports the import that it forbids', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-rules-'));
  for (const [path, text] of sampleTree()) {
    await mkdir(join(folder.path, dirname(path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  }
  const args = [DEPCRUISE, 'src', 'packages', '--config', CONFIG, '--output-type', 'json'];
  const run = promisify(execFile)(process.execPath, args, { cwd: folder.path, maxBuffer: 2 ** 26 });
  const { stdout } = await run.catch((error: { readonly stdout: string }) => error);
  const { violations } = Report.parse(JSON.parse(stdout)).summary;
  const reported = violations.map(({ rule, from }) => `${rule.name}: ${from}`);
  expect(reported).toEqual(
    expect.arrayContaining(Object.entries(FORBIDDEN).map(([rule, [from]]) => `${rule}: ${from}`)),
  );
});
