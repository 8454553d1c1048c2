import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = '`tipoff deploy status` lists the services';

/** What is deployed, or `global` for everything; in any letter case. Which services there are the configuration says. */
export const ServiceName = text({
  what: 'the name of a service',
  maxLength: 40,
  works: WORKS,
})
  .refine((value) => !/\s/.test(value.trim()), {
    error: ({ input }) => `${quoteInput(input)} is more than the name of one service; ${WORKS}`,
    abort: true,
  })
  .transform((value) => value.trim().toLowerCase());
