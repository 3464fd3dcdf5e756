import type { Finder } from '../../platform/search/search.ts'
import { searchRegister } from './search.ts'

/** The register's own search, with its masks and its record of whom it showed. */
export const registerFinder: Finder = {
  group: 'register',
  permission: 'register.read',
  find: (ctx, q, limit) => searchRegister(ctx, { q, limit }),
}
