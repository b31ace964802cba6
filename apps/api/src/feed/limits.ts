/** What the feed allows; each has a flag and a variable of the same name. */
export interface FeedLimits {
  /** Distinct pairs of lookback and refresh that are kept at the same time. */
  maxWindows: number;
  /** Of those, windows that one address alone uses; undefined: half of what others leave. */
  maxWindowsPerAddress: number | undefined;
  /** Distinct combinations of window, kind of feed and filters at the same time. */
  maxViews: number;
  /** Of those, views that one address alone uses; undefined: half of what others leave. */
  maxViewsPerAddress: number | undefined;
  /** Order items in memory, for all windows together; each takes 163 bytes. */
  maxItems: number;
  /** Bytes of a message of the records feed. */
  maxRecordsBytes: number;
  /** Bytes of all views together, but for the plain ones of the default window, each of which may take as many. */
  maxViewBytes: number;
  /** Clients connected at the same time. */
  maxClients: number;
  /**
   * Of those, from one address; the 64 bits of a network count as one address of IPv6. Undefined: half of what others
   * leave.
   */
  maxClientsPerAddress: number | undefined;
  /** Clients that may be slow to read at a time; one address has half of what others leave. */
  maxSlowClients: number;
  /** Bytes of first states that one address is sent in a second; what it has not used counts for ten. */
  snapshotBytesPerSecond: number;
  /** Bytes that wait for one client at most, unless a single frame is larger. */
  maxQueuedBytes: number;
  /** Longest time in which a client may not have read what waits for it. */
  slowClientSeconds: number;
  /** A client that has not answered a ping by the next one is gone. */
  pingSeconds: number;
  /** How long a view outlives its last client, for those who come back with a cursor. */
  resumeSeconds: number;
  /** Connections at a time that are no WebSocket (yet); one address has half of what others leave. */
  maxHttpConnections: number;
  /** Over how long the clients are seen off when the server stops. */
  drainSeconds: number;
  /** Whether clients may negotiate permessage-deflate. */
  compress: boolean;
}

export const defaultLimits: FeedLimits = {
  maxWindows: 8,
  maxWindowsPerAddress: undefined,
  maxViews: 64,
  maxViewsPerAddress: undefined,
  maxItems: 3_000_000,
  // What many clients take: ws 100 MiB. Python's websockets takes 1 MiB unless told otherwise.
  maxRecordsBytes: 64 * 1024 * 1024,
  maxViewBytes: 128 * 1024 * 1024,
  maxClients: 20_000,
  maxClientsPerAddress: undefined,
  maxSlowClients: 128,
  snapshotBytesPerSecond: 64 * 1024 * 1024,
  maxQueuedBytes: 1024 * 1024,
  slowClientSeconds: 30,
  pingSeconds: 30,
  resumeSeconds: 60,
  maxHttpConnections: 8_192,
  drainSeconds: 5,
  compress: false,
};

/** Bytes of a message from a client. Clients have nothing to say; what they say must be small. */
export const MAX_MESSAGE_BYTES = 1024;
