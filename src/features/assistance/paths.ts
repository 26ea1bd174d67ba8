/** Addresses of the help that owners ask for, and of the helpers' own pages. */
export const paths = {
  own: '/akun/bantuan',
  end: (id: string): string => `/akun/bantuan/${id}/akhiri`,
  helping: '/bantu',
  owner: (ownerId: string): string => `/bantu/${ownerId}`,
} as const;
