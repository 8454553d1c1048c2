import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../../tipoff.js', import.meta.url));
/** Prints the URL of each module that the process loads. */
const LIST_MODULES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });
`)}`;

it('a command line loads neither the bot nor the clients of Google, so that every command starts fast', async () => {
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', LIST_MODULES, LAUNCHER, '--version']);
  const loaded = stderr.split('\n');
  expect(loaded).toContainEqual(expect.stringMatching(/src\/process\/run-tipoff\.ts$/));
  expect(
    loaded.filter((url) => /@slack|@google-cloud|octokit|duckdb|src\/(bot\/slack|workers|jobs)\//.test(url)),
  ).toEqual([]);
});
