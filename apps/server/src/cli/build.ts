import { parseArgs } from 'node:util'
import { buildFaces } from '../faces-build.ts'

export default function build(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { force: { type: 'boolean', default: false } } })
  return buildFaces((line) => console.log(line), values.force)
}
