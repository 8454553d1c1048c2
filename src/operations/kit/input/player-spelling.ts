import { text } from './text.ts';

/** A spelling or an id of a player, as it stands in a file. */
export const PlayerSpelling = text({
  what: 'a spelling',
  maxLength: 100,
  works: 'write it as it stands in the file, such as "L. James" or the id 4432166',
});
