import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildFaces } from '../../apps/server/src/faces-build.ts'
import { type Figures, type Result, round } from './figures.ts'

/** Most JavaScript of the first view, in KB after gzip. */
const budgets = { portal: 90, field: 180, console: 350, screen: 350 }

/** What a browser loads before the first view: the entry, what it imports at once, and what the page preloads. */
export async function weight(): Promise<Result> {
  await buildFaces(() => {})
  const kinds: Record<string, Figures> = {}
  for (const [face, budgetKb] of Object.entries(budgets)) {
    const dist = join(import.meta.dirname, '../../apps', face, 'dist')
    const html = readFileSync(join(dist, 'index.html'), 'utf8')
    const base = face === 'portal' ? '/' : `/${face}/`
    const first = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path = '']) =>
      join(dist, path.replace(base, '')),
    )
    const files = withImports(first)
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0)
    kinds[face] = {
      firstViewKb: round(bytes / 1024),
      budgetKb,
      files: files.size,
      ratio: round(bytes / 1024 / budgetKb),
    }
  }
  return { name: 'weight', errors: 0, kinds }
}

function withImports(entries: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const queue = [...entries]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || !existsSync(file)) continue
    seen.add(file)
    const code = readFileSync(file, 'utf8')
    // Static imports only: `import(…)` is loaded when its view is.
    for (const [, path = ''] of code.matchAll(
      /(?:^|[;}])(?:import|export)(?:[^"'();]*?from)?["'](\.[^"']+\.js)["']/g,
    )) {
      queue.push(join(dirname(file), path))
    }
  }
  return seen
}
