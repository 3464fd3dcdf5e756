interface Place {
  readonly townName: string | null
  readonly villageName: string | null
  readonly gridName: string | null
}

/** Town, village and grid, as far as they are known. */
export const placeText = ({ townName, ...below }: Place): string =>
  [townName, gridText(below)].filter(Boolean).join(' ')

/** The same where the town is plain. */
export const gridText = ({ villageName, gridName }: Omit<Place, 'townName'>): string =>
  [villageName, gridName].filter(Boolean).join(' ')
