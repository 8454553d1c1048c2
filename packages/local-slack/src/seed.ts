import * as z from 'zod';

/**
 * The users and channels of the workspace. A later start can add more of them. A missing id is derived from the name.
 */
export const Seed = z.object({
  workspace: z.string().min(1),
  /** The names of the channels, without `#`. */
  channels: z
    .array(
      z.union([
        z.string().min(1),
        z.object({ name: z.string().min(1), topic: z.string().default(''), isBotMember: z.boolean().default(true) }),
      ]),
    )
    .min(1),
  /** The people of the workspace. A newly opened page acts as the first one. */
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
