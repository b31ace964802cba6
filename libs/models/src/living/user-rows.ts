import type { Change } from '../changes.js';
import type { UserRow } from '../rows.js';
import type { Visitor } from './browsing.js';
import type { Character } from './character.js';
import { ID, type LifeIds } from './life-ids.js';
import type { Session } from './session-rows.js';
import type { ShopperState } from './shopper-state.js';

/** @param t what the ids of the visit begin with in which the user signed up */
export function userId(ids: LifeIds, t: number): string {
  return ids.id(t, ID.user, 0);
}

/** As whom the shop sees a shopper who visits it. */
export function whoVisits(
  ids: LifeIds,
  character: Character,
  { user, moved }: ShopperState,
  visitor: Visitor,
): Session {
  return {
    userId: user === undefined ? null : userId(ids, user),
    visitor,
    place: character.address(moved ? 1 : 0),
  };
}

export function userRow(id: string, character: Character, signedUpAt: Date): UserRow {
  const { person } = character;
  const address = character.address(0);
  return {
    id,
    first_name: person.first_name,
    last_name: person.last_name,
    email: person.email,
    age: person.age,
    gender: person.gender,
    state: address.state,
    street_address: address.street_address,
    postal_code: address.postal_code,
    city: address.city,
    country: address.country,
    latitude: address.latitude,
    longitude: address.longitude,
    traffic_source: person.traffic_source,
    created_at: signedUpAt,
    updated_at: signedUpAt,
  };
}

/** The user has moved house. */
export function moveChange(ids: LifeIds, character: Character, state: ShopperState, at: Date): Change {
  const set = { ...character.address(1), updated_at: at };
  return { op: 'update', table: 'users', key: userId(ids, state.user!), set };
}
