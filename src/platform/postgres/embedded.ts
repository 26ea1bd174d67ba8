import { setTimeout as sleep } from 'node:timers/promises';
import { prepareBinaries } from './binaries.ts';
import { clusterUrl, createCluster } from './cluster.ts';
import { joinServer } from './join.ts';
import { type Lease, giveBack } from './lease.ts';
import type { EmbeddedOptions } from './options.ts';
import { type Place, locate } from './place.ts';
import { serves } from './postmaster.ts';
import { startSweeper } from './sweeper.ts';

/** A real PostgreSQL server that comes with the product, of which this process holds a share. */
export interface Embedded {
  /** The address of one of its databases. */
  url(database: string): string;
  /** Give the share back; the last one out stops the server. May be called more than once. */
  stop(): Promise<void>;
  readonly port: number;
  /** The folder of the cluster. */
  readonly dir: string;
  /** One line for the operator where the cluster does not lie in DATA_DIR. */
  readonly note?: string;
}

const RECONNECT_MS = 1000;

/**
 * Take part in the PostgreSQL server of a DATA_DIR, making the cluster and starting the server where needed. A server
 * that survived a killed process is adopted. Should the server crash, it is started again on the same port, so that
 * pools recover by themselves. The last process to leave stops it; who leaves without `stop()` leaves a small sweeper
 * behind that looks after that.
 *
 * Call it before anything else is written into a new DATA_DIR, and call `stop()` on SIGINT and SIGTERM.
 *
 * @param dataDir the whole DATA_DIR, which is ours alone
 * @throws OperatorError in words for the operator: a second server on one DATA_DIR, a lost, copied or closed cluster
 */
export async function startEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const place = locate(dataDir);
  const native = prepareBinaries(place.account);
  createCluster(place, native, options.fast ?? false);
  const share = new Share(place, native, options, await joinServer(place, native, options));
  return {
    port: share.port,
    dir: place.dir,
    url: database => clusterUrl(place.dir, share.port, database),
    stop: () => share.stop(),
    ...(place.pointer ? { note: explainPlace(place) } : {}),
  };
}

function explainPlace({ dataDir, dir }: Place): string {
  return `Jalan ke ${dataDir} tertutup bagi pengguna sistem yang menjalankan PostgreSQL; basis data disimpan di ${dir}.`;
}

/** Our share in the server: held, taken again after a crash, given back. */
class Share {
  readonly port: number;
  private readonly place: Place;
  private readonly native: string;
  private readonly options: EmbeddedOptions;
  private lease: Lease;
  private leaving: Promise<void> | undefined;
  private rejoining: Promise<void> = Promise.resolve();

  constructor(place: Place, native: string, options: EmbeddedOptions, lease: Lease) {
    this.place = place;
    this.native = native;
    this.options = { ...options, port: lease.port };
    this.port = lease.port;
    this.lease = lease;
    this.hold(lease);
    process.once('exit', this.leaveBehindSweeper);
  }

  stop(): Promise<void> {
    this.leaving ??= this.leave();
    return this.leaving;
  }

  /** Watch the connection of the lease, without keeping the process alive for its sake. */
  private hold(lease: Lease): void {
    this.lease = lease;
    lease.client.unref();
    lease.client.once('end', () => {
      if (!this.leaving) this.rejoining = this.rejoin();
    });
  }

  private async rejoin(): Promise<void> {
    while (!this.leaving) {
      try {
        this.hold(await joinServer(this.place, this.native, this.options));
        return;
      } catch {
        await sleep(RECONNECT_MS, undefined, { ref: false });
      }
    }
  }

  private async leave(): Promise<void> {
    process.off('exit', this.leaveBehindSweeper);
    await this.rejoining;
    this.lease.client.ref();
    try {
      await giveBack(this.lease, this.place.dir);
    } catch {
      // the server has gone already
    }
    await this.lease.client.end().catch(() => undefined);
  }

  /** On process.exit or an uncaught error, when nothing can be awaited any more. */
  private readonly leaveBehindSweeper = (): void => {
    const { pid } = this.lease;
    if (!serves(pid, this.place.dir)) return;
    if (!this.options.fast) startSweeper(this.place.dir, this.lease);
    else process.kill(pid, 'SIGINT');
  };
}
