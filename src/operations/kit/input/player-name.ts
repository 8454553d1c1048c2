import { text } from './text.ts';

/** A player's name or lookup key, as people write it. */
export const PlayerName = text({
  what: 'a name',
  maxLength: 100,
  works: 'write it as in the box scores, such as "LeBron James" or lebronjames',
});
