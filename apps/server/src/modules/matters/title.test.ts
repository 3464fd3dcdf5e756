import { describe, expect, it } from 'vitest'
import { titleFrom } from './report.ts'

const family = '👨‍👩‍👧'
const flag = '🇨🇳'

describe('the title that a report gets', () => {
  it('is its first sentence', () => {
    expect(titleFrom('路灯坏了。晚上看不见')).toBe('路灯坏了')
    expect(titleFrom('  楼道灯坏了\n三天了')).toBe('楼道灯坏了')
    expect(titleFrom('！！！')).toBe('！！！')
  })

  it('is cut between letters, never inside one', () => {
    expect(titleFrom('𠮷'.repeat(60))).toBe(`${'𠮷'.repeat(39)}…`)
    for (const letter of [family, flag, '👍🏽', 'e\u0301']) {
      // The cut falls on every place inside the letter once.
      for (let before = 30; before < 40; before++) {
        const title = titleFrom(`${'灯'.repeat(before)}${letter.repeat(12)}`)
        const rest = title.slice(before, -1)
        expect(title.endsWith('…'), title).toBe(true)
        expect(rest.replaceAll(letter, ''), title).toBe('')
        expect([...title].length).toBeLessThanOrEqual(40)
      }
    }
  })

  it('stays short where one letter is made of very many characters', () => {
    expect([...titleFrom(`灯${'\u0301'.repeat(1900)}`)].length).toBeLessThanOrEqual(40)
  })
})
