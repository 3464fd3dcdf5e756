export * from './route.ts'
export * from './common.ts'
export * from './problems.ts'
export * from './permissions.ts'
