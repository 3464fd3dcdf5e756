import { buildFaces } from '../apps/server/src/faces-build.ts'

await buildFaces((line) => console.log(line), process.argv.includes('--force'))
