import { faultText, ProblemError, problemText } from '@linli/client'
import { type ProblemCode, problemStatus } from '@linli/contract/problems'
import { describe, expect, it } from 'vitest'
import { codeOf, filesOf, read } from './sources.ts'

const pages = filesOf('{packages,apps}/**/src/**/*.tsx').filter((path) => !path.includes('.test.'))

/** Names of a language in that language, which no translation changes. */
const untranslated = /中文|简体|松滋|邻里|林园社区/g
/** Patterns read what people write; they are not words to be translated. */
const patterns = /\/[^/\n]*[\u4e00-\u9fff][^/\n]*\/[a-z]*/g

/** The names of the states with their icons: one table, in both languages side by side. */
const statusNames = 'packages/ui/src/status.tsx'

const body = { type: 'about:blank', title: '', status: 400, requestId: '' }

describe('the texts', () => {
  it('stand in the tables of words, not in pages', () => {
    const inPages = pages
      .filter((path) => !codeOf(path).includes('defineMessages(') && path !== statusNames)
      .filter((path) => /[\u4e00-\u9fff]/.test(codeOf(path).replace(patterns, '').replace(untranslated, '')))
    expect(inPages).toEqual([])
  })

  it('have no Chinese left in the English half', () => {
    const halves = filesOf('{packages,apps}/**/src/**/*.{ts,tsx}')
      .filter((path) => codeOf(path).includes('defineMessages('))
      .flatMap((path) => englishHalves(codeOf(path)).map((half) => ({ path, half })))
    expect(halves.length).toBeGreaterThan(8)
    const chinese = halves
      .filter(({ half }) => /[\u4e00-\u9fff]/.test(half.replace(untranslated, '')))
      .map(({ path, half }) => `${path}: ${/.*[\u4e00-\u9fff].*/.exec(half.replace(untranslated, ''))?.[0].trim()}`)
    expect(chinese).toEqual([])
  })

  it('have a sentence in both languages for every problem, which says what to do', () => {
    for (const code of Object.keys(problemStatus) as ProblemCode[]) {
      for (const locale of ['zh', 'en'] as const) {
        const sentence = problemText(new ProblemError({ ...body, code }), locale)
        expect(sentence.length, `${code} ${locale}`).toBeGreaterThan(locale === 'zh' ? 5 : 12)
        expect(sentence, code).not.toContain(code)
      }
    }
  })

  it('have a sentence for every rule that a field may break', () => {
    const named = filesOf('{apps/server,packages/contract}/src/**/*.ts')
      .filter((path) => !path.includes('.test.'))
      .flatMap((path) => [...read(path).matchAll(/\b(?:rule|error): '([a-z_]+)'/g)].map(([, rule = '']) => rule))
    const rules = [...new Set(named)]
    expect(rules.length).toBeGreaterThan(20)
    const mute = rules.filter(
      (rule) => faultText({ path: 'x', rule }, 'zh') === faultText({ path: 'x', rule: '?' }, 'zh'),
    )
    expect(mute).toEqual([])
  })

  it('are English in code, and Chinese only where people read', () => {
    const messages = filesOf('apps/server/src/platform/**/*.ts').filter((path) => !/test|templates|pictures/.test(path))
    expect(messages.filter((path) => /throw new Error\([^)]*[\u4e00-\u9fff]/.test(read(path)))).toEqual([])
  })
})

/** What follows the first table in each call of defineMessages. */
function englishHalves(code: string): string[] {
  return code
    .split('defineMessages(')
    .slice(1)
    .map((call) => {
      let depth = 0
      for (let at = 0; at < call.length; at++) {
        if (call[at] === '{') depth++
        if (call[at] === '}' && --depth === 0) return call.slice(at + 1)
      }
      return ''
    })
}
