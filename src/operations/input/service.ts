import { text } from './text.ts';

/** What is deployed, or `global` for everything; in any letter case. Which services there are the configuration says. */
export const ServiceName = text({
  what: 'the name of a service',
  maxLength: 40,
  works: '`tipoff deploy status` lists the services',
}).transform((value) => value.trim().toLowerCase());
