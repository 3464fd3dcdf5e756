import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const vite = join(root, 'node_modules/vite/bin/vite.js')
const faces = process.argv.length > 2 ? process.argv.slice(2) : ['portal', 'console', 'field', 'screen']

/**
 * The platform for whoever changes it: the server starts anew when its sources change, the faces named (or all) are built
 * anew when theirs do. Reload the page to see it.
 */
const children: ChildProcess[] = [
  ...faces.map((face) => run([vite, 'build', '--watch', '--logLevel', 'warn'], `apps/${face}`)),
  run(['--watch-path=apps/server/src', '--watch-path=packages/contract/src', 'apps/server/src/cli.ts', 'start'], '.'),
]
process.on('SIGINT', () => children.forEach((child) => child.kill('SIGINT')))

function run(args: string[], folder: string): ChildProcess {
  return spawn(process.execPath, args, { cwd: join(root, folder), stdio: 'inherit' })
}
