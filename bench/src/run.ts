import { parseArgs } from 'node:util'
import { audit } from './audit.ts'
import { printTable, type Result } from './figures.ts'
import { firstSyncs } from './first-sync.ts'
import { lifecycle } from './lifecycle.ts'
import { inbox } from './inbox.ts'
import { locate } from './locate.ts'
import { planner } from './planner.ts'
import { read } from './read.ts'
import { registerImport } from './register-import.ts'
import { registerPage, registerSearch } from './register-read.ts'
import { screen } from './screen.ts'
import { start } from './start.ts'
import { syncStorm } from './sync-storm.ts'
import { weight } from './weight.ts'

interface Size {
  readonly records: number
  readonly seconds: number
}

const benchmarks: Readonly<Record<string, (size: Size) => Promise<Result>>> = {
  lifecycle,
  read,
  locate,
  start,
  weight,
  audit,
  'register-search': registerSearch,
  'register-page': registerPage,
  'register-import': registerImport,
  planner,
  screen,
  inbox,
  'first-sync': firstSyncs,
  'sync-storm': syncStorm,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { records: { type: 'string' }, seconds: { type: 'string' } },
})
const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
const alone = names.length === 1
/** Where records are phones: how many alone, and how many among all. */
const phones: Readonly<Record<string, readonly [number, number]>> = { 'first-sync': [100, 20], 'sync-storm': [300, 30] }
const sizeOf = (name: string): Size => {
  const [many, few] = phones[name] ?? [10_000, 5_000]
  return {
    records: whole('records', values.records, alone ? many : few),
    seconds: whole('seconds', values.seconds, alone ? 20 : 8),
  }
}
for (const name of names) {
  const benchmark = benchmarks[name]
  if (!benchmark) fail(`no benchmark ${name}; there are ${Object.keys(benchmarks).join(', ')}`)
  const result = await benchmark(sizeOf(name))
  printTable(result)
  console.log(JSON.stringify(result))
}

function whole(name: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise
  const number = Number(given)
  return Number.isInteger(number) && number >= 0 ? number : fail(`--${name} must be a whole number`)
}

function fail(words: string): never {
  console.error(`${words}\nnpm run bench -- [NAME] [--records N] [--seconds S]`)
  process.exit(1)
}
