import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { openApp } from '#src/app.ts';
import { readConfig } from '#src/config/config.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { claimDeployLock } from '#src/operations/deploy/claim.ts';
import { joinDeployQueue } from '#src/operations/deploy/join.ts';
import { releaseDeployLock } from '#src/operations/deploy/release.ts';

/**
 * A process with its own contenders over the stores that its variables name: `lock-contenders.ts <name> <contenders> <variables as JSON>`.
 * - `claim`: all claim at once; prints the tokens that were granted.
 * - `release`: all release; prints nothing granted.
 * - `serve`: each claims or queues up until it has had the lock; prints the tokens in order.
 */
const [name = '', contenders = '1', variables = '{}'] = process.argv.slice(2);
const SERVICE = 'worker';
const Granted = z.object({ token: z.number() });

const { app, close } = await openApp(
  readConfig(z.record(z.string(), z.string()).parse(JSON.parse(variables)), { working: '/', tipoff: '/' }),
);
const people = Array.from({ length: Number(contenders) }, (_, index) =>
  personAt('slack', { name: `${name}-${index}`, id: `${name}-${index}` }),
);

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'claim') printTokens((await Promise.all(people.map(claim))).filter((token) => token !== undefined));
  if (line === 'release') await Promise.all(people.map(release));
  if (line === 'release') printTokens([]);
  if (line === 'serve') printTokens((await Promise.all(people.map(claimInTurn))).toSorted((a, b) => a - b));
}
await close();

function printTokens(tokens: readonly number[]): void {
  process.stdout.write(`${JSON.stringify(tokens)}\n`);
}

async function claim(actor: Actor): Promise<number | undefined> {
  const input = { service: SERVICE, reason: 'One of many', for: '30m', without_lock: false };
  const { decision, data } = await claimDeployLock.run(app, { input, ...callBy(actor) });
  return decision === 'done' ? Granted.parse(data).token : undefined;
}

async function release(actor: Actor): Promise<void> {
  await releaseDeployLock.run(app, { input: { service: SERVICE, all: false }, ...callBy(actor) });
}

/** Claims the lock, or queues up and claims again, until it is granted; then releases it. */
async function claimInTurn(actor: Actor): Promise<number> {
  for (;;) {
    const token = await claim(actor);
    if (token === undefined) {
      await joinDeployQueue.run(app, { input: { service: SERVICE, reason: 'My turn', for: '5m' }, ...callBy(actor) });
    } else {
      await release(actor);
      return token;
    }
  }
}

function callBy(actor: Actor) {
  return { actor, request: randomUUID(), progress: () => undefined };
}
