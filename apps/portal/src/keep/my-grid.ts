import { isRecord, stored } from './stored.ts'

/** The grid that this phone calls its own; chosen by its owner, kept only here. */
export interface MyGrid {
  readonly gridId: string
  /** 新江口街道 林园社区 第 3 网格 */
  readonly label: string
}

export const myGrid = stored<MyGrid | null>('linli.grid', (raw) =>
  isRecord(raw) && typeof raw['gridId'] === 'string' && typeof raw['label'] === 'string'
    ? { gridId: raw['gridId'], label: raw['label'] }
    : null,
)

/** Whether a session was opened here. A hint only, so that other visitors' pages ask the server for nothing. */
export const signedIn = stored<boolean>('linli.signed-in', (raw) => raw === true)
