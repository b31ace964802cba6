/** No publication shows every change of the tables of sales, and the role may not make one. */
export class PublicationError extends Error {
  readonly code = 'THELOOK_PUBLICATION';

  constructor(
    /** The publication that was wanted. */
    readonly publication: string,
    /** What somebody who may can run. */
    readonly statement: string,
    options?: ErrorOptions,
  ) {
    super(
      `No publication shows every change of order_items, users and products. Somebody who may can run: ${statement};`,
      options,
    );
    this.name = 'PublicationError';
  }
}

/** A table's replica identity does not have the primary key, so that a change does not tell which row it is of. */
export class ReplicaIdentityError extends Error {
  readonly code = 'THELOOK_REPLICA_IDENTITY';

  constructor(
    readonly schema: string,
    readonly table: string,
  ) {
    super(
      `The replica identity of ${schema}.${table} does not have the column id; allowed: ` +
        `alter table ... replica identity default, or full.`,
    );
    this.name = 'ReplicaIdentityError';
  }
}

/** The server's log does not have every change of a table of sales, or has changes that a query does not show. */
export class UnseenChangesError extends Error {
  readonly code = 'THELOOK_UNSEEN_CHANGES';

  constructor(
    readonly table: string,
    readonly reason: string,
  ) {
    super(`The server's log cannot show the changes of ${table}: ${reason}.`);
    this.name = 'UnseenChangesError';
  }
}
