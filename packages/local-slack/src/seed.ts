import * as z from 'zod';

/** The users and channels of the workspace. Later starts add new ones. An id that is missing is derived from the name. */
export const Seed = z.object({
  workspace: z.string().min(1),
  /** Names without `#`. */
  channels: z
    .array(
      z.union([
        z.string().min(1),
        z.object({ name: z.string().min(1), topic: z.string().default(''), isBotMember: z.boolean().default(true) }),
      ]),
    )
    .min(1),
  /** The page acts as the first user at first. */
  users: z
    .array(
      z.object({
        id: z.string().optional(),
        name: z.string().min(1),
        real_name: z.string().min(1),
        is_admin: z.boolean().default(false),
      }),
    )
    .min(1),
});
export type Seed = z.input<typeof Seed>;
export type ParsedSeed = z.output<typeof Seed>;
