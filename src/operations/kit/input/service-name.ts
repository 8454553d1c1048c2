import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = '`tipoff deploy status` lists the services';

/** The name of a service, or `global` for all services. Upper and lower case are equal. The configuration lists the services. */
export const ServiceName = text({
  what: 'the name of a service',
  maxLength: 40,
  works: WORKS,
})
  .refine((value) => !/\s/.test(value.trim()), {
    error: ({ input }) => `${quoteInput(input)} is not the name of one service; ${WORKS}`,
    abort: true,
  })
  .transform((value) => value.trim().toLowerCase());
