import { createHash } from 'node:crypto'

const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])

export const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Root of a Merkle tree as RFC 6962 defines it: leaves and nodes are told apart, so neither passes for the other. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256()
  let level = leaves.map((leaf) => sha256(LEAF, leaf))
  // Joining neighbours level by level, the odd one carried up, is the same tree as splitting at powers of two.
  while (level.length > 1) {
    const above: Buffer[] = []
    for (const [index, left] of level.entries()) {
      if (index % 2 === 1) continue
      const right = level[index + 1]
      above.push(right ? sha256(NODE, left, right) : left)
    }
    level = above
  }
  // One is left.
  return level[0] as Buffer
}
