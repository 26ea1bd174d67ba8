export const HUB_PATH = '/kepegawaian';
export const UNITS_PATH = '/kepegawaian/unit';
export const unitPath = (id: string): string => `${UNITS_PATH}/${id}`;
export const unitChangePath = (id: string): string => `${UNITS_PATH}/${id}/ubah`;
export const POSITIONS_PATH = '/kepegawaian/jabatan';
export const positionPath = (id: string): string => `${POSITIONS_PATH}/${id}`;
export const positionChangePath = (id: string): string => `${POSITIONS_PATH}/${id}/ubah`;
export const positionsOfUnit = (unitId: string): string => `${POSITIONS_PATH}?unit=${unitId}`;
export const TREE_PATH = '/kepegawaian/hierarki';
export const treeOfUnit = (unitId: string): string => `${TREE_PATH}?unit=${unitId}`;
/** A person's page; it belongs to the feature of people. */
export const personPath = (id: string): string => `/kepegawaian/pegawai/${id}`;
