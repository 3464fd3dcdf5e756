import { registerImportRoutes } from '@linli/contract/people-lists'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { columnName } from '../src/platform/workbook/references.ts'
import { documentOf, importList } from './register-lists.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => (world = await createWorld()))
afterAll(() => world.close())

it('a list filled into the template is taken in, its columns kept as text', async () => {
  const { body } = await world.call('hefang', registerImportRoutes.getListTemplate, {})
  const parts = unzipSync(Buffer.from(body.xlsx, 'base64'))
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
  expect(sheet).toMatch(/<col style="\d+"/)
  const values = {
    0: '421087100010001',
    3: '模板路 1 号',
    6: '甘一',
    8: '1960-01-01',
    10: documentOf('1960-01-01', 771),
    11: '13800004321',
  }
  const cells = Object.entries(values).map(
    ([column, value]) => `<c r="${columnName(Number(column))}3" t="inlineStr"><is><t>${value}</t></is></c>`,
  )
  const filled = sheet.replace('</sheetData>', `<row r="3">${cells.join('')}</row></sheetData>`)
  const file = Buffer.from(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(filled) }))
  const list = await importList(world, 'hefang', file)
  expect(list).toMatchObject({ counts: { rows: 1, faulty: 0, persons: 1 } })
  // What explains the columns stands on a sheet of its own.
  const help = Object.values(parts)
    .map((part) => strFromU8(part))
    .join('')
  expect(help).toMatch(/填写说明/)
  expect(help).toContain('独居老人')
})
