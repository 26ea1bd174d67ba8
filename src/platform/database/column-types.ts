import pg from 'pg';

type Parse = (text: string) => unknown;

const OID = {
  int8: 20,
  date: 1082,
  timestamp: 1114,
  textArray: 1009,
  int8Array: 1016,
  timestampArray: 1115,
  dateArray: 1182,
  numericArray: 1231,
} as const;

const asText: Parse = text => text;
const asBigint: Parse = text => BigInt(text);

/**
 * How the columns of our own queries are read, where the driver's way would lose something: whole numbers of 64 bits are
 * bigint (money), dates are 'YYYY-MM-DD' whatever the zone of this machine (the driver makes local midnights of them),
 * arrays of numeric are decimal text and not floats, timestamps without zone are the text they are. `numeric` is decimal
 * text and `timestamptz` a Date by the driver's own rules.
 */
const PARSERS: ReadonlyMap<number, Parse> = new Map([
  [OID.int8, asBigint],
  [OID.date, asText],
  [OID.timestamp, asText],
  [OID.int8Array, arrayOf(asBigint)],
  [OID.dateArray, arrayOf(asText)],
  [OID.timestampArray, arrayOf(asText)],
  [OID.numericArray, arrayOf(asText)],
]);

/** The parsers of one pool. The driver's global table stays as it is: libraries that share the process rely on it. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown =>
    format === 'binary'
      ? (pg.types.getTypeParser(oid, format) as unknown)
      : (PARSERS.get(oid) ?? (pg.types.getTypeParser(oid, format) as unknown)),
};

/** A one-dimensional array: split as an array of text, then read element by element. */
function arrayOf(parse: Parse): Parse {
  const split = pg.types.getTypeParser(OID.textArray as number) as (text: string) => (string | null)[];
  return text => split(text).map(element => (element === null ? null : parse(element)));
}
