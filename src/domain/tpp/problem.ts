/** A reason why a file is refused: the line, and what to do about it, in Indonesian. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

const MOST = 50;

/** Collects what is wrong with one file, so that its writer sees everything at once. */
export class Problems {
  private readonly found = new Map<string, Problem>();
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  add(line: number, reason: string): void {
    const key = `${line}:${reason}`;
    if (!this.found.has(key)) this.found.set(key, { file: this.file, line, reason });
  }

  has(line: number, reason: string): boolean {
    return this.found.has(`${line}:${reason}`);
  }

  /** An empty collection for the same file. */
  fresh(): Problems {
    return new Problems(this.file);
  }

  get any(): boolean {
    return this.found.size > 0;
  }

  /** In order of line, at most 50. */
  list(): readonly Problem[] {
    return [...this.found.values()].sort((a, b) => a.line - b.line).slice(0, MOST);
  }
}
