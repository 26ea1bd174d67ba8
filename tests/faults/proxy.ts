import net from 'node:net';

/** One client's way through the proxy. */
interface Way {
  readonly client: net.Socket;
  readonly server: net.Socket;
  /** The server has said that it is inside a transaction of the client's. */
  inside: boolean;
  /** The client has sent the statement after which the answer to COMMIT is to be lost. */
  marked: boolean;
  /** The next thing the server says is lost, and the connection with it. */
  losing: boolean;
  /** What the server has said and the client is to hear later. */
  readonly late: Buffer[];
}

const COMMIT = 'COMMIT\0';
/** The end of every answer, ReadyForQuery, but for its last letter: I outside of a transaction, T or E inside. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);
const OUTSIDE = 0x49;

/** A TCP proxy in front of PostgreSQL that breaks on demand. */
export class DatabaseProxy {
  readonly url: string;
  private readonly listener: net.Server;
  private readonly target: { readonly host: string; readonly port: number };
  private readonly ways = new Set<Way>();
  private frozen = false;
  private delayMs = 0;
  private mark: string | undefined;
  private reportLoss: () => void = () => undefined;

  private constructor(listener: net.Server, address: string) {
    const url = new URL(address);
    this.target = { host: url.hostname, port: Number(url.port) };
    this.listener = listener;
    url.port = String((listener.address() as net.AddressInfo).port);
    this.url = url.href;
    listener.on('connection', client => this.connect(client));
  }

  /** @param address of the real database */
  static async start(address: string): Promise<DatabaseProxy> {
    const listener = net.createServer();
    await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
    return new DatabaseProxy(listener, address);
  }

  /** From now on nothing passes in either direction, and nobody is told. */
  freeze(): void {
    this.frozen = true;
    for (const way of this.ways) hold(way);
  }

  /** What was held passes on, late. */
  thaw(): void {
    this.frozen = false;
    for (const { client, server } of this.ways) {
      client.resume();
      server.resume();
    }
  }

  /** From now on what the server says arrives later by so many milliseconds, in its order. */
  delay(milliseconds: number): void {
    this.delayMs = milliseconds;
  }

  /**
   * Loses the answer to the COMMIT of the next transaction that holds a statement, or to the statement where it is a
   * transaction of its own: the server commits, and the client sees its connection end.
   * @param statement its text, or its name where it is prepared
   * @returns a promise that is kept once it has happened
   */
  loseAnswerToCommitAfter(statement: string): Promise<void> {
    this.mark = statement;
    return new Promise(resolve => (this.reportLoss = resolve));
  }

  async stop(): Promise<void> {
    for (const { client, server } of this.ways) {
      client.destroy();
      server.destroy();
    }
    await new Promise(resolve => this.listener.close(resolve));
  }

  private connect(client: net.Socket): void {
    const way: Way = {
      client,
      server: net.connect(this.target),
      inside: false,
      marked: false,
      losing: false,
      late: [],
    };
    this.ways.add(way);
    const end = (): void => {
      this.ways.delete(way);
      client.destroy();
      way.server.destroy();
    };
    for (const socket of [client, way.server]) socket.on('error', end).on('close', end);
    client.on('data', chunk => this.toServer(way, chunk));
    way.server.on('data', chunk => {
      if (chunk.subarray(-6, -1).equals(READY)) way.inside = chunk.at(-1) !== OUTSIDE;
      if (way.losing) {
        end();
        this.reportLoss();
      } else if (this.delayMs === 0 && way.late.length === 0) client.write(chunk);
      else {
        way.late.push(chunk);
        setTimeout(() => client.write(way.late.shift()!), this.delayMs);
      }
    });
    if (this.frozen) hold(way);
  }

  private toServer(way: Way, chunk: Buffer): void {
    if (this.mark !== undefined && chunk.includes(this.mark)) way.marked = true;
    if (way.marked && (!way.inside || chunk.includes(COMMIT))) {
      way.losing = true;
      this.mark = undefined;
    }
    way.server.write(chunk);
  }
}

function hold({ client, server }: Way): void {
  client.pause();
  server.pause();
}
