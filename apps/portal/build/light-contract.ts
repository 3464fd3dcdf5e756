import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

/**
 * Puts the contract into the bundle without its schemas: of a route, a caller needs its method and path at run time and its
 * types at compile time. Zod with all schemas would weigh more than the rest of the first view. The server checks all input
 * again, so nothing is lost. A schema that is imported as a value fails the build, because it is not there. A file that
 * imports nothing but types holds plain rules (checksums, skip logic) and stays as it is.
 */
export function lightContract(): Plugin {
  return {
    name: 'light-contract',
    async load(id) {
      if (!/\/packages\/contract\/src\/[\w-]+\.ts$/.test(id)) return null
      if (!/^(?:import (?!type\b)|export \*)/m.test(await readFile(id, 'utf8'))) return null
      const module: Record<string, unknown> = await import(pathToFileURL(id).href)
      const lines = Object.entries(module).flatMap(([name, value]) => {
        const light = lighten(value)
        return light === undefined ? [] : [`export const ${name} = ${JSON.stringify(light)}`]
      })
      return { code: lines.join('\n'), moduleType: 'js' }
    },
  }
}

/** Plain data stays, routes are cut down, everything else (schemas, functions) goes. */
function lighten(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(lighten)
  if (!isPlain(value)) return undefined
  if (typeof value['path'] === 'string' && 'output' in value) return { method: value['method'], path: value['path'] }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, lighten(inner)]))
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
