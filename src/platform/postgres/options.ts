/** How an embedded server is started. */
export interface EmbeddedOptions {
  /** A throw-away cluster for tests: speed before durability. */
  readonly fast?: boolean;
  /** This process is the application's server, of which one DATA_DIR has at most one. */
  readonly server?: boolean;
  /** Every finished piece of the write-ahead log is laid out beside the cluster, at least once a minute. */
  readonly archive?: boolean;
  /** The port to listen on; a free one where none is given. */
  readonly port?: number;
}
