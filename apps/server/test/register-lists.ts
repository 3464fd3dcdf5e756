import type { Answer } from './world.ts'
import { type ListImport, listPartBytes, type OnKnown, registerImportRoutes } from '@linli/contract/people-lists'
import { workOnLists } from '../src/modules/people/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import type { Deps } from '../src/platform/deps.ts'
import type { StaffLogin } from './county.ts'
import type { World } from './world.ts'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A number of the right form that nobody has: region 421087, by birthday and count. */
export function documentOf(birthOn: string, count: number): string {
  const body = `421087${birthOn.replaceAll('-', '')}${String(count % 1000).padStart(3, '0')}`
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return `${body}${'10X98765432'[sum % 11]}`
}

const must = <T>(answer: Answer<T>): T => {
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body
}

/** Sends a file in its parts, as the console does. */
export async function sendList(world: World, who: StaffLogin, fileName: string, file: Buffer): Promise<ListImport> {
  const importId = newId()
  let list = must(
    await world.call(who, registerImportRoutes.beginListImport, {
      commandId: newId(),
      importId,
      fileName,
      bytes: file.length,
    }),
  )
  for (let part = 0; part < list.parts; part++) {
    const data = file.subarray(part * listPartBytes, (part + 1) * listPartBytes).toString('base64')
    list = must(await world.call(who, registerImportRoutes.sendListPart, { commandId: newId(), importId, part, data }))
  }
  return list
}

/** The background, until nothing waits. */
export async function settle(deps: Deps, batch = 2_000): Promise<void> {
  while (await workOnLists(deps, 2_000, batch));
}

export async function tryList(world: World, who: StaffLogin, list: ListImport, onKnown: OnKnown = 'skip') {
  const { id: importId, mapping } = list
  must(await world.call(who, registerImportRoutes.checkList, { commandId: newId(), importId, mapping, onKnown }))
  await settle(world.deps)
  return must(await world.call(who, registerImportRoutes.getListImport, { importId }))
}

export async function runList(world: World, who: StaffLogin, importId: string): Promise<ListImport> {
  must(await world.call(who, registerImportRoutes.runList, { commandId: newId(), importId }))
  await settle(world.deps)
  return must(await world.call(who, registerImportRoutes.getListImport, { importId }))
}

/** From the file to the end. */
export async function importList(
  world: World,
  who: StaffLogin,
  file: Buffer,
  onKnown: OnKnown = 'skip',
): Promise<ListImport> {
  const list = await tryList(world, who, await sendList(world, who, '名单.csv', file), onKnown)
  return runList(world, who, list.id)
}
