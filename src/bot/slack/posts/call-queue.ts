/** Runs work one after the other, in the order asked for; work that failed does not stop what follows. */
export type CallQueue = <T>(work: () => Promise<T>) => Promise<T>;

export function callQueue(): CallQueue {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = tail.then(work, work);
    tail = run.catch(() => undefined);
    return run;
  };
}
