import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Root of the repository. */
export const root = join(import.meta.dirname, '../../../..')

/** Paths below the root, of what is ours: no dependencies, no build output. */
export function filesOf(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: root, exclude: (path) => /node_modules|\/dist(\/|$)|^\.linli/.test(String(path)) })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Source without comments; the content of strings stays. */
export function codeOf(path: string): string {
  return read(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
}

/** Relative imports of a file, as paths below the root. */
export function importsOf(path: string): string[] {
  const folder = join(root, path, '..')
  return [...read(path).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, to = '']) =>
    relative(root, join(folder, to)).replaceAll('\\', '/'),
  )
}
