/**
 * What every session of ours sends when it connects: its time zone is UTC and its days are written 2026-11-18, whatever
 * the server, the database or the role is set to. Prisma's driver drops the offset of a timestamp, and dates in SQL would otherwise mean the server's day.
 *
 * And statements are never compiled to machine code: a server that can do so spends more on it than these short ones take.
 */
export const SESSION_OPTIONS = '-c TimeZone=UTC -c DateStyle=ISO -c jit=off';
