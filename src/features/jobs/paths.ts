export const jobPath = (id: string): string => `/pekerjaan/${id}`;
