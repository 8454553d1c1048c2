/** Runs calls one at a time, in order. A failed call does not stop the next one. */
export type CallQueue = <T>(work: () => Promise<T>) => Promise<T>;

export function callQueue(): CallQueue {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = tail.then(work, work);
    tail = run.catch(() => undefined);
    return run;
  };
}
