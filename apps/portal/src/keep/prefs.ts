import { stored } from './stored.ts'

/** 大字版: larger words and targets, one thing per row, read aloud. */
export const elderMode = stored<boolean>('linli.elder', (raw) => raw === true)

/** Tells the document, so that all styles follow. */
export function applyElderMode(): void {
  const root = document.documentElement
  if (elderMode.get()) root.dataset['size'] = 'elder'
  else delete root.dataset['size']
}
