import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Actor } from '#src/coordination/identity/actor.ts';
import { ANN, ANN_AT_HOME, aLockService, BEN, CLEO, type LockHarness, MINUTE_MS } from './a-lock-service.ts';

/** Everything an observer knows about the locks; deliberately simple, and written without the rules. */
interface Model {
  now: number;
  /** Orders events within one moment. */
  sequence: number;
  /** The newest token of each scope. */
  readonly tokens: Map<string, number>;
  readonly holds: Map<string, { session: string; token: number; until: number }>;
  readonly queues: Map<string, { session: string; since: number }[]>;
  readonly reservations: Map<string, { session: string; until: number }>;
  readonly deploys: Map<string, { token: number; state: string }>;
}

interface World {
  readonly locks: LockHarness;
}

const SCOPES = ['worker', 'coordinator', 'global'] as const;
const PEOPLE: readonly Actor[] = [ANN, ANN_AT_HOME, BEN, CLEO];
const RESERVE_MS = 5 * MINUTE_MS;

const rivals = (scope: string) => (scope === 'global' ? ['worker', 'coordinator'] : ['global']);

/** What time does, in the model's own terms. */
function applyModelTimeouts(model: Model): void {
  for (const [scope, { until }] of [...model.holds]) if (model.now >= until) end(model, scope);
  for (const [scope, { session, until }] of [...model.reservations]) {
    if (model.now < until) continue;
    model.reservations.delete(scope);
    drop(model, scope, session);
  }
  makeModelReservations(model);
}

function makeModelReservations(model: Model): void {
  const heads = SCOPES.flatMap((scope) => {
    const [head] = model.queues.get(scope) ?? [];
    return head === undefined ? [] : [{ scope, ...head }];
  }).toSorted((a, b) => a.since - b.since || a.scope.localeCompare(b.scope));
  for (const { scope, session } of heads) {
    if (model.holds.has(scope) || model.reservations.has(scope) || isBlocked(model, scope, session)) continue;
    if (model.holds.get('global')?.session === session) continue;
    model.reservations.set(scope, { session, until: model.now + RESERVE_MS });
  }
}

function isBlocked(model: Model, scope: string, session: string): boolean {
  return isTaken(model, scope, session) || isBlockedByRivals(model, scope, session) || isTooLate(model, scope, session);
}

/** Another session started to wait for the global lock earlier. A session that does not wait arrives now. */
function isTooLate(model: Model, scope: string, session: string): boolean {
  const [everything] = scope === 'global' ? [] : (model.queues.get('global') ?? []);
  const waiting = (model.queues.get(scope) ?? []).find((each) => each.session === session);
  const isLater = everything !== undefined && everything.since < (waiting?.since ?? model.sequence);
  const holdsNothing = [...model.holds.values()].every((hold) => hold.session !== session);
  return isLater && everything.session !== session && holdsNothing;
}

function isBlockedByRivals(model: Model, scope: string, session: string): boolean {
  return rivals(scope).some((each) => isTaken(model, each, session));
}

function isTaken(model: Model, scope: string, session: string): boolean {
  return [model.holds.get(scope), model.reservations.get(scope)].some(
    (one) => one !== undefined && one.session !== session,
  );
}

function end(model: Model, scope: string): void {
  const hold = model.holds.get(scope);
  model.holds.delete(scope);
  for (const [service, deploy] of model.deploys) {
    const isCovered = scope === 'global' || service === scope;
    if (isCovered && deploy.state === 'running' && deploy.token === hold?.token) deploy.state = 'unknown';
  }
}

function drop(model: Model, scope: string, session: string): void {
  const left = (model.queues.get(scope) ?? []).filter((each) => each.session !== session);
  model.queues.set(scope, left);
}

function give(model: Model, scope: string, { session, forMs }: { session: string; forMs: number }): number {
  const token = 1 + Math.max(...[scope, ...rivals(scope)].map((each) => model.tokens.get(each) ?? 0));
  model.tokens.set(scope, token);
  model.holds.set(scope, { session, token, until: model.now + forMs });
  model.reservations.delete(scope);
  drop(model, scope, session);
  return token;
}

function own(model: Model, scope: string, session: string) {
  return [scope, 'global'].map((each) => model.holds.get(each)).find((hold) => hold?.session === session);
}

/** A session that claims the scope it holds changes its end. Under the global lock, nothing changes. */
function claimAgain(model: Model, scope: string, { session, forMs }: { session: string; forMs: number }): RegExp {
  const hold = model.holds.get(scope);
  if (hold?.session !== session) return /^held-already$/;
  model.holds.set(scope, { ...hold, until: model.now + forMs });
  return /^(changed|held-already)$/;
}

interface Turn {
  readonly actor: Actor;
  readonly scope: string;
  readonly forMs: number;
}

/** What one command does to the model, checked against the answer of the lock service. */
type Act = (turn: Turn, model: Model, world: World) => Promise<void>;

const claim: Act = async ({ actor, scope, forMs }, model, { locks }) => {
  const { session } = actor;
  const answer = await locks.claim(actor, { service: scope, forMs: forMs });
  if (own(model, scope, session) !== undefined)
    expect(answer.type).toMatch(claimAgain(model, scope, { session, forMs }));
  else if (isBlocked(model, scope, session)) expect(answer.type).toBe('blocked');
  else {
    const token = give(model, scope, { session, forMs: forMs });
    expect(answer).toMatchObject({ type: 'claimed', hold: { token } });
  }
};

const release: Act = async ({ actor, scope }, model, { locks }) => {
  const answer = await locks.release(actor, { service: scope });
  const hold = model.holds.get(scope);
  if (hold === undefined) expect(answer.type).toBe('not-held');
  else if (hold.session === actor.session) {
    end(model, scope);
    expect(answer.type).toBe('released');
  } else expect(answer.type).toBe('not-yours');
};

const releaseStale: Act = async ({ actor, scope }, model, { locks }) => {
  const token = (model.tokens.get(scope) ?? 0) + 1;
  expect(await locks.release(actor, { service: scope, token })).toMatchObject({ type: 'stale-token' });
};

const extend: Act = async ({ actor, scope, forMs }, model, { locks }) => {
  const answer = await locks.extend(actor, { service: scope, forMs: forMs });
  const hold = model.holds.get(scope);
  if (hold === undefined) expect(answer.type).toBe('not-held');
  else if (hold.session === actor.session) {
    hold.until = Math.max(hold.until, model.now + forMs);
    expect(answer.type).toBe('extended');
  } else expect(answer.type).toBe('not-yours');
};

const join: Act = async ({ actor, scope }, model, { locks }) => {
  const { session } = actor;
  const answer = await locks.join(actor, { service: scope });
  const queue = model.queues.get(scope) ?? [];
  if (own(model, scope, session) !== undefined) expect(answer.type).toBe('held-already');
  else if (!isBlocked(model, scope, session)) expect(answer.type).toBe('yours-to-claim');
  else {
    if (!queue.some((each) => each.session === session)) queue.push({ session, since: model.sequence++ });
    model.queues.set(scope, queue);
    const place = queue.findIndex((each) => each.session === session) + 1;
    expect(answer).toMatchObject({ type: 'waiting', place });
  }
};

const leave: Act = async ({ actor, scope }, model, { locks }) => {
  const { session } = actor;
  const answer = await locks.leave(actor, { service: scope });
  const waits = (model.queues.get(scope) ?? []).some((each) => each.session === session);
  expect(answer.type).toBe(waits ? 'left' : 'not-waiting');
  if (!waits) return;
  drop(model, scope, session);
  if (model.reservations.get(scope)?.session === session) model.reservations.delete(scope);
};

const takeOver: Act = async ({ actor, scope, forMs }, model, { locks }) => {
  const { session } = actor;
  const hold = model.holds.get(scope);
  const answer = await locks.takeOver(actor, {
    service: scope,
    forMs: forMs,
    confirmed: hold?.token ?? 0,
    listed: 'listed',
  });
  const isBlockedNow = hold === undefined ? isBlocked(model, scope, session) : isBlockedByRivals(model, scope, session);
  if (own(model, scope, session) !== undefined)
    expect(answer.type).toMatch(claimAgain(model, scope, { session, forMs }));
  else if (isBlockedNow) expect(answer.type).toBe('blocked');
  else {
    if (hold !== undefined) end(model, scope);
    const token = give(model, scope, { session, forMs: forMs });
    expect(answer).toMatchObject({ type: hold === undefined ? 'claimed' : 'taken-over', hold: { token } });
  }
};

const deploy: Act = async ({ actor, scope }, model, { locks }) => {
  if (scope === 'global') return;
  const answer = await locks.start(actor, { service: scope });
  const hold = own(model, scope, actor.session);
  const newest = model.deploys.get(scope);
  if (hold === undefined) expect(['not-claimed', 'blocked']).toContain(answer.type);
  else if (newest?.state === 'running') expect(answer.type).toBe('runs-already');
  else {
    model.deploys.set(scope, { token: hold.token, state: 'running' });
    expect(answer).toMatchObject({ type: 'started', deploy: { token: hold.token } });
  }
};

const finish: Act = async ({ actor, scope }, model, { locks }) => {
  if (scope === 'global') return;
  const answer = await locks.finish(actor, { service: scope });
  const hold = own(model, scope, actor.session);
  const newest = model.deploys.get(scope);
  if (hold === undefined) expect(['not-claimed', 'blocked']).toContain(answer.type);
  else if (newest === undefined || newest.token !== hold.token) expect(answer.type).toBe('no-deploy');
  else {
    if (newest.state === 'running') newest.state = 'succeeded';
    expect(answer.type).toBe('finished');
  }
};

const pass: Act = async (_turn, _model, { locks }) => {
  await locks.watch.tick();
};

async function sameState(model: Model, { locks }: World): Promise<void> {
  for (const scope of SCOPES) {
    const lock = await locks.lock(scope);
    const hold = model.holds.get(scope);
    expect(lock.hold?.claimant.session ?? null).toBe(hold?.session ?? null);
    expect(lock.hold?.token).toBe(hold?.token);
    expect(lock.token).toBe(model.tokens.get(scope) ?? 0);
    expect(lock.queue.map(({ claimant }) => claimant.session)).toEqual(
      (model.queues.get(scope) ?? []).map(({ session }) => session),
    );
    expect(lock.reservation?.session).toBe(model.reservations.get(scope)?.session);
    expect(lock.deploy?.state).toBe(model.deploys.get(scope)?.state);
  }
}

/** One command: time may pass first, then the model and the lock service execute it and have the same state. */
function command(name: string, act: Act): fc.Arbitrary<fc.AsyncCommand<Model, World>> {
  const turns = fc.record({
    actor: fc.constantFrom(...PEOPLE),
    scope: fc.constantFrom(...SCOPES),
    forMs: fc.integer({ min: 1, max: 40 }).map((minutes) => minutes * MINUTE_MS),
  });
  return turns.map((turn) => ({
    check: () => true,
    run: async (model, world) => {
      if (act === pass) {
        model.now += turn.forMs;
        world.locks.pass(turn.forMs);
      }
      applyModelTimeouts(model);
      await act(turn, model, world);
      makeModelReservations(model);
      await sameState(model, world);
    },
    toString: () => `${name} ${turn.scope} by ${turn.actor.session}, ${turn.forMs / MINUTE_MS} min`,
  }));
}

const COMMANDS = Object.entries({
  claim,
  release,
  releaseStale,
  extend,
  join,
  leave,
  takeOver,
  deploy,
  finish,
  pass,
}).map(([name, act]) => command(name, act));

it('every command, in any order, by any session, at any time, does what the simple model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 60, size: 'max' }), async (commands) => {
      const model: Model = {
        now: 0,
        sequence: 0,
        tokens: new Map(),
        holds: new Map(),
        queues: new Map(),
        reservations: new Map(),
        deploys: new Map(),
      };
      const locks = aLockService();
      await fc.asyncModelRun(() => ({ model, real: { locks } }), commands);
      await locks.watch.tick();
      applyModelTimeouts(model);
      expect(await locks.heldBy()).toBe(model.holds.get('worker')?.session ?? null);
    }),
    { numRuns: 60 },
  );
});
