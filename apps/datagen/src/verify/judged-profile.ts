import type { Database } from '@thelook/db';
import type { Profile } from '@thelook/models';
import { sql, type Kysely } from 'kysely';
import type { Check } from './check.js';
import type { PresentTables } from './present-tables.js';
import type { ShopFacts } from './shop-facts.js';

/** By whose rules a shop is judged; `both`: by those that hold in shops of either profile. */
export type JudgedProfile = Profile | 'both';

/**
 * The profile of a shop: that of its runs, or `both` when they differ. Without a record it is `classic`, since that is
 * what copies of the dataset are made of.
 */
export async function judgedProfile(
  db: Kysely<Database>,
  present: PresentTables,
  { runs }: Pick<ShopFacts, 'runs'>,
): Promise<JudgedProfile> {
  const profiles = new Set(runs.map(({ profile }) => profile));
  if (profiles.size > 1) return 'both';
  const [profile = 'classic'] = profiles;
  return profile === 'living' && (await hasUnrecordedUsers(db, present)) ? 'both' : profile;
}

/** The checks of a profile, in their order. */
export function checksOf(profile: JudgedProfile, checks: readonly Check[]): Check[] {
  return checks.filter((check) => check.profile === undefined || check.profile === profile);
}

/** Whether there are users from before runs were recorded: rows of the profile `living` tell when they changed last. */
async function hasUnrecordedUsers(db: Kysely<Database>, present: PresentTables): Promise<boolean> {
  const users = present.get('users');
  if (!users?.types.has('updated_at')) return false;
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from ${sql.raw(users.reference)} where updated_at is null) as found`.execute(db);
  return rows[0]?.found === true;
}
