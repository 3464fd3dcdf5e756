/** An address as it is kept: half-width, single spaces. One door is one door, whoever wrote it and on which keyboard. */
export const normaliseAddress = (raw: string) => raw.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()
