import { newId } from '@linli/client/id'
import type { Photo } from '../report/draft.ts'
import { isRecord, stored } from './stored.ts'

/** What somebody is writing about a result, until it has arrived. */
export interface Said {
  /** One form is one command: sent again after a lost answer it is done once. */
  readonly commandId: string
  readonly words: string
  readonly stars: number
  readonly photos: readonly Photo[]
  /** It went out as it stands here; changed after that it is another command. */
  readonly sent: boolean
}

/** By number and verdict; stands after a reload or a killed browser. */
export const said = stored<Readonly<Record<string, Said>>>('linli.said', (raw) =>
  isRecord(raw)
    ? Object.fromEntries(Object.entries(raw).flatMap(([key, value]) => (isSaid(value) ? [[key, value]] : [])))
    : {},
)

export const emptySaid = (): Said => ({ commandId: newId(), words: '', stars: 0, photos: [], sent: false })

export function keepSaid(key: string, value: Said | null): void {
  const { [key]: _before, ...others } = said.get()
  said.set(value === null ? others : { ...others, [key]: value })
}

function isSaid(value: unknown): value is Said {
  return (
    isRecord(value) &&
    typeof value['commandId'] === 'string' &&
    typeof value['words'] === 'string' &&
    typeof value['stars'] === 'number' &&
    Array.isArray(value['photos'])
  )
}
