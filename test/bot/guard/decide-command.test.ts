import { describe, expect, test } from 'vitest';
import { decideCommand, type RunOperation } from '#src/bot/guard/decide-command.ts';
import { commandOfArguments, commandOfInput } from '#src/bot/guard/guard-input.ts';
import type { Outcome } from '#src/operations/kit/operation.ts';
import type { EnvironmentVariable } from '#src/platform/deploy-target.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';

const DEPLOY = 'gcloud run deploy worker --quiet';
const MINE = { by: 'claude-7 for @ann', session: 'session_7', reason: 'hotfix', until: '2026-02-05T18:30:00.000000Z' };
const BENS = { ...MINE, by: 'ben', session: 'cli:ben' };

describe('a deploy command', () => {
  test('runs when the session holds the lock of its service', async () => {
    expect(await decide(DEPLOY, { worker: MINE })).toMatchObject({ type: 'allowed' });
  });

  test('runs when the session holds the global lock', async () => {
    expect(await decide('gcloud builds submit .', { global: MINE })).toMatchObject({ type: 'allowed' });
  });

  test('is refused when nobody holds the lock, with the command that claims it', async () => {
    expect(await decide(DEPLOY, {})).toEqual({
      type: 'refused',
      message:
        '`gcloud run deploy worker` needs the worker deploy lock. Nobody holds the lock. Claim it first:\n    tipoff deploy claim worker --reason "what you are about to do"',
    });
  });

  test('is refused when another session holds the lock: the message says who, until when and why', async () => {
    const { message } = await decide(DEPLOY, { worker: BENS });
    expect(message).toContain('ben holds it until 1:30 PM ET: "hotfix". Queue up:\n    tipoff deploy join worker');
  });

  test('is refused when another session holds the global lock, and the message says so', async () => {
    const { message } = await decide(DEPLOY, { global: BENS });
    expect(message).toContain(
      'ben holds the global deploy lock until 1:30 PM ET: "hotfix". Queue up:\n    tipoff deploy join worker',
    );
  });

  test('that needs the global lock is refused with the session that holds one service', async () => {
    const { message } = await decide('gcloud builds submit .', { coordinator: BENS, worker: MINE });
    expect(message).toContain(
      'ben holds the coordinator deploy lock until 1:30 PM ET: "hotfix". Queue up:\n    tipoff deploy join global',
    );
  });

  test.each([
    ['lock of the service', 'worker', DEPLOY],
    ['global lock', 'global', DEPLOY],
    ['lock of any service, when the global lock is needed,', 'coordinator', 'gcloud builds submit .'],
  ])('is refused even to the holder when the %s cannot be read', async (_, service, line) => {
    const broken = { state: 'unreadable', reason: 'token is not a number' };
    const { type, message } = await decide(line, { worker: MINE, global: MINE, [service]: broken });
    expect(type).toBe('refused');
    expect(message).toContain(`The document locks/${service} cannot be read`);
    expect(message).toContain(
      `cannot be read (token is not a number), so the holder of the ${service} deploy lock is unknown`,
    );
  });

  test('runs while the lock of another service cannot be read', async () => {
    const broken = { state: 'unreadable', reason: 'token is not a number' };
    expect(await decide(DEPLOY, { worker: MINE, coordinator: broken })).toMatchObject({ type: 'allowed' });
  });

  test('is refused when another session of the same person holds it', async () => {
    const other = { ...MINE, session: 'session_8' };
    expect(await decide(DEPLOY, { worker: other })).toMatchObject({ type: 'refused' });
  });

  test.each(['gcloud builds submit .', 'gcloud run deploy another', 'gcloud run deploy "$SERVICE"'])(
    '%s names no service with a lock, so the lock of one service is not enough',
    async (line) => {
      const { type, message } = await decide(line, { worker: MINE });
      expect(type).toBe('refused');
      expect(message).toContain('needs the global deploy lock, because the command names no service');
    },
  );

  test('needs the lock of every deploy in a line', async () => {
    const { message } = await decide(`${DEPLOY} && gcloud run deploy coordinator`, { worker: MINE });
    expect(message).toContain('tipoff deploy claim coordinator');
    expect(message).not.toContain('claim worker');
  });

  test('that cannot be parsed is refused without reading the locks', async () => {
    const decision = await decideCommand(commandOfInput('gcloud run deploy "worker'), away());
    expect(decision).toMatchObject({
      type: 'refused',
      message: expect.stringContaining('Run the deploy command by itself'),
    });
  });
});

describe('when the store cannot be reached', () => {
  test('a deploy is refused, and the message explains the bypass', async () => {
    const { type, message } = await decideCommand(commandOfInput(DEPLOY), away());
    expect(type).toBe('refused');
    expect(message).toContain('The store cannot be reached.');
    expect(message).toContain('TIPOFF_WITHOUT_LOCK="why"');
  });

  test('a bypass needs a reason and is recorded first', async () => {
    const written: unknown[] = [];
    const line = `TIPOFF_WITHOUT_LOCK="prod is down" ${DEPLOY}`;
    const decision = await decideCommand(
      commandOfInput(line),
      away(async (name, input) => void written.push(name, input)),
    );
    expect(decision.type).toBe('allowed');
    expect(written).toEqual(['deploy claim', { service: 'worker', reason: 'prod is down', without_lock: true }]);
  });

  test('a bypass that cannot be recorded is refused', async () => {
    const fails = async () => {
      throw new Unavailable('The disk', new Error('full'));
    };
    const decision = await decideCommand(commandOfInput(DEPLOY), { ...away(fails), withoutLock: 'prod is down' });
    expect(decision).toMatchObject({
      type: 'refused',
      message: expect.stringContaining('could not record the bypass'),
    });
  });
});

describe('a mistake of the caller opens no bypass:', () => {
  const fails = (code: string, message: string) => () => Promise.reject(new Problem({ code, message }));

  test.each(['token_unknown', 'token_expired', 'token_revoked'])('%s', async (code) => {
    const written: string[] = [];
    const decision = await decideCommand(commandOfInput(`TIPOFF_WITHOUT_LOCK="prod is down" ${DEPLOY}`), {
      ...away(async (name) => void written.push(name)),
      withDocuments: fails(code, 'This token was revoked.'),
    });
    expect(decision).toEqual({ type: 'refused', message: 'TIPOFF_TOKEN is not valid. This token was revoked.' });
    expect(written).toEqual([]);
  });

  test('a reason without content', async () => {
    const withDocuments = fails('bad_input', 'reason: "no" is too short to explain why.');
    const { message } = await decideCommand(commandOfInput(`TIPOFF_WITHOUT_LOCK=no ${DEPLOY}`), {
      ...away(),
      withDocuments,
    });
    expect(message).toBe('TIPOFF_WITHOUT_LOCK must contain a reason. reason: "no" is too short to explain why.');
  });
});

test('a bypass while the store can be reached claims the lock, and is refused when another session holds it', async () => {
  const line = `TIPOFF_WITHOUT_LOCK="in a hurry" ${DEPLOY}`;
  expect(await decide(line, {})).toEqual({ type: 'allowed', message: 'You hold worker.' });
  expect(await decide(line, { worker: BENS })).toEqual({ type: 'refused', message: 'ben holds it.' });
});

describe('the input of the guard', () => {
  test.each([
    [
      { tool_name: 'Bash', tool_input: { command: DEPLOY, timeout: 5 } },
      { type: 'line', line: DEPLOY },
    ],
    [
      { tool: 'shell', arguments: { command: ['bash', '-lc', DEPLOY] } },
      { type: 'words', words: ['bash', '-lc', DEPLOY] },
    ],
    [{ command: DEPLOY }, { type: 'line', line: DEPLOY }],
    [{ hook: { input: { script: DEPLOY } } }, { type: 'line', line: DEPLOY }],
    [{ tool_name: 'Write', tool_input: { file_path: 'a.md', content: DEPLOY } }, { type: 'nothing' }],
    [{ params: [DEPLOY] }, { type: 'unreadable' }],
    [{ params: ['gcloud run services list'] }, { type: 'nothing' }],
  ])('%j', (given, command) => {
    expect(commandOfInput(JSON.stringify(given))).toMatchObject(command);
  });

  test('is a shell line when it is not JSON', () => {
    expect(commandOfInput(`{ ${DEPLOY}; }`)).toMatchObject({ type: 'line' });
  });

  test('is words when there are several arguments, and a line when there is one', () => {
    expect(commandOfArguments(['--', 'gcloud', 'run', 'deploy'])).toEqual({
      type: 'words',
      words: ['gcloud', 'run', 'deploy'],
    });
    expect(commandOfArguments([DEPLOY])).toEqual({ type: 'line', line: DEPLOY });
  });
});

type LockFacts = Partial<typeof MINE> & { readonly state?: string };

/** Decides for session_7. */
describe('RT-38: a deploy command that removes environment variables', () => {
  const HAS = { variables: [variable('MODEL_PATH'), variable('LOG_LEVEL'), variable('DB_URL', 'secret')] };
  const REMOVES = 'gcloud run deploy worker --set-env-vars LOG_LEVEL=info';

  test('is refused with the names and the way out, also to the holder of the lock', async () => {
    expect(await decide(REMOVES, { worker: MINE }, HAS)).toEqual({
      type: 'refused',
      message:
        '`gcloud run deploy worker` removes environment variables of worker: MODEL_PATH. `--set-env-vars` removes variables. Use `--update-env-vars`, which keeps the variables that it does not name. To remove them on purpose, say why: `tipoff deploy start worker --drop-variables "why"`.',
    });
  });

  test.each([
    ['names every variable', 'gcloud run deploy worker --set-env-vars LOG_LEVEL=info,MODEL_PATH=gs://m/v9'],
    ['names them with another separator', 'gcloud run deploy worker --set-env-vars="^@^LOG_LEVEL=a,b@MODEL_PATH=$M"'],
    ['names them in two options', 'gcloud run deploy worker --set-env-vars LOG_LEVEL=a --set-env-vars MODEL_PATH=b'],
    ['makes one a secret', 'gcloud run deploy worker --set-env-vars LOG_LEVEL=a --update-secrets MODEL_PATH=m:1'],
    ['updates single variables', 'gcloud run deploy worker --update-env-vars LOG_LEVEL=info'],
    ['names every secret', 'gcloud run services update worker --set-secrets DB_URL=db:latest'],
  ])('runs if it %s', async (_, line) => {
    expect(await decide(line, { worker: MINE }, HAS)).toMatchObject({ type: 'allowed' });
  });

  test.each([
    ['gcloud run deploy worker --clear-env-vars', 'worker: MODEL_PATH, LOG_LEVEL.', 'Leave out `--clear-env-vars`.'],
    ['gcloud run deploy worker --remove-env-vars=MODEL_PATH', 'worker: MODEL_PATH.', 'Leave out `--remove-env-vars`.'],
    ['gcloud run deploy worker --clear-secrets', 'worker: DB_URL.', 'Leave out `--clear-secrets`.'],
    ['gcloud run deploy worker --set-secrets /key=k:1', 'worker: DB_URL.', 'Use `--update-secrets`'],
    ['gcloud run deploy worker --env-vars-file env.yaml', 'cannot tell which ones', 'Use `--update-env-vars`'],
    ['gcloud run deploy worker --set-env-vars "$VARS"', 'cannot tell which ones', 'Use `--update-env-vars`'],
    ["bash -c 'gcloud run deploy worker --clear-env-vars'", 'MODEL_PATH, LOG_LEVEL', 'Leave out'],
  ])('%s is refused', async (line, what, wayOut) => {
    const { type, message } = await decide(line, { worker: MINE }, HAS);
    expect(type).toBe('refused');
    expect(message).toContain(what);
    expect(message).toContain(wayOut);
  });

  test('is refused while nobody knows the variables, because another option always works', async () => {
    const { type, message } = await decide(REMOVES, { worker: MINE }, { variables: null, why: 'Cloud Run is down.' });
    expect(type).toBe('refused');
    expect(message).toContain(
      'may remove environment variables of worker, and Tipoff cannot tell which ones. Cloud Run is down.',
    );
  });

  test('is refused if it names no known service', async () => {
    const line = 'gcloud run deploy "$SERVICE" --clear-env-vars';
    const { message } = await decide(line, { global: MINE }, HAS);
    expect(message).toContain('The command names no service that Tipoff knows.');
  });

  test('runs if the deploy was started with a reason to remove them', async () => {
    const facts = { ...HAS, drop_variables: 'The old model is gone' };
    expect(await decide(REMOVES, { worker: MINE }, facts)).toMatchObject({ type: 'allowed' });
  });
});

interface KnownVariables {
  readonly variables: readonly EnvironmentVariable[] | null;
  readonly why?: string;
  readonly drop_variables?: string;
}

function variable(name: string, from: EnvironmentVariable['from'] = 'value'): EnvironmentVariable {
  return { name, from };
}

function decide(line: string, held: Readonly<Record<string, LockFacts>>, known: KnownVariables = { variables: [] }) {
  const locks = ['global', 'worker', 'coordinator'].map((service) => ({ state: 'free', ...held[service], service }));
  const run: RunOperation = async (name, input) => {
    if (name === 'session holds') return outcomeOf({ session_id: 'session_7' });
    if (name === 'deploy status') return outcomeOf({ locks });
    if (name === 'deploy variables')
      return outcomeOf({ service: input['service'], why: null, drop_variables: null, ...known });
    const lock = held[String(input['service'])];
    return lock === undefined
      ? { ...outcomeOf(null), message: `You hold ${input['service']}.` }
      : { ...outcomeOf(null), decision: 'refused', message: `${lock.by} holds it.` };
  };
  return decideCommand(commandOfInput(line), {
    withoutLock: undefined,
    withDocuments: (work) => work(run),
    withLocalStore: (work) => work(run),
  });
}

function away(write: (name: string, input: unknown) => Promise<void> = async () => undefined) {
  return {
    withoutLock: undefined,
    withDocuments: () => Promise.reject(new Unavailable('The store', new Error('down'))),
    withLocalStore: <R>(work: (run: RunOperation) => Promise<R>) =>
      work(async (name, input) => {
        await write(name, input);
        return outcomeOf(null);
      }),
  };
}

function outcomeOf(data: unknown): Outcome<unknown> {
  return { decision: 'done', code: 'ok', message: 'Yes.', data, next: [] };
}
