import { describe, expect, it } from 'vitest'
import { checkDocument, checkLetterOf, isDay } from './identity-document.ts'

const today = '2026-11-23'
const check = (kind: Parameters<typeof checkDocument>[0], raw: string) => checkDocument(kind, raw, today)
/** With the check letter that belongs to the seventeen digits. */
const whole = (digits: string) => `${digits}${checkLetterOf(digits)}`

describe('a resident ID', () => {
  it('tells birthday and sex', () => {
    expect(check('resident_id', '11010519491231002X')).toEqual({
      ok: true,
      number: '11010519491231002X',
      birthOn: '1949-12-31',
      sex: 'female',
    })
    expect(check('resident_id', whole('42108720200229001'))).toMatchObject({ birthOn: '2020-02-29', sex: 'male' })
  })

  it.each([
    ['a small x', '11010519491231002x'],
    ['full-width digits', '１１０１０５１９４９１２３１００２Ｘ'],
    ['spaces and hyphens', ' 110105 19491231-002X '],
    ['marks of direction around it', '\u202d11010519491231002X\u202c'],
    ['a space of no width', '\u200b11010519491231002X'],
    ['the apostrophe of a spreadsheet', "'11010519491231002X"],
  ])('is known with %s', (_how, typed) => {
    expect(check('resident_id', typed)).toMatchObject({ ok: true, number: '11010519491231002X' })
  })

  it.each([
    ['', 'length'],
    ['11010519491231002', 'length'],
    ['11010519491231002XX', 'characters'],
    ['1101051949123100X2', 'characters'],
    ['١١٠١٠٥١٩٤٩١٢٣١٠٠٢X', 'characters'],
    ['110105194912310021', 'checksum'],
    ['110105491231002', 'old'],
    [whole('99010519491231002'), 'region'],
    [whole('81000019900101001'), 'region'],
    [whole('42108720230229001'), 'birth'],
    [whole('42108720231301001'), 'birth'],
    [whole('42108718500101001'), 'birth_early'],
    [whole('42108718961122001'), 'birth_early'],
    [whole('42108720261124001'), 'birth_future'],
  ] as const)('is refused as %j: %s', (typed, fault) => {
    expect(check('resident_id', typed)).toEqual({ ok: false, fault })
  })

  it('is of somebody born a hundred and thirty years ago to the day', () => {
    expect(check('resident_id', whole('42108718961123001'))).toMatchObject({ ok: true, birthOn: '1896-11-23' })
  })

  it('is of somebody born today', () => {
    expect(check('resident_id', whole('42108720261123001'))).toMatchObject({ ok: true, birthOn: today })
  })

  it('is refused with any one digit wrong, and with any two neighbours exchanged', () => {
    const right = whole('42108719530307123')
    for (const [at, digit] of [...right].entries()) {
      const wrong = `${right.slice(0, at)}${digit === '9' ? '0' : Number(digit) + 1}${right.slice(at + 1)}`
      expect(check('resident_id', wrong).ok, wrong).toBe(false)
      const next = right[at + 1]
      if (next === undefined || next === digit) continue
      expect(check('resident_id', `${right.slice(0, at)}${next}${digit}${right.slice(at + 2)}`).ok).toBe(false)
    }
  })
})

describe('documents of others', () => {
  it.each([
    ['hk_macao_permit', 'h12345678', 'H12345678'],
    ['hk_macao_permit', 'M1234567890', 'M1234567890'],
    ['hk_macao_permit', whole('81000019900101001'), whole('81000019900101001')],
    ['hk_macao_permit', whole('82000019900101002'), whole('82000019900101002')],
    ['taiwan_permit', '1234 5678', '12345678'],
    ['taiwan_permit', '1234567890', '1234567890'],
    ['taiwan_permit', whole('83000019900101001'), whole('83000019900101001')],
    ['foreign_residence', 'can110108051201', 'CAN110108051201'],
    ['foreign_residence', whole('91113320010101001'), whole('91113320010101001')],
    ['passport', 'e-1234 5678', 'E12345678'],
    ['none', 'whatever', ''],
    ['unknown', '', ''],
  ] as const)('%s %s is kept as %j', (kind, typed, number) => {
    expect(check(kind, typed)).toMatchObject({ ok: true, number })
  })

  it.each([
    ['hk_macao_permit', 'H123456789', 'length'],
    ['hk_macao_permit', whole('83000019900101001'), 'region'],
    ['taiwan_permit', '123456789', 'length'],
    ['taiwan_permit', whole('81000019900101001'), 'region'],
    ['foreign_residence', whole('42108719900101001'), 'region'],
    ['foreign_residence', 'CAN1101', 'length'],
    ['passport', 'E123', 'length'],
    ['passport', 'E'.repeat(21), 'length'],
    ['passport', 'Ä1234567', 'characters'],
  ] as const)('%s %s is refused: %s', (kind, typed, fault) => {
    expect(check(kind, typed)).toEqual({ ok: false, fault })
  })

  it('take no longer the longer they are', () => {
    const began = performance.now()
    check('passport', 'A-'.repeat(200_000))
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

it('knows which days there are', () => {
  expect(['2024-02-29', '2023-02-29', '2023-04-31', '2023-00-10', 'today'].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})
