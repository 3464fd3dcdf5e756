import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Draft, emptyDraft } from './draft.ts'
import { faultsOf, faultsOfStep, fieldOf, firstStepAtFault, reportInput, tidyPhone, titleOf } from './wizard.ts'

const inPlace = { label: '新江口街道 林园社区', point: { lon: 111.77, lat: 30.17 }, areaId: null, outside: false }

function draft(change: Partial<Draft> = {}): Draft {
  const contact = { mode: 'phone', phone: '13800001234', name: '' } as const
  return { ...emptyDraft(), description: '楼道灯坏了三天', place: inPlace, contact, ...change }
}

describe('the three screens of a report', () => {
  it('find nothing wrong with words, a place and a phone number', () => {
    expect(faultsOf(draft())).toEqual([])
  })

  it('ask for words first, then for a place, then for a number', () => {
    const empty = draft({ description: ' ', place: null, contact: { mode: 'phone', phone: '', name: '' } })
    expect(faultsOfStep(empty, 'say')).toEqual([{ field: 'description', rule: 'missing' }])
    expect(faultsOfStep(empty, 'where')).toEqual([{ field: 'place', rule: 'missing' }])
    expect(faultsOfStep(empty, 'contact')).toEqual([{ field: 'phone', rule: 'missing' }])
    expect(firstStepAtFault(faultsOf(empty))).toBe('say')
    expect(firstStepAtFault(faultsOf(draft({ place: null })))).toBe('where')
    expect(firstStepAtFault([])).toBeNull()
  })

  it('count the digits of a mobile number', () => {
    const faults = faultsOf(draft({ contact: { mode: 'hidden', phone: '138 1234 56', name: '' } }))
    expect(faults).toEqual([{ field: 'phone', rule: 'digits', is: 9 }])
  })

  it('take a written address for a place, and no point outside the county', () => {
    expect(faultsOf(draft({ place: null, address: '白云路口' }))).toEqual([])
    expect(faultsOf(draft({ place: { ...inPlace, outside: true }, address: '白云路口' }))).toEqual([
      { field: 'place', rule: 'outside' },
    ])
  })

  it('ask an anonymous person for nothing', () => {
    expect(faultsOf(draft({ contact: { mode: 'none', phone: 'abc', name: 'x'.repeat(90) } }))).toEqual([])
  })

  it('say how long a text is and may be', () => {
    expect(faultsOf(draft({ description: '长'.repeat(2001) }))).toEqual([
      { field: 'description', rule: 'too_long', is: 2001, most: 2000 },
    ])
  })

  it('show what the server refused under the field that people see', () => {
    const refused = [{ field: fieldOf('contact.phone'), sentence: '号码不对' }]
    expect(faultsOfStep(draft({ refused }), 'contact')).toEqual([
      { field: 'phone', rule: 'refused', sentence: '号码不对' },
    ])
    expect(fieldOf('point.lon')).toBe('place')
    expect(fieldOf('photos.0.id')).toBe('description')
  })
})

describe('a phone number as people write it', () => {
  it('is the same however it is grouped', () => {
    for (const typed of ['138 0000 1234', '138-0000-1234', '+86 13800001234', '１３８００００１２３４']) {
      expect(tidyPhone(typed)).toBe('13800001234')
    }
  })

  it('is fine exactly when eleven digits start with 1, or a landline has its area code', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,14}$/), (phone) => {
        const fine = faultsOf(draft({ contact: { mode: 'phone', phone, name: '' } })).length === 0
        const tidied = tidyPhone(phone)
        expect(fine).toBe(/^1\d{10}$/.test(tidied) || /^0\d{9,11}$/.test(tidied))
      }),
    )
  })
})

describe('what is sent', () => {
  it('holds the contact, hidden or not, and nothing of an anonymous person', () => {
    expect(reportInput(draft(), '0501')).toMatchObject({ contact: { phone: '13800001234' }, anonymous: false })
    expect(
      reportInput(draft({ contact: { mode: 'hidden', phone: '138 0000 1234', name: ' 张 ' } }), '0501'),
    ).toMatchObject({
      contact: { phone: '13800001234', name: '张' },
      anonymous: true,
    })
    expect(
      reportInput(draft({ contact: { mode: 'none', phone: '13800001234', name: '张' } }), '0501'),
    ).not.toHaveProperty('contact')
  })

  it('names only pictures that have arrived', () => {
    const photos = [
      { key: 'a', uploaded: { id: '1', claim: 'c' } },
      { key: 'b', uploaded: null },
    ]
    expect(reportInput(draft({ photos }), '0501').photos).toEqual([{ id: '1', claim: 'c' }])
  })

  it('answers what its category asks, and nothing that another asked before the change of mind', () => {
    const answers = {
      '0501': [
        { code: 'pole', values: [' A-17 '] },
        { code: 'since', values: [' '] },
      ],
      '0402': [{ code: 'smell', values: ['1'] }],
    }
    expect(reportInput(draft({ answers }), '0501').answers).toEqual([{ code: 'pole', values: ['A-17'] }])
    expect(reportInput(draft({ answers }), '0301')).not.toHaveProperty('answers')
  })

  it('is called by its first words', () => {
    expect(titleOf('楼道灯坏了。晚上看不见')).toBe('楼道灯坏了')
    expect(titleOf('长'.repeat(40))).toHaveLength(30)
  })
})
