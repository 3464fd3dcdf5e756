import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MatterAction, MatterStatus } from '@linli/contract/matters'
import { filesOf, read, root } from './sources.ts'

const pages = filesOf('*.md', 'docs/**/*.md', '{apps,packages,bench,e2e,data}/**/README.md')

describe('the documentation', () => {
  it('has no link that leads nowhere', () => {
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
        .filter(([, to = '']) => !existsSync(join(root, dirname(page), to)))
        .map(([, to]) => `${page} → ${to}`),
    )
    expect(dead).toEqual([])
  })

  it('lists every setting that the server reads, and no other', () => {
    const listed = [...read('docs/deployment.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)
    const known = [...read('apps/server/src/platform/config/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
      ([, name]) => name,
    )
    expect(listed.toSorted()).toEqual(known.toSorted())
    expect(known.length).toBeGreaterThan(10)
  })

  it('names only commands that exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
    const named = pages.flatMap((page) => [...read(page).matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name))
    expect([...new Set(named)].filter((name) => !scripts.includes(name))).toEqual([])
  })

  it('gives every decision a number of its own', () => {
    const numbers = filesOf('docs/decisions/*.md').map((path) => /(\d{4})-/.exec(path)?.[1])
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.length).toBeGreaterThan(3)
  })

  it('explains each state and action of a matter in the glossary', () => {
    const glossary = read('docs/glossary.md').toLowerCase()
    const words = [...MatterStatus.options, ...MatterAction.options].map((word) => word.replaceAll('_', ' '))
    expect(words.filter((word) => !glossary.includes(word))).toEqual([])
  })
})
