import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { lightContract } from './build/light-contract.ts'

const packageFile = (specifier: string) => fileURLToPath(import.meta.resolve(specifier))

// docs/decisions/0010-portal-weight.md: the source is written for React; only this face's bundle takes Preact for it.
const preactForReact = [
  { find: /^react-dom\/client$/, replacement: packageFile('preact/compat/client') },
  { find: /^react-dom$/, replacement: packageFile('preact/compat') },
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: packageFile('preact/jsx-runtime') },
  { find: /^react$/, replacement: packageFile('preact/compat') },
]

export default defineConfig({
  base: '/',
  plugins: [lightContract()],
  resolve: { alias: preactForReact },
  build: {
    outDir: 'dist',
    // Residents' phones: the WebViews of about 2022. The other faces are used on phones that the county hands out.
    target: ['chrome103', 'safari16', 'firefox103'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      // "use client" of TanStack Query: meant for React's server components, nothing here.
      onLog: (level, log, next) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : next(level, log)),
    },
  },
  server: { proxy: { '/api': process.env['LINLI_API'] ?? 'http://127.0.0.1:8080' } },
})
