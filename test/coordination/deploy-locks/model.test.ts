import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Actor } from '#src/coordination/identity/actor.ts';
import { ANN, ANN_AT_HOME, aRoom, BEN, CLEO, MINUTE_MS, type Room } from './a-lock-service.ts';

/** Everything an onlooker can tell of the locks; deliberately simple, and written without the rules. */
interface Model {
  now: number;
  /** Orders what happens within one moment. */
  sequence: number;
  /** By scope; the newest token of each. */
  readonly tokens: Map<string, number>;
  readonly holds: Map<string, { session: string; token: number; until: number }>;
  readonly queues: Map<string, { session: string; since: number }[]>;
  readonly offers: Map<string, { session: string; until: number }>;
  readonly deploys: Map<string, { token: number; state: string }>;
}

interface World {
  readonly room: Room;
}

const SCOPES = ['worker', 'coordinator', 'global'] as const;
const PEOPLE: readonly Actor[] = [ANN, ANN_AT_HOME, BEN, CLEO];
const OFFER_MS = 5 * MINUTE_MS;

const rivals = (scope: string) => (scope === 'global' ? ['worker', 'coordinator'] : ['global']);

/** What time does, in the model's own words. */
function settle(model: Model): void {
  for (const [scope, { until }] of [...model.holds]) if (model.now >= until) end(model, scope);
  for (const [scope, { session, until }] of [...model.offers]) {
    if (model.now < until) continue;
    model.offers.delete(scope);
    drop(model, scope, session);
  }
  makeOffers(model);
}

function makeOffers(model: Model): void {
  const heads = SCOPES.flatMap((scope) => {
    const [head] = model.queues.get(scope) ?? [];
    return head === undefined ? [] : [{ scope, ...head }];
  }).toSorted((a, b) => a.since - b.since || a.scope.localeCompare(b.scope));
  for (const { scope, session } of heads) {
    if (model.holds.has(scope) || model.offers.has(scope) || keptOut(model, scope, session)) continue;
    if (model.holds.get('global')?.session === session) continue;
    model.offers.set(scope, { session, until: model.now + OFFER_MS });
  }
}

function keptOut(model: Model, scope: string, session: string): boolean {
  return isTaken(model, scope, session) || keptOutByRivals(model, scope, session) || isTooLate(model, scope, session);
}

/** Somebody came before to wait for everything. Who does not wait comes now. */
function isTooLate(model: Model, scope: string, session: string): boolean {
  const [everything] = scope === 'global' ? [] : (model.queues.get('global') ?? []);
  const waiting = (model.queues.get(scope) ?? []).find((each) => each.session === session);
  const isLater = everything !== undefined && everything.since < (waiting?.since ?? model.sequence);
  const holdsNothing = [...model.holds.values()].every((hold) => hold.session !== session);
  return isLater && everything.session !== session && holdsNothing;
}

function keptOutByRivals(model: Model, scope: string, session: string): boolean {
  return rivals(scope).some((each) => isTaken(model, each, session));
}

function isTaken(model: Model, scope: string, session: string): boolean {
  return [model.holds.get(scope), model.offers.get(scope)].some((one) => one !== undefined && one.session !== session);
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
  model.offers.delete(scope);
  drop(model, scope, session);
  return token;
}

function own(model: Model, scope: string, session: string) {
  return [scope, 'global'].map((each) => model.holds.get(each)).find((hold) => hold?.session === session);
}

interface Turn {
  readonly actor: Actor;
  readonly scope: string;
  readonly forMs: number;
}

/** What one command does to the model, told beside what the locks answered. */
type Act = (turn: Turn, model: Model, world: World) => Promise<void>;

const claim: Act = async ({ actor, scope, forMs }, model, { room }) => {
  const { session } = actor;
  const answer = await room.claim(actor, { service: scope, forMs: forMs });
  if (own(model, scope, session) !== undefined) expect(answer.type).toBe('held-already');
  else if (keptOut(model, scope, session)) expect(answer.type).toBe('blocked');
  else {
    const token = give(model, scope, { session, forMs: forMs });
    expect(answer).toMatchObject({ type: 'claimed', hold: { token } });
  }
};

const release: Act = async ({ actor, scope }, model, { room }) => {
  const answer = await room.release(actor, { service: scope });
  const hold = model.holds.get(scope);
  if (hold === undefined) expect(answer.type).toBe('not-held');
  else if (hold.session === actor.session) {
    end(model, scope);
    expect(answer.type).toBe('released');
  } else expect(answer.type).toBe('not-yours');
};

const releaseStale: Act = async ({ actor, scope }, model, { room }) => {
  const token = (model.tokens.get(scope) ?? 0) + 1;
  expect(await room.release(actor, { service: scope, token })).toMatchObject({ type: 'stale-token' });
};

const extend: Act = async ({ actor, scope, forMs }, model, { room }) => {
  const answer = await room.extend(actor, { service: scope, forMs: forMs });
  const hold = model.holds.get(scope);
  if (hold === undefined) expect(answer.type).toBe('not-held');
  else if (hold.session === actor.session) {
    hold.until = Math.max(hold.until, model.now + forMs);
    expect(answer.type).toBe('extended');
  } else expect(answer.type).toBe('not-yours');
};

const join: Act = async ({ actor, scope }, model, { room }) => {
  const { session } = actor;
  const answer = await room.join(actor, { service: scope });
  const queue = model.queues.get(scope) ?? [];
  if (own(model, scope, session) !== undefined) expect(answer.type).toBe('held-already');
  else if (!keptOut(model, scope, session)) expect(answer.type).toBe('yours-to-claim');
  else {
    if (!queue.some((each) => each.session === session)) queue.push({ session, since: model.sequence++ });
    model.queues.set(scope, queue);
    const place = queue.findIndex((each) => each.session === session) + 1;
    expect(answer).toMatchObject({ type: 'waiting', place });
  }
};

const leave: Act = async ({ actor, scope }, model, { room }) => {
  const { session } = actor;
  const answer = await room.leave(actor, { service: scope });
  const waits = (model.queues.get(scope) ?? []).some((each) => each.session === session);
  expect(answer.type).toBe(waits ? 'left' : 'not-waiting');
  if (!waits) return;
  drop(model, scope, session);
  if (model.offers.get(scope)?.session === session) model.offers.delete(scope);
};

const takeOver: Act = async ({ actor, scope, forMs }, model, { room }) => {
  const { session } = actor;
  const hold = model.holds.get(scope);
  const answer = await room.takeOver(actor, {
    service: scope,
    forMs: forMs,
    confirmed: hold?.token ?? 0,
    listed: 'listed',
  });
  const isKeptOut = hold === undefined ? keptOut(model, scope, session) : keptOutByRivals(model, scope, session);
  if (own(model, scope, session) !== undefined) expect(answer.type).toBe('held-already');
  else if (isKeptOut) expect(answer.type).toBe('blocked');
  else {
    if (hold !== undefined) end(model, scope);
    const token = give(model, scope, { session, forMs: forMs });
    expect(answer).toMatchObject({ type: hold === undefined ? 'claimed' : 'taken-over', hold: { token } });
  }
};

const deploy: Act = async ({ actor, scope }, model, { room }) => {
  if (scope === 'global') return;
  const answer = await room.start(actor, { service: scope });
  const hold = own(model, scope, actor.session);
  const newest = model.deploys.get(scope);
  if (hold === undefined) expect(['not-claimed', 'blocked']).toContain(answer.type);
  else if (newest?.state === 'running') expect(answer.type).toBe('runs-already');
  else {
    model.deploys.set(scope, { token: hold.token, state: 'running' });
    expect(answer).toMatchObject({ type: 'started', deploy: { token: hold.token } });
  }
};

const finish: Act = async ({ actor, scope }, model, { room }) => {
  if (scope === 'global') return;
  const answer = await room.finish(actor, { service: scope });
  const hold = own(model, scope, actor.session);
  const newest = model.deploys.get(scope);
  if (hold === undefined) expect(['not-claimed', 'blocked']).toContain(answer.type);
  else if (newest === undefined || newest.token !== hold.token) expect(answer.type).toBe('no-deploy');
  else {
    if (newest.state === 'running') newest.state = 'succeeded';
    expect(answer.type).toBe('finished');
  }
};

const pass: Act = async (_turn, _model, { room }) => {
  await room.watch.tick();
};

async function sameState(model: Model, { room }: World): Promise<void> {
  for (const scope of SCOPES) {
    const lock = await room.lock(scope);
    const hold = model.holds.get(scope);
    expect(lock.hold?.claimant.session ?? null).toBe(hold?.session ?? null);
    expect(lock.hold?.token).toBe(hold?.token);
    expect(lock.token).toBe(model.tokens.get(scope) ?? 0);
    expect(lock.queue.map(({ claimant }) => claimant.session)).toEqual(
      (model.queues.get(scope) ?? []).map(({ session }) => session),
    );
    expect(lock.reservation?.session).toBe(model.offers.get(scope)?.session);
    expect(lock.deploy?.state).toBe(model.deploys.get(scope)?.state);
  }
}

/** Somebody's turn: time may pass first, then the model and the locks do the same, and are the same. */
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
        world.room.pass(turn.forMs);
      }
      settle(model);
      await act(turn, model, world);
      makeOffers(model);
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

it('every command, in any order by anybody at any time, does what the simple model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 60, size: 'max' }), async (commands) => {
      const model: Model = {
        now: 0,
        sequence: 0,
        tokens: new Map(),
        holds: new Map(),
        queues: new Map(),
        offers: new Map(),
        deploys: new Map(),
      };
      const room = aRoom();
      await fc.asyncModelRun(() => ({ model, real: { room } }), commands);
      await room.watch.tick();
      settle(model);
      expect(await room.heldBy()).toBe(model.holds.get('worker')?.session ?? null);
    }),
    { numRuns: 60 },
  );
});
