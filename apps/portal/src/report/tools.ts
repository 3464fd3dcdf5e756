import { categoryRoutes } from '@linli/contract/categories'
import { matterRoutes } from '@linli/contract/matters'
import { client } from '../api.ts'
import type { Tools } from './deliver.ts'
import { sendAll } from './outbox.ts'
import { upload } from './photo-uploads.ts'

async function unsortedCode(): Promise<string | null> {
  const { items } = await client.call(categoryRoutes.listPublicCategories, {})
  return items.find((category) => category.unsorted)?.code ?? null
}

const tools: Omit<Tools, 'save'> = {
  upload,
  guessCategory: async (words) => {
    const { items } = await client.call(categoryRoutes.suggestCategories, { words: words.trim() })
    return items[0]?.code ?? (await unsortedCode())
  },
  report: (input) => client.call(matterRoutes.reportMatter, input),
}

/** Sends what waits in the outbox. */
export function sendWaiting(): Promise<void> {
  return sendAll(tools)
}
