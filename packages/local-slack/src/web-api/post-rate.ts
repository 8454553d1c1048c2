import type { Clock } from '../clock.ts';

const MS_PER_POST = 1_000;

/** Counts a post to a channel. Returns the seconds to wait, or undefined if the post is allowed. */
export type PostRate = (channel: string) => number | undefined;

/** Limits an app to one message per second in each channel. */
export function postRate(clock: Clock): PostRate {
  const last = new Map<string, number>();
  return (channel) => {
    const before = last.get(channel);
    const wait = before === undefined ? 0 : before + MS_PER_POST - clock.now();
    if (wait > 0) return Math.ceil(wait / MS_PER_POST);
    last.set(channel, clock.now());
    return;
  };
}
