import * as z from 'zod';

/**
 * The users and channels of the workspace. A later start of the workspace can add users and channels. The id of a user
 * or channel is derived from its name if the seed contains no id.
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
