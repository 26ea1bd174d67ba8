import type { Zone } from '../platform/clock.ts';

/** The invented regency lies in central Indonesia (contract.md 4). */
export const ZONE: Zone = 'Asia/Makassar';
