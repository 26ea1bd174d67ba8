/** An exact fraction; the sign stands on top. */
export class Fraction {
  readonly top: bigint;
  readonly bottom: bigint;

  constructor(top: bigint, bottom = 1n) {
    if (bottom <= 0n) throw new Error('the lower part of a fraction is positive');
    this.top = top;
    this.bottom = bottom;
  }

  /** Reads '12', '0.25' or '1,5'. */
  static read(text: string): Fraction {
    const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:[.,](\d+))?$/.exec(text.trim())!;
    const size = BigInt(`${whole!}${decimals}`);
    return new Fraction(sign === '-' ? -size : size, 10n ** BigInt(decimals.length));
  }

  plus(other: Fraction): Fraction {
    return new Fraction(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.top, other.bottom));
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.top * other.top, this.bottom * other.bottom);
  }

  /** @param other more than zero */
  over(other: Fraction): Fraction {
    return this.times(new Fraction(other.bottom, other.top));
  }

  isMoreThan(other: Fraction): boolean {
    return this.top * other.bottom > other.top * this.bottom;
  }

  /** To the nearest whole number, a half away from zero. */
  rounded(): bigint {
    const size = this.top < 0n ? -this.top : this.top;
    const whole = (2n * size + this.bottom) / (2n * this.bottom);
    return this.top < 0n ? -whole : whole;
  }
}

export const whole = (value: bigint): Fraction => new Fraction(value);
export const percent = (text: string): Fraction => Fraction.read(text).over(whole(100n));
export const smaller = (a: Fraction, b: Fraction): Fraction => (a.isMoreThan(b) ? b : a);
export const larger = (a: Fraction, b: Fraction): Fraction => (a.isMoreThan(b) ? a : b);
