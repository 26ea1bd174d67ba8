/**
 * Where a cluster, or a copy of the binaries, goes when the path to it is closed to the unprivileged account. Root may
 * write there and nobody else, and unlike a temporary folder nothing cleans it up.
 */
export const LASTING_FOLDER = '/var/lib';
