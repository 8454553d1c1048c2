import { auditedTransaction } from '../audit/open-audit.ts';
import { type AuditContext, systemAuditContext } from '../audit/trail.ts';
import { applyTimeouts, makeReservations } from './apply-timeouts.ts';
import type { LockDecision } from './claim-lock.ts';
import { type LockDeps, loadLocks } from './load-locks.ts';
import type { LockState } from './lock-state.ts';
import { isChanged, saveLocks } from './save-locks.ts';

/** A rule of one command: what it makes of the locks as they stand, and what it answers. */
export type LockCommand<A> = (scene: LockState) => LockDecision<A>;

/** Where commands about the locks are taken, in the order they come. */
export interface LockService {
  /**
   * Applies the command to the locks as they are now, time counted. What it changes, the channel and the audit of it change together or not at
   * all, also among several processes.
   */
  execute<A>(trail: AuditContext, command: LockCommand<A>): Promise<A>;
}

interface Waiting {
  readonly trail: AuditContext;
  /** What the command makes of a scene, and how its asker is told. */
  decide(scene: LockState): { readonly scene: LockState; readonly tell: () => void };
  reject(reason: unknown): void;
}

/**
 * Of many commands at once each that changes something is a transaction of its own; the others, most of many contenders, are answered from
 * what was read or written after they came, and cost the store nothing.
 */
export function lockService(deps: LockDeps): LockService {
  let waiting: readonly Waiting[] = [];
  let state: 'idle' | 'at-work' = 'idle';

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const turn = waiting;
      waiting = [];
      const left = await serve(deps, turn);
      waiting = [...left, ...waiting];
    }
    state = 'idle';
  }

  return {
    execute: (trail, command) =>
      new Promise((resolve, reject) => {
        const decide = (scene: LockState) => {
          const decided = command(scene);
          return { scene: makeReservations(decided.scene), tell: () => resolve(decided.answer) };
        };
        waiting = [...waiting, { trail, decide, reject }];
        if (state === 'idle') {
          state = 'at-work';
          void work();
        }
      }),
  };
}

/** Answers commands in their order from one reading; resolves to those for which the locks have to be read again. */
async function serve(deps: LockDeps, turn: readonly Waiting[]): Promise<readonly Waiting[]> {
  const [first, ...others] = turn;
  let served = 0;
  try {
    if (first !== undefined && others.length === 0 && (await serveAlone(deps, first)) === 'served') return [];
    let scene = await readSettled(deps, turn);
    for (const each of turn) {
      scene = { ...(await serveOne(deps, each, scene)), events: [] };
      served += 1;
    }
    return [];
  } catch (error) {
    turn[served]?.reject(error);
    return turn.slice(served + 1);
  }
}

/** Who asks alone most likely changes something, so what is read is read in its transaction; unless time has done something before. */
async function serveAlone(deps: LockDeps, { trail, decide }: Waiting): Promise<'served' | 'unsettled'> {
  const tell = await auditedTransaction(deps.store, trail, async (transaction, audit) => {
    const before = await loadLocks(deps, transaction, trail.session === null ? [] : [trail.session]);
    if (isChanged(before, applyTimeouts(before))) return;
    const decided = decide(before);
    await saveLocks({ transaction, audit }, before, decided.scene);
    return decided.tell;
  });
  tell?.();
  return tell === undefined ? 'unsettled' : 'served';
}

/** What time has done is nobody's request: it is recorded as Tipoff's own, before anything else. */
async function readSettled(deps: LockDeps, turn: readonly Waiting[]): Promise<LockState> {
  const asking = turn.flatMap((each) => each.trail.session ?? []);
  const scene = await loadLocks(deps, deps.store, asking);
  const [first] = turn;
  if (first === undefined || !isChanged(scene, applyTimeouts(scene))) return scene;
  const trail = systemAuditContext(first.trail.chain, 'lock-watch');
  return await auditedTransaction(deps.store, trail, async (transaction, audit) => {
    const before = await loadLocks(deps, transaction, asking);
    const after = applyTimeouts(before);
    await saveLocks({ transaction, audit }, before, after);
    return { ...after, events: [] };
  });
}

/** The scene after the command. */
async function serveOne(deps: LockDeps, { trail, decide }: Waiting, scene: LockState): Promise<LockState> {
  const glance = decide(scene);
  if (!isChanged(scene, glance.scene)) {
    glance.tell();
    return scene;
  }
  const asking = trail.session === null ? [] : [trail.session];
  const { after, tell } = await auditedTransaction(deps.store, trail, async (transaction, audit) => {
    const before = await loadLocks(deps, transaction, asking);
    const decided = decide(applyTimeouts(before));
    await saveLocks({ transaction, audit }, before, decided.scene);
    return { after: decided.scene, tell: decided.tell };
  });
  tell();
  return { ...after, standing: scene.standing };
}
