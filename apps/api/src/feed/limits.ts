/** What the feed allows; each has a flag and a variable of the same name. */
export interface FeedLimits {
  /** Distinct pairs of lookback and refresh that are kept at the same time. */
  maxWindows: number;
  /** Distinct combinations of window, kind of feed and filters at the same time. */
  maxViews: number;
  /** Order items in memory, for all windows together; each takes 150 bytes. */
  maxItems: number;
  /** Bytes of a message of the records feed. */
  maxRecordsBytes: number;
  /** Bytes of all views together, but for the plain ones of the default window, each of which may take as many. */
  maxViewBytes: number;
  /** Clients connected at the same time. */
  maxClients: number;
  /** Of those, from one address; the 64 bits of a network count as one address of IPv6. */
  maxClientsPerAddress: number;
  /** Bytes that wait for one client at most, unless a single frame is larger. */
  maxQueuedBytes: number;
  /** Longest time in which a client may not have read what waits for it. */
  slowClientSeconds: number;
  /** A client that has not answered a ping by the next one is gone. */
  pingSeconds: number;
  /** How long a view outlives its last client, for those who come back with a cursor. */
  resumeSeconds: number;
  /** Whether clients may negotiate permessage-deflate. */
  compress: boolean;
}

export const defaultLimits: FeedLimits = {
  maxWindows: 8,
  maxViews: 64,
  maxItems: 3_000_000,
  // What many clients take: ws 100 MiB. Python's websockets takes 1 MiB unless told otherwise.
  maxRecordsBytes: 64 * 1024 * 1024,
  maxViewBytes: 256 * 1024 * 1024,
  maxClients: 20_000,
  // Everybody behind one proxy has its address, so this is no protection of its own: it keeps one host from taking all.
  maxClientsPerAddress: 10_000,
  maxQueuedBytes: 1024 * 1024,
  slowClientSeconds: 30,
  pingSeconds: 30,
  resumeSeconds: 60,
  compress: false,
};

/** Bytes of a message from a client. Clients have nothing to say; what they say must be small. */
export const MAX_MESSAGE_BYTES = 1024;
