/** How many people gain, lose and keep their amount, and by how much in all. Whole rupiah of net as decimal text. */
export interface Changes {
  readonly people: number;
  readonly up: number;
  readonly down: number;
  readonly equal: number;
  readonly upSum: string;
  /** Zero or negative. */
  readonly downSum: string;
  readonly difference: string;
}

/** Counts changes of net. */
export class ChangeCount {
  private up = 0;
  private down = 0;
  private equal = 0;
  private upSum = 0n;
  private downSum = 0n;

  /** @param change net by the candidate less net by the version in force */
  add(change: bigint): void {
    if (change > 0n) {
      this.up += 1;
      this.upSum += change;
    } else if (change < 0n) {
      this.down += 1;
      this.downSum += change;
    } else this.equal += 1;
  }

  result(): Changes {
    const { up, down, equal, upSum, downSum } = this;
    return {
      people: up + down + equal,
      up,
      down,
      equal,
      upSum: String(upSum),
      downSum: String(downSum),
      difference: String(upSum + downSum),
    };
  }
}
