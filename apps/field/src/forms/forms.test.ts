import { type OfflineCommand, offlineRoutes } from '@linli/contract/offline-commands'
import { matterRoutes } from '@linli/contract/matters'
import type { Category } from '@linli/contract/categories'
import { describe, expect, it } from 'vitest'
import { bodyOf, isComplete } from '../outbox/seal.ts'
import { type Entry, type FieldAction, freshEntry, type NewEntry } from '../outbox/entry.ts'
import { actionEntry, actionFaults, actionOf, actionShapes, emptyAction } from './action-form.ts'
import { emptyHousehold, householdEntry, householdFaults } from './household-form.ts'
import { emptyReport, faultsOf, type ReportForm, reportEntry } from './report-form.ts'
import { suggestOffline } from './suggest.ts'

const id = '019a0000-0000-7000-8000-000000000001'
const matter = { id: '019a0000-0000-7000-8000-000000000002', title: '路灯不亮', version: 3 }
const uploaded = { id: '019a0000-0000-7000-8000-000000000003', claim: 'c' }

/** As the engine would send it, with all pictures uploaded. */
function sentBody(entry: NewEntry) {
  const photos = entry.photos.map((photo) => ({ ...photo, uploaded }))
  const whole: Entry = { ...freshEntry({ ...entry, photos }), seq: 1 }
  expect(isComplete(whole)).toBe(true)
  return bodyOf(whole, [whole])
}

const category = (code: string, keywords: string[], evidence: Category['evidence'] = 'words') =>
  ({ code, keywords, names: { zh: `类${code}`, en: code }, evidence }) as unknown as Category

const street: ReportForm = {
  ...emptyReport,
  description: '白云路 37 号前井盖松动',
  categoryCode: '0501',
  address: '白云路 37 号',
}

describe('what a form becomes', () => {
  it.each(Object.keys(actionShapes) as FieldAction[])('%s is a body that the contract takes', (action) => {
    const form = { ...emptyAction, words: '已换灯泡', photos: ['k'], reasonCode: 'not_mine', passed: true }
    const entry = actionEntry(action, form, matter, id)
    const parsed = offlineRoutes[entry.command].input.safeParse(sentBody(entry))
    expect(parsed.error?.issues).toBeUndefined()
  })

  it('a report with everything is a body that the contract takes', () => {
    const full: ReportForm = {
      ...street,
      point: { lon: 111.76, lat: 30.17 },
      photos: ['a', 'b'],
      behalf: { name: '张桂兰', phone: '138 0000 1234' },
      settled: { words: '已盖好', photos: ['c'] },
    }
    const parsed = matterRoutes.reportFromField.input.safeParse(sentBody(reportEntry(full, id)))
    expect(parsed.error?.issues).toBeUndefined()
    expect(parsed.data).toMatchObject({
      onBehalfOf: { phone: '13800001234' },
      settled: { photos: [uploaded] },
      photos: [uploaded, uploaded],
    })
  })

  it('a report with the least is one too', () => {
    expect(matterRoutes.reportFromField.input.safeParse(sentBody(reportEntry(street, id))).success).toBe(true)
  })

  it('every command on a matter belongs to an action', () => {
    const commands = Object.keys(offlineRoutes) as OfflineCommand[]
    const onMatters = commands.filter((name) => name in matterRoutes && name !== 'reportFromField')
    expect(commands.filter((name) => actionOf(name) !== null)).toEqual(onMatters)
  })
})

describe('what is missing', () => {
  it('is said in the order of the page', () => {
    const form: ReportForm = { ...emptyReport, settled: { words: '', photos: [] }, behalf: { name: '', phone: '12' } }
    expect(faultsOf(form, [])).toEqual([
      'description_missing',
      'category_missing',
      'place_missing',
      'phone_wrong',
      'result_missing',
    ])
  })

  it('asks for a picture of the result only where the category does', () => {
    const settled: ReportForm = { ...street, settled: { words: '好了', photos: [] } }
    expect(faultsOf(settled, [category('0501', [], 'photo_after')])).toEqual(['result_photo_missing'])
    expect(faultsOf(settled, [category('0501', [], 'words')])).toEqual([])
    expect(actionFaults('settle', { ...emptyAction, words: '好了' }, { evidence: 'photo_after' })).toEqual([
      'photo_missing',
    ])
  })

  it('asks why a matter goes back', () => {
    expect(actionFaults('return', emptyAction, { evidence: 'none' })).toEqual(['reason_missing', 'words_missing'])
  })
})

describe('a category guessed without a network', () => {
  const list = [category('0501', ['路灯', '路灯不亮']), category('0502', ['路灯']), category('0503', ['井盖'])]

  it('names the words that led to it, the longest first', () => {
    expect(suggestOffline(list, '楼道路灯不亮了').map((each) => [each.category.code, each.because])).toEqual([
      ['0501', ['路灯不亮']],
      ['0502', ['路灯']],
    ])
  })

  it('says nothing when nothing fits', () => {
    expect(suggestOffline(list, '你好')).toEqual([])
  })
})

describe('a door that the register does not know', () => {
  const form = { ...emptyHousehold('019a0000-0000-7000-8000-00000000000a'), address: '林园路 99 号' }
  const ids = { id, householdId: '019a0000-0000-7000-8000-00000000000b' }

  it('where nobody lives is a dwelling, with nobody to write down', () => {
    expect(householdFaults(form, '2026-11-23').own).toEqual(['members_missing'])
    const empty = { ...form, tenure: 'empty' as const }
    expect(householdFaults(empty, '2026-11-23').own).toEqual([])
    const entry = householdEntry(empty, ids)
    expect(entry.command).toBe('addDwelling')
    expect(offlineRoutes.addDwelling.input.safeParse(sentBody(entry)).success).toBe(true)
  })
})
