import { describe, expect, it } from 'vitest'
import { searchFormsOf } from './name-search.ts'
import { askedBy } from './search.ts'

describe('the search forms of a name', () => {
  it.each([
    ['张桂兰', 'zhangguilan', 'zgl'],
    ['单小雨', 'shanxiaoyu', 'sxy'],
    ['单于飞', 'shanyufei', 'syf'],
    ['曾国强', 'zengguoqiang', 'zgq'],
    ['仇英', 'qiuying', 'qy'],
    ['解晓东', 'xiexiaodong', 'xxd'],
    ['查良镛', 'zhaliangyong', 'zly'],
    ['区桂芝', 'ouguizhi', 'ogz'],
    ['尉迟恭', 'yuchigong', 'ycg'],
    ['欧阳修', 'ouyangxiu', 'oyx'],
    ['长孙无忌', 'zhangsunwuji', 'zswj'],
    ['吕布', 'lvbu', 'lb'],
    ['单', 'shan', 's'],
    // After a dot there is no surname.
    ['单·巴特尔', 'danbateer', 'dbte'],
    ["Sean O'Brien", 'seanobrien', 'seanobrien'],
    ['René', 'rene', 'rene'],
    ['ＡＮＮＡ', 'anna', 'anna'],
    ['王𠮷', 'wang', 'w'],
    ['', '', ''],
  ])('%s: %s, %s', (name, full, initials) => {
    expect(searchFormsOf(name)).toEqual({ full, initials })
  })

  it('do not depend on who was asked for before', () => {
    searchFormsOf('万俟')
    expect(searchFormsOf('万俟卨')).toEqual({ full: 'moqixie', initials: 'mqx' })
  })

  it('are told for a million names in seconds', () => {
    const names = ['张桂兰', '单小雨', '欧阳修', '艾力·买买提']
    const began = performance.now()
    for (let n = 0; n < 50_000; n++) searchFormsOf(names[n % names.length] ?? '')
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

const document = (number: string) => ({ kind: 'document', number })
const phone = (number: string) => ({ kind: 'phone', number })

describe('what somebody typed', () => {
  it.each([
    ['张桂', { kind: 'name', words: '张桂' }],
    ['𠮷', { kind: 'name', words: '𠮷' }],
    ['买买提•艾力', { kind: 'name', words: '买买提·艾力' }],
    ['ZhangGuilan', { kind: 'pinyin', letters: 'zhangguilan' }],
    ["xi'an", { kind: 'pinyin', letters: 'xian' }],
    ['玛依努尔·阿卜杜热合曼', { kind: 'name', words: '玛依努尔·阿卜杜热合曼' }],
    ['Иван', { kind: 'name', words: 'Иван' }],
    ['１１０１０５１９４９１２３１００２ｘ', { kind: 'number', keys: [document('11010519491231002X')] }],
    ['h12345678', { kind: 'number', keys: [document('H12345678')] }],
    // Permits of Taiwan and passports are written like other numbers too.
    ['1234 5678 90', { kind: 'number', keys: [document('1234567890'), phone('+1234567890')], words: '1234 5678 90' }],
    ['AB123456', { kind: 'number', keys: [document('AB123456')], words: 'AB123456' }],
    ['1A2B3C', { kind: 'number', keys: [document('1A2B3C')], words: '1A2B3C' }],
    ['138 0000 1234', { kind: 'number', keys: [phone('13800001234')] }],
    ['+86 138-0000-1234', { kind: 'number', keys: [phone('13800001234')] }],
    ['+852 6123 4567', { kind: 'number', keys: [phone('+85261234567')] }],
    ['00852 6123 4567', { kind: 'number', keys: [document('0085261234567'), phone('+85261234567')] }],
    ['0716-6222222', { kind: 'number', keys: [document('07166222222'), phone('07166222222')] }],
    ['林园路 12 号', { kind: 'words', words: '林园路 12 号' }],
    // Tails of numbers are not looked up, and an apostrophe is not everybody.
    ['002X', { kind: 'words', words: '002X' }],
    ["'", { kind: 'words', words: "'" }],
  ])('%s is %j', (typed, asked) => {
    expect(askedBy(typed)).toEqual(asked)
  })
})
