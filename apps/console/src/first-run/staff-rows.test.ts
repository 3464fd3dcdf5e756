import { describe, expect, it } from 'vitest'
import { matchLine, readLines } from './staff-rows.ts'

const station = { id: 'station', name: '林园社区网格站', nameEn: 'Linyuan grid station' } as never
const office = { id: 'office', name: '乐乡街道网格所', nameEn: null } as never
const twin = { id: 'twin', name: '林园社区网格站', nameEn: null, parentId: 'office' } as never
const worker = { id: 'worker', code: 'grid_worker', names: { zh: '网格员', en: 'Grid worker' } } as never

describe('a list of staff that is pasted', () => {
  it('is read with tabs, commas or blanks, and empty cells stay where they are', () => {
    const line = { name: '周小敏', login: 'zhouxm', phone: '13800000000', unit: '林园社区网格站', role: '网格员' }
    expect(readLines('周小敏\tzhouxm\t13800000000\t林园社区网格站\t网格员\r\n\n')).toEqual([line])
    expect(readLines('周小敏，zhouxm，13800000000，林园社区网格站，网格员')).toEqual([line])
    expect(readLines('周小敏 zhouxm 13800000000 林园社区网格站 网格员')).toEqual([line])
    expect(readLines('周小敏\tzhouxm\t\t林园社区网格站\t网格员')).toEqual([{ ...line, phone: '' }])
  })

  it('finds unit and role by whole names, and says what it cannot find', () => {
    const [line] = readLines('周小敏\tzhouxm\t\t林园社区网格站\tgrid_worker')
    if (!line) throw new Error('a line')
    expect(matchLine(line, [station], [worker])).toEqual({ unitId: 'station', roleId: 'worker' })
    expect(matchLine(line, [station, twin], [worker])).toEqual({ fault: 'manyUnits' })
    const whole = { ...line, unit: '乐乡街道网格所/林园社区网格站' }
    expect(matchLine(whole, [station, twin, office], [worker])).toEqual({ unitId: 'twin', roleId: 'worker' })
    expect(matchLine({ ...line, unit: '林园' }, [station], [worker])).toEqual({ fault: 'noUnit' })
    expect(matchLine({ ...line, role: '主任' }, [station], [worker])).toEqual({ fault: 'noRole' })
    expect(matchLine({ ...line, login: '' }, [station], [worker])).toEqual({ fault: 'noName' })
  })
})
