import type { EventRow, Place } from '../rows.js';
import type { Page, Visitor } from './browsing.js';
import { ID, type LifeIds } from './life-ids.js';

/** Sessions of a visit, and events of a session, at most. */
const SESSIONS = 1_024;
export const EVENTS = 64;

/** Which session: that of a visit, `t` being what ids of that visit begin with. */
export interface SessionKey {
  t: number;
  /** The visit. */
  k: number;
  /** 0: the shopper's own session; else a visitor of the crowd around it. */
  j: number;
}

/** Who visits the shop, and from where. */
export interface Session {
  userId: string | null;
  visitor: Visitor;
  place: Pick<Place, 'city' | 'state' | 'postal_code'>;
}

export function sessionId(ids: LifeIds, { t, k, j }: SessionKey): string {
  return ids.id(t, ID.session, k * SESSIONS + j);
}

export function eventId(ids: LifeIds, { t, k, j }: SessionKey, sequence: number): string {
  return ids.id(t, ID.event, (k * SESSIONS + j) * EVENTS + sequence);
}

/** Adds the pages of a session, page by page at its moment, in real milliseconds. */
export function pushSession(
  rows: EventRow[],
  ids: LifeIds,
  key: SessionKey,
  session: Session,
  pages: readonly Page[],
  moments: readonly number[],
): void {
  const session_id = sessionId(ids, key);
  for (let index = 0; index < pages.length; index += 1) {
    const sequence = index + 1;
    const id = eventId(ids, key, sequence);
    rows.push(eventRow({ id, session_id }, session, sequence, pages[index]!, moments[index]!));
  }
}

export function eventRow(
  { id, session_id }: Pick<EventRow, 'id' | 'session_id'>,
  { userId, visitor, place }: Session,
  sequence: number,
  page: Pick<Page, 'type' | 'uri'>,
  moment: number,
): EventRow {
  return {
    id,
    user_id: userId,
    sequence_number: sequence,
    session_id,
    created_at: new Date(moment),
    ip_address: visitor.ip_address,
    city: place.city,
    state: place.state,
    postal_code: place.postal_code,
    browser: visitor.browser,
    traffic_source: visitor.traffic_source,
    uri: page.uri,
    event_type: page.type,
  };
}
