/** Points of one unit of volume (ux.md F18), and the minutes of a long working day; by form and by file. */
export const POINTS = { min: 1, max: 300 } as const;
export const MINUTES = { min: 1, max: 720 } as const;
/** The longest texts of an item. */
export const LENGTHS = { name: 150, unitName: 30, grouping: 60 } as const;
