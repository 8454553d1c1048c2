const SAME_SIGNAL_MS = 1_000;

/** The signals that a person or a scheduler sends to end a deploy. */
export interface DeploySignals {
  /** The first signal that arrived; undefined before. */
  readonly first: () => NodeJS.Signals | undefined;
  /** Calls `listener` with each later signal until the returned function is called. */
  readonly listen: (listener: (signal: NodeJS.Signals) => void) => () => void;
}

/** A source of the signals of this process. `onSignal` returns a function that stops the listening. */
export interface SignalSource {
  readonly onSignal: (listener: (signal: NodeJS.Signals) => void) => () => void;
  /** Milliseconds of a clock that never runs backwards. */
  readonly elapsed: () => number;
}

/**
 * Collects the signals of this process. One Ctrl-C can arrive twice, from the terminal and from the launcher, so a signal
 * that repeats within a second counts once. Many programs end without cleaning up at the second signal.
 */
export function collectSignals({ onSignal, elapsed }: SignalSource): DeploySignals & { readonly stop: () => void } {
  let first: NodeJS.Signals | undefined;
  const listeners = new Set<(signal: NodeJS.Signals) => void>();
  const lastAt = new Map<NodeJS.Signals, number>();
  const stop = onSignal((signal) => {
    const before = lastAt.get(signal);
    lastAt.set(signal, elapsed());
    if (before !== undefined && elapsed() - before < SAME_SIGNAL_MS) return;
    first ??= signal;
    for (const listener of listeners) listener(signal);
  });
  return {
    first: () => first,
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop,
  };
}
