import fastifyStatic from '@fastify/static'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem/problem.ts'

const faces = [
  { name: 'field', prefix: '/field/' },
  { name: 'console', prefix: '/console/' },
  { name: 'screen', prefix: '/screen/' },
  { name: 'portal', prefix: '/' },
] as const

const appsFolder = fileURLToPath(new URL('../../../../', import.meta.url))

/**
 * Serves the four built front ends. Files under assets/ carry a hash in their name and are kept for a year; an address
 * that is no file is the front end's own page.
 */
export async function registerFaces(app: FastifyInstance, deps: Deps): Promise<void> {
  // `sendFile` is given to replies once; the first face that is built brings it.
  let decorated = false
  for (const { name, prefix } of faces) {
    const root = `${appsFolder}${name}/dist`
    if (!existsSync(root)) {
      deps.log.warn({ face: name }, 'not built: run `npm run build`')
      continue
    }
    await app.register(fastifyStatic, {
      root,
      prefix,
      decorateReply: !decorated,
      // An address for each file: under `/*` whatever else is asked of the platform would be looked for among the files.
      wildcard: false,
      globIgnore: ['assets/**'],
      preCompressed: true,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    decorated = true
    // Looked up when asked for, as their names change: a face that is built anew is served at once.
    app.get<{ Params: { file: string } }>(`${prefix}assets/:file`, async ({ params: { file } }, reply) => {
      if (!/^[\w.-]+$/.test(file)) throw new Problem('route.not_found')
      return reply.sendFile(`assets/${file}`, root)
    })
    if (prefix !== '/') app.get(prefix.slice(0, -1), async (_request, reply) => reply.redirect(prefix, 308))
  }
  app.setNotFoundHandler((request, reply) => {
    const face = faceOf(request)
    if (!face) throw new Problem('route.not_found')
    return page(reply, face.name)
  })
}

function page(reply: FastifyReply, name: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').sendFile('index.html', `${appsFolder}${name}/dist`)
}

// Only what a browser asks for as a page: a missing script must answer 404, not HTML.
function faceOf(request: FastifyRequest) {
  const [path = '/'] = request.url.split('?')
  const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
  if (!wantsPage || path.startsWith('/api/') || path.startsWith('/open311/')) return null
  const face = faces.find(({ prefix }) => path.startsWith(prefix))
  return face && existsSync(`${appsFolder}${face.name}/dist/index.html`) ? face : null
}
