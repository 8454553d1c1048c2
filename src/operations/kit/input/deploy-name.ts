import { text } from './text.ts';

const MAX_LENGTH = 200;

/** The id of a build or the name of a revision, as `deploy active` shows it. */
export const DeployName = text({
  what: 'a build or a revision',
  maxLength: MAX_LENGTH,
  works: '`tipoff deploy active` shows builds and revisions',
});
