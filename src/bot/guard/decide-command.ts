import * as z from 'zod';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import { lockName, quotedSentence, unreadableSentence } from '../../operations/deploy/lock-text.ts';
import { failureOf } from '../../operations/kit/failure.ts';
import { leagueTime } from '../../operations/kit/league-time.ts';
import type { Outcome } from '../../operations/kit/operation.ts';
import { type DeployScan, findDeploys, findDeploysInWords } from './find-deploys.ts';
import type { GuardedCommand } from './guard-input.ts';
import type { DetectedDeploy } from './match-deploy.ts';
import { type KnownLock, KnownLocks, type MissingLock, missingLocks, unreadableLock } from './missing-locks.ts';
import { refuseRemovals } from './refuse-removals.ts';

const OwnSession = z.object({ session_id: z.string() });

/** @internal exported for tests */
export type RunOperation = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<Outcome<unknown>>;

export interface GuardContext {
  /**
   * The caller's reason for deploying without the lock, from an environment variable. Undefined if the variable is not
   * set.
   */
  readonly withoutLock: string | undefined;
  /** Calls `work` with a function that runs operations on the shared store, as the caller. */
  readonly withDocuments: <R>(work: (run: RunOperation) => Promise<R>) => Promise<R>;
  /**
   * Calls `work` with a function that runs operations without the shared store. The guard calls it when the store is
   * unreachable. The caller's token cannot be verified then.
   */
  readonly withLocalStore: <R>(work: (run: RunOperation) => Promise<R>) => Promise<R>;
}

export interface GuardDecision {
  readonly type: 'allowed' | 'refused';
  readonly message: string;
}

/**
 * Decides for `tipoff guard` whether a command may run. A deploy command may run if the caller's session holds the lock
 * of the service, unless it removes environment variables of the service. It is refused if the holder of the lock cannot
 * be found out.
 */
export async function decideCommand(command: GuardedCommand, context: GuardContext): Promise<GuardDecision> {
  const scan = scanCommand(command);
  if (scan.type === 'unreadable') {
    return refused(`This looks like a deploy, but ${scan.why}. Run the deploy command by itself.`);
  }
  if (scan.deploys.length === 0) return { type: 'allowed', message: '' };
  const withoutLock = scan.withoutLock ?? context.withoutLock;
  try {
    return await context.withDocuments((run) => decideDeploys(scan.deploys, withoutLock, run));
  } catch (error) {
    return callersFault(error) ?? (await storeUnreachable(scan.deploys, error, { ...context, withoutLock }));
  }
}

/**
 * Returns a refusal for a mistake of the caller: an invalid token, a wrong environment variable or a meaningless
 * reason. Without this check, a caller with a revoked token could deploy without the lock.
 */
function callersFault(error: unknown): GuardDecision | undefined {
  const { kind, code, message } = failureOf(error);
  if (code === 'bad_configuration') return refused(message);
  if (code.startsWith('token_')) return refused(`TIPOFF_TOKEN is not valid. ${message}`);
  return kind === 'bad_input' ? refused(`TIPOFF_WITHOUT_LOCK must contain a reason. ${message}`) : undefined;
}

function scanCommand(command: GuardedCommand): DeployScan {
  switch (command.type) {
    case 'line':
      return findDeploys(command.line);
    case 'words':
      return findDeploysInWords(command.words);
    case 'nothing':
      return { type: 'deploys', deploys: [], withoutLock: undefined };
    case 'unreadable':
      return command;
  }
}

async function decideDeploys(
  deploys: readonly DetectedDeploy[],
  withoutLock: string | undefined,
  run: RunOperation,
): Promise<GuardDecision> {
  const session = OwnSession.parse(dataOf(await run('session holds', {}))).session_id;
  const { locks } = KnownLocks.parse(dataOf(await run('deploy status', { only: 'locks' })));
  const unreadable = unreadableLock(deploys, locks);
  if (unreadable !== undefined) {
    const { service, reason: why = 'no reason given' } = unreadable;
    return refused(unreadableSentence({ service, why }));
  }
  const missing = missingLocks(deploys, locks, session);
  if (missing.length > 0 && withoutLock === undefined) return refused(missing.map(missingLockText).join('\n'));
  const services = locks.map(({ service }) => service).filter((service) => service !== GLOBAL);
  const removals = await refuseRemovals(deploys, services, (service) => run('deploy variables', { service }));
  if (removals.length > 0) return refused(removals.join('\n'));
  if (missing.length === 0 || withoutLock === undefined) return { type: 'allowed', message: '' };
  const scopes = missing.map(({ scope }) => scope);
  return await claimOrBypass(scopes, withoutLock, run);
}

/**
 * Runs `deploy claim` for each missing lock. If the store is unreachable, `deploy claim` records a deploy without the
 * lock instead.
 */
async function claimOrBypass(scopes: readonly string[], reason: string, run: RunOperation): Promise<GuardDecision> {
  const messages: string[] = [];
  for (const service of new Set(scopes)) {
    const { decision, message } = await run('deploy claim', { service, reason, without_lock: true });
    if (decision !== 'done') return refused([...messages, message].join('\n'));
    messages.push(message);
  }
  return { type: 'allowed', message: messages.join('\n') };
}

async function storeUnreachable(
  deploys: readonly DetectedDeploy[],
  error: unknown,
  { withoutLock, withLocalStore }: GuardContext,
): Promise<GuardDecision> {
  const { message } = failureOf(error);
  if (withoutLock === undefined) {
    const commands = deploys.map((deploy) => `\`${deploy.command}\``).join(', ');
    return refused(
      `${message}\nTipoff cannot find out who holds the lock for ${commands}. Ask in the channel who is deploying. To deploy anyway, put TIPOFF_WITHOUT_LOCK="why" before the command. Tipoff records it on this machine and announces it once the store is back.`,
    );
  }
  const scopes = deploys.map(({ service }) => service ?? GLOBAL);
  try {
    return await withLocalStore((run) => claimOrBypass(scopes, withoutLock, run));
  } catch (localError) {
    return (
      callersFault(localError) ??
      refused(`${failureOf(localError).message}\nTipoff could not record the bypass, so the command was not run.`)
    );
  }
}

function dataOf({ decision, message, data }: Outcome<unknown>): unknown {
  if (decision === 'refused') throw new Error(message);
  return data;
}

function missingLockText({ scope, command, heldBy, names }: MissingLock): string {
  const because = names === 'a-service' ? '' : ', because the command names no service that has a lock';
  return `\`${command}\` needs ${lockName(scope)}${because}. ${holderText(scope, heldBy)}:\n    tipoff deploy ${verbFor(heldBy)} ${scope} --reason "what you are about to do"`;
}

function holderText(scope: string, heldBy: KnownLock | undefined): string {
  if (heldBy === undefined) return 'Nobody holds the lock. Claim it first';
  const { service, by, until, reason } = heldBy;
  const what = service === scope ? 'it' : lockName(service);
  const ends = until === undefined ? '' : ` until ${leagueTime(until, until)}`;
  return `${by} holds ${what}${ends}: ${quotedSentence(reason ?? '')} Queue up`;
}

function verbFor(heldBy: KnownLock | undefined): string {
  return heldBy === undefined ? 'claim' : 'join';
}

function refused(message: string): GuardDecision {
  return { type: 'refused', message };
}
