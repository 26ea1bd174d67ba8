import net from 'node:net';

/** What becomes of a form on its way. */
export type Fate = 'arrives' | 'lost' | 'unanswered';

const FORM = 'POST /kegiatan-harian ';

/** How slow a line is. */
export interface Slowness {
  readonly bytesPerSecond: number;
  /** There and back. */
  readonly latencyMs: number;
}

/** A line between a browser and the server, which loses forms, or only their answers, on demand. */
export class FlakyLine {
  readonly url: string;
  private readonly listener: net.Server;
  private readonly ends = new Set<net.Socket>();
  private fates: Fate[] = [];
  private slowness: Slowness | undefined;

  private constructor(listener: net.Server, server: URL) {
    this.listener = listener;
    this.url = `http://127.0.0.1:${String((listener.address() as net.AddressInfo).port)}`;
    listener.on('connection', client => this.connect(client, Number(server.port)));
  }

  /** @param server where forms should arrive */
  static async start(server: string): Promise<FlakyLine> {
    const listener = net.createServer();
    await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
    return new FlakyLine(listener, new URL(server));
  }

  /** What becomes of the next forms, one after the other; later ones arrive. */
  next(...fates: readonly Fate[]): void {
    this.fates.push(...fates);
  }

  /** From now on everything takes the time that such a line takes, a service worker's requests too. */
  slowDown(slowness: Slowness): void {
    this.slowness = slowness;
  }

  /** Passes on what comes, in its order and at the pace of the line. */
  private paced(to: net.Socket): (chunk: Buffer) => void {
    let free = 0;
    return chunk => {
      if (!this.slowness) return void to.write(chunk);
      const { bytesPerSecond, latencyMs } = this.slowness;
      free = Math.max(free, performance.now()) + (chunk.length / bytesPerSecond) * 1000;
      setTimeout(() => to.write(chunk), free - performance.now() + latencyMs / 2);
    };
  }

  async stop(): Promise<void> {
    for (const end of this.ends) end.destroy();
    await new Promise(resolve => this.listener.close(resolve));
  }

  private connect(client: net.Socket, port: number): void {
    const server = net.connect(port, '127.0.0.1');
    const [toServer, toClient] = [this.paced(server), this.paced(client)];
    let losing = false;
    const cut = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const end of [client, server]) {
      this.ends.add(end);
      end.on('error', cut).on('close', cut);
    }
    client.on('data', chunk => {
      const fate = chunk.toString('latin1', 0, FORM.length) === FORM ? (this.fates.shift() ?? 'arrives') : 'arrives';
      if (fate === 'lost') return cut();
      losing ||= fate === 'unanswered';
      toServer(chunk);
    });
    server.on('data', chunk => {
      if (losing) cut();
      else toClient(chunk);
    });
  }
}
